// Calibration of the model itself to data that its own simulator made: ranks of the truth are uniform
// (simulation-based calibration), exact means and simulation agree, and a level that is far off is found.

#include <cmath>
#include <fstream>
#include <map>

#include "app/calibrate/calibrate_run.hpp"
#include "sim/abc_smc.hpp"
#include "sim/moment_calibration.hpp"
#include "sim/rank_statistics.hpp"
#include "sim/sample.hpp"
#include "sim/weighted.hpp"
#include "tests/catch.hpp"
#include "tests/models/subject.hpp"

using namespace app;

namespace {

constexpr sim::Seed seed = 20260101;

/// Kingston with the two Januaries and the calendar year that lie within two years of September 2018.
const ProblemRead& kingston_problem() {
  static const ProblemRead read = [] {
    CalibrationQuestion q;
    q.choice.config = model_test::configs() / model_test::kingston;
    return calibration_problem(q, seed);
  }();
  REQUIRE(read.faults.empty());
  return read;
}

std::size_t position(const CalibrationProblem& p, const std::string& name) {
  const auto at = std::find(p.names().begin(), p.names().end(), name);
  REQUIRE(at != p.names().end());
  return static_cast<std::size_t>(at - p.names().begin());
}

/// A draw of all unknowns from the prior.
std::vector<double> prior_draw(const CalibrationProblem& p, std::uint32_t which) {
  sim::KeyedEngine words(seed, {which, sim::name_hash64("truth"), 0, 1});
  std::vector<double> z(p.unknowns());
  for (double& x : z) {
    const auto high = words();
    x = sim::inverse_normal(sim::unit53(high, words()));
  }
  return z;
}

/// Luck of this number is nobody else's: calibrate counts from nought.
constexpr std::uint32_t truth_luck = 1U << 28;

sim::MeansAt means_of(const CalibrationProblem& p) {
  return [&p](std::span<const double> z, std::span<double> m) { p.means(z, m); };
}

}  // namespace

TEST_CASE("The calibration of Kingston passes simulation-based calibration") {
  const auto& p = *kingston_problem().problem;
  const std::uint32_t sets = model_test::long_run() ? 300 : 4;  // nine seconds each on one core
  const auto luck = measure_luck(p, {.seed = seed});
  for (const double bias : luck.bias) CHECK(bias < binding);
  const std::vector<std::string> names{"request.local_level", "cease.local_level", "request.trend",
                                       "year_effect.requests_local[2019]", "transfer.in_local"};
  // What touches nothing in one calibration does not in the next: it need not be asked again.
  std::vector<std::size_t> touching;
  const auto first =
      sim::calibrate_by_moments(p.unknowns(), means_of(p), luck.data, {.seed = seed, .draws = 99});
  for (std::size_t k = 0; k < p.unknowns(); ++k)
    if (first.linear_shrinkage[k] > 1e-6) touching.push_back(k);
  REQUIRE(touching.size() > 5);
  std::vector<std::vector<std::size_t>> ranks(names.size() + 1);
  sim::KeyedEngine ties(seed, {0, sim::name_hash64("ties"), 0, 1});
  for (std::uint32_t set = 0; set < sets; ++set) {
    const auto truth = prior_draw(p, set);
    auto data = luck.data;
    p.simulate_noisily(truth, truth_luck + set, data.values);
    const auto posterior = sim::calibrate_by_moments(p.unknowns(), means_of(p), data,
                                                     {.seed = set,
                                                      .draws = 99,
                                                      .considered = touching,
                                                      .most_emulated = 8,
                                                      .warm_up = 1000,
                                                      .steps = 2000,
                                                      .checked = 8});
    const auto kept = sim::resampled(sim::weights_of(posterior.log_weights), 99, sim::unit(ties()));
    for (std::size_t k = 0; k <= names.size(); ++k) {
      std::vector<double> draws;
      double of_truth = 0;
      if (k == names.size()) {  // what all of them together make of the last January
        std::vector<double> m(data.size());
        p.means(truth, m);
        of_truth = m[1];
        for (const auto i : kept) draws.push_back(posterior.means_of(i)[1]);
      } else {
        const auto at = position(p, names[k]);
        of_truth = truth[at];
        for (const auto i : kept) draws.push_back(posterior.draw(i)[at]);
      }
      ranks[k].push_back(sim::rank_of(draws, of_truth, sim::unit(ties())));
    }
  }
  for (std::size_t k = 0; k < ranks.size(); ++k) {
    INFO((k < names.size() ? names[k] : "mean of the last January"));
    double sum = 0;
    for (const auto r : ranks[k]) sum += (static_cast<double>(r) - 49.5) / 28.87;  // sd of 0..99
    CHECK(std::abs(sum) / std::sqrt(static_cast<double>(sets)) < 4.9);
    const double statistic = sim::uniform_chi_square(sim::rank_histogram(ranks[k], 99));
    std::printf("%-36s chi-square %.1f of %u sets\n",
                k < names.size() ? names[k].c_str() : "mean of the last January", statistic, sets);
    if (sets >= 300) CHECK(statistic < sim::rank_limit);
  }
}

TEST_CASE("Exact means and simulation agree on Kingston, where no limit binds") {
  CalibrateOptions o;
  o.question.choice.config = model_test::configs() / model_test::kingston;
  o.run.seed = seed;
  o.run.replicates = 400;
  o.method = Method::moments;
  const auto t1 = calibrate(o, kingston_problem(), false);
  CHECK(t1.binding_on.empty());
  o.method = Method::simulation;
  o.particles = 3000;  // weights of a thousand leave too few draws to compare
  o.simulations = model_test::long_run() ? 40000 : 12000;
  const auto t2 = calibrate(o, kingston_problem(), false);
  CHECK(t1.effective > 200);
  CHECK(t2.effective > 100);
  for (const auto* name : {"request.local_level", "cease.local_level", "transfer.in_local"}) {
    INFO(name);
    const auto k = position(*t1.problem, name);
    const auto a = t1.sample.of(k), b = t2.sample.of(k);
    const auto &v = t1.sample.weights, &w = t2.sample.weights;
    const double sd = std::sqrt(sim::weighted_covariance(a, a, v)),
                 other = std::sqrt(sim::weighted_covariance(b, b, w));
    const double error = sd * std::sqrt(1 / t1.effective + 1 / t2.effective);
    std::printf("%-36s t1 %.4f (%.4f)  t2 %.4f (%.4f)\n", name, sim::weighted_mean(a, v), sd,
                sim::weighted_mean(b, w), other);
    CHECK(std::abs(sim::weighted_mean(a, v) - sim::weighted_mean(b, w)) < 4.9 * error);
    CHECK(std::abs(other / sd - 1) < 0.25);
  }
}

TEST_CASE("Full schools are told by the difference that they make, and sent to simulation") {
  CalibrationQuestion q;
  q.choice.config = model_test::configs() / model_test::kingston;
  q.choice.settings = {"provision.special_in_borough.used_by_others={ 2018 = 90, 2019 = 200 }", "years=2"};
  const auto file = std::filesystem::temp_directory_path() / "sendcast-binding.csv";
  std::ofstream(file)
      << "metric,period,value,breakdown,category\nplacement_stock,2020,300,placement,state_special\n";
  q.data = file;
  const auto read = calibration_problem(q, seed);
  std::filesystem::remove(file);
  REQUIRE(read.faults.empty());
  const auto luck = measure_luck(*read.problem, {.seed = seed});
  for (std::size_t i = 0; i < luck.bias.size(); ++i) {
    const bool places = read.problem->observations()[i].goal.metric == "placement_stock";
    CHECK((luck.bias[i] > binding) == places);
  }
}
