// The results of `portfolio` for programs.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "app/json_values.hpp"
#include "app/portfolio/portfolio.hpp"

namespace app {

std::vector<ResultTable> portfolio_tables(const PortfolioSummary& s) {
  ResultTable actions{"portfolio_actions",
                      {"area", "action", "scenario", "cost", "cost_beyond_run", "staff", "unit", "mean",
                       "p10", "p50", "p90", "mcse_mean", "chance_pays"},
                      {}};
  for (const auto& a : s.actions)
    actions.rows.push_back({s.area, a.name, a.scenario, a.cost, a.beyond_run, a.staff, s.unit, a.benefit.mean,
                            a.benefit.p10, a.benefit.p50, a.benefit.p90, a.benefit.mcse_mean, a.chance_pays});
  ResultTable lines{"portfolio",
                    {"area", "roles", "actions", "cost", "staff", "unit", "mean", "p10", "p50", "p90",
                     "mcse_mean", "worst_tenth", "chance_pays", "chance_target", "mcse_chance_target"},
                    {}};
  for (const auto& l : s.lines)
    lines.rows.push_back({s.area, fmt::format("{}", fmt::join(l.roles, ";")),
                          fmt::format("{}", fmt::join(l.actions, ";")), l.portfolio.cost, l.portfolio.staff,
                          s.unit, l.benefit.mean, l.benefit.p10, l.benefit.p50, l.benefit.p90,
                          l.benefit.mcse_mean, l.worst_tenth, l.chance_pays, l.target.value, l.target.mcse});
  return {std::move(actions), std::move(lines)};
}

std::string portfolio_json(const PortfolioSummary& s) {
  const auto tables = portfolio_tables(s);
  Json json = {{"area", s.area},
               {"reference", s.reference},
               {"objective", s.objective},
               {"unit", s.unit},
               {"replicates", s.replicates},
               {"seed", s.seed},
               {"design", s.design},
               {"budget", number(s.budget)},
               {"staff", number(s.staff)},
               {"selections_allowed", s.allowed},
               {"best_without_each_scramble", {{"same", s.times_chosen}, {"of", sim::scrambles}}}};
  if (s.target) {
    json["target"] = goal_json(*s.target);
    json["target"]["chance_without"] = chance_json(s.target_without);
  }
  json["actions"] = json_rows(tables[0]);
  json["portfolios"] = json_rows(tables[1]);
  json["notes"] = s.notes;
  json["folder"] = s.folder.string();
  json["files"] = s.files;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace app
