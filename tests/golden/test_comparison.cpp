// The commissioner's summary, as it looks: made-up figures, so that only a change of the page changes the
// golden file. SENDCAST_UPDATE_GOLDEN=1 rewrites it.

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>

#include "app/compare/comparison_summary.hpp"
#include "tests/catch.hpp"

namespace {

app::ComparedPeriod period(const char* name, double a, double b, double half, double lower,
                           double variance_reduction) {
  app::ComparedPeriod p;
  p.period = name;
  p.median_a = a;
  p.median_b = b;
  p.paired.difference.p10 = b - a - half;
  p.paired.difference.p50 = b - a;
  p.paired.difference.p90 = b - a + half;
  p.paired.difference.mcse_p50 = half / 30;
  p.paired.p_lower = lower;
  p.variance_reduction = variance_reduction;
  return p;
}

app::RunningTotal total(double median, double half, double lower) {
  app::RunningTotal t;
  t.difference.p10 = median - half;
  t.difference.p50 = median;
  t.difference.p90 = median + half;
  t.lower = {lower, 0.01};
  return t;
}

app::ComparisonSummary example() {
  using sim::Unit;
  app::PairSummary b;
  b.letter = "B";
  b.scenario = "baseline + early-support";
  b.changes = {{"request.local_level", "lognormal(mean 0.92, sd 0.12)", "lognormal(mean 0.828, sd 0.108)"},
               {"support.package_cost", "not set", "2019: 1500, 2020: 1550"}};
  const double never_varies = std::numeric_limits<double>::infinity();
  b.metrics = {
      {{.name = "ehcp_stock"},
       {period("2019", 1165, 1165, 0, 0, never_varies), period("2020", 1250, 1224, 9, 0.998, 154.2)}},
      {{.name = "independent_share", .unit = Unit::share},
       {period("2019", 0.119, 0.119, 0, 0, never_varies), period("2020", 0.105, 0.1052, 0.001, 0.4, 30)}},
      {{.name = "hnb_spend", .unit = Unit::pence},
       {period("2018-19", 29.6e6, 29.7e6, 2e4, 0.001, 8), period("2019-20", 30.9e6, 30.7e6, 1e5, 0.9, 9)}},
      {{.name = "cumulative_deficit", .unit = Unit::pence},
       {period("2018-19", 15e6, 15.1e6, 2e4, 0.001, 8), period("2019-20", 23.3e6, 23.2e6, 1e5, 0.8, 9)}}};
  b.break_even = {{"2018-19", total(1e5, 2e4, 0.001), total(1e5, 2e4, 0.001)},
                  {"2019-20", total(-1e5, 1e5, 0.8), total(-0.9e5, 1e5, 0.79)}};
  app::Goal goal;
  goal.title = "Plans at most 1,235 by January of the year after";
  goal.about = {.name = "ehcp_stock"};
  goal.period = "2020";
  goal.aim = "at_most";
  goal.value = 1235;
  b.targets = {{goal, {0.356, 0.008}, {0.71, 0.009}, {0.354, 0.006}}};
  b.layers = {{{.name = "ehcp_stock"}, "2020", {{40, 0}, {2, 0}, {10, 0}}}};

  app::ComparisonSummary s;
  s.area = "Anytown";
  s.first_term = "2018-autumn";
  s.design = "sobol";
  s.replicates = 1000;
  s.seed = 1;
  s.members = 3;
  s.discount = 0.035;
  s.seconds = 24.04;
  s.letter = "A";
  s.scenario = "baseline";
  s.pairs = {b};
  s.notes = {"placements at the start add to 1161; scaled to 1124 plans"};
  s.folder = "out/anytown";
  s.files = {"comparison.csv", "manifest.json", "a/", "b/"};
  return s;
}

}  // namespace

TEST_CASE("The summary of a comparison, at 80 columns") {
  const char* path = SENDCAST_SOURCE_DIR "/tests/golden/comparison.txt";
  const std::string text = app::comparison_text(example(), app::Style(false));
  if (std::getenv("SENDCAST_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << text;
  std::ifstream file(path);
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  INFO(text);
  CHECK(text == golden);
}
