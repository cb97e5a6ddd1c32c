// Nothing is saved twice: what a line of the savings programme must not share with interventions and other
// lines.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "models/intervention.hpp"
#include "models/saving.hpp"
#include "models/structure.hpp"
#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"

namespace models {
namespace {

/// The ledger lines whose price or amount a parameter states, by the end or the whole of its name. Rates and
/// weights move children, not prices: they belong to no line.
std::string line_of(const sim::Config& c, const std::string& parameter) {
  const auto dot = parameter.find('.'), last = parameter.rfind('.');
  const auto family = parameter.substr(0, dot), param = parameter.substr(last + 1);
  auto id = last > dot ? parameter.substr(dot + 1, last - dot - 1) : std::string();
  if (parameter == "contribution.share") return "contributions";
  if (parameter == "money.import_export") return "import_export";
  if (family == "cost") return id;
  if (param == "used_by_others" || param == "bought_elsewhere") return "import_export";
  if (param == "recharged") return "contributions";
  if (family == "provision") return "place_funding";
  if (family != "placement") return {};
  if (param == "place_funding" || param == "empty_place_funding") return "place_funding";
  if (param == "over_number_cost") return "over_number";
  if (param == "interim_cost") return "interim_placements";
  if (param.starts_with("unit_cost") || param.starts_with("cost_")) return c.text("placement", id, "line");
  return {};
}

class Checker {
 public:
  Checker(const sim::Config& c, std::vector<sim::Diagnostic>& faults) : c_(c), faults_(faults) {
    for (const auto& id : c.members("intervention"))
      if (c.base()[c.slot("intervention", id, "dose").offset] > 0) active_.insert(id);
    known_lines_.insert(fixed_lines.begin(), fixed_lines.end());
    for (const auto& id : c.members("placement")) known_lines_.insert(c.text("placement", id, "line"));
    for (const auto& id : c.members("cost")) known_lines_.insert(id);
    for (const auto& id : c.members("intervention")) known_lines_.insert(c.text("intervention", id, "line"));
  }

  void run() {
    for (const auto& id : c_.members("saving")) begins(id);
    for (const auto& id : c_.members("saving"))
      if (is_simulated(id)) simulated(id);
    for (const auto& id : c_.members("saving"))
      if (!is_simulated(id)) cash(id);
  }

 private:
  bool is_simulated(const std::string& id) const { return c_.text("saving", id, "how") == "simulated"; }

  void fault(const std::string& id, const char* field, std::string problem, std::string why,
             std::string suggestion = {}) {
    faults_.push_back({c_.origin(fmt::format("saving.{}.{}", id, field)), std::move(problem), std::move(why),
                       std::move(suggestion)});
  }

  /// Years before the first one named would have its amount: what was planned for them has to be said.
  void begins(const std::string& id) {
    const std::string amount = fmt::format("saving.{}.amount[", id);
    int earliest = last_year + 1;
    for (const auto& a : c_.assumptions()) {
      if (!a.name.starts_with(amount)) continue;
      const auto label = a.name.substr(amount.size(), a.name.size() - amount.size() - 1);
      if (label == "default") return;
      earliest = std::min(earliest, std::stoi(label.substr(0, 4)));
    }
    const auto start = sim::term_start(c_.text("start"));
    if (!start) return;
    const auto [season, year] = *start;
    const int first = season == sim::Season::autumn || season == sim::Season::summer ? year : year - 1;
    if (earliest <= last_year && earliest > first)
      fault(id, "amount",
            fmt::format("the saving {} says nothing for {}", sim::quote(id), sim::spanning_year(first)),
            fmt::format("its first year is {}, and the years before would have the same amount",
                        sim::spanning_year(earliest)),
            fmt::format("write amount = {{ {} = 0, {} = ... }}", first, earliest));
  }

  void simulated(const std::string& id) {
    const auto& names = c_.text_list("saving", id, "interventions");
    if (names.empty())
      fault(id, "how", fmt::format("the saving {} is simulated by nothing", sim::quote(id)),
            "an intervention has to realise it", "name it in interventions = [...], or make the line cash");
    for (const auto& name : names) {
      const auto& chosen =
          c_.members("intervention");  // one with dose 0 realises nothing, and may stay named
      if (std::find(chosen.begin(), chosen.end(), name) == chosen.end()) {
        const auto near = sim::did_you_mean(name, chosen);
        fault(id, "interventions", fmt::format("no active intervention is called {}", sim::quote(name)),
              fmt::format("the saving {} names it", sim::quote(id)),
              near.empty() ? "choose it in `interventions` at the top, or make the line cash" : near);
      }
      const auto [at, first] = realises_.emplace(name, id);
      if (!first)
        fault(id, "interventions",
              fmt::format("intervention {} realises the savings {} and {}", sim::quote(name),
                          sim::quote(at->second), sim::quote(id)),
              "its effect would be counted twice",
              "add the amounts up in one line, or make one of them cash");
    }
    for (const char* param : {"delivered", "delay"})
      if (c_.origin(fmt::format("saving.{}.{}", id, param)).file != "(default)")
        fault(id, param, fmt::format("{} of a simulated saving", param),
              "what its interventions do says how much arrives, and when",
              fmt::format("set the {} of the intervention",
                          std::string_view(param) == "delay" ? param : "dose"));
  }

  void cash(const std::string& id) {
    for (const auto& name : c_.text_list("saving", id, "interventions"))
      if (active_.contains(name))
        fault(id, "interventions",
              fmt::format("the saving {} is cash and is simulated by {}, too", sim::quote(id),
                          sim::quote(name)),
              "it would be counted twice", "set how = \"simulated\", or leave the intervention out");
    const auto& line = c_.text("saving", id, "line");
    if (line == "savings") return;
    if (!known_lines_.contains(line)) {
      const std::vector<std::string> known(known_lines_.begin(), known_lines_.end());
      fault(id, "line", fmt::format("line = {}", sim::quote(line)), "there is no such line of the ledger",
            sim::did_you_mean(line, known));
      return;
    }
    for (const auto& name : active_)
      if (!realises_.contains(name)) moved_by(id, line, name);
  }

  /// Whether an intervention that realises no line of its own changes the prices of a cash line's ledger
  /// line.
  void moved_by(const std::string& id, const std::string& line, const std::string& intervention) {
    const ActName act{intervention, {}};
    for (const auto& name : c_.members(act.family())) {
      const auto& parameter = c_.text(act.family(), name, "parameter");
      if (!find_target(c_, parameter) || line_of(c_, parameter) != line) continue;
      fault(id, "line",
            fmt::format("the saving {} takes cash off {}, where intervention {} changes {}", sim::quote(id),
                        sim::quote(line), sim::quote(intervention), parameter),
            "the same pounds could be saved twice",
            "name the intervention in the line that it realises, or leave one of the two out");
      return;
    }
  }

  const sim::Config& c_;
  std::vector<sim::Diagnostic>& faults_;
  std::set<std::string> active_, known_lines_;
  std::map<std::string, std::string> realises_;
};

}  // namespace

void check_savings(const sim::Config& config, std::vector<sim::Diagnostic>& faults) {
  Checker(config, faults).run();
}

}  // namespace models
