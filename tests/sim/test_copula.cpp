// Rank correlations become dependence between the named parameters and nobody else.

#include <cmath>
#include <numeric>

#include "sim/assumptions.hpp"
#include "sim/copula_matrix.hpp"
#include "sim/statistics.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

const std::vector<std::string> letters{"d", "a", "c", "b"};

Copula made(const std::vector<RankCorrelation>& correlations) {
  auto result = make_copula(letters, correlations);
  REQUIRE(std::holds_alternative<Copula>(result));
  return std::get<Copula>(result);
}

std::vector<Fault> faults(const std::vector<std::string>& names,
                          const std::vector<RankCorrelation>& correlations) {
  auto result = make_copula(names, correlations);
  REQUIRE(std::holds_alternative<std::vector<Fault>>(result));
  return std::get<std::vector<Fault>>(result);
}

std::vector<double> ranks(const std::vector<double>& x) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](auto i, auto j) { return x[i] < x[j]; });
  std::vector<double> rank(x.size());
  for (std::size_t i = 0; i < order.size(); ++i) rank[order[i]] = static_cast<double>(i);
  return rank;
}

double spearman(const std::vector<double>& x, const std::vector<double>& y) {
  const auto a = ranks(x), b = ranks(y);
  return covariance(a, b) / (sd(a) * sd(b));
}

}  // namespace

TEST_CASE("Spearman's correlation becomes Pearson's by 2 sin(pi rho / 6)") {
  CHECK(pearson_of_spearman(0.6) == Approx(0.6180339887).epsilon(1e-10));
  CHECK(spearman_of_pearson(pearson_of_spearman(-0.37)) == Approx(-0.37));
  CHECK(pearson_of_spearman(1.0) == Approx(1.0));
}

TEST_CASE("The sampled rank correlation is the stated one, between any two families") {
  const std::uint32_t n = 16'384;
  const std::vector<NamedUncertain> two{{"cost", Uncertain::of(dist::lognormal(1, 1))},
                                        {"rate", Uncertain::of(dist::beta(2, 9))}};
  for (const double stated : {0.6, -0.8, 0.0}) {
    const AssumptionSampler sampler(two, {{"rate", "cost", stated}}, Design::mc, 1, n);
    std::vector<double> x(n), y(n), out(2);
    for (std::uint32_t r = 0; r < n; ++r) {
      sampler.draw(r, out);
      x[r] = out[0];
      y[r] = out[1];
    }
    // At independence the variance is 1/(n - 1), and it is smaller for a bivariate normal that is correlated.
    const double error = 1.0 / std::sqrt(n - 1.0);
    CHECK(std::abs(spearman(x, y) - stated) < 4.9 * error);
    // Pearson's figure used as it stands (no sine) is off by 0.017 at 0.6, which n is large enough to refuse.
    const AssumptionSampler shifted(two, {{"rate", "cost", stated + 0.05}}, Design::mc, 1, n);
    for (std::uint32_t r = 0; r < n; ++r) {
      shifted.draw(r, out);
      y[r] = out[1];
    }
    CHECK(std::abs(spearman(x, y) - stated) > 4.9 * error);
  }
}

TEST_CASE("The first name keeps its draw; those that no correlation names keep theirs to the last bit") {
  std::vector<double> u{0.2, 0.9, 0.4, 0.7};  // d a c b
  made({{"c", "a", 0.5}, {"d", "a", 0.3}}).couple(u);
  CHECK(u[1] == 0.9);
  CHECK(u[3] == 0.7);
  CHECK(u[2] != 0.4);
  const double c_alone = u[2];
  std::vector<double> v{0.2, 0.9, 0.4, 0.7};
  made({{"c", "a", 0.5}}).couple(v);  // d sorts after c, so c never hears of it
  CHECK(v[2] == c_alone);
  CHECK(v[0] == 0.2);
}

TEST_CASE("Full correlation makes ranks equal and full opposition mirrors them") {
  std::vector<double> u{0.2, 0.9, 0.4, 0.7};
  made({{"b", "a", 1.0}, {"c", "a", -1.0}, {"b", "c", -1.0}}).couple(u);
  CHECK(u[3] == Approx(0.9));
  CHECK(u[2] == Approx(0.1));
}

TEST_CASE("A matrix that cannot hold is a fault that names the nearest valid one") {
  const auto all = faults({"x", "y", "z"}, {{"x", "y", 0.9}, {"y", "z", 0.9}, {"x", "z", -0.9}});
  REQUIRE(all.size() == 1);
  const std::string advice = all[0].suggestion;
  INFO(all[0].problem << " | " << advice);
  const auto figure = [&](const std::string& pair) {
    const auto at = advice.find(pair + ": ");
    REQUIRE(at != std::string::npos);
    return std::stod(advice.substr(at + pair.size() + 2));
  };
  const std::vector<RankCorrelation> nearest{
      {"x", "y", figure("x and y")}, {"y", "z", figure("y and z")}, {"x", "z", figure("x and z")}};
  CHECK(std::holds_alternative<Copula>(make_copula(std::vector<std::string>{"x", "y", "z"}, nearest)));
  CHECK(figure("x and y") == Approx(figure("y and z")));
  CHECK(figure("x and y") == Approx(-figure("x and z")).margin(0.0011));
  CHECK(figure("x and y") == Approx(0.48).margin(0.01));  // three equal angles of 60 degrees: Pearson 1/2
}

TEST_CASE("Higham's nearest correlation matrix is reproduced") {
  // The example of Higham 2002: [1 1 0; 1 1 1; 0 1 1] -> off-diagonals 0.7607, 0.1573.
  SquareMatrix a = SquareMatrix::identity(3);
  a(0, 1) = a(1, 0) = a(1, 2) = a(2, 1) = 1.0;
  const SquareMatrix nearest = nearest_correlation(a, 0.0);
  CHECK(nearest(0, 1) == Approx(0.7607).margin(5e-5));
  CHECK(nearest(0, 2) == Approx(0.1573).margin(5e-5));
  CHECK(smallest_eigenvalue(nearest) > -1e-9);
  const auto values = eigen_of(a).values;  // 1 - sqrt 2, 1, 1 + sqrt 2
  CHECK(*std::min_element(values.begin(), values.end()) == Approx(1.0 - std::sqrt(2.0)));
}

TEST_CASE("Faults of the names and figures come all at once") {
  const auto all = faults({"request.rate", "unit.cost"}, {{"request.rat", "unit.cost", 0.3},
                                                          {"unit.cost", "unit.cost", 0.1},
                                                          {"request.rate", "unit.cost", 1.2},
                                                          {"unit.cost", "request.rate", NAN}});
  CHECK(all.size() == 5);
  CHECK(all[0].suggestion == "did you mean 'request.rate'?");
}
