#include "app/report/report_words.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cmath>

#include "app/figures.hpp"

namespace app {
namespace {

/// Whether 8 in 10 replicates have one figure, as it is printed.
template <class Words>
bool even(const sim::Summary& s, const Words& words) {
  return words(s.p10) == words(s.p90);
}

/// A distribution as a sentence has it, each figure in the words given for it.
template <class Words>
std::string spread(const sim::Summary& s, const Words& words) {
  const auto median = words(s.p50), least = words(s.min), most = words(s.max);
  if (s.n == 0) return "not known";
  if (s.n == 1) return median + " in the only replicate";
  if (s.min == s.max) return median + " in every replicate";
  if (least == most) return median + " in every replicate, as rounded";
  if (even(s, words))
    return fmt::format("{} in at least 8 of 10 replicates, in all between {} and {}", median, least, most);
  return fmt::format("{} (median; 8 in 10 replicates between {} and {})", median, words(s.p10), words(s.p90));
}

}  // namespace

std::string page_figure(sim::Unit unit, double value) {
  if (!std::isfinite(value)) return "-";
  switch (unit) {
    case sim::Unit::count:
      return whole(value);
    case sim::Unit::pence: {
      if (value == 0) return "£0";
      const std::string m = millions(std::abs(value));
      return (value < 0 && m != "0.0" ? "-£" : "£") + m + "m";
    }
    case sim::Unit::share:
      return per_cent(value);
    case sim::Unit::per_1000:
      return decimal(value, 1);
  }
  return "-";
}

PageCell cell(sim::Unit unit, double value) { return {page_figure(unit, value), value}; }

PageCell error_cell(sim::Unit unit, double mcse) {
  if (!std::isfinite(mcse)) return {"-", NAN};
  switch (unit) {
    case sim::Unit::count:
      return {"±" + decimal(mcse, 1), mcse};
    case sim::Unit::pence:
      return {"±£" + decimal(mcse / 1e6, 2) + "m", mcse};
    case sim::Unit::share:
      return {"±" + decimal(100 * mcse, 2) + " points", mcse};
    case sim::Unit::per_1000:
      return {"±" + decimal(mcse, 2), mcse};
  }
  return {"-", NAN};
}

std::string difference_figure(sim::Unit unit, double value) {
  if (unit != sim::Unit::share || !std::isfinite(value)) return page_figure(unit, value);
  return decimal(100 * value, 1) + " points";
}

PageCell difference_cell(sim::Unit unit, double value) { return {difference_figure(unit, value), value}; }

PageCell chance_cell(double share) { return {chance_per_cent(share), share}; }

std::string chance_words(double share, double mcse, std::size_t replicates) {
  if (!std::isfinite(share)) return "not known";
  const auto n = whole(static_cast<double>(replicates));
  if (replicates == 1)
    return share == 0 ? "not known (not so in the only replicate)" : "not known (so in the only replicate)";
  if (share == 0) return fmt::format("0 % (in none of the {} replicates)", n);
  if (share == 1) return fmt::format("100 % (in all {} replicates)", n);
  if (!std::isfinite(mcse)) return chance_per_cent(share);
  return fmt::format("{} (Monte Carlo error ±{} points)", chance_per_cent(share), decimal(100 * mcse, 1));
}

std::string spread_words(sim::Unit unit, const sim::Summary& s) {
  return spread(s, [&](double value) { return page_figure(unit, value); });
}

std::string difference_words(sim::Unit unit, const sim::Summary& s) {
  return spread(s, [&](double value) { return difference_figure(unit, value); });
}

bool is_deficit(std::string_view metric) {
  return metric == "in_year_position" || metric.starts_with("cumulative_deficit");
}

std::string balance_figure(double pounds) {
  const auto text = page_figure(sim::Unit::pence, std::abs(pounds));
  if (pounds == 0 || !std::isfinite(pounds)) return text;
  return (pounds < 0 ? "a surplus of " : "a deficit of ") + text;
}

std::string balance_words(const sim::Summary& s) { return spread(s, balance_figure); }

bool says_surplus(const sim::Summary& s) { return s.p10 < 0 || (s.min < 0 && even(s, balance_figure)); }

std::string histories(std::size_t n) {
  return n == 1 ? "one simulated history" : whole(static_cast<double>(n)) + " simulated histories";
}

std::string interval_words(const sim::Interval& i) {
  if (!std::isfinite(i.low)) return "-";
  return fmt::format("{} to {}", page_figure(sim::Unit::share, i.low), page_figure(sim::Unit::share, i.high));
}

std::string id_in_words(std::string_view id) {
  std::string out(id);
  for (char& c : out)
    if (c == '_' || c == '-') c = ' ';
  if (!out.empty()) out[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[0])));
  return out;
}

std::string metric_title(std::string_view metric) {
  for (const auto& [name, title] : {std::pair{"ehcp_stock", "Plans (EHCPs)"},
                                    {"independent_share", "Independent share of plans"},
                                    {"hnb_spend", "Spend of the high needs block"},
                                    {"placement_stock", "Plans"},
                                    {"sen_support_stock", "SEN support"},
                                    {"place_shortfall", "Not where they want to be"}})
    if (metric == name) return title;
  return id_in_words(metric);
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i)
    out += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return out;
}

nlohmann::ordered_json chart_band(const std::string& period, const sim::Summary& f) {
  return {{"period", period}, {"p05", f.p05}, {"p10", f.p10}, {"p25", f.p25},
          {"p50", f.p50},     {"p75", f.p75}, {"p90", f.p90}, {"p95", f.p95}};
}

nlohmann::ordered_json chart_misses(const WidenedFigure& f) {
  return {{"period", f.period}, {"p05", f.p5},  {"p10", f.p10},
          {"p50", f.p50},       {"p90", f.p90}, {"p95", f.p95}};
}

std::string_view misses_note() {
  return "Dotted, with misses: where 90 % would lie with what past forecasts of the model missed beyond "
         "their "
         "own spread put on.";
}

std::string_view difference_unit(sim::Unit unit) {
  return unit == sim::Unit::share ? "points" : chart_unit(unit);
}

std::string_view chart_unit(sim::Unit unit) {
  switch (unit) {
    case sim::Unit::pence:
      return "pounds";
    case sim::Unit::share:
      return "share";
    case sim::Unit::per_1000:
      return "rate";
    case sim::Unit::count:
      break;
  }
  return "count";
}

}  // namespace app
