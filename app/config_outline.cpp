// A checked configuration in a few lines: where, when, what it holds, and how much of it is weakly founded.

#include "app/config_outline.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <set>

#include "app/load.hpp"
#include "app/terminal.hpp"
#include "models/schema.hpp"
#include "sim/config_draws.hpp"

namespace app {
namespace {

std::string joined(const auto& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

/// "placement.inmss_day.move[special,7]" -> "placement.*.move": what is red, not in which member of a family.
std::string parameter_of(const sim::Assumption& a) {
  std::string name = a.name.substr(0, a.name.find('['));
  const auto first = name.find('.');
  const auto second = first == std::string::npos ? first : name.find('.', first + 1);
  if (second == std::string::npos || sim::find_family(models::schema(), name.substr(0, first)) == nullptr)
    return name;
  return name.substr(0, first) + ".*" + name.substr(second);
}

std::string uncertainty(const sim::Config& config) {
  std::array<std::size_t, 4> uncertain{}, all{};
  std::set<std::string> red;
  const auto count = [&](const sim::Assumption& a) {
    const std::string& r = a.evidence->reliability;
    const std::size_t k = r == "green" ? 0 : r == "amber" ? 1 : r == "red" ? 2 : 3;
    ++all[k];
    if (!a.value.is_point()) ++uncertain[k];
    if (k == 2) red.insert(parameter_of(a));
  };
  if (config.areas().empty())
    for (const auto& a : config.assumptions()) count(a);
  else  // as the run has them: what areas share is one
    for (const auto& a : sim::area_assumptions(config, true)) count(*a.as_written);
  std::string out = folded(
      fmt::format("{} uncertain (reliability: green {}, amber {}, red {}, not stated {}); {} values in all",
                  uncertain[0] + uncertain[1] + uncertain[2] + uncertain[3], uncertain[0], uncertain[1],
                  uncertain[2], uncertain[3], all[0] + all[1] + all[2] + all[3]),
      "  assumptions: ", "    ");
  if (!red.empty()) {
    out += fmt::format("  {} parameters rest on weak evidence (red):\n", red.size());
    std::map<std::string, std::vector<std::string>> by_table;
    for (const auto& name : red)
      by_table[name.substr(0, name.rfind('.'))].push_back(name.substr(name.rfind('.') + 1));
    for (const auto& [table, names] : by_table) out += folded(joined(names), "    " + table + ": ", "      ");
  }
  return out;
}

/// Members of a family that a configuration has, or its areas together.
std::size_t number_of(const sim::Config& config, const std::string& family) {
  if (config.areas().empty()) return config.members(family).size();
  std::size_t n = 0;
  for (const auto& area : config.areas()) n += area.members(family).size();
  return n;
}

/// Ids that at least one area has.
std::set<std::string> ids_of(const sim::Config& config, const std::string& family) {
  std::set<std::string> out;
  const auto add = [&](const sim::Config& c) {
    out.insert(c.members(family).begin(), c.members(family).end());
  };
  if (config.areas().empty()) add(config);
  for (const auto& area : config.areas()) add(area);
  return out;
}

std::string areas_outline(const sim::Config& config) {
  if (config.areas().empty()) return {};
  std::set<std::string> regions;
  std::size_t synthetic = 0;
  for (const auto& area : config.areas()) {
    if (!area.text("region").empty()) regions.insert(area.text("region"));
    synthetic += area.boolean("synthetic") ? 1 : 0;
  }
  return fmt::format("  areas {}, of them synthetic {}; regions {}, links {}\n", config.areas().size(),
                     synthetic, regions.size(), config.members("link").size());
}

}  // namespace

std::string config_outline(const sim::Config& config) {
  std::string out = fmt::format("{}, {}\n", config.text("area"), scenario_name(config));
  if (!config.text("description").empty()) out += folded(config.text("description"), "  ", "  ");
  out += fmt::format("  start: {}, {} years; spend {}\n", config.text("start"), config.integer("years"),
                     config.text("spend"));
  out += areas_outline(config);
  const auto types = ids_of(config, "placement");
  out += folded(joined(types), fmt::format("  placement types ({}): ", types.size()), "    ");
  // Targets and outturns of areas are not looked at in a run of several.
  out += fmt::format("  provisions {}, income lines {}, cost lines {}, savings {}, targets {}, outturns {}\n",
                     number_of(config, "provision"), number_of(config, "income"), number_of(config, "cost"),
                     number_of(config, "saving"), config.members("target").size(),
                     config.members("outturn").size());
  if (const auto chosen = ids_of(config, "intervention"); !chosen.empty())
    out += folded(joined(chosen), fmt::format("  interventions ({}): ", chosen.size()), "    ");
  if (const auto register_of = ids_of(config, "risk"); !register_of.empty())
    out += folded(joined(register_of), fmt::format("  risks ({}): ", register_of.size()), "    ");
  out += uncertainty(config);
  return out + fmt::format("  read from {} files\n", config.inputs().size());
}

}  // namespace app
