// Facts in, one distribution out: reference numbers, every family from every kind of fact, and the faults.

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

#include "sim/dirichlet.hpp"
#include "sim/dist_truncated_lognormal.hpp"
#include "sim/uncertain.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
using Numbers = std::map<std::string, double>;

UncertainInput input(std::string dist, Numbers numbers) {
  UncertainInput in;
  in.dist = std::move(dist);
  in.numbers = std::move(numbers);
  return in;
}

Uncertain made(const UncertainInput& in, double lower = -inf, double upper = inf) {
  auto result = make_uncertain(in, lower, upper);
  if (const auto* faults = std::get_if<std::vector<Fault>>(&result))
    for (const auto& f : *faults) UNSCOPED_INFO(f.problem << " | " << f.suggestion);
  REQUIRE(std::holds_alternative<Uncertain>(result));
  return std::get<Uncertain>(result);
}

std::vector<Fault> faults(const UncertainInput& in, double lower = -inf, double upper = inf) {
  auto result = make_uncertain(in, lower, upper);
  REQUIRE(std::holds_alternative<std::vector<Fault>>(result));
  return std::get<std::vector<Fault>>(result);
}

bool mentions(const std::vector<Fault>& all, const std::string& words) {
  for (const auto& f : all)
    if (f.problem.find(words) != std::string::npos || f.suggestion.find(words) != std::string::npos)
      return true;
  for (const auto& f : all) UNSCOPED_INFO(f.problem << " | " << f.suggestion);
  return false;
}

// Mean and sd by the midpoint rule over u: an oracle that knows nothing of closed forms.
std::pair<double, double> moments_by_quantiles(const Uncertain& x) {
  constexpr int n = 200'000;
  double sum = 0.0, square = 0.0;
  for (int i = 0; i < n; ++i) {
    const double q = x.quantile((i + 0.5) / n);
    sum += q;
    square += (q - x.mean()) * (q - x.mean());
  }
  return {sum / n, std::sqrt(square / n)};
}

void same_everywhere(const Uncertain& a, const Uncertain& b, double tolerance = 1e-9) {
  for (const double u : {0.001, 0.1, 0.37, 0.5, 0.8, 0.999})
    CHECK(a.quantile(u) == Approx(b.quantile(u)).epsilon(tolerance));
}

}  // namespace

TEST_CASE("A mean and sd give the reference beta and lognormal") {
  same_everywhere(made(input("beta", {{"mean", 0.8}, {"sd", 0.1}})), Uncertain::of(dist::beta(12, 3)));
  same_everywhere(made(input("lognormal", {{"mean", 50'000}, {"sd", 20'000}})),
                  Uncertain::of(dist::lognormal(10.7455682819, 0.3852531702)));
}

TEST_CASE("PERT is the reference beta between its limits") {
  const Uncertain pert = made(input("pert", {{"min", 10}, {"mode", 20}, {"max", 40}}));
  same_everywhere(pert, Uncertain::of(dist::beta(7.0 / 3, 11.0 / 3, 10, 40)));
  CHECK(pert.quantile(0.1) == Approx(14.5908).margin(5e-5));
  CHECK(pert.quantile(0.5) == Approx(21.2744).margin(5e-5));
  CHECK(pert.quantile(0.9) == Approx(29.3337).margin(5e-5));
}

TEST_CASE("A truncated normal has the reference mean, and keeps its digits in a far tail") {
  const auto x = made(input("truncated_normal", {{"mu", 0.05}, {"sigma", 0.04}}), 0, 1);
  CHECK(x.mean() == Approx(0.058169).margin(5e-7));
  // Beyond 10 sd a normal looks exponential: mean excess sigma / z (1 - 1/z^2 + ...).
  const auto tail = Uncertain::of(dist::truncated_normal(0, 1, 10, inf));
  CHECK(tail.mean() == Approx(10.09809323).epsilon(1e-6));
  CHECK(tail.quantile(0.5) == Approx(10.06842).epsilon(1e-6));
  CHECK(tail.cdf(tail.quantile(0.3)) == Approx(0.3).epsilon(1e-9));
}

TEST_CASE("Quartiles give the reference lognormal by least squares on the cdf") {
  const auto x = made(input("lognormal", {{"p25", 30}, {"p50", 35}, {"p75", 45}}));
  CHECK(std::log(x.quantile(0.5)) == Approx(3.58286).margin(5e-6));
  const double sigma = std::sqrt(std::log1p(std::pow(x.sd() / x.mean(), 2)));
  CHECK(sigma == Approx(0.306008).margin(5e-7));
}

TEST_CASE("An 80 % interval of a normal gives its sd") {
  const auto x = made(input("normal", {{"p10", 90}, {"p90", 130}}));
  CHECK(x.sd() == Approx(40 / 2.5631031311).epsilon(1e-9));
  CHECK(x.mean() == Approx(110));
}

TEST_CASE("Every family inverts its cdf and knows its own mean and sd") {
  const auto n = Uncertain::of(dist::normal(3, 2));
  const std::vector<double> values{5, 1, 2}, weights{1, 2, 5};
  for (const Uncertain& x :
       {n, Uncertain::of(dist::truncated_normal(0.05, 0.04, 0, 1)), Uncertain::of(dist::lognormal(1, 0.5)),
        Uncertain::of(dist::truncated_lognormal(0.3, 0.9, 0, 3)),
        Uncertain::of(dist::truncated_lognormal(5, 0.5, 0.1, 100)), Uncertain::of(dist::beta(2, 5, -1, 3)),
        Uncertain::of(dist::pert(0, 9, 10)), Uncertain::of(dist::gamma(2.5, 4)),
        Uncertain::of(dist::uniform(-2, 5)), Uncertain::of(dist::triangular(0, 1, 5)),
        Uncertain::of(dist::discrete(values, weights)), Uncertain::of(dist::empirical(values)),
        Uncertain::of(dist::mixture({dist::normal(0, 1), dist::gamma(9, 1)}, std::vector<double>{3, 1}))}) {
    INFO(x.describe());
    const auto [mean, sd] = moments_by_quantiles(x);
    CHECK(mean == Approx(x.mean()).epsilon(1e-4).margin(1e-4));
    CHECK(sd == Approx(x.sd()).epsilon(1e-3));
    double before = -inf;
    for (double u = 1e-9; u < 1.0; u += 0.0103) {
      const double q = x.quantile(u);
      CHECK(q >= before);
      CHECK((q >= x.support_low() && q <= x.support_high()));
      CHECK(x.cdf(q) >= u - 1e-7);  // the accuracy of a tabulated quantile
      if (x.distribution()->atoms().empty()) CHECK(x.cdf(q) == Approx(u).epsilon(1e-6));
      before = q;
    }
  }
}

TEST_CASE("Tabulated quantiles are those of the exact inverse") {
  for (const double a : {0.05, 0.5, 1.0, 2.3, 20.5, 900.0, 1e6})
    for (const double b : {0.05, 0.5, 1.0, 3.7, 110.5, 1e6}) {
      INFO("alpha " << a << " beta " << b);
      const auto beta = dist::beta(a, b);
      const auto gamma = dist::gamma(a, b);
      double beta_before = -1.0, gamma_before = -1.0;
      for (double u = 1e-7; u < 1.0; u += 0.00713) {
        const double x = beta->quantile(u), y = gamma->quantile(u);
        REQUIRE(std::abs(x - boost::math::ibeta_inv(a, b, u)) <= 2e-7 * beta->sd());
        REQUIRE(std::abs(y - b * boost::math::gamma_p_inv(a, u)) <= 2e-7 * gamma->sd());
        REQUIRE(x >= beta_before);
        REQUIRE(y >= gamma_before);
        beta_before = x;
        gamma_before = y;
      }
    }
}

TEST_CASE("Every family with parameters takes mean and sd, and quantiles") {
  for (const std::string name :
       {"normal", "lognormal", "truncated_normal", "beta", "gamma", "pert", "uniform", "triangular"}) {
    INFO(name);
    const bool truncated = name == "truncated_normal";
    const double lower = truncated ? 0.3 : -inf, upper = truncated ? 0.9 : inf;
    const auto moments = made(input(name, {{"mean", 0.5}, {"sd", 0.1}}), lower, upper);
    CHECK(moments.mean() == Approx(0.5).epsilon(1e-7));
    CHECK(moments.sd() == Approx(0.1).epsilon(1e-7));
    const auto interval = made(input(name, {{"p10", 0.4}, {"p90", 0.6}}), lower, upper);
    CHECK(interval.quantile(0.1) == Approx(0.4).epsilon(1e-7));
    CHECK(interval.quantile(0.9) == Approx(0.6).epsilon(1e-7));
    UncertainInput pairs = input(name, {});
    pairs.quantiles = {{0.9, 0.6}, {0.1, 0.4}};  // in any order
    same_everywhere(made(pairs, lower, upper), interval, 1e-6);
  }
}

TEST_CASE("Counts give the posterior under Jeffreys' or the uniform prior") {
  auto counts = input("", {{"successes", 20}, {"trials", 130}});
  same_everywhere(made(counts, 0, 1), Uncertain::of(dist::beta(20.5, 110.5)));
  counts.prior = "uniform";
  same_everywhere(made(counts, 0, 1), Uncertain::of(dist::beta(21, 111)));
  same_everywhere(made(input("", {{"events", 12}, {"exposure", 400}}), 0, inf),
                  Uncertain::of(dist::gamma(12.5, 1.0 / 400)));
}

TEST_CASE("Without dist the bounds choose the family") {
  const Numbers interval{{"p10", 0.09}, {"p90", 0.16}};
  CHECK(made(input("", interval), 0, 1).family() == "beta");
  CHECK(made(input("", interval), 0, inf).family() == "lognormal");
  CHECK(made(input("", interval)).family() == "normal");
  const auto scaled = made(input("", {{"mean", 3}, {"sd", 1}}), 0, 10);
  CHECK(scaled.support_high() == 10);
  CHECK(scaled.sd() == Approx(1));
  CHECK(made(input("", {{"min", 1}, {"mode", 2}, {"max", 4}})).family() == "pert");
  CHECK(made(input("", {{"min", 1}, {"max", 4}})).family() == "uniform");
  CHECK(made(input("", {{"value", 4}})).is_point());
}

TEST_CASE("A stated mean is held and the quantiles are met as nearly as they can be") {
  const auto x = made(input("lognormal", {{"mean", 0.12}, {"p10", 0.09}, {"p90", 0.16}}), 0, 1e9);
  CHECK(x.mean() == Approx(0.12).epsilon(1e-6));
  CHECK(x.cdf(0.09) == Approx(0.1).margin(fit_tolerance));
  CHECK(x.cdf(0.16) == Approx(0.9).margin(fit_tolerance));
  CHECK(x.describe().substr(0, 20) == "lognormal(mean 0.12,");
}

TEST_CASE("More facts than a family can meet are a fault that names one that can") {
  const auto all = faults(input("normal", {{"p10", 1}, {"p50", 4}, {"p90", 16}}), 0, inf);
  CHECK(mentions(all, "no normal agrees"));
  CHECK(mentions(all, "0.05 is allowed"));
  CHECK(mentions(all, "dist = \"lognormal\""));
}

TEST_CASE("With the mean held, the spread is the least-squares one of a search over all spreads") {
  const auto squares = [](double sigma, double p90) {
    const auto d = dist::lognormal(std::log(0.12) - 0.5 * sigma * sigma, sigma);
    return std::pow(d->cdf(0.09) - 0.1, 2) + std::pow(d->cdf(p90) - 0.9, 2);
  };
  const auto best = [&](double p90) {
    double found = 0.01;
    for (double sigma = 0.01; sigma < 3.0; sigma += 0.0001)
      if (squares(sigma, p90) < squares(found, p90)) found = sigma;
    return found;
  };
  for (const double p90 : {0.15, 0.16, 0.17}) {
    const auto x = made(input("lognormal", {{"mean", 0.12}, {"p10", 0.09}, {"p90", p90}}), 0, inf);
    CHECK(std::sqrt(std::log1p(std::pow(x.sd() / x.mean(), 2))) == Approx(best(p90)).margin(2e-4));
  }
  // Where no spread will do, the fault reports the nearest (0.21: P90 0.26 is missed by 0.1), not a stray
  // one.
  CHECK(mentions(faults(input("lognormal", {{"mean", 0.12}, {"p10", 0.09}, {"p90", 0.26}}), 0, inf),
                 "for P90 0.26 (off by 0.1 "));
}

TEST_CASE("Mass outside the bounds is a fault that states how much, never a clip") {
  const auto all = faults(input("normal", {{"mean", 0.1}, {"sd", 0.1}}), 0, 1);
  CHECK(mentions(all, "15.9 %"));
  CHECK(mentions(all, "truncated_normal"));
  CHECK(mentions(faults(input("lognormal", {{"mean", 0.7}, {"sd", 0.3}}), 0, 1), "outside the bounds"));
  CHECK(mentions(faults(input("", {{"value", 3}}), 0, 1), "outside the bounds"));
  made(input("normal", {{"mean", 0.5}, {"sd", 0.05}}), 0, 1);  // 10 sd: cannot be drawn
  auto on_the_bound = input("discrete", {});
  on_the_bound.values = {0, 1};
  on_the_bound.weights = {1, 3};
  CHECK(made(on_the_bound, 0, 1).mean() == Approx(0.75));
}

TEST_CASE("All faults of an input come at once, with the nearest name") {
  const auto all = faults(
      input("lognornal", {{"mean", 0.5}, {"p10", 0.7}, {"p90", 0.6}, {"sd", -1}, {"sigm", 3}, {"min", NAN}}));
  CHECK(mentions(all, "'lognormal'"));
  CHECK(mentions(all, "'sigma'"));
  CHECK(mentions(all, "P10 0.7 is not below P90 0.6"));
  CHECK(mentions(all, "sd -1 is not above 0"));
  CHECK(mentions(all, "min is not a finite number"));
  CHECK(all.size() >= 5);
}

TEST_CASE("Contradictions and gaps are told apart") {
  CHECK(mentions(faults(input("normal", {{"mean", 5}, {"p10", 1}, {"p90", 3}})),
                 "mean 5 is outside P10 1 to P90 3"));
  CHECK(
      mentions(faults(input("pert", {{"min", 10}, {"mode", 5}, {"max", 40}})), "min 10 is not below mode 5"));
  CHECK(mentions(faults(input("pert", {{"min", 10}, {"mode", 15}})), "max is missing"));
  CHECK(mentions(faults(input("gamma", {{"shape", 2}})), "is missing"));
  CHECK(mentions(faults(input("", {{"mean", 2}})), "write value"));
  CHECK(mentions(faults(input("", {{"mu", 2}, {"sigma", 1}})), "which family"));
  CHECK(mentions(faults(input("normal", {{"alpha", 2}, {"mean", 1}, {"sd", 1}})), "does not take alpha"));
  CHECK(mentions(faults(input("beta", {{"mean", 0.5}, {"sd", 0.6}})), "sd is too large"));
  CHECK(mentions(faults(input("beta", {{"mean", 1.2}, {"sd", 0.1}})), "mean 1.2 is not inside 0 to 1"));
  CHECK(mentions(faults(input("lognormal", {{"p10", -1}, {"p90", 4}})), "P10 -1 is not inside 0 to inf"));
  CHECK(mentions(faults(input("", {{"successes", 5}, {"trials", 3}})), "successes 5 is not below trials 3"));
  CHECK(mentions(faults(input("beta", {{"successes", 5}})), "trials is missing"));
  CHECK(mentions(faults(input("point", {{"value", 1}, {"sd", 2}})), "does not take sd"));
  CHECK(mentions(faults(UncertainInput{}), "too little is stated"));
  CHECK(mentions(faults(input("normal", {{"mu", 0}, {"sigma", 1}, {"mean", 3}})), "no normal agrees"));
}

TEST_CASE("Quantiles alone and limits with a mean give a PERT") {
  const auto skewed = made(input("pert", {{"p10", 14.5908}, {"p50", 21.2744}, {"p90", 29.3337}}));
  CHECK(skewed.support_low() == Approx(10).margin(0.02));
  CHECK(skewed.support_high() == Approx(40).margin(0.05));
  const auto with_mean = made(input("pert", {{"min", 10}, {"max", 40}, {"mean", 130.0 / 6}}));
  CHECK(with_mean.quantile(0.5) == Approx(21.2744).margin(5e-4));
  const auto symmetric = made(input("triangular", {{"mean", 3}, {"sd", 1}}));
  CHECK(symmetric.sd() == Approx(1));
  CHECK(symmetric.quantile(0.5) == Approx(3));
}

TEST_CASE("A mixture draws values with a probability of their own exactly") {
  UncertainInput nothing = input("", {{"value", 0}}), some = input("normal", {{"mean", 5}, {"sd", 0.5}});
  UncertainInput in;
  in.components = {nothing, some};
  in.weights = {0.7, 0.3};
  const auto x = made(in, 0, inf);
  CHECK(x.family() == "mixture");
  CHECK(x.mean() == Approx(1.5));
  CHECK(x.quantile(0.69) == 0.0);
  CHECK(x.quantile(0.85) == Approx(5.0));
  in.components[1].numbers["sd"] = -1;
  CHECK(mentions(faults(in), "component 2: sd -1"));
  UncertainInput deep = some;
  for (int i = 0; i < 20; ++i) {
    UncertainInput outer;
    outer.components = {deep};
    deep = outer;
  }
  CHECK(mentions(faults(deep), "nested deeper"));
}

TEST_CASE("A point has no spread and describes itself as its number") {
  const auto x = Uncertain::point(0.25);
  CHECK(x.describe() == "0.25");
  CHECK(x.quantile(0.9) == 0.25);
  CHECK(x.sd() == 0.0);
}

TEST_CASE("Dirichlet shares add up to one, even where gamma quantiles underflow") {
  const std::vector<double> alpha{0.001, 0.002, 3.0};
  std::vector<double> u{1e-9, 0.4, 0.5};
  dirichlet_draw(alpha, u);
  CHECK(u[0] + u[1] + u[2] == Approx(1.0));
  const std::vector<double> tiny{0.0005, 0.0005};
  std::vector<double> v{0.2, 0.1};
  dirichlet_draw(tiny, v);
  CHECK(v[0] + v[1] == Approx(1.0));
  CHECK(v[0] > v[1]);
  const auto shares = dirichlet_marginals(std::vector<double>{20, 30, 50});
  CHECK(shares[0].mean() == Approx(0.2));
  CHECK(shares[0].sd() == Approx(std::sqrt(0.2 * 0.8 / 101)));
  CHECK(dirichlet_from_counts(std::vector<double>{3, 0}) == std::vector<double>{3.5, 0.5});
}
