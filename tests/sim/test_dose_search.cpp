// The search for the smallest dose, where the answer is known: replicate r needs a dose of its own.

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/dose_search.hpp"
#include "tests/catch.hpp"

namespace {

constexpr std::size_t n = 1600;

/// Replicate r needs the dose (r + 0.5) / n, dealt out so that every scramble of 16 has the same range.
double needed(std::size_t r) {
  const std::size_t scramble = r % 16, point = r / 16;
  return (static_cast<double>(point * 16 + (scramble + point) % 16) + 0.5) / n;
}

std::vector<double> straight(double dose) {
  std::vector<double> out;
  for (std::size_t r = 0; r < n; ++r) out.push_back(needed(r) <= dose ? 1 : 0);
  return out;
}

sim::DoseQuestion question(double from, double to, double probability, double tolerance) {
  return {.from = from, .to = to, .probability = probability, .tolerance = tolerance};
}

}  // namespace

TEST_CASE("The smallest dose is the quantile of the doses that replicates need") {
  for (const double p : {0.1, 0.5, 0.8, 0.95}) {
    const auto q = question(0, 1, p, 1e-4);
    std::set<double> asked;
    const auto a = sim::smallest_dose(q, [&](double dose) {
      CHECK(asked.insert(dose).second);  // no dose is simulated twice
      return straight(dose);
    });
    INFO(p);
    CHECK(a.found == sim::DoseFound::inside);
    CHECK(a.tried[a.best].chance.value >= p);
    CHECK(a.tried[a.best - 1].chance.value < p);
    CHECK(a.tried[a.best].dose - a.tried[a.best - 1].dose <= 1e-4);
    CHECK(a.tried[a.best].dose == Approx(p).margin(1e-3));
    CHECK(asked.size() == sim::most_doses(q));
    CHECK(a.falls.empty());
    CHECK(std::is_sorted(a.tried.begin(), a.tried.end(),
                         [](const auto& x, const auto& y) { return x.dose < y.dose; }));
  }
}

TEST_CASE("A dose may count downwards: the smallest is the one nearest to no action") {
  // Dealt out at random, so that there is a Monte Carlo error.
  const auto uneven = [](double dose) {
    std::vector<double> out;
    for (std::uint64_t r = 0, state = 1; r < n; ++r) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      out.push_back(static_cast<double>(state >> 11) * 0x1p-53 <= dose ? 1 : 0);
    }
    return out;
  };
  const auto a =
      sim::smallest_dose(question(1, 0.5, 0.3, 1e-3), [&](double factor) { return uneven(1 - factor); });
  CHECK(a.found == sim::DoseFound::inside);
  CHECK(a.tried[a.best].dose == Approx(0.7).margin(0.04));  // 3.5 standard errors
  CHECK(a.tried.front().dose == 1);
  CHECK(a.tried.back().dose == 0.5);
  CHECK(a.low > a.high);  // from no action on
}

TEST_CASE("Already reached, unreachable, and no figure at all") {
  unsigned runs = 0;
  const auto already = sim::smallest_dose(question(0.9, 1, 0.8, 0.01), [&](double dose) {
    ++runs;
    return straight(dose);
  });
  CHECK(already.found == sim::DoseFound::at_start);
  CHECK(runs == 1);
  CHECK(std::isnan(already.mcse));
  const auto never = sim::smallest_dose(question(0, 0.7, 0.8, 0.01), straight);
  CHECK(never.found == sim::DoseFound::unreachable);
  CHECK(never.tried.size() == 5);
  CHECK(never.tried[never.best].dose == 0.7);
  const auto nothing = sim::smallest_dose(question(0, 1, 0.8, 0.01),
                                          [](double) { return std::vector<double>(64, std::nan("")); });
  CHECK(nothing.found == sim::DoseFound::unreachable);
  // Replicates without a figure are left out, not counted as failures.
  const auto half = sim::smallest_dose(question(0, 1, 0.8, 1e-3), [](double dose) {
    auto all = straight(dose);
    for (std::size_t r = 0; r < n; r += 2) all[r] = std::nan("");
    return all;
  });
  CHECK(half.tried[half.best].dose == Approx(0.8).margin(5e-3));
}

TEST_CASE("A chance that falls with the dose is found, and reported") {
  // Rises to 1 at 0.5 and falls to 0.2 at 1.
  const auto hump = [](double dose) { return straight(dose <= 0.5 ? 2 * dose : 1.8 - 1.6 * dose); };
  const auto a = sim::smallest_dose(question(0, 1, 0.9, 1e-3), hump);
  CHECK(a.found == sim::DoseFound::inside);
  CHECK(a.tried[a.best].dose == Approx(0.45).margin(2e-3));
  REQUIRE(a.falls.size() == 2);  // 0.75 and 1 against 0.5
  CHECK(a.falls[0].smaller == 0.5);
  CHECK(a.falls[1].larger == 1);
  CHECK(a.falls[1].change.value == Approx(-0.8).margin(0.01));
  // The ends alone would not have told.
  CHECK(sim::smallest_dose({.from = 0, .to = 1, .probability = 0.9, .tolerance = 1e-3, .parts = 1}, hump)
            .found == sim::DoseFound::unreachable);
}

TEST_CASE("A fall within Monte Carlo error is no fall") {
  // One replicate of 1,600 is lost.
  const auto a = sim::smallest_dose(question(0, 1, 0.9, 0.01), [](double dose) {
    auto all = straight(dose);
    if (dose == 1) all[7] = 0;
    return all;
  });
  CHECK(a.falls.empty());
}

TEST_CASE("The Monte Carlo interval of the dose covers as often as it says") {
  // Doses needed are independent uniforms, so the true answer is 0.8; 400 searches of 256 replicates. The
  // intervals of t with 15 degrees of freedom cover about 95 %; fewer than 90 % has a chance below 1e-4.
  std::uint64_t state = 12345;
  const auto uniform = [&] {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state >> 11) * 0x1p-53;
  };
  int covered = 0, searches = 400;
  double sum = 0, sum_squares = 0, error = 0;
  for (int s = 0; s < searches; ++s) {
    std::vector<double> need(256);
    for (double& x : need) x = uniform();
    const auto a = sim::smallest_dose(question(0, 1, 0.8, 1e-3), [&](double dose) {
      std::vector<double> out;
      for (const double x : need) out.push_back(x <= dose ? 1 : 0);
      return out;
    });
    const double dose = a.tried[a.best].dose;
    covered += a.low <= 0.8 && (std::isnan(a.high) || 0.8 <= a.high);
    sum += dose;
    sum_squares += dose * dose;
    error += std::isnan(a.mcse) ? 0.025 : a.mcse;
  }
  CHECK(covered >= 360);
  CHECK(covered < searches);
  const double sd = std::sqrt(sum_squares / searches - sum / searches * (sum / searches));
  CHECK(error / searches == Approx(sd).epsilon(0.15));
}
