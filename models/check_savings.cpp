// Nothing is saved twice: what a line of the savings programme must not share with interventions and other
// lines.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "models/intervention.hpp"
#include "models/named_years.hpp"
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
  if (parameter == "support.unit_cost" || parameter == "support.package_cost" ||
      parameter == "support.package_fixed_cost")
    return "early_support";
  if (parameter == "money.given_spend") return "published_spend";
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
    for (const auto& id : active_) acts_on_savings({id, {}});
    for (const auto& id : c_.members("risk")) acts_on_savings({id, {}, "risk"});
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
    const auto earliest = first_named_year(c_, fmt::format("saving.{}.amount", id));
    const auto start = sim::term_start(c_.text("start"));
    if (!start) return;
    const auto [season, year] = *start;
    const int first = season == sim::Season::autumn || season == sim::Season::summer ? year : year - 1;
    if (earliest && *earliest > first)
      fault(id, "amount",
            fmt::format("the saving {} says nothing for {}", sim::quote(id), sim::spanning_year(first)),
            fmt::format("its first year is {}, and the years before would have the same amount",
                        sim::spanning_year(*earliest)),
            fmt::format("write amount = {{ {} = 0, {} = ... }}", first, *earliest));
  }

  void simulated(const std::string& id) {
    const auto& names = c_.text_list("saving", id, "interventions");
    if (names.empty())
      fault(id, "how", fmt::format("the saving {} is simulated by nothing", sim::quote(id)),
            "an intervention has to realise it", "name it in interventions = [...], or make the line cash");
    for (const auto& name : names) {
      const auto& chosen =
          c_.members("intervention");  // one with dose 0 realises nothing, and may stay named
      if (!std::ranges::binary_search(chosen, name)) {
        const bool there = std::ranges::binary_search(c_.library("intervention"), name);
        const auto near = there ? std::string() : sim::did_you_mean(name, chosen);
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
    if (c_.origin(fmt::format("saving.{}.kind", id)).file != "(default)")
      fault(id, "kind", "kind of a simulated saving",
            "the incomes of its interventions have kinds of their own", "leave it out");
  }

  /// A cash line may name what would realise it and is not active; a name that is none guards nothing.
  void known_name(const std::string& id, const std::string& name) {
    auto known = c_.library("intervention");
    known.insert(known.end(), c_.members("intervention").begin(), c_.members("intervention").end());
    if (std::ranges::find(known, name) != known.end()) return;
    const auto near = sim::did_you_mean(name, known);
    fault(id, "interventions", fmt::format("no intervention is called {}", sim::quote(name)),
          fmt::format("the saving {} names it, so that it is not counted twice", sim::quote(id)),
          near.empty() ? "name one of the library, or leave it out" : near);
  }

  void cash(const std::string& id) {
    for (const auto& name : c_.text_list("saving", id, "interventions")) {
      known_name(id, name);
      if (active_.contains(name))
        fault(id, "interventions",
              fmt::format("the saving {} is cash and is simulated by {}, too", sim::quote(id),
                          sim::quote(name)),
              "it would be counted twice", "set how = \"simulated\", or leave the intervention out");
    }
    if (c_.text("saving", id, "kind") == "block_transfer")
      for (const auto& name : active_)
        if (!realises_.contains(name)) moved_between_blocks(id, name);
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

  static bool is_transfer(const std::string& kind) {
    return kind == "block_transfer" || kind == "other_dsg_blocks";
  }

  /// Whether an intervention that realises no line of its own brings, or changes, income from other blocks
  /// beside a cash line that is such a transfer.
  void moved_between_blocks(const std::string& id, const std::string& intervention) {
    const auto family = "intervention." + intervention + ".income";
    std::string what;
    for (const auto& name : c_.members(family))
      if (is_transfer(c_.text(family, name, "kind"))) what = fmt::format("brings the income {}", name);
    const ActName act{intervention, {}};
    for (const auto& name : c_.members(act.family())) {
      const auto& parameter = c_.text(act.family(), name, "parameter");
      if (!parameter.starts_with("income.") || !find_target(c_, parameter)) continue;
      const auto line = parameter.substr(7, parameter.rfind('.') - 7);
      if (is_transfer(c_.text("income", line, "kind"))) what = "changes " + parameter;
    }
    if (!what.empty())
      fault(id, "kind",
            fmt::format("the saving {} is money from other blocks, and intervention {} {}", sim::quote(id),
                        sim::quote(intervention), what),
            "the same pounds could be moved twice",
            "name the intervention in the line that it realises, or leave one of the two out");
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

  /// What an intervention saves comes out of the simulation; a cash line that arrives more fully because of
  /// it would hold the same pounds again. What of a simulated line arrives is no number at all.
  void acts_on_savings(ActName act) {
    for (const auto& name : c_.members(act.family())) {
      act.act = name;
      const auto& parameter = c_.text(act.family(), name, "parameter");
      if (!parameter.starts_with("saving.") || !find_target(c_, parameter)) continue;
      const auto dot = parameter.rfind('.');
      const auto saving = parameter.substr(7, dot - 7);
      const bool delivered = parameter.substr(dot + 1) == "delivered";
      const auto fault = [&](const char* why, std::string suggestion) {
        faults_.push_back({c_.origin(act.full() + ".parameter"),
                           fmt::format("{} {} changes {}", act.kind, sim::quote(act.owner), parameter), why,
                           std::move(suggestion)});
      };
      if (delivered && is_simulated(saving))
        fault("the line is simulated: what its interventions do is what arrives",
              "scale the dose of an intervention that it names");
      else if (act.kind == "intervention" && (delivered || realises_.contains(act.owner)))
        fault("what it saves is simulated; the same pounds would be saved twice",
              "let a simulated saving name the intervention, and leave the cash line as it is");
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
