// The figures of risk as tables: CSV files, tables of run.sqlite, JSON.

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/json_values.hpp"
#include "app/risk/risk_summary.hpp"

namespace app {
namespace {

ResultTable years_table(const RiskSummary& s) {
  ResultTable t{"risk_years",
                {"metric", "period",   "n",       "mean",     "sd",   "p05",       "p10",
                 "p25",    "p50",      "p75",     "p90",      "p95",  "mcse_mean", "level",
                 "var",    "mcse_var", "var_low", "var_high", "tvar", "mcse_tvar"},
                {}};
  for (const auto& m : s.metrics)
    for (const auto& y : m.years) {
      const auto& q = y.summary;
      t.rows.push_back({m.metric,
                        y.year,
                        static_cast<std::int64_t>(q.n),
                        q.mean,
                        q.sd,
                        q.p05,
                        q.p10,
                        q.p25,
                        q.p50,
                        q.p75,
                        q.p90,
                        q.p95,
                        q.mcse_mean,
                        y.tail.level,
                        y.tail.var.value,
                        y.tail.var.mcse,
                        y.tail.var_interval.low,
                        y.tail.var_interval.high,
                        y.tail.tvar.value,
                        y.tail.tvar.mcse});
    }
  return t;
}

ResultTable exceedance_table(const RiskSummary& s) {
  ResultTable t{"risk_exceedance", {"metric", "period", "threshold", "p_above", "mcse"}, {}};
  for (const auto& m : s.metrics)
    for (std::size_t y = 0; y < m.years.size(); ++y)
      for (const auto& point : m.above[y])
        t.rows.push_back({m.metric, m.years[y].year, point.threshold, point.chance.value, point.chance.mcse});
  return t;
}

ResultTable limits_table(const RiskSummary& s) {
  ResultTable t{"risk_limits",
                {"limit", "period", "amount", "p_first_above", "mcse_first", "p_above_by", "mcse_by"},
                {}};
  for (const auto& l : s.limits) {
    for (std::size_t y = 0; y < l.years.size(); ++y)
      t.rows.push_back({l.limit.name, l.years[y], l.limit.in(l.years[y]), l.crossing.first[y].value,
                        l.crossing.first[y].mcse, l.crossing.by[y].value, l.crossing.by[y].mcse});
    t.rows.push_back(
        {l.limit.name, std::string("never"), NAN, l.crossing.never.value, l.crossing.never.mcse, NAN, NAN});
  }
  return t;
}

ResultTable tail_table(const RiskSummary& s) {
  ResultTable t{
      "risk_tail", {"period", "level", "kind", "name", "mean", "in_tail", "excess", "mcse_excess"}, {}};
  for (const auto* lines : {&s.lines, &s.events, &s.assumptions})
    for (const auto& l : *lines) {
      const bool only_excess = lines == &s.assumptions;
      const std::string kind = only_excess ? "by_" + l.kind : l.kind;
      t.rows.push_back({s.year, s.level, kind, l.name, only_excess ? NAN : l.part.mean.value,
                        only_excess ? NAN : l.part.in_tail.value, l.part.excess.value, l.part.excess.mcse});
    }
  return t;
}

ResultTable drivers_table(const RiskSummary& s) {
  ResultTable t{"risk_drivers",
                {"period", "level", "assumption", "unit", "mean", "tail_mean", "shift_in_sd", "mcse_shift",
                 "tail_p10", "tail_p50", "tail_p90", "percentile_of_tail_p50", "stands_out"},
                {}};
  for (const auto& d : s.drivers)
    t.rows.push_back({s.year, s.level, d.name, d.unit, d.shift.mean.value, d.shift.in_tail.value,
                      d.shift.shift.value, d.shift.shift.mcse, d.shift.tail_p10, d.shift.tail_p50,
                      d.shift.tail_p90, d.shift.percentile, std::int64_t{d.told}});
  return t;
}

ResultTable fan_table(const RiskSummary& s) {
  ResultTable t{"risk_fan",
                {"metric", "period", "band", "found_by", "p05", "p10", "p25", "p50", "p75", "p90", "p95"},
                {}};
  for (const auto& b : s.fan)
    t.rows.push_back({b.metric, b.period, b.band, b.band == "assumptions" ? s.fan_by : std::string("draws"),
                      b.p05, b.p10, b.p25, b.p50, b.p75, b.p90, b.p95});
  return t;
}

ResultTable stresses_table(const RiskSummary& s) {
  ResultTable t{"risk_stresses",
                {"stress", "period", "n", "mean", "p10", "p50", "p90", "level", "var", "mcse_var", "tvar",
                 "mcse_tvar", "mean_difference", "mcse_difference"},
                {}};
  for (const auto& r : s.stresses)
    t.rows.push_back({r.name, s.year, static_cast<std::int64_t>(r.summary.n), r.summary.mean, r.summary.p10,
                      r.summary.p50, r.summary.p90, s.level, r.tail.var.value, r.tail.var.mcse,
                      r.tail.tvar.value, r.tail.tvar.mcse, r.mean_difference.value, r.mean_difference.mcse});
  return t;
}

}  // namespace

std::vector<ResultTable> risk_tables(const RiskSummary& s) {
  return {years_table(s),   exceedance_table(s), limits_table(s),  tail_table(s),
          drivers_table(s), fan_table(s),        stresses_table(s)};
}

std::string risk_json(const RiskSummary& s) {
  Json json = {{"area", s.area},
               {"scenario", s.scenario},
               {"replicates", s.replicates},
               {"seed", s.seed},
               {"design", s.design},
               {"year", s.year},
               {"level", s.level},
               {"explained_by_assumptions", number(s.explained)}};
  for (const auto& table : risk_tables(s))
    if (!table.rows.empty()) json[table.name.substr(std::string("risk_").size())] = json_rows(table);
  json["notes"] = s.notes;
  json["folder"] = s.folder.string();
  json["files"] = s.files;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace app
