// What a calibration found, for programs: JSON and CSV.

#include <fmt/format.h>

#include "app/calibrate/calibrate_run.hpp"
#include "app/json_values.hpp"
#include "sim/math_fingerprint.hpp"
#include "sim/summary_csv.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

Json spread_json(const Spread& s) {
  return {{"p10", number(s[0])}, {"p50", number(s[1])}, {"p90", number(s[2])}};
}

Json diagnostics_json(const Calibrated& c) {
  if (c.method == Method::moments) {
    const auto& m = c.moments;
    return {{"exact_means", m.evaluations},
            {"chains", 4},
            {"steps", m.steps},
            {"accepted", number(m.accepted)},
            {"emulator_rounds", m.emulator_rounds},
            {"emulator_error", number(m.emulator_error)},
            {"checked_effective_share", number(m.checked_effective)},
            {"weighted", m.weighted},
            {"effective_draws", number(c.effective)}};
  }
  Json populations = Json::array();
  for (const auto& p : c.particles.populations)
    populations.push_back({{"tolerance", number(p.tolerance)},
                           {"accepted", number(p.accepted)},
                           {"simulations", p.simulations}});
  return {{"populations", std::move(populations)}, {"effective_draws", number(c.effective)}};
}

}  // namespace

std::string calibrate_json(const Calibrated& c) {
  Json learnt = Json::array(), fit = Json::array();
  for (const auto& l : c.learnt)
    learnt.push_back({{"parameter", l.name},
                      {"unit", l.unit},
                      {"before", spread_json(l.before)},
                      {"after", spread_json(l.after)},
                      {"shrinkage", number(l.shrinkage)},
                      {"r_hat", number(l.r_hat)},
                      {"bulk_ess", number(l.bulk_ess)},
                      {"tail_ess", number(l.tail_ess)}});
  for (const auto& f : c.fit) {
    Json one = goal_json(f.observation.goal);
    one["where"] = sim::to_string(f.observation.where);
    one["discrepancy"] = number(f.observation.discrepancy);
    one["before"] = spread_json(f.before);
    one["after"] = spread_json(f.after);
    one["percentile"] = number(f.percentile);
    one["within_50"] = f.within_50;
    one["within_90"] = f.within_90;
    fit.push_back(std::move(one));
  }
  const auto& until = c.options.question.until;
  const Json json = {{"area", c.area},
                     {"scenario", c.scenario},
                     {"start", c.start},
                     {"years", c.years},
                     {"until", until ? Json(*until) : Json(nullptr)},
                     {"seed", c.options.run.seed},
                     {"method", c.method == Method::moments ? "t1" : "t2"},
                     {"limits_bind_on", c.binding_on},
                     {"diagnostics", diagnostics_json(c)},
                     {"learnt", std::move(learnt)},
                     {"untaught", c.untaught},
                     {"fit", std::move(fit)},
                     {"notes", c.notes}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string fit_csv(const Calibrated& c) {
  std::string text =
      "area,metric,breakdown,category,period,unit,observed,discrepancy,before_p10,before_p50,before_p90,"
      "after_p10,after_p50,after_p90,percentile,source\n";
  for (const auto& f : c.fit) {
    const auto& g = f.observation.goal;
    const auto unit = g.about.unit;
    for (const auto& word : {c.area, g.metric, g.breakdown, g.category, g.period})
      text += sim::csv_field(word) + ',';
    text += fmt::format("{},{},{}", sim::to_string(unit), sim::format_figure(unit, g.value),
                        f.observation.discrepancy);
    for (const auto& spread : {f.before, f.after})
      for (const double x : spread) text += ',' + sim::format_figure(unit, x);
    text +=
        fmt::format(",{},{}\n", sim::format_figure(sim::Unit::share, f.percentile), sim::csv_field(g.source));
  }
  return text;
}

std::string sample_csv(const Calibrated& c) {
  std::string text = "draw,chain,log_weight";
  for (const auto& name : c.problem->names()) text += ',' + sim::csv_field(name);
  text += '\n';
  const auto& s = c.sample;
  for (std::size_t i = 0; i < s.size(); ++i) {
    text += fmt::format("{},{},{:.6g}", i, c.method == Method::moments ? c.moments.chain[i] : 0U,
                        s.log_weights[i]);
    for (std::size_t k = 0; k < s.unknowns; ++k)
      text += fmt::format(",{:.10g}", s.values[i * s.unknowns + k]);
    text += '\n';
  }
  return text;
}

}  // namespace app
