// assumptions.csv: every number that a run rests on, what is known of it, and where it was set.

#include "sim/assumptions_file.hpp"

#include <fmt/format.h>

#include "sim/config_draws.hpp"
#include "sim/text_file.hpp"

namespace sim {
namespace {

/// Twelve digits: more than anyone knows of a parameter, fewer than the last bits in which libraries differ.
std::string number(double value) { return fmt::format("{:.12g}", value); }

}  // namespace

std::string written_value(const Assumption& a) {
  return a.value.is_point() ? number(a.value.mean()) : a.value.describe();
}

std::string assumptions_csv(const Config& config) {
  std::string text = "name,value,mean,p10,p90,unit,source,reliability,note,set_in\n";
  const auto add = [&text](const std::string& name, const Assumption& a, const Origin& origin) {
    const bool point = a.value.is_point();
    text += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", csv_field(name), csv_field(written_value(a)),
                        number(a.value.mean()), point ? "" : number(a.value.quantile(0.1)),
                        point ? "" : number(a.value.quantile(0.9)), csv_field(a.unit),
                        csv_field(a.evidence->source), csv_field(a.evidence->reliability),
                        csv_field(a.evidence->note), csv_field(to_string(origin)));
  };
  if (config.areas().empty())
    for (const Assumption& a : config.assumptions()) add(a.name, a, a.origin);
  else
    for (const auto& a : area_assumptions(config, true)) add(a.name, *a.as_written, a.origin);
  return text;
}

}  // namespace sim
