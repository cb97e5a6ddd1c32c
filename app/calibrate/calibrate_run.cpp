// T1 where the means are the simulator's own, T2 where a limit makes them differ.

#include "app/calibrate/calibrate_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "app/goal/goals.hpp"
#include "app/interrupt.hpp"
#include "app/progress_bar.hpp"
#include "app/run/ensemble_run.hpp"
#include "app/run/summary_parts.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "sim/design.hpp"
#include "sim/evaluate_all.hpp"
#include "sim/manifest.hpp"
#include "sim/math_fingerprint.hpp"
#include "sim/output_folder.hpp"
#include "sim/sample.hpp"
#include "sim/threads.hpp"
#include "sim/weighted.hpp"

namespace app {
namespace {

constexpr double taught = 0.01;           // share of the variance that the data took away
constexpr std::size_t prior_draws = 400;  // of the prior predictive distribution
// Numbers of simulations, so that no two have the same luck: those that measure luck come first.
constexpr std::uint32_t from_prior = 1U << 24, from_posterior = 1U << 25, from_abc = 1U << 26;

Spread spread_of(const std::vector<double>& values, std::span<const double> weights) {
  const auto q = sim::weighted_quantiles(values, weights, spread_at);
  return {q[0], q[1], q[2]};
}

std::string called(const Goal& g) {
  std::string text = g.metric;
  if (g.breakdown != "total") text += fmt::format("[{}={}]", g.breakdown, g.category);
  return text + " " + g.period;
}

class Work {
 public:
  Work(const CalibrateOptions& o, const ProblemRead& read, bool progress)
      : o_(o), problem_(*read.problem), bar_(progress) {
    out_.options = o;
    out_.problem = read.problem;
    out_.effects_to = read.effects_to;
    out_.notes = read.notes;
    const auto& config = problem_.config();
    out_.area = config.text("area");
    out_.scenario = scenario_name(config);
    out_.start = config.text("start");
    out_.years = config.integer("years");
  }

  Calibrated run() {
    measure();
    decide();
    if (out_.method == Method::moments)
      by_moments();
    else
      by_simulation();
    learn();
    fit();
    bar_.clear();
    return std::move(out_);
  }

 private:
  const CalibrateOptions& o_;
  const CalibrationProblem& problem_;
  ProgressBar bar_;
  Calibrated out_;
  LuckMeasured luck_;
  std::vector<bool> taught_;  // by unknown
  const sim::StopToken stop_ = interrupted();

  sim::Workers workers() const { return {o_.run.threads, stop_, {}}; }

  void measure() {
    luck_ = measure_luck(problem_, {.seed = o_.run.seed, .threads = o_.run.threads, .stop = stop_});
    for (std::size_t i = 0; i < problem_.observations().size(); ++i) {
      const auto& observation = problem_.observations()[i];
      if (!std::isfinite(luck_.data.luck_at[i]) || !std::isfinite(luck_.data.luck(i, i)))
        throw UserError(
            folded_fault(fmt::format("{}: {} has no value in this run, so that nothing can be learnt from it",
                                     sim::to_string(observation.where), called(observation.goal))));
    }
  }

  void decide() {
    for (std::size_t i = 0; i < luck_.bias.size(); ++i)
      if (luck_.bias[i] > binding) out_.binding_on.push_back(called(problem_.observations()[i].goal));
    out_.method = o_.method != Method::automatic ? o_.method
                  : out_.binding_on.empty()      ? Method::moments
                                                 : Method::simulation;
  }

  void by_moments() {
    const sim::MomentSettings settings{
        .seed = o_.run.seed,
        .draws = o_.run.replicates,
        .taught = taught,
        .threads = o_.run.threads,
        .stop = stop_,
        .progress = [&](std::uint64_t done, std::uint64_t total) { bar_.update(done, total); }};
    const sim::MeansAt means = [&](std::span<const double> z, std::span<double> m) { problem_.means(z, m); };
    auto posterior = sim::calibrate_by_moments(problem_.unknowns(), means, luck_.data, settings);
    keep(std::move(posterior.z), std::move(posterior.log_weights));
    taught_.assign(problem_.unknowns(), false);
    for (std::size_t k = 0; k < taught_.size(); ++k) taught_[k] = posterior.linear_shrinkage[k] >= taught;
    out_.moments = std::move(posterior);
  }

  void by_simulation() {
    const sim::AbcSettings settings{
        .seed = o_.run.seed,
        .particles = o_.particles,
        .most_simulations = o_.simulations,
        .threads = o_.run.threads,
        .stop = stop_,
        .progress = [&](std::uint64_t done, std::uint64_t total) { bar_.update(done, total); }};
    const sim::SimulateAt simulate = [&](std::span<const double> z, std::uint32_t which,
                                         std::span<double> row) {
      problem_.simulate_noisily(z, from_abc + which, row);
    };
    const auto scale = sim::noise_covariance(luck_.data, luck_.data.values);
    auto posterior =
        sim::calibrate_by_simulation(problem_.unknowns(), simulate, luck_.data.values, scale, settings);
    out_.simulations = posterior.populations.back().simulations;
    std::vector<double> log_weights;
    for (const double w : posterior.weights) log_weights.push_back(std::log(w));
    taught_.assign(problem_.unknowns(), false);
    for (const auto k : posterior.searched) taught_[k] = true;
    keep(posterior.z, std::move(log_weights));
    out_.particles = std::move(posterior);
  }

  void keep(std::vector<double> z, std::vector<double> log_weights) {
    const std::size_t n = problem_.unknowns();
    auto& s = out_.sample;
    s.unknowns = n;
    s.weights = sim::weights_of(log_weights);
    s.log_weights = std::move(log_weights);
    s.z = std::move(z);
    s.values.resize(s.z.size());
    for (std::size_t i = 0; i < s.size(); ++i)
      problem_.values(std::span(s.z).subspan(i * n, n), std::span(s.values).subspan(i * n, n));
    out_.effective = sim::effective_size(s.weights);
  }

  void learn() {
    const auto& moments = out_.moments;
    std::size_t at = 0;
    for (const auto& a : problem_.config().assumptions()) {
      if (a.value.is_point()) continue;
      const std::size_t k = at++;
      if (!taught_[k]) {
        out_.untaught.push_back(a.name);
        continue;
      }
      Learnt l;
      l.name = a.name;
      l.unit = a.unit;
      l.unknown = k;
      for (std::size_t q = 0; q < spread_at.size(); ++q) l.before[q] = a.value.quantile(spread_at[q]);
      const auto values = out_.sample.of(k);
      l.after = spread_of(values, out_.sample.weights);
      l.shrinkage = shrinkage_of(k);
      const auto found = std::find(moments.emulated.begin(), moments.emulated.end(), k);
      if (found != moments.emulated.end()) {
        const auto j = static_cast<std::size_t>(found - moments.emulated.begin());
        l.r_hat = moments.r_hat[j];
        l.bulk_ess = moments.bulk_ess[j];
        l.tail_ess = moments.tail_ess[j];
        if (!moments.weighted) l.shrinkage = moments.shrinkage[j];  // from many more draws
      }
      out_.learnt.push_back(std::move(l));
    }
    std::stable_sort(out_.learnt.begin(), out_.learnt.end(),
                     [](const Learnt& a, const Learnt& b) { return a.shrinkage > b.shrinkage; });
  }

  /// Of the normal behind an assumption, whose variance before is 1.
  double shrinkage_of(std::size_t unknown) const {
    const auto& s = out_.sample;
    std::vector<double> z;
    for (std::size_t i = 0; i < s.size(); ++i) z.push_back(s.z[i * s.unknowns + unknown]);
    return 1 - sim::weighted_covariance(z, z, s.weights);
  }

  /// The simulator at draws of the prior and of the posterior, each with its own luck and discrepancy.
  void fit() {
    const std::size_t p = problem_.observations().size(), n = problem_.unknowns();
    const auto before =
        sim::evaluate_all(prior_draws, p, workers(), [&](std::size_t i, std::span<double> row) {
          std::vector<double> z(n);
          for (std::size_t k = 0; k < n; ++k)
            z[k] = sim::inverse_normal(sim::design_point(sim::Design::sobol, o_.run.seed,
                                                         sim::name_hash64("prior of " + problem_.names()[k]),
                                                         static_cast<std::uint32_t>(i), prior_draws));
          problem_.simulate_noisily(z, from_prior + static_cast<std::uint32_t>(i), row);
        });
    const auto& s = out_.sample;
    const auto after = sim::evaluate_all(s.size(), p, workers(), [&](std::size_t i, std::span<double> row) {
      problem_.simulate_noisily(std::span(s.z).subspan(i * n, n),
                                from_posterior + static_cast<std::uint32_t>(i), row);
    });
    const std::vector<double> equal(prior_draws, 1.0 / prior_draws);
    for (std::size_t i = 0; i < p; ++i) {
      Fitted f;
      f.observation = problem_.observations()[i];
      std::vector<double> prior, posterior;
      for (std::size_t k = 0; k < prior_draws; ++k) prior.push_back(before[k * p + i]);
      for (std::size_t k = 0; k < s.size(); ++k) posterior.push_back(after[k * p + i]);
      f.before = spread_of(prior, equal);
      f.after = spread_of(posterior, s.weights);
      f.percentile = sim::weighted_percentile(posterior, s.weights, f.observation.goal.value);
      f.within_50 = f.percentile >= 0.25 && f.percentile <= 0.75;
      f.within_90 = f.percentile >= 0.05 && f.percentile <= 0.95;
      out_.fit.push_back(std::move(f));
    }
  }
};

sim::RunInfo run_info(const CalibrateOptions& o, const Calibrated& c) {
  auto settings = o.run.choice.settings;
  settings.push_back(calibrate_command(o));
  return {.scenario = c.scenario,
          .seed = o.run.seed,
          .first = 0,
          .replicates = static_cast<std::uint32_t>(c.sample.size()),
          .planned = static_cast<std::uint32_t>(c.sample.size()),
          .members = 1,
          .design = c.method == Method::moments ? "t1" : "t2",
          .config_digest = sim::config_digest(manifest_inputs(c.problem->config()), settings),
          .fingerprint = sim::math_fingerprint()};
}

}  // namespace

std::vector<double> JointSample::of(std::size_t unknown) const {
  std::vector<double> out;
  out.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) out.push_back(values[i * unknowns + unknown]);
  return out;
}

Calibrated calibrate(const CalibrateOptions& options, const ProblemRead& read, bool progress) {
  return Work(options, read, progress).run();
}

Calibrated calibrate_run(const CalibrateOptions& o, const ProblemRead& read, bool progress) {
  const auto began = std::chrono::steady_clock::now();
  sim::OutputFolder folder(o.run.out);
  sim::Execution execution = sim::execution_here(static_cast<unsigned>(sim::thread_count(o.run.threads)));
  Calibrated c = calibrate(o, read, progress);
  c.folder = o.run.out;
  c.files = {"posterior.toml", "posterior-sample.csv", "fit.csv", "calibration.json", "manifest.json"};
  const auto target = std::filesystem::absolute(o.run.out);
  const auto config = std::filesystem::absolute(o.run.choice.config).lexically_normal();
  sim::write_text(folder.path() / c.files[0],
                  posterior_toml(c, config.lexically_relative(target.lexically_normal()).generic_string()));
  sim::write_text(folder.path() / c.files[1], sample_csv(c));
  sim::write_text(folder.path() / c.files[2], fit_csv(c));
  sim::write_text(folder.path() / c.files[3], calibrate_json(c));
  c.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  execution.seconds = c.seconds;
  auto inputs = manifest_inputs(c.problem->config());
  for (const auto& input : read.inputs) inputs.push_back({input.path, "", input.sha256, input.bytes});
  sim::write_text(folder.path() / c.files[4], sim::manifest_json({run_info(o, c), std::move(inputs), c.files,
                                                                  calibrate_command(o), execution}));
  interrupted().check();
  folder.commit();
  return c;
}

}  // namespace app
