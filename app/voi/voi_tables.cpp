// The results of `voi` for programs.

#include <nlohmann/json.hpp>

#include "app/json_values.hpp"
#include "app/voi/voi.hpp"

namespace app {
namespace {

std::vector<Cell> row_of(const VoiSummary& s, const Worth& w) {
  return {s.area,
          w.kind,
          w.name,
          w.group,
          static_cast<std::int64_t>(w.assumptions),
          static_cast<std::int64_t>(w.observations),
          s.unit,
          w.value.value,
          w.value.mcse,
          w.interval.low,
          w.interval.high};
}

}  // namespace

std::vector<ResultTable> voi_tables(const VoiSummary& s) {
  ResultTable choice{
      "voi_choice",
      {"area", "letter", "option", "unit", "best", "mean_against_best", "mcse", "p10", "p90", "chance_best"},
      {}};
  for (std::size_t d = 0; d < s.choice.size(); ++d) {
    const auto& c = s.choice[d];
    choice.rows.push_back({s.area, c.letter, c.name, s.unit, std::int64_t{d == s.best ? 1 : 0},
                           c.against_best.value, c.against_best.mcse, c.p10, c.p90, c.chance_best});
  }
  ResultTable worth{"voi",
                    {"area", "kind", "name", "group", "assumptions", "observations", "unit", "worth", "mcse",
                     "low", "high"},
                    {}};
  worth.rows.push_back(row_of(s, s.all));
  for (const auto* list : {&s.groups, &s.singles, &s.samples})
    for (const auto& w : *list) worth.rows.push_back(row_of(s, w));
  return {std::move(choice), std::move(worth)};
}

std::string voi_json(const VoiSummary& s) {
  const auto tables = voi_tables(s);
  const Json json = {{"area", s.area},
                     {"objective", s.objective},
                     {"unit", s.unit},
                     {"replicates", s.replicates},
                     {"seed", s.seed},
                     {"design", s.design},
                     {"uses", number(s.uses)},
                     {"chosen", s.choice[s.best].name},
                     {"choice", json_rows(tables[0])},
                     {"worth", json_rows(tables[1])},
                     {"notes", s.notes},
                     {"folder", s.folder.string()},
                     {"files", s.files}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace app
