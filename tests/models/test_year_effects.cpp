// Year effects that are given stand in the place of draws, up to the year that is named and no further.

#include <cmath>

#include "models/year_effects.hpp"
#include "subject.hpp"
#include "tests/catch.hpp"

using namespace model_test;

namespace {

const Changes given{{"year_effect.given_to", "2019"},
                    {"year_effect.requests_national", "{ 2018 = 0.5, 2019 = 1.5 }"},
                    {"year_effect.requests_local", "{ 2018 = -1, 2019 = 2 }"},
                    {"year_effect.ceasing", "{ 2018 = 0.25, 2019 = -0.75 }"},
                    {"year_effect.ceasing_local", "{ 2018 = 1, 2019 = 0.5 }"},
                    {"year_effect.prices", "{ 2018 = 1, 2019 = 3 }"},
                    {"year_effect.migration", "{ 2018 = 0, 2019 = -2 }"}};

double shock(double sd, double z) { return std::exp(sd * z - sd * sd / 2); }

}  // namespace

TEST_CASE("Effects are the given normals times the shocks, and later years are drawn as ever") {
  const Subject with(kingston, given), without(kingston);
  const auto effects = [](const Subject& s) {
    const auto cells = s.cells(0);
    return models::YearEffects(s.model.structure(), models::Values(cells), s.key(0));
  };
  const auto a = effects(with), b = effects(without);
  const auto cells = with.cells(0);
  const auto of = [&](const char* name) { return cells[with.config.slot(name).offset]; };
  const double level =
      cells[with.config.slot("request.level").offset + 2018 - 2010] * of("request.local_level");
  const double local = of("request.shock_local"), kept = of("request.shock_local_persistence");
  REQUIRE(kept > 0);
  CHECK(a.requests(2018) ==
        Approx(level * shock(of("request.shock_local"), -1)));  // known: no national shock
  CHECK(a.requests(2019) == Approx(level * std::exp(of("request.trend")) *
                                   std::exp(local * (2 - kept) - local * local * (1 + kept * kept) / 2) *
                                   shock(of("request.shock_national"), 1.5)));
  CHECK(a.ceasing(2019) ==
        Approx(shock(of("cease.shock_national"), -0.75) * shock(of("cease.shock_local"), 0.5)));
  CHECK(a.price(2018) == 1);  // the first year has the prices it has
  CHECK(a.price(2019) == Approx(shock(of("money.inflation_shock"), 3)));
  CHECK(a.migration(2019) == Approx(-2 * of("population.migration_shock_sd")));
  CHECK(a.requests(2019) != b.requests(2019));
  const auto apart = [&](int year) { return std::log(a.requests(year) / b.requests(year)); };
  for (int year = 2020; year < 2025; ++year) {
    CHECK(apart(year + 1) == Approx(kept * apart(year)));  // what lasts of a local deviation
    CHECK(a.ceasing(year) == b.ceasing(year));
    CHECK(a.migration(year) == b.migration(year));
    CHECK(a.price(year) / a.price(2019) == Approx(b.price(year) / b.price(2019)));
  }
}

TEST_CASE("Effects before the year that is named change nothing when none is named") {
  Changes unnamed = given;
  unnamed.erase(unnamed.begin());
  const Subject a(kingston, unnamed + Changes{{"years", "1"}}), b(kingston, {{"years", "1"}});
  CHECK(a.simulate(3) == b.simulate(3));
}

TEST_CASE("Given years keep the two engines together") {
  const auto s = Subject::without_limits(kingston, given + Changes{{"years", "2"}});
  const Figures f(s.model.layout());
  double sum = 0, square = 0;
  constexpr int n = 40;
  for (std::uint32_t r = 0; r < n; ++r) {
    const double d = static_cast<double>(f.at(s.simulate(r), "new_plans", "2019")) -
                     f.at(s.expected(r), "new_plans", "2019");
    sum += d;
    square += d * d;
  }
  const double mean = sum / n;
  CHECK(std::abs(mean) < 4.9 * std::sqrt((square / n - mean * mean) / (n - 1)));
}

TEST_CASE("Local shocks on requests have mean 1 in every year, and spread as an autoregression does") {
  const Subject s(kingston, {{"request.shock_local", "0.3"},
                             {"request.shock_local_persistence", "0.7"},
                             {"request.shock_national", "0"},
                             {"request.trend", "0"},
                             {"cease.shock_local", "0.4"},
                             {"cease.shock_national", "0"}});
  const auto cells = s.cells(0);
  const models::Values v(cells);
  constexpr int n = 20000;
  for (const int year : {2018, 2019, 2023}) {
    double sum = 0, logs = 0, squares = 0, ceasing = 0, ceasing_logs = 0;
    double level = cells[s.config.slot("request.level").offset + 2018 - 2010];
    level *= cells[s.config.slot("request.local_level").offset];
    for (std::uint32_t r = 0; r < n; ++r) {
      const models::YearEffects effects(s.model.structure(), v, s.key(r));
      const double x = effects.requests(year) / level;
      sum += x, logs += std::log(x), squares += std::log(x) * std::log(x);
      ceasing += effects.ceasing(year), ceasing_logs += std::pow(std::log(effects.ceasing(year)) + 0.08, 2);
    }
    const double variance = 0.09 * (1 - std::pow(0.49, year - 2017)) / 0.51;
    INFO(year);
    CHECK(std::abs(sum / n - 1) < 4.9 * std::sqrt(std::expm1(variance) / n));
    CHECK(squares / n - logs * logs / n / n == Approx(variance).epsilon(4.9 * std::sqrt(2.0 / n)));
    CHECK(std::abs(ceasing / n - 1) < 4.9 * std::sqrt(std::expm1(0.16) / n));
    CHECK(ceasing_logs / n == Approx(0.16).epsilon(4.9 * std::sqrt(2.0 / n)));
  }
}
