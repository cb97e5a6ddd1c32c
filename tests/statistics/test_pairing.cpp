// What common random numbers are worth: the variance of a difference against that of independent runs.
//
// Acceptance (a 10 % lower request rate in Kingston, plans of January 2022): at least 15 times smaller with
// assumptions fixed, 40 times with the shipped ones. Estimated from n pairs, the logarithm of the ratio has a
// standard error of about 2 / sqrt(n): 0.18 at 128, 0.063 at 1,024.

#include <array>

#include "sim/paired.hpp"
#include "tests/catch.hpp"
#include "tests/models/subject.hpp"

using namespace model_test;

namespace {

struct Ratios {
  double fixed, shipped;
};

/// A lognormal's mean and sd times 0.9 make each of its draws 0.9 times as large.
Ratios ratios(std::uint32_t n, sim::Seed seed_of_b) {
  const Subject a(kingston, {{"years", "4"}});
  const Subject b(
      kingston,
      {{"years", "4"}, {"request.local_level", "{ mean = 0.792, sd = 0.108, dist = \"lognormal\" }"}},
      seed_of_b);
  const std::uint32_t column = Figures(a.model.layout()).column("ehcp_stock", "2022");
  std::array<std::vector<double>, 4> y;
  for (std::uint32_t r = 0; r < n; ++r) {
    y[0].push_back(static_cast<double>(a.simulate(r, a.config.base())[column]));
    y[1].push_back(static_cast<double>(b.simulate(r, b.config.base())[column]));
    y[2].push_back(static_cast<double>(a.simulate(r)[column]));
    y[3].push_back(static_cast<double>(b.simulate(r)[column]));
  }
  CHECK(sim::mean(y[1]) < sim::mean(y[0]));
  return {sim::variance_reduction(y[0], y[1]), sim::variance_reduction(y[2], y[3])};
}

}  // namespace

TEST_CASE("A difference between scenarios shows the change and not the noise") {
  const Ratios r = ratios(long_run() ? 4096 : 128, Subject(kingston).seed);
  WARN("variance reduction: " << r.fixed << " with assumptions fixed, " << r.shipped
                              << " with the shipped ones");
  CHECK(r.fixed >= 15);
  CHECK(r.shipped >= 40);
}

TEST_CASE("The test of pairing refuses runs of different seeds") {
  const Ratios r = ratios(64, 7);
  CHECK(r.fixed < 3);
  CHECK(r.shipped < 3);
}
