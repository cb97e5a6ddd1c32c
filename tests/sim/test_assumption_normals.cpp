// Assumptions as a function of standard normals: the same values that a design draws, coupled as it couples.

#include <array>
#include <cmath>

#include "sim/assumptions.hpp"
#include "sim/copula.hpp"
#include "sim/sample.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

std::vector<NamedUncertain> parameters() {
  return {{"a", Uncertain::of(dist::lognormal(0, 1))},
          {"b", Uncertain::of(dist::normal(5, 2))},
          {"c", Uncertain::point(7)},
          {"share.x", Uncertain::of(dist::beta(2, 3))},
          {"share.y", Uncertain::of(dist::beta(3, 2))}};
}

AssumptionSampler sampler(double spearman) {
  return {parameters(),
          spearman == 0 ? std::vector<RankCorrelation>{} : std::vector<RankCorrelation>{{"a", "b", spearman}},
          Design::mc,
          1,
          1,
          {{{"share.x", "share.y"}, {2, 3}}}};
}

}  // namespace

TEST_CASE("Normals of the uniforms give the draw") {
  const auto s = sampler(0);
  std::array<double, 5> u{}, drawn{}, at{};
  s.uniforms(4, u);
  s.draw(4, drawn);
  for (double& x : u) x = inverse_normal(x);
  s.at_normals(u, at);
  for (std::size_t i = 0; i < 5; ++i) CHECK(at[i] == Approx(drawn[i]).epsilon(1e-9));
  CHECK(at[2] == 7);
  CHECK(at[3] + at[4] == Approx(1));
}

TEST_CASE("Normals are coupled in the order of the names") {
  const std::array z{0.7, -0.4, 0.0, 0.0, 0.0};
  std::array<double, 5> at{};
  sampler(0.6).at_normals(z, at);
  const double rho = pearson_of_spearman(0.6);
  CHECK(at[0] == Approx(std::exp(0.7)));
  CHECK(at[1] == Approx(5 + 2 * (rho * 0.7 + std::sqrt(1 - rho * rho) * -0.4)));
}
