// Declarations: the ledger.

#include "models/saving.hpp"
#include "models/schema_parts.hpp"
#include "models/structure.hpp"

namespace models::declared {

using sim::FieldKind;

namespace {

/// What income and cost lines have in common; `amount`: what theirs is.
Specs yearly_amount(const char* amount) {
  return {
      {"amount", {"year"}, "GBP", -1e12, 1e12, 0, amount},
      {"growth", {}, "per year", -0.5, 0.5, 0, "Yearly growth after growth_from (assumption)."},
      {"growth_from", {}, "financial year", 2010, 2060, 2060, "Last financial year whose amount is stated."},
  };
}

}  // namespace

Specs money() {
  return {
      {"money.base_year",
       {},
       "financial year",
       2010,
       2060,
       {},
       "Financial year whose published spend is reconciled, by its first calendar year."},
      {"money.base_spend",
       {},
       "GBP",
       0,
       1e12,
       {},
       "Published high-needs spend of the base year, before savings (0: not reconciled)."},
      {"money.unexplained_growth",
       {},
       "per year",
       -0.5,
       0.5,
       0,
       "Yearly growth of unexplained_base (assumption)."},
      {"money.price_base",
       {},
       "financial year",
       2010,
       2060,
       {},
       "Financial year in whose prices unit costs are stated, by its first calendar year."},
      {"money.inflation_shock",
       {},
       "log sd",
       0,
       0.5,
       0,
       "Log standard deviation of the national yearly shock on every unit cost."},
      {"money.import_export",
       {},
       "GBP per place per year",
       0,
       1e5,
       6000,
       "Adjustment paid for each place bought elsewhere and received for each place used by others."},
      {"money.given_spend",
       {"year"},
       "GBP",
       0,
       1e12,
       0,
       "Published spend path, used when spend = \"given\"."},
      {"money.opening_deficit",
       {},
       "GBP",
       -1e12,
       1e12,
       0,
       "Cumulative DSG deficit at the start of the first financial year (positive: deficit)."},
      {"money.interest_rate",
       {},
       "per year",
       0,
       0.5,
       0,
       "Interest on the cumulative deficit, borne outside the DSG."},
      {"money.override_ends",
       {},
       "financial year",
       2010,
       2060,
       2027,
       "Last financial year in which the accounting override keeps the deficit off the general fund (2027: "
       "until 31 March 2028)."},
      {"money.override_share",
       {},
       "share",
       0,
       1,
       1,
       "Share of the cumulative deficit that falls on the general fund when the override ends."},
      {"money.grant_share",
       {},
       "share",
       0,
       1,
       0,
       "Share of the eligible deficit that a one-off grant pays (0: there is none)."},
      {"money.grant_accrued_to",
       {},
       "financial year",
       2010,
       2060,
       2025,
       "Last financial year whose deficit is eligible (2025: accrued to 31 March 2026)."},
      {"money.grant_paid_in", {}, "financial year", 2010, 2060, 2026, "Financial year of the grant."},
      {"money.grant_excluded",
       {},
       "GBP",
       0,
       1e12,
       0,
       "Part of that deficit that does not count, such as overspends outside high needs."},
      {"contribution.share",
       {},
       "share",
       0,
       1,
       0,
       "Share of independent fees met by health and social care."},
  };
}

Specs travel() {
  return {
      {"travel.mode_mix",
       {"mode"},
       "weight",
       0,
       inf,
       {},
       "Mode of travel of children with travel assistance (un-normalised)."},
      {"travel.unit_cost",
       {"mode"},
       "GBP per child per year",
       0,
       1e5,
       {},
       "Cost of travel by mode, at the price base."},
      {"travel.inflation", {}, "per year", -0.5, 0.5, 0, "Yearly growth of travel costs."},
      {"travel.severity",
       {"severity"},
       "ratio",
       0,
       10,
       1,
       "Multiplier on the share with travel assistance by severity."},
      {"travel.to_age", {}, "years", 0, 25, 25, "Oldest academic age with travel assistance."},
  };
}

std::vector<sim::FamilySpec> ledger_families() {
  const std::vector<sim::FieldSpec> goal_fields{
      {"metric", FieldKind::text, true, "", {}, "Metric in summary.csv."},
      {"period", FieldKind::text, true, "", {}, "Period as written in summary.csv."},
      {"breakdown", FieldKind::text, false, "total", {}, "Breakdown."},
      {"category", FieldKind::text, false, "total", {}, "Category."},
      {"title", FieldKind::text, false, "", {}, "Text for people."},
      {"source", FieldKind::text, false, "", {}, "Where the figure is published."},
  };
  auto target_fields = goal_fields;
  target_fields.push_back({"aim",
                           FieldKind::text,
                           false,
                           "at_most",
                           {"at_most", "at_least", "above"},
                           "Whether the target is a ceiling or a floor; above: a danger, not a target."});
  auto outturn_fields = goal_fields;
  outturn_fields.push_back({"kind",
                            FieldKind::text,
                            false,
                            "outturn",
                            {"outturn", "forecast"},
                            "What happened, or what somebody else forecast."});
  return {
      {.name = "income",
       .text = "An income line of the high needs block.",
       .params = yearly_amount("Amount by financial year."),
       .fields = {income_kind_field(), {"title", FieldKind::text, false, "", {}, "Name for people."}},
       .from_folder = false},
      {.name = "cost",
       .text = "A spend line that is not tied to a child's plan.",
       .params = yearly_amount("Amount by financial year, at its own prices."),
       .fields = {{"title", FieldKind::text, false, "", {}, "Name for people."}},
       .from_folder = false},
      saving_family(),
      {.name = "target",
       .text = "A target of the area's plan; the run reports the chance that it is met.",
       .params = {{"value", {}, "unit of the metric", -1e12, 1e12, {}, "The target."}},
       .fields = target_fields,
       .from_folder = false},
      {.name = "outturn",
       .text = "What really happened, or what somebody else forecast; the run reports the percentile at "
               "which it lies.",
       .params = {{"value", {}, "unit of the metric", -1e12, 1e12, {}, "The outturn."}},
       .fields = outturn_fields,
       .from_folder = false},
      {.name = "discrepancy",
       .text = "How far figures of a metric, which the id names, lie from what the model would count.",
       .params = {{"relative_sd",
                   {},
                   "share",
                   0,
                   1,
                   {},
                   "Relative standard deviation, in the place of calibration.discrepancy."}},
       .fields = {},
       .from_folder = false},
  };
}

}  // namespace models::declared

namespace models {

using sim::FieldKind;

sim::FieldSpec income_kind_field() {
  return {"kind",
          FieldKind::text,
          true,
          "",
          {income_kinds.begin(), income_kinds.end()},
          "An advance is repayable: the cumulative deficit is shown with and without it."};
}

}  // namespace models
