#include "models/schema.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "models/axes.hpp"
#include "models/intervention.hpp"
#include "models/risk.hpp"
#include "models/schema_parts.hpp"
#include "models/structure.hpp"

namespace models {
namespace {

template <class Labels>
sim::Axis axis(std::string name, const Labels& labels) {
  sim::Axis a{.name = std::move(name), .labels = {}};
  for (auto label : labels) a.labels.emplace_back(label);
  return a;
}

std::vector<sim::Axis> axes() {
  sim::Axis age{.name = "age", .labels = {}};
  for (std::size_t a = 0; a < ages; ++a) age.labels.push_back(std::to_string(a));
  sim::Axis year{.name = "year", .labels = {}, .ordered_years = true};
  for (int y = first_year; y <= last_year; ++y) year.labels.push_back(std::to_string(y));
  return {age,
          year,
          axis("need", needs),
          axis("severity", severities),
          axis("group", groups),
          axis("phase", phases),
          axis("reason", reasons),
          axis("dispute", disputes),
          axis("outcome", outcomes),
          axis("mode", modes)};
}

std::vector<sim::FieldSpec> fields() {
  return {
      {"area", sim::FieldKind::text, true, "", {}, "Name of the area."},
      {"areas",
       sim::FieldKind::text,
       false,
       "",
       {},
       "Folder of the areas of a run of several, each a folder with a file area.toml; this file is then of "
       "all "
       "together."},
      {"only",
       sim::FieldKind::text_list,
       false,
       "",
       {},
       "In a run of several areas: those of the folder that are run, by their names or the names of their "
       "regions (default all)."},
      {"area_breakdowns",
       sim::FieldKind::text_list,
       false,
       "",
       {},
       "In a run of several areas: breakdowns that are kept of each (default total and placement); all are "
       "kept of regions and of all together."},
      {"synthetic",
       sim::FieldKind::boolean,
       false,
       "false",
       {},
       "Whether an area has no figures of its own."},
      {"region",
       sim::FieldKind::text,
       false,
       "",
       {},
       "Region of the area, for totals in a run of several areas."},
      {"area_code", sim::FieldKind::text, false, "", {}, "Nine-character ONS code of the area."},
      {"scenario", sim::FieldKind::text, false, "baseline", {}, "Name of the scenario in summary.csv."},
      {"description", sim::FieldKind::text, false, "", {}, "What the file is."},
      {"start", sim::FieldKind::date, true, "", {}, "First day: 1 September, 1 January or 1 April."},
      {"years", sim::FieldKind::integer, false, "10", {}, "Years simulated, 1 to 40."},
      {"interventions",
       sim::FieldKind::text_list,
       false,
       "",
       {},
       "Interventions of the library that are carried out; the lists of all layers count together."},
      {"risks",
       sim::FieldKind::text_list,
       false,
       "",
       {},
       "Events of the library of risks that may happen; the lists of all layers count together."},
      {"spend",
       sim::FieldKind::text,
       false,
       "simulated",
       {"simulated", "given"},
       "Whether spend is simulated or a published path is taken."},
      {"population_year",
       sim::FieldKind::integer,
       false,
       "0",
       {},
       "Year of the population figures, for the record."},
  };
}

/// In a run of several areas: what ties some of them together.
sim::FamilySpec link_family() {
  return {
      .name = "link",
      .text =
          "In a run of several areas: neighbours that lend one another places, and between whom children "
          "move.",
      .params =
          {{"moves",
            {},
            "share",
            0,
            1,
            0,
            "Of the plans that leave the smallest of them for another authority, the share that goes to "
            "others "
            "of the link; as large a share of the plans that move in comes from them. Of larger areas it is "
            "smaller, as many going one way as the other."}},
      .fields = {{"title", sim::FieldKind::text, false, "", {}, "Name for people."},
                 {"areas", sim::FieldKind::text_list, true, "", {}, "Names of the areas, two or more."},
                 {"places",
                  sim::FieldKind::text_list,
                  false,
                  "",
                  {},
                  "Placement types whose places they lend: what residents leave, by turns of the list."}}};
}

sim::Schema make() {
  sim::Schema s;
  s.axes = axes();
  for (const auto& part :
       {declared::population(), declared::identification(), declared::early_support(), declared::request(),
        declared::assessment(), declared::dispute(), declared::plan_flows(), declared::eligibility(),
        declared::stock(), declared::money(), declared::travel(), declared::year_effect()})
    s.params.insert(s.params.end(), part.begin(), part.end());
  s.fields = fields();
  s.families.push_back(declared::placement());
  s.families.push_back(provision_family());
  for (auto& family : declared::ledger_families()) s.families.push_back(std::move(family));
  s.families.push_back(intervention_family(s.axes));
  s.families.push_back(risk_family(s.axes));
  s.families.push_back(link_family());
  return s;
}

}  // namespace

const sim::Schema& schema() {
  static const sim::Schema declared = make();
  return declared;
}

const sim::Schema& schema_of_whole() {
  static const sim::Schema declared = [] {
    sim::Schema s = make();
    for (auto& param : s.params)
      if (!param.fallback && std::isfinite(param.lower)) param.fallback = param.lower;
    return s;
  }();
  return declared;
}

}  // namespace models
