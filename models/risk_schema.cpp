// How an event of the risk register is written: how likely, from when, for how long, and what it does.
#include "models/risk.hpp"

namespace models {

using sim::FieldKind;

sim::FamilySpec risk_family(const std::vector<sim::Axis>& axes) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  auto act = act_family(axes);
  act.text = "One change of one parameter while the event is in force, wherever its own axes say.";
  return {
      .name = "risk",
      .text =
          "An event of the risk register: it happens in some replicates, and then changes parameters from a "
          "term on, and may cost money.",
      .params =
          {{"probability",
            {},
            "share",
            0,
            1,
            {},
            "Probability that it happens in the run; with `given`, where that event does not happen."},
           {"probability_given",
            {},
            "share",
            0,
            1,
            0,
            "Probability where the event named by `given` happens."},
           {.name = "draw",
            .axes = {},
            .unit = "share",
            .lower = 0,
            .upper = 1,
            .fallback = {},
            .text = "Decides whether it happens: where it is in the top `probability`. Every replicate draws "
                    "its own; name it in `correlations` to tie events to one another or to a parameter.",
            .drawn = true},
           {"delay",
            {},
            "terms",
            0,
            120,
            0,
            "When it happens: terms after `start`, to the nearest whole term."},
           {"duration", {}, "terms", 0, inf, inf, "Whole terms for which it lasts (left out: it goes on)."},
           {"yearly_cost",
            {"year"},
            "GBP per year",
            -1e9,
            1e9,
            0,
            "Cost while it lasts, by financial year, at that year's prices."},
           {"start_cost", {}, "GBP", -1e9, 1e9, 0, "Cost in the term in which it begins."}},
      .fields =
          {{"title", FieldKind::text, true, "", {}, "Name for people."},
           {"source", FieldKind::text, true, "", {}, "Register that it is in, with the score given there."},
           {"reliability",
            FieldKind::text,
            true,
            "",
            {"green", "amber", "red"},
            "Quality of the evidence for its probability and effect (red: a judgement)."},
           {"description", FieldKind::text, false, "", {}, "What happens, and how the numbers come about."},
           {"workstream", FieldKind::text, false, "", {}, "Workstream of the plan that carries it."},
           {"start", FieldKind::text, true, "", {}, "First term in which it can happen: 2019-autumn."},
           {"given", FieldKind::text, false, "", {}, "Event on which its probability depends."},
           {"line", FieldKind::text, false, "risks", {}, "Ledger line that its cost falls on."}},
      .from_folder = true,
      .chosen_by = "risks",
      .parts = {act}};
}

}  // namespace models
