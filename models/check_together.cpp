#include "models/check_together.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "models/check_weights.hpp"
#include "models/course.hpp"
#include "models/intervention.hpp"
#include "sim/faults.hpp"
#include "sim/term_clock.hpp"

namespace models {
namespace {

class Together {
 public:
  Together(const sim::Config& c, std::vector<sim::Diagnostic>& faults) : c_(c), faults_(faults) {}

  /// Interventions together, in every term in which something begins, at their central values; those with a
  /// dose at their full one. Events are left out: what they take out of its bounds in the replicates in which
  /// they meet is held at them.
  void run() {
    if (c_.members("intervention").empty()) return;
    std::map<std::uint32_t, std::pair<ActName, Target>> last;
    for (const auto& id : c_.members("intervention")) {
      ActName act{id, {}};
      for (const auto& name : c_.members(act.family())) {
        act.act = name;
        const auto target = find_target(c_, text(act, "parameter")).value();
        for (const auto cell : cells_of(c_, act, target)) last.insert_or_assign(cell, std::pair{act, target});
      }
    }
    const auto [season, year] = sim::term_start(c_.text("start")).value();
    const sim::TermClock clock(season, year, 1);
    const auto interventions = read_interventions(c_, clock);
    const auto acts = read_acts(c_, clock, interventions);
    const Values v(c_.base());
    std::set<int> terms;
    for (const auto& act : acts) terms.insert(act.start);
    std::set<std::uint32_t> outside;
    for (const int term : terms) {
      std::vector<double> cells(c_.base().begin(), c_.base().end()), doses;
      for (const auto& act : acts) {
        const auto& i = interventions[act.intervention];
        doses.push_back(v(i.dose) > 0 && act.start <= term && term < i.end.value_or(term + 1) ? 1 : 0);
      }
      std::vector<std::uint32_t> found;
      apply_acts(acts, c_.base(), doses, cells, &found);
      outside.insert(found.begin(), found.end());
      weights(cells, last);
    }
    std::set<std::string> reported;
    for (const auto cell : outside) {
      const auto& [act, target] = last.at(cell);
      if (!reported.insert(text(act, "parameter")).second) continue;
      fault(act.full() + ".parameter",
            fmt::format("interventions together take {} out of its bounds", text(act, "parameter")),
            fmt::format("it lies between {:g} and {:g}", target.spec->lower, target.spec->upper),
            "leave one out, or let it do less");
    }
  }

 private:
  /// Weights that acts take all to nought: what they share out would go anywhere.
  void weights(std::span<const double> cells,
               const std::map<std::uint32_t, std::pair<ActName, Target>>& last) {
    std::vector<sim::Diagnostic> empty;
    check_weights(c_, Values(cells), empty);
    for (auto& fault : empty) {
      const auto to_blame = std::ranges::find_if(last, [&](const auto& entry) {
        const auto& parameter = text(entry.second.first, "parameter");
        return fault.problem.find(" " + parameter) != std::string::npos;
      });
      if (to_blame == last.end()) continue;
      fault.where = c_.origin(to_blame->second.first.full() + ".by");
      fault.why = "interventions take them there; they share something out";
      if (std::ranges::find(faults_, fault) == faults_.end()) faults_.push_back(std::move(fault));
    }
  }

  void fault(const std::string& name, std::string problem, std::string why, std::string suggestion) {
    faults_.push_back({c_.origin(name), std::move(problem), std::move(why), std::move(suggestion)});
  }
  const std::string& text(const ActName& act, std::string_view field) const {
    return c_.text(act.family(), act.act, field);
  }

  const sim::Config& c_;
  std::vector<sim::Diagnostic>& faults_;
};

}  // namespace

void check_together(const sim::Config& config, std::vector<sim::Diagnostic>& faults) {
  Together(config, faults).run();
}

}  // namespace models
