// What `sendcast risk` was asked to do, checked.

#include "app/risk/risk_options.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "app/number_words.hpp"
#include "app/run/run_options.hpp"
#include "app/user_error.hpp"
#include "sim/layout.hpp"
#include "sim/parse_number.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr const char* limit_example =
    "write NAME=POUNDS or NAME=YEAR:POUNDS,..., for example "
    "reserves=20m or path=2021-22:12m,2022-23:8m";

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> out;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= text.size(); ++i)
    if (i == text.size() || text[i] == at) {
      out.push_back(text.substr(from, i - from));
      from = i + 1;
    }
  return out;
}

DeficitLimit limit_of(const std::string& word) {
  const std::string option = "--limit " + word;
  const auto equals = word.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == word.size())
    throw UserError(fmt::format("{}: {}", option, limit_example));
  DeficitLimit out{word.substr(0, equals), {}, {}};
  const std::string rest = word.substr(equals + 1);
  if (rest.find(':') == std::string::npos) {
    out.every_year = pounds_number(option, rest);
    return out;
  }
  for (const auto& part : split(rest, ',')) {
    const auto colon = part.find(':');
    if (colon == std::string::npos) throw UserError(fmt::format("{}: {}", option, limit_example));
    const auto year = financial_year_of(part.substr(0, colon), option);
    if (!out.by_year.emplace(year, pounds_number(option, part.substr(colon + 1))).second)
      throw UserError(fmt::format("{}: gives {} twice", option, year));
  }
  return out;
}

StressRun stress_of(const std::string& word) {
  const auto equals = word.find('=');
  std::error_code none;
  if (equals == std::string::npos || fs::exists(word, none)) return {name_of_run(word), word};
  return {word.substr(0, equals), word.substr(equals + 1)};
}

double level_of(const std::string& text) {
  const auto value = sim::parse_number<double>(text);
  if (!value || !(*value >= 50 && *value < 100))
    throw UserError(fmt::format("--level {}: write per cent from 50 to below 100, for example 95", text));
  return *value / 100;
}

}  // namespace

double DeficitLimit::in(const std::string& year) const {
  if (every_year) return *every_year;
  const auto found = by_year.find(year);
  return found == by_year.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

std::string financial_year_of(const std::string& text, const std::string& option) {
  std::string year = text;
  if (year.size() == 7 && year[4] == '/') year[4] = '-';
  if (sim::is_period(sim::PeriodType::january, year))
    year = fmt::format("{}-{:02}", year, (std::stoi(year) + 1) % 100);
  if (!sim::is_period(sim::PeriodType::financial_year, year))
    throw UserError(fmt::format("{}: '{}' is no financial year; write 2021-22", option, text));
  return year;
}

RiskOptions risk_options(const RiskWords& words) {
  RiskOptions o;
  o.run = words.run;
  if (!words.year.empty()) o.year = financial_year_of(words.year, "--in " + words.year);
  if (!words.level.empty()) o.level = level_of(words.level);
  for (const auto& word : words.limits) {
    o.limits.push_back(limit_of(word));
    for (std::size_t i = 0; i + 1 < o.limits.size(); ++i)
      if (o.limits[i].name == o.limits.back().name)
        throw UserError(
            fmt::format("--limit {}: another limit is called {} already", word, o.limits[i].name));
  }
  for (const auto& word : words.stresses) {
    o.stresses.push_back(stress_of(word));
    for (std::size_t i = 0; i + 1 < o.stresses.size(); ++i)
      if (o.stresses[i].name == o.stresses.back().name)
        throw UserError(
            fmt::format("--stress {}: another stress is called {} already; name it with "
                        "--stress NAME=DIR",
                        word, o.stresses[i].name));
  }
  if (words.out && words.out->empty()) throw UserError("-o '': names no folder");
  o.out = words.out ? fs::path(*words.out) : fs::path("out") / ("risk-" + name_of_run(o.run));
  o.quiet = words.quiet;
  o.json = words.json;
  return o;
}

std::string risk_command(const RiskWords& words) {
  std::string text = "sendcast risk " + shell_word(words.run);
  for (const auto& s : words.stresses) text += " --stress " + shell_word(s);
  if (!words.year.empty()) text += " --in " + shell_word(words.year);
  if (!words.level.empty()) text += " --level " + shell_word(words.level);
  for (const auto& l : words.limits) text += " --limit " + shell_word(l);
  return text;
}

}  // namespace app
