// Regression and autoregression with heavy tails: exact cases, maxima of the likelihood, and a wild case that
// moves nothing.

#include <array>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "sim/autoregression.hpp"
#include "sim/robust_regression.hpp"
#include "sim/sample.hpp"
#include "sim/student4.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

double uniform(std::uint64_t i) { return unit53(draw(7, {0, i, 0, 0})[0], draw(7, {0, i, 0, 0})[1]); }

RegressionCases line(std::size_t n, double slope, double scale) {
  RegressionCases cases{2, {}, {}, {}};
  for (std::size_t i = 0; i < n; ++i) {
    const double x = 4 * uniform(2 * i) - 2;
    cases.add(std::array{1.0, x}, 0.5 + slope * x + scale * student4_quantile(uniform(2 * i + 1)), 1);
  }
  return cases;
}

double log_likelihood(const RegressionCases& cases, std::span<const double> b, double scale) {
  const boost::math::students_t_distribution<> t(4);
  double sum = 0;
  for (std::size_t i = 0; i < cases.size(); ++i)
    sum += std::log(pdf(t, (cases.y[i] - predicted(cases.row(i), b)) / scale) / scale);
  return sum;
}

}  // namespace

TEST_CASE("Student's t with four degrees: closed quantiles are those of Boost") {
  const boost::math::students_t_distribution<> t(4);
  for (const double u : {1e-6, 0.001, 0.2, 0.5, 0.77, 0.975, 0.9999})
    CHECK(student4_quantile(u) == Approx(quantile(t, u)).margin(1e-7));
  CHECK(bounded_student4(0.5) == Approx(0).margin(1e-12));
  CHECK(bounded_student4(1e-15) == Approx(-student4_bound).epsilon(1e-6));
  CHECK(bounded_student4(1 - 1e-15) == Approx(student4_bound).epsilon(1e-6));
  double squares = 0;
  constexpr int n = 20000;
  for (int i = 0; i < n; ++i) squares += std::pow(bounded_student4((i + 0.5) / n), 2) / n;
  CHECK(bounded_student4_sd == Approx(std::sqrt(squares)).epsilon(1e-4));
  const double within = cdf(t, student4_bound) - cdf(t, -student4_bound);
  CHECK(bounded_student4(0.9) == Approx(quantile(t, 0.5 + 0.4 * within)).epsilon(1e-9));
}

TEST_CASE("A robust line is where the likelihood is largest") {
  const auto cases = line(400, 1.5, 0.3);
  const auto fit = robust_regression(cases, 4, 0);
  const double best = log_likelihood(cases, fit.coefficients, fit.scale);
  for (const double step : {-0.01, 0.01}) {
    auto moved = fit.coefficients;
    moved[1] += step;
    CHECK(log_likelihood(cases, moved, fit.scale) < best);
    CHECK(log_likelihood(cases, fit.coefficients, fit.scale * (1 + step)) < best);
  }
  CHECK(fit.coefficients[1] ==
        Approx(1.5).margin(0.06));  // 4 standard errors of 0.3 sqrt(7/5) / sqrt(400) / 1.15
}

TEST_CASE("A wild case moves the line little, a ridge draws it to nought, and weight counts cases") {
  auto cases = line(200, 1.5, 0.3);
  const auto before = robust_regression(cases, 4, 0);
  cases.add(std::array{1.0, 2.0}, 1000.0, 1);
  const auto after = robust_regression(cases, 4, 0);
  CHECK(after.coefficients[1] == Approx(before.coefficients[1]).margin(0.01));
  CHECK(std::abs(robust_regression(cases, 4, 1e9).coefficients[1]) < 0.001);
  auto twice = line(50, 1, 0.2), doubled = twice;
  for (std::size_t i = 0; i < 50; ++i)
    twice.add(std::array{twice.row(i)[0], twice.row(i)[1]}, twice.y[i], twice.weight[i]);
  for (double& w : doubled.weight) w = 2;
  CHECK(robust_regression(twice, 4, 0).coefficients[1] ==
        Approx(robust_regression(doubled, 4, 0).coefficients[1]));
  CHECK_THROWS_AS(robust_regression({1, {}, {}, {}}, 4, 0), std::invalid_argument);
}

TEST_CASE("The posterior of an autoregression sees its persistence, its scale, and what is left out") {
  AutoregressionPrior prior{.level_mean = 0,
                            .level_sd = 1,
                            .levels = {-0.5, 0, 0.5},
                            .persistences = {},
                            .scales = {0.05, 0.1, 0.2, 0.4},
                            .freedom = 4};
  for (int i = 0; i < 10; ++i) prior.persistences.push_back(0.05 + 0.1 * i);
  std::vector<double> series{0.8};
  for (std::size_t i = 0; i < 300; ++i)
    series.push_back(0.75 * series.back() + 0.1 * student4_quantile(uniform(1000 + i)));
  std::vector<bool> all(series.size() - 1, true);
  const auto posterior = autoregression_posterior(series, all, prior);
  CHECK(posterior.mean().persistence == Approx(0.75).margin(0.15));
  CHECK(posterior.mean().scale == Approx(0.1).margin(0.03));
  CHECK(posterior.at(1 - 1e-12).scale > 0);
  // A break that does not count leaves the posterior as it is without it.
  const std::vector<double> calm{0.0, 0.01, 0.0, 0.01, 0.0}, broken{0.0, 0.01, 0.0, 5.0, 5.0};
  const auto a = autoregression_posterior(calm, {true, true, false, false}, prior);
  const auto b = autoregression_posterior(broken, {true, true, false, false}, prior);
  CHECK(a.cumulative == b.cumulative);
  CHECK(autoregression_posterior(broken, {true, true, true, true}, prior).mean().scale > b.mean().scale);
  // Nothing seen: the prior. Levels -0.5, 0, 0.5 with densities e^(-1/8), 1, e^(-1/8).
  const auto none = autoregression_posterior({}, {}, prior);
  CHECK(none.mean().level == Approx(0).margin(1e-12));
  CHECK(none.mean().persistence == Approx(0.5));
  CHECK(none.sd().persistence == Approx(std::sqrt(0.0825)));  // of 0.05, 0.15, ... 0.95
}
