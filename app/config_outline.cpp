// A checked configuration in a few lines: where, when, what it holds, and how much of it is weakly founded.

#include "app/config_outline.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <set>

#include "app/load.hpp"
#include "app/terminal.hpp"
#include "models/schema.hpp"

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
  for (const auto& a : config.assumptions()) {
    const std::string& r = a.evidence->reliability;
    const std::size_t k = r == "green" ? 0 : r == "amber" ? 1 : r == "red" ? 2 : 3;
    ++all[k];
    if (!a.value.is_point()) ++uncertain[k];
    if (k == 2) red.insert(parameter_of(a));
  }
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

}  // namespace

std::string config_outline(const sim::Config& config) {
  std::string out = fmt::format("{}, {}\n", config.text("area"), scenario_name(config));
  if (!config.text("description").empty()) out += folded(config.text("description"), "  ", "  ");
  out += fmt::format("  start: {}, {} years; spend {}\n", config.text("start"), config.integer("years"),
                     config.text("spend"));
  const auto& types = config.members("placement");
  out += folded(joined(types), fmt::format("  placement types ({}): ", types.size()), "    ");
  out += fmt::format("  provisions {}, income lines {}, cost lines {}, savings {}, targets {}, outturns {}\n",
                     config.members("provision").size(), config.members("income").size(),
                     config.members("cost").size(), config.members("saving").size(),
                     config.members("target").size(), config.members("outturn").size());
  if (const auto& chosen = config.members("intervention"); !chosen.empty())
    out += folded(joined(chosen), fmt::format("  interventions ({}): ", chosen.size()), "    ");
  if (const auto& register_of = config.members("risk"); !register_of.empty())
    out += folded(joined(register_of), fmt::format("  risks ({}): ", register_of.size()), "    ");
  out += uncertainty(config);
  return out + fmt::format("  read from {} files\n", config.inputs().size());
}

}  // namespace app
