// What a search found, for programs: JSON, and a table of the doses tried.

#include <fmt/format.h>

#include "app/goal/goal_run.hpp"
#include "app/json_values.hpp"
#include "sim/summary_csv.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

std::string_view word_for(sim::DoseFound found) {
  switch (found) {
    case sim::DoseFound::inside:
      return "found";
    case sim::DoseFound::at_start:
      return "already_reached";
    case sim::DoseFound::unreachable:
      break;
  }
  return "not_reached";
}

std::string share(double value) { return sim::format_figure(sim::Unit::share, value); }

}  // namespace

std::string goal_json(const GoalSummary& s) {
  const bool reached = s.answer.found != sim::DoseFound::unreachable;
  Json doses = Json::array(), falls = Json::array();
  for (std::size_t i = 0; i < s.answer.tried.size(); ++i) {
    const auto& tried = s.answer.tried[i];
    const auto& f = s.figures[i];
    doses.push_back({{"dose", tried.dose},
                     {"chance", chance_json({tried.chance.value, tried.chance.mcse})},
                     {"n", f.n},
                     {"mean", number(f.mean)},
                     {"p10", number(f.p10)},
                     {"p50", number(f.p50)},
                     {"p90", number(f.p90)}});
  }
  for (const auto& fall : s.answer.falls)
    falls.push_back({{"smaller", fall.smaller},
                     {"larger", fall.larger},
                     {"change", chance_json({fall.change.value, fall.change.mcse})}});
  Json lever = {{"parameter", s.lever.name}, {"unit", s.lever.unit}};
  if (!s.lever.how.empty()) lever.update({{"how", s.lever.how}, {"start", s.lever.start}});
  const Json json = {{"area", s.area},
                     {"scenario", s.scenario},
                     {"start", s.start},
                     {"years", s.years},
                     {"replicates", s.replicates},
                     {"seed", s.seed},
                     {"design", s.design},
                     {"target", goal_json(s.target)},
                     {"probability", s.question.probability},
                     {"lever", std::move(lever)},
                     {"from", s.question.from},
                     {"to", s.question.to},
                     {"tolerance", s.question.tolerance},
                     {"outcome", word_for(s.answer.found)},
                     {"dose", reached ? Json(s.best().dose) : Json(nullptr)},
                     {"dose_mcse", number(s.answer.mcse)},
                     {"dose_low", number(s.answer.low)},
                     {"dose_high", number(s.answer.high)},
                     {"monotone", s.answer.falls.empty()},
                     {"falls", std::move(falls)},
                     {"doses", std::move(doses)},
                     {"notes", s.notes}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string goal_csv(const GoalSummary& s) {
  std::string text =
      "scenario,area,lever,how,start,dose,metric,breakdown,category,period,aim,value,n,chance,mcse_chance,"
      "mean,sd,p10,p50,p90,mcse_p50\n";
  const auto unit = s.target.about.unit;
  for (std::size_t i = 0; i < s.answer.tried.size(); ++i) {
    const auto& tried = s.answer.tried[i];
    const auto& f = s.figures[i];
    for (const auto& word :
         {s.scenario, s.area, s.lever.name, s.lever.how, s.lever.how.empty() ? std::string() : s.lever.start})
      text += sim::csv_field(word) + ',';
    text += fmt::format("{},", tried.dose);
    for (const auto& word : {s.target.metric, s.target.breakdown, s.target.category, s.target.period})
      text += sim::csv_field(word) + ',';
    text += fmt::format("{},{},{},{},{}", s.target.aim, sim::format_figure(unit, s.target.value), f.n,
                        share(tried.chance.value), share(tried.chance.mcse));
    for (const double x : {f.mean, f.sd, f.p10, f.p50, f.p90, f.mcse_p50})
      text += ',' + sim::format_figure(unit, x);
    text += '\n';
  }
  return text;
}

}  // namespace app
