// When a run has enough replicates: once the Monte Carlo error of one named figure is small enough.

#include "app/run/stop_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <regex>

#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"
#include "sim/parse_number.hpp"

namespace app {
namespace {

constexpr const char* example =
    "write for example \"mcse(p95 of cumulative_deficit in 2024-25) < 1%\", or an error in the figure's own "
    "unit: \"mcse(mean of place_demand by placement state_special in 2024) < 0.5\"";

double number(const std::string& digits, const std::string& text) {
  const auto value = sim::parse_number<double>(digits);
  if (!value || !(*value > 0) || !std::isfinite(*value))
    throw UserError(
        folded_fault(fmt::format("--until {}: {} is no error above 0; {}", text, digits, example)));
  return *value;
}

}  // namespace

StopRule stop_rule(const std::string& text) {
  if (text.size() > 500) throw UserError(folded_fault(fmt::format("--until: {}", example)));
  static const std::regex form(R"(\s*mcse\s*\(\s*(mean|median|p[0-9]{1,2}(?:\.[0-9]{1,3})?)\s+of\s+(\S+))"
                               R"((?:\s+by\s+(\S+)\s+(.*?\S))?\s+in\s+([0-9][^\s)]*)\s*\)\s*<=?\s*)"
                               R"(([0-9.eE+-]+)\s*(%?)\s*)");
  std::smatch part;
  if (!std::regex_match(text, part, form))
    throw UserError(folded_fault(fmt::format("--until {}: is no stop rule; {}", text, example)));
  StopRule rule;
  const std::string what = part[1];
  rule.probability = what == "mean" ? -1 : what == "median" ? 0.5 : std::stod(what.substr(1)) / 100;
  if (rule.probability == 0)
    throw UserError(folded_fault(fmt::format("--until {}: there is no p0; {}", text, example)));
  rule.metric = part[2];
  if (part[3].matched) {
    rule.breakdown = part[3];
    rule.category = part[4];
  }
  rule.period = part[5];
  rule.relative = part[7].length() > 0;
  rule.below = number(part[6], text) / (rule.relative ? 100 : 1);
  rule.text = text;
  return rule;
}

std::pair<std::uint32_t, std::uint32_t> figure_of(const StopRule& rule, const sim::Layout& layout,
                                                  const std::string& area) {
  const auto series = layout.find_series(rule.metric, rule.breakdown, rule.category, area);
  if (!series) {
    std::vector<std::string> names;
    for (const auto& m : layout.metrics()) names.push_back(m.name);
    const bool known = layout.find_metric(rule.metric).has_value();
    const auto nearest = known ? std::string() : sim::did_you_mean(rule.metric, names);
    throw UserError(
        folded_fault(fmt::format("--until {}: there is no {}{}{}{}", rule.text,
                                 known ? rule.metric + " by " + rule.breakdown + " " + rule.category
                                       : "metric " + sim::quote(rule.metric),
                                 "", nearest.empty() ? "" : "; ", nearest)));
  }
  const auto& periods = layout.periods(*series);
  const auto at = std::find(periods.begin(), periods.end(), rule.period);
  if (at == periods.end())
    throw UserError(folded_fault(
        fmt::format("--until {}: the run has no {} of {}{}", rule.text, rule.period, rule.metric,
                    periods.empty() ? std::string()
                                    : fmt::format("; it has {} to {}", periods.front(), periods.back()))));
  return {*series, static_cast<std::uint32_t>(at - periods.begin())};
}

StopState state_of(const StopRule& rule, std::span<const double> values) {
  StopState s;
  s.replicates = static_cast<std::uint32_t>(values.size());
  const auto there = sim::existing(values);
  if (rule.probability < 0) {
    s.value = sim::mean(there);
    s.mcse = sim::mcse_mean(values);
  } else {
    s.value = sim::quantile(there, rule.probability);
    s.mcse = sim::mcse_quantiles(values, {&rule.probability, 1}).front();
  }
  s.aim = rule.relative ? rule.below * std::abs(s.value) : rule.below;
  s.met = s.mcse < s.aim || (s.mcse == 0 && !there.empty());
  return s;
}

std::uint32_t next_replicates(const StopState& s, std::uint32_t block, std::uint32_t most) {
  const double needed = s.mcse > 0 && s.aim > 0 ? std::pow(s.mcse / s.aim, 2) : 2;  // NaN: double
  const double times = std::clamp(1.1 * needed, 1.5, 4.0);
  const double wanted = std::ceil(s.replicates * times / block) * block;
  return static_cast<std::uint32_t>(std::min<double>(wanted, most));
}

}  // namespace app
