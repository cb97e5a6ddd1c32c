// How an intervention is written: one file, or a table, that says who, when, where and how much.
#include "models/axes.hpp"
#include "models/intervention.hpp"
#include "models/levers/levers.hpp"
#include "models/schema.hpp"

namespace models {
namespace {

using sim::FieldKind;
constexpr double inf = std::numeric_limits<double>::infinity();

sim::FamilySpec package_family() {
  return {
      .name = "package",
      .text =
          "Packages of support that children on SEN support can have, one each in a life; when, and for how "
          "long, is the intervention's.",
      .params =
          {{"capacity",
            {"year"},
            "children per year",
            0,
            inf,
            {},
            "Packages that can start in an academic year, at the full dose."},
           {"from_age", {}, "years", 0, 25, 0, "Youngest academic age at which one may start."},
           {"to_age", {}, "years", 0, 25, 25, "Oldest academic age at which one may start."},
           {"need", {"need"}, "0 or 1", 0, 1, 1, "Primary needs that are eligible."},
           {"effect", {}, "ratio", 0, 5, {}, "Multiplier on the request hazard in its full effect."},
           {"lag", {}, "terms", 0, 12, 0, "Terms from the start until it has an effect."},
           {"terms", {}, "terms", 0, 60, 3, "Terms of full effect."},
           {"fade",
            {},
            "terms",
            0,
            60,
            3,
            "Terms over which the effect then fades to none, linearly on the log scale."},
           {"cost", {}, "GBP per child", 0, 1e6, 0, "Cost of one, paid in the term in which it starts."}},
      .fields = {},
      .from_folder = false};
}

/// A school or unit that is not there yet: what stands in [provision.*], but that it opens and slips with its
/// intervention.
sim::FamilySpec opening_family() {
  auto opening = provision_family();
  opening.text =
      "A provision that the intervention opens; its places are those of the full dose, from the September on "
      "or after the start.";
  std::erase_if(opening.params, [](const sim::ParamSpec& p) { return p.name == "delay"; });
  return opening;
}

sim::FamilySpec income_family() {
  return {.name = "income",
          .text = "Income of the high needs block that the intervention brings.",
          .params = {{"amount",
                      {"year"},
                      "GBP",
                      -1e12,
                      1e12,
                      {},
                      "Amount by financial year, at the full dose; in each year at whose end (31 March) the "
                      "intervention runs."}},
          .fields = {income_kind_field(), {"title", FieldKind::text, false, "", {}, "Name for people."}},
          .from_folder = false};
}

}  // namespace

sim::FamilySpec act_family(const std::vector<sim::Axis>& axes) {
  sim::FamilySpec act{
      .name = "act",
      .text = "One change of one parameter, wherever its own axes say.",
      .params = {{"by", {}, "as the lever says", -inf, inf, {}, "How much, at the full dose."}},
      .fields = {},
      .from_folder = false};
  std::vector<std::string> names;
  for (const auto& lever : levers()) names.emplace_back(lever.name);
  act.fields = {
      {"parameter",
       FieldKind::text,
       true,
       "",
       {},
       "Full name of the parameter, such as request.rate_support or placement.inmss_day.unit_cost."},
      {"how", FieldKind::text, true, "", names, "What is done to it. Acts work in this order."},
      {"start",
       FieldKind::text,
       false,
       "",
       {},
       "Term of a later step; the delay of the intervention holds for it, too (left out: when that starts); "
       "of a risk: not used."},
      {"at_once",
       FieldKind::boolean,
       false,
       "false",
       {},
       "In full from the first term: for what a ramp or a dose below 1 would make no sense of, such as an "
       "age."},
      {"stack",
       FieldKind::boolean,
       false,
       "false",
       {},
       "Whether this `set` may replace what an earlier `set` has set."}};
  for (const auto& axis : axes)
    act.fields.push_back(
        {"where." + axis.name,
         FieldKind::text_list,
         false,
         "",
         {},
         "Only these labels, or ranges of them, of the parameter's " + axis.name + " axis (left out: all)."});
  return act;
}

sim::FamilySpec intervention_family(const std::vector<sim::Axis>& axes) {
  return {
      .name = "intervention",
      .text = "Something that a council does: it changes parameters from a term on, and costs money.",
      .params = {{"delay",
                  {},
                  "terms",
                  0,
                  60,
                  0,
                  "Terms by which it starts later than planned (openings slip), to the nearest whole term."},
                 {"ramp",
                  {},
                  "terms",
                  0,
                  60,
                  0,
                  "Terms below the full dose: with 2 the doses are a third, two thirds, and all."},
                 {"dose",
                  {},
                  "share",
                  0,
                  1,
                  1,
                  "Size of the whole intervention, its effects and its cost (0: as if it were not there)."},
                 {"yearly_cost",
                  {"year"},
                  "GBP per year",
                  -1e9,
                  1e9,
                  0,
                  "Cost while it runs, by financial year, at that year's prices."},
                 {"start_cost", {}, "GBP", -1e9, 1e9, 0, "Cost in the term in which it starts."}},
      .fields =
          {{"title", FieldKind::text, true, "", {}, "Name for people."},
           {"source", FieldKind::text, true, "", {}, "Where it is planned or described."},
           {"reliability",
            FieldKind::text,
            true,
            "",
            {"green", "amber", "red"},
            "Quality of the evidence for its effect (red: a judgement, with a wide distribution)."},
           {"description", FieldKind::text, false, "", {}, "What is done, and how the numbers come about."},
           {"start", FieldKind::text, true, "", {}, "Term in which it is planned to start: 2019-autumn."},
           {"end", FieldKind::text, false, "", {}, "First term without it (left out: it goes on)."},
           {"line", FieldKind::text, false, "interventions", {}, "Ledger line that its cost falls on."}},
      .from_folder = true,
      .chosen_by = "interventions",
      .parts = {act_family(axes), package_family(), opening_family(), income_family()}};
}

}  // namespace models
