// R-hat and effective sample size: figures of an independent implementation in Python (after the R package
// posterior), chains whose worth is known, and chains that disagree.

#include <cmath>

#include "sim/chain_diagnostics.hpp"
#include "sim/sample.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

/// Autoregressive chains: worth n (1 - phi) / (1 + phi).
std::vector<std::vector<double>> autoregressive(double phi, std::size_t n) {
  KeyedEngine words(11, {0, 2, 0, 1});
  std::vector<std::vector<double>> chains(4);
  for (auto& c : chains) {
    double x = inverse_normal(unit(words()));
    for (std::size_t i = 0; i < n; ++i) {
      x = phi * x + std::sqrt(1 - phi * phi) * inverse_normal(unit(words()));
      c.push_back(x);
    }
  }
  return chains;
}

}  // namespace

TEST_CASE("Diagnostics equal an independent implementation") {
  std::uint64_t s = 12345;
  std::vector<std::vector<double>> chains(3);
  for (std::size_t c = 0; c < 3; ++c) {
    double v = 0;
    for (int i = 0; i < 40; ++i) {
      s = (s * 1103515245 + 12345) % (std::uint64_t{1} << 31);
      v = 0.6 * v + (static_cast<double>(s) / 0x1p31 - 0.5) + 0.05 * static_cast<double>(c);
      chains[c].push_back(v);
    }
  }
  CHECK(r_hat(chains) == Approx(1.053959124561896).epsilon(1e-9));
  CHECK(bulk_ess(chains) == Approx(39.73998351448719).epsilon(1e-9));
  CHECK(tail_ess(chains) == Approx(95.45415036940453).epsilon(1e-9));
}

TEST_CASE("Independent draws are worth their number, autocorrelated ones less") {
  const auto independent = autoregressive(0, 1000), slow = autoregressive(0.9, 5000);
  CHECK(bulk_ess(independent) == Approx(4000).epsilon(0.12));
  CHECK(r_hat(independent) < 1.01);
  CHECK(bulk_ess(slow) == Approx(20000 / 19.0).epsilon(0.2));
  CHECK(tail_ess(slow) < bulk_ess(independent));
}

TEST_CASE("Chains that found different places or different spreads do not agree") {
  auto shifted = autoregressive(0, 1000), wide = shifted, drifting = shifted;
  for (double& x : shifted[0]) x += 1;
  for (double& x : wide[0]) x *= 3;  // same centre: only the folded chains see it
  for (std::size_t i = 0; i < 1000; ++i)
    for (auto& c : drifting) c[i] += static_cast<double>(i) / 500;  // only the halves see it
  CHECK(r_hat(shifted) > 1.05);
  CHECK(r_hat(wide) > 1.05);
  CHECK(r_hat(drifting) > 1.05);
}

TEST_CASE("What does not vary, or is too short, has no diagnostics") {
  CHECK(std::isnan(r_hat(std::vector<std::vector<double>>(4, std::vector<double>(100, 1.0)))));
  CHECK(std::isnan(bulk_ess(std::vector<std::vector<double>>(4, std::vector<double>(100, 1.0)))));
  CHECK(std::isnan(r_hat(std::vector<std::vector<double>>(4, std::vector<double>(4, 1.0)))));
}
