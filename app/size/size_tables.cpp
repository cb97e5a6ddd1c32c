// The figures of sizing as tables: CSV files, tables of run.sqlite, JSON.

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/json_values.hpp"
#include "app/size/size_summary.hpp"

namespace app {
namespace {

void add_dates(ResultTable& t, const std::string& type, const std::string& breakdown,
               const std::string& category, const std::vector<SizedDate>& dates) {
  for (const auto& d : dates) {
    const auto& q = d.demand;
    std::vector<Cell> row{type,
                          breakdown,
                          category,
                          d.september,
                          static_cast<std::int64_t>(q.n),
                          q.mean,
                          q.sd,
                          q.p10,
                          q.p50,
                          q.p90,
                          d.mcse_p90,
                          d.places.p50,
                          d.too_few.value,
                          d.too_few.mcse,
                          d.elsewhere.value,
                          d.elsewhere.mcse,
                          d.children.value,
                          d.children.mcse};
    for (const double x : d.needed) row.emplace_back(x);
    for (const double x : d.added) row.emplace_back(x);
    t.rows.push_back(std::move(row));
  }
}

ResultTable demand_table(const SizeSummary& s) {
  ResultTable t{"size_demand",
                {"type",
                 "breakdown",
                 "category",
                 "september",
                 "n",
                 "mean",
                 "sd",
                 "p10",
                 "p50",
                 "p90",
                 "mcse_p90",
                 "places_p50",
                 "p_too_few",
                 "mcse_too_few",
                 "p_elsewhere",
                 "mcse_elsewhere",
                 "children_elsewhere",
                 "mcse_children",
                 "places_risk20",
                 "places_risk10",
                 "places_risk05",
                 "add_risk20",
                 "add_risk10",
                 "add_risk05"},
                {}};
  for (const auto& type : s.types) {
    add_dates(t, type.type, "placement", type.type, type.dates);
    for (const auto* parts : {&type.parts, &type.cells})
      for (const auto& part : *parts) add_dates(t, type.type, part.breakdown, part.category, part.dates);
  }
  return t;
}

ResultTable spans_table(const SizeSummary& s) {
  ResultTable t{
      "size_spans",
      {"type", "risk", "september", "add_jointly", "risk_of_each", "p_short_jointly", "mcse", "add_flat"},
      {}};
  for (const auto& type : s.types)
    for (const auto& span : type.spans)
      for (std::size_t k = 0; k < span.added.places.size(); ++k)
        t.rows.push_back({type.type, span.risk, type.dates[type.from + k].september,
                          std::max(0.0, span.added.places[k]), span.added.each, span.added.shortfall.value,
                          span.added.shortfall.mcse, std::max(0.0, span.flat)});
  return t;
}

ResultTable cost_table(const SizeSummary& s) {
  ResultTable t{"size_cost",
                {"type", "under", "over", "independent", "own", "travel", "place_funding",
                 "empty_place_funding", "annual_capital", "add", "cost_of_span", "mcse", "is_least"},
                {}};
  for (const auto& type : s.types) {
    if (!type.money) continue;
    const auto& m = *type.money;
    for (const auto& [added, cost] : m.around)
      t.rows.push_back({type.type, m.place.costs.under, m.place.costs.over, m.place.independent, m.place.own,
                        m.place.travel, m.place.funding, m.place.empty_funding, m.place.capital, added,
                        cost.value, cost.mcse, std::int64_t{added == m.best.places}});
  }
  return t;
}

ResultTable regret_table(const SizeSummary& s) {
  ResultTable t{
      "size_regret", {"type", "choice", "add", "scenario", "cost", "regret", "worst_regret", "is_least"}, {}};
  for (const auto& type : s.types) {
    if (!type.money) continue;
    for (const auto& c : type.money->choices)
      for (std::size_t i = 0; i < c.cost.size(); ++i)
        t.rows.push_back({type.type, c.name, c.added, type.money->scenarios[i], c.cost[i], c.regret[i],
                          c.worst, std::int64_t{c.least}});
  }
  return t;
}

ResultTable phased_table(const SizeSummary& s) {
  ResultTable t{"size_phased",
                {"type",
                 "look",
                 "open",
                 "at_once",
                 "planned_first",
                 "planned_second",
                 "waiting_first",
                 "rule_intercept",
                 "rule_slope",
                 "cost_at_once",
                 "mcse_at_once",
                 "cost_planned",
                 "mcse_planned",
                 "cost_waiting",
                 "mcse_waiting",
                 "value_of_phasing",
                 "mcse_phasing",
                 "value_of_waiting",
                 "mcse_value_of_waiting",
                 "p_second_step",
                 "mean_second_step"},
                {}};
  for (const auto& type : s.types) {
    if (!type.money || !type.money->phased) continue;
    const auto& p = *type.money->phased;
    t.rows.push_back({type.type,
                      type.money->look,
                      type.money->open,
                      p.at_once,
                      p.planned_first,
                      p.planned_second,
                      p.first,
                      p.intercept,
                      p.slope,
                      p.cost_at_once.value,
                      p.cost_at_once.mcse,
                      p.cost_planned.value,
                      p.cost_planned.mcse,
                      p.cost_waiting.value,
                      p.cost_waiting.mcse,
                      p.value_of_phasing.value,
                      p.value_of_phasing.mcse,
                      p.value_of_waiting.value,
                      p.value_of_waiting.mcse,
                      p.share_of_more,
                      p.mean_second});
  }
  return t;
}

ResultTable verified_table(const SizeSummary& s) {
  ResultTable t{"size_verified",
                {"type", "september", "add_static", "add", "p_too_few_before", "mcse_before", "p_too_few",
                 "mcse", "p_too_few_one_fewer", "mcse_one_fewer", "p_elsewhere", "mcse_elsewhere"},
                {}};
  for (const auto& type : s.types) {
    if (type.verified.empty()) continue;
    for (const auto& v : type.verified)
      t.rows.push_back({type.type, v.september, v.first_answer, v.added, v.before.value, v.before.mcse,
                        v.with.value, v.with.mcse, v.one_fewer.value, v.one_fewer.mcse, v.elsewhere.value,
                        v.elsewhere.mcse});
    t.rows.push_back({type.type, "any", NAN, NAN, type.any_before.value, type.any_before.mcse,
                      type.any_with.value, type.any_with.mcse, type.any_one_fewer.value,
                      type.any_one_fewer.mcse, NAN, NAN});
  }
  return t;
}

}  // namespace

std::vector<ResultTable> size_tables(const SizeSummary& s) {
  return {demand_table(s), spans_table(s),  cost_table(s),
          regret_table(s), phased_table(s), verified_table(s)};
}

std::string size_json(const SizeSummary& s) {
  Json json = {{"area", s.area},       {"scenario", s.scenario}, {"replicates", s.replicates},
               {"seed", s.seed},       {"design", s.design},     {"risk", s.risk},
               {"jointly", s.jointly}, {"lead", s.lead},         {"simulations", s.simulations}};
  for (const auto& t : size_tables(s))
    if (!t.rows.empty()) json[t.name.substr(std::string("size_").size())] = json_rows(t);
  Json recommended = Json::object();
  for (const auto& type : s.types)
    for (std::size_t k = 0; k < type.recommended.size(); ++k)
      recommended[type.type][type.dates[type.from + k].september] = type.recommended[k];
  json["recommended"] = std::move(recommended);
  json["notes"] = s.notes;
  json["folder"] = s.folder.string();
  json["files"] = s.files;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace app
