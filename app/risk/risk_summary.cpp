// How large the deficit can get, and when, from the draws of a finished run.

#include "app/risk/risk_summary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "app/user_error.hpp"

namespace app {
namespace {

constexpr std::size_t fewest_of_all = 20;  // a worst 5 % of at least one
constexpr std::size_t steps_of_a_curve = 40;

bool constant(const sim::Summary& s) { return s.min == s.max; }

RiskMetric metric_of(const StoredRun& run, const std::string& metric, double level) {
  RiskMetric out{metric, {}, {}, {}};
  const auto series = run.series({metric});
  const auto& years = run.periods(series);
  std::vector<Figure> figures;
  for (std::uint32_t p = 0; p < years.size(); ++p) figures.push_back({series, p});
  const Columns values = run.values(figures);
  std::vector<double> all;
  for (std::size_t p = 0; p < years.size(); ++p) {
    out.years.push_back({years[p], sim::summarise(values[p]), sim::tail_risk(values[p], level)});
    all.insert(all.end(), values[p].begin(), values[p].end());
  }
  out.thresholds = sim::round_thresholds(all, steps_of_a_curve);
  for (std::size_t p = 0; p < years.size(); ++p)
    out.above.push_back(sim::exceedance_curve(values[p], out.thresholds));
  return out;
}

LimitCrossing crossing_of(const StoredRun& run, const DeficitLimit& limit) {
  const auto series = run.series({"cumulative_deficit"});
  LimitCrossing out{limit, run.periods(series), {}};
  for (const auto& [year, amount] : limit.by_year)
    if (std::find(out.years.begin(), out.years.end(), year) == out.years.end())
      throw UserError(fmt::format("--limit {}: the run has no {}; it has {} to {}", limit.name, year,
                                  out.years.front(), out.years.back()));
  std::vector<Figure> figures;
  std::vector<double> limits;
  for (std::uint32_t p = 0; p < out.years.size(); ++p) {
    figures.push_back({series, p});
    limits.push_back(limit.in(out.years[p]));
  }
  const Columns values = run.values(figures);
  std::vector<std::span<const double>> paths;
  for (std::size_t p = 0; p < out.years.size(); ++p) paths.push_back(values[p]);
  out.crossing = sim::first_crossing(paths, limits);
  return out;
}

/// What is left out for want of draws.
void note_left_out(const StoredRun& run, RiskSummary& s) {
  if (run.info().mode != sim::StoreMode::headline) return;
  std::vector<std::string> left_out;
  const auto without_draws = [&](std::string_view metric, std::string_view breakdown) {
    for (std::uint32_t i = 0; i < run.layout().series().size(); ++i)
      if (run.layout().metric_of(i).name == metric && run.layout().series()[i].breakdown == breakdown &&
          !run.store().has_draws(i))
        return true;
    return false;
  };
  for (const auto& [metric, breakdown, words] :
       {std::tuple{"general_fund_exposure", "total", "the general fund"},
        {"cumulative_deficit_excl_advance", "total", "the deficit without advances"},
        {"risk_events", "risk", "events of the risk register"}})
    if (without_draws(metric, breakdown)) left_out.emplace_back(words);
  if (!left_out.empty())
    s.notes.push_back(
        fmt::format("the run keeps draws of headline figures only: without {}; run it with --store full",
                    fmt::join(left_out, ", ")));
}

/// What a reader must know before believing the tail.
void notes_on(const StoredRun& run, RiskSummary& s) {
  note_left_out(run, s);
  const bool uncertain = std::any_of(s.metrics.begin(), s.metrics.end(), [](const RiskMetric& m) {
    return std::any_of(m.years.begin(), m.years.end(),
                       [](const RiskYear& y) { return !constant(y.summary); });
  });
  if (!uncertain) return;  // no number of replicates would tell more
  const double in_tail = static_cast<double>(run.replicates()) * (1 - s.level);
  if (run.replicates() < sim::fewest_replicates)
    s.notes.push_back(fmt::format("{} replicates are too few for Monte Carlo errors ({} are the fewest)",
                                  run.replicates(), sim::fewest_replicates));
  if (in_tail < 16)
    s.notes.push_back(
        fmt::format("the worst {:g} % are {:.3g} replicates, too few for Monte Carlo errors of what is in "
                    "them: run it with "
                    "-n {} or more",
                    100 * (1 - s.level), in_tail, static_cast<std::size_t>(std::ceil(50 / (1 - s.level)))));
}

}  // namespace

RiskSummary risk_summary(const StoredRun& run, const RiskOptions& o) {
  if (run.replicates() < fewest_of_all)
    throw UserError(fmt::format("{}: has {} replicate{}, of which no tail can be taken; run it with -n 1000",
                                run.folder().string(), run.replicates(), run.replicates() == 1 ? "" : "s"));
  RiskSummary s;
  s.take(run.info());
  s.area = run.area();
  s.scenario = run.info().scenario;
  s.level = o.level;
  const auto deficit = run.series({"cumulative_deficit"});
  const auto& years = run.periods(deficit);
  if (years.empty())
    throw UserError(fmt::format("{}: is too short for any financial year", run.folder().string()));
  s.year = o.year.empty() ? years.back() : o.year;
  (void)run.figure({"cumulative_deficit"}, s.year);
  for (const auto* metric :
       {"in_year_position", "cumulative_deficit", "cumulative_deficit_excl_advance", "general_fund_exposure"})
    if (run.find({metric})) s.metrics.push_back(metric_of(run, metric, s.level));
  notes_on(run, s);
  for (const auto& limit : o.limits) {
    s.limits.push_back(crossing_of(run, limit));
    if (s.limits.back().crossing.never.value == 1)
      s.notes.push_back(fmt::format("no replicate goes above the limit '{}' in any year", limit.name));
  }
  for (const auto& m : s.metrics)
    if (m.metric == "cumulative_deficit")
      for (const auto& y : m.years)
        if (y.year == s.year && constant(y.summary))
          s.notes.push_back(fmt::format(
              "cumulative_deficit in {} is the same in every replicate: nothing in it is uncertain", s.year));
  add_tail(run, s);
  add_fan(run, s);
  add_stresses(run, o, s);
  return s;
}

void add_stresses(const StoredRun& run, const RiskOptions& o, RiskSummary& s) {
  if (o.stresses.empty()) return;
  const auto own = run.values(run.figure({"cumulative_deficit"}, s.year));
  s.stresses.push_back({s.scenario, sim::summarise(own), sim::tail_risk(own, s.level), {}, {}});
  for (const auto& stress : o.stresses) {
    const StoredRun other(stress.folder);
    const auto values = other.values(other.figure({"cumulative_deficit"}, s.year));
    StressResult r{stress.name, sim::summarise(values), sim::tail_risk(values, s.level), {NAN, NAN}, {}};
    r.unpaired = sim::unpaired(run.pairing(), other.pairing());
    if (r.unpaired.empty()) {
      std::vector<double> difference(values.size());
      std::transform(values.begin(), values.end(), own.begin(), difference.begin(), std::minus<>());
      r.mean_difference = {sim::mean(difference), sim::mcse_mean(difference)};
    } else {
      s.notes.push_back(
          fmt::format("{} is no pair of the run ({}): no difference is stated", stress.name, r.unpaired));
    }
    s.stresses.push_back(std::move(r));
  }
}

}  // namespace app
