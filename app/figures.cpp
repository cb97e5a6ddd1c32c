// Figures as a planner reads them: thousands with commas, millions of pounds to one decimal, shares in per
// cent.

#include "app/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace app {
namespace {

/// "-£5" of "-5".
std::string after_sign(const std::string& figure) {
  return figure.starts_with('-') ? "-£" + figure.substr(1) : "£" + figure;
}

}  // namespace

std::string fixed(double value, int decimals) {
  // fmt rounds the binary number, and a tie to the even digit; a few of its last bits push a half over the
  // edge.
  constexpr double hair = 1 + 4 * std::numeric_limits<double>::epsilon(), too_long = 1e14;
  const double size = std::abs(value);
  std::string text =
      fmt::format("{:.{}f}", size * std::pow(10, decimals) < too_long ? size * hair : size, decimals);
  const bool zero = text.find_first_of("123456789") == std::string::npos;
  return value < 0 && !zero ? "-" + text : text;
}

std::string decimal(double value, int decimals) {
  if (!std::isfinite(value)) return "-";
  std::string text = fixed(std::abs(value), decimals);
  const auto point = text.find('.');
  for (auto at = static_cast<std::ptrdiff_t>(point == std::string::npos ? text.size() : point) - 3; at > 0;
       at -= 3)
    text.insert(static_cast<std::size_t>(at), 1, ',');
  const bool zero = text.find_first_of("123456789") == std::string::npos;
  return value < 0 && !zero ? "-" + text : text;
}

std::string whole(double value) { return decimal(value, 0); }

std::string plus_minus(const std::string& error) { return error == "-" ? error : "+-" + error; }

std::string per_cent(double share, int decimals) {
  return std::isfinite(share) ? decimal(100 * share, decimals) + " %" : "-";
}

std::string chance_figure(double share, int decimals) {
  auto text = decimal(100 * share, decimals);
  if (!(share > 0 && share < 1)) return text;
  const double step = std::pow(10, -decimals);
  if (text == decimal(0, decimals)) return "<" + decimal(step, decimals);
  if (text == decimal(100, decimals)) return ">" + decimal(100 - step, decimals);
  return text;
}

std::string chance_per_cent(double share) {
  auto text = chance_figure(share);
  if (text == "-") return text;
  if (text.front() == '<') text.replace(0, 1, "under ");
  if (text.front() == '>') text.replace(0, 1, "over ");
  return text + " %";
}

std::string three_digits(double value) {
  if (value == 0 || !std::isfinite(value)) return decimal(value, 0);
  const int before_point = static_cast<int>(std::floor(std::log10(std::abs(value))));
  return decimal(value, std::clamp(2 - before_point, 0, 12));
}

std::string pounds(double value) {
  if (!std::isfinite(value)) return "-";
  return after_sign(whole(value));
}

std::string millions(double pounds) { return decimal(pounds / 1e6, 1); }

std::string pounds_in_millions(double pounds) {
  return std::isfinite(pounds) ? after_sign(millions(pounds)) + "m" : "-";
}

std::string in_unit(const sim::Metric& metric, double value) {
  if (!std::isfinite(value)) return "-";
  switch (metric.unit) {
    case sim::Unit::pence:
      return pounds(value);
    case sim::Unit::share:
      return per_cent(value);
    case sim::Unit::per_1000:
      return decimal(value, 1);
    case sim::Unit::count:
      break;
  }
  return decimal(value, value == std::floor(value) ? 0 : 1);
}

std::string long_date(const std::string& iso) {
  static constexpr const char* months[] = {"January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December"};
  if (iso.size() < 10) return iso;
  const int month = std::stoi(iso.substr(5, 2));
  return fmt::format("{} {} {}", std::stoi(iso.substr(8, 2)), months[month - 1], iso.substr(0, 4));
}

}  // namespace app
