// The planner's summary, as it looks: made-up figures, so that only a change of the page changes the golden
// file. SENDCAST_UPDATE_GOLDEN=1 rewrites it.

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "app/run/run_summary.hpp"
#include "tests/catch.hpp"

namespace {

sim::Summary around(double median, double half, double mcse) {
  sim::Summary s;
  s.n = 1000;
  s.mean = s.p50 = median;
  s.p10 = median - half;
  s.p90 = median + half;
  s.mcse_p50 = mcse;
  return s;
}

sim::Metric metric(const char* name, sim::Unit unit) { return {.name = name, .unit = unit}; }

app::Goal goal(const char* title, const char* name, const char* period, sim::Unit unit, double value,
               const char* aim) {
  app::Goal g;
  g.id = "id";
  g.title = title;
  g.metric = name;
  g.breakdown = g.category = "total";
  g.period = period;
  g.about = metric(name, unit);
  g.value = value;
  g.aim = aim;
  return g;
}

app::RunSummary example() {
  using sim::Unit;
  const double none = std::nan("");
  app::RunSummary s;
  s.area = "Anytown";
  s.scenario = "baseline + more-places";
  s.start = "2018-09-01";
  s.design = "sobol";
  s.years = 2;
  s.replicates = 1000;
  s.seed = 1;
  s.seconds = 2.04;
  s.january = {
      {metric("ehcp_stock", Unit::count), {"2019", "2020"}, {around(1160, 12, 0.64), around(1298, 83, 3.1)}},
      {metric("independent_share", Unit::share),
       {"2019", "2020"},
       {around(0.126, 0.004, 0.001), around(0.121, 0.01, 0.001)}}};
  const std::vector<std::string> years{"2018-19", "2019-20"};
  s.financial_year = {
      {metric("hnb_spend", Unit::pence), years, {around(29.57e6, 0, 0), around(32.01e6, 0.9e6, 4e4)}},
      {metric("in_year_position", Unit::pence), years, {around(-0.3e6, 0, 0), around(9.5e6, 1e6, 5e4)}},
      {metric("cumulative_deficit", Unit::pence),
       years,
       {around(14.97e6, 0, 0), around(124.4e6, 10.1e6, 5e4)}},
      {metric("unexplained_base", Unit::pence), years, {around(1.2e6, 0.1e6, 0), around(1.3e6, 0.2e6, 0)}}};
  s.places = {
      {"special", "State special school", "2019", around(275, 0, 0), around(281, 6, 1), around(6, 5, 1)},
      {"special", "State special school", "2020", around(290, 0, 0), around(310, 12, 1), around(20, 11, 1)},
      {"resourced", "Resourced provision or SEN unit", "2019", around(60, 0, 0), around(58, 3, 1),
       around(0, 0, 0)},
      {"resourced", "Resourced provision or SEN unit", "2020", around(60, 0, 0), around(62, 4, 1),
       around(2, 2, 0)}};
  s.targets = {
      {goal("Plans at most 1,165", "ehcp_stock", "2019", Unit::count, 1165, "at_most"), true, {0.655, 0.011}},
      {goal("Independent fees at most 17 % of all high needs spend", "independent_spend_share", "2018-19",
            Unit::share, 0.17, "at_most"),
       true,
       {0.05, 0.004}},
      {goal("", "plans_within_20_weeks_all", "2019", Unit::share, 0.8, "at_least"), false, {}}};
  s.outturns = {{goal("", "ehcp_stock", "2020", Unit::count, 1314, ""), true, 0.571, none, {0.575, none}}};
  s.layers = {{metric("cumulative_deficit", Unit::pence), "2019-20", {{4e12, 0}, {5e11, 0}, {5e11, 0}}}};
  s.notes = {"placements at the start add to 1161; scaled to 1124 plans"};
  s.folder = "out/anytown";
  s.files = {"run.sqlite", "summary.csv", "assumptions.csv", "manifest.json"};
  return s;
}

}  // namespace

TEST_CASE("The summary of a run, at 80 columns") {
  const char* path = SENDCAST_SOURCE_DIR "/tests/golden/run_summary.txt";
  const std::string text = app::run_summary_text(example(), app::Style(false));
  if (std::getenv("SENDCAST_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << text;
  std::ifstream file(path);
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  INFO(text);
  CHECK(text == golden);
}
