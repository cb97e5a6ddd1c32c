// Events of the risk register happen as often as their probabilities say, alone and given one another, at 4.9
// standard errors; and each test refuses a register that gets it wrong.

#include <cmath>
#include <fstream>
#include <vector>

#include "models/risk.hpp"
#include "sim/philox.hpp"
#include "tests/catch.hpp"
#include "tests/models/subject.hpp"
#include "tests/statistics/z_score.hpp"

using namespace model_test;
using statistics::accepted;
using statistics::z_of_counts;

namespace {

constexpr std::uint32_t replicates = 4096;

Changes risk(const std::string& name, const std::string& probability, const Changes& more = {}) {
  const auto prefix = "risk." + name + ".";
  Changes changes{{prefix + "title", "\"A test\""},
                  {prefix + "source", "\"none\""},
                  {prefix + "reliability", "\"red\""},
                  {prefix + "start", "\"2019-spring\""},
                  {prefix + "probability", probability}};
  for (const auto& m : more) changes.push_back({prefix + m.name, m.value});
  return changes;
}

/// How often neither, only the first, only the second and both of two events happen.
std::vector<double> together(const Changes& changes, auto&& spoil) {
  const auto config = read(configs() / kingston, changes);
  // Independent draws: the scrambled points of a design fall too evenly for a test of chance.
  const auto draws = sim::assumption_draws(config, sim::Design::mc, 20190401, replicates);
  const sim::TermClock clock(sim::Season::autumn, 2018, 2);
  auto risks = models::read_risks(config, clock);
  spoil(risks);
  std::vector<double> values(draws.names.size()), cells(draws.base.size()), counts(4);
  for (std::uint32_t r = 0; r < replicates; ++r) {
    draws.fill(r, values, cells);
    const auto happens = models::events(risks, models::Values(cells));
    counts[static_cast<std::size_t>(happens[0] + 2 * happens[1])] += 1;
  }
  return counts;
}

const auto as_it_is = [](std::vector<models::Risk>&) {};

}  // namespace

TEST_CASE("Events that depend on nothing meet as often as chance says") {
  const auto two = risk("a", "0.3") + risk("b", "0.15");
  const std::vector<double> expected{0.7 * 0.85, 0.3 * 0.85, 0.7 * 0.15, 0.3 * 0.15};
  CHECK(std::abs(z_of_counts(together(two, as_it_is), expected)) < accepted);
  // One draw for both: the second would happen only where the first does.
  const auto one_draw = [](auto& risks) { risks[1].draw = risks[0].draw; };
  CHECK(z_of_counts(together(two, one_draw), expected) > accepted);
}

TEST_CASE("A conditional probability holds where the other event happens, whatever the order of names") {
  const auto chain = risk("a", "0.1", {{"given", "\"b\""}, {"probability_given", "0.7"}}) + risk("b", "0.4");
  const std::vector<double> expected{0.6 * 0.9, 0.6 * 0.1, 0.4 * 0.3, 0.4 * 0.7};
  CHECK(std::abs(z_of_counts(together(chain, as_it_is), expected)) < accepted);
  const auto forgets = [](auto& risks) { risks[0].given.reset(); };
  CHECK(z_of_counts(together(chain, forgets), expected) > accepted);
  const auto swaps = [](auto& risks) { std::swap(risks[0].probability, risks[0].probability_given); };
  CHECK(z_of_counts(together(chain, swaps), expected) > accepted);
}

TEST_CASE("An uncertain probability comes out at its mean, and correlated draws meet more often") {
  const auto unsure = risk("a", "{ min = 0.1, max = 0.5 }") + risk("b", "0.3");
  const std::vector<double> expected{0.7 * 0.7, 0.3 * 0.7, 0.7 * 0.3, 0.3 * 0.3};
  CHECK(std::abs(z_of_counts(together(unsure, as_it_is), expected)) < accepted);
  const Changes half = risk("a", "0.5") + risk("b", "0.5");
  Changes tied = half;
  const std::filesystem::path scenario = std::filesystem::temp_directory_path() / "sendcast-tied-draws.toml";
  {
    std::ofstream file(scenario);
    file << "correlations = [{ a = \"risk.a.draw\", b = \"risk.b.draw\", spearman = 0.6 }]\n";
  }
  const auto result = sim::read_config(configs() / kingston, models::schema(), std::vector{scenario}, tied);
  std::filesystem::remove(scenario);
  INFO(sim::to_string(result.faults));
  REQUIRE(result.config);
  const auto draws = sim::assumption_draws(*result.config, sim::Design::mc, 20190401, replicates);
  const auto risks = models::read_risks(*result.config, sim::TermClock(sim::Season::autumn, 2018, 2));
  std::vector<double> values(draws.names.size()), cells(draws.base.size()), counts(4);
  for (std::uint32_t r = 0; r < replicates; ++r) {
    draws.fill(r, values, cells);
    const auto happens = models::events(risks, models::Values(cells));
    counts[static_cast<std::size_t>(happens[0] + 2 * happens[1])] += 1;
  }
  // Medians of a bivariate normal with rho = 2 sin(pi 0.6 / 6): P(both above) = 1/4 + asin(rho)/(2 pi).
  const double rho = 2 * std::sin(std::acos(-1.0) * 0.6 / 6),
               both = 0.25 + std::asin(rho) / (2 * std::acos(-1.0));
  const std::vector<double> correlated{both, 0.5 - both, 0.5 - both, both};
  CHECK(std::abs(z_of_counts(counts, correlated)) < accepted);
  CHECK(z_of_counts(together(half, as_it_is), correlated) > accepted);
}
