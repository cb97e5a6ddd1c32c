// The simulator's own record: areas as they were, whatever came later, and simulations that are kept.

#include <fstream>

#include "app/backtest/backtest_run.hpp"
#include "app/backtest/simulated_area.hpp"
#include "app/backtest/simulated_figures.hpp"
#include "app/backtest/simulation_store.hpp"
#include "app/user_error.hpp"
#include "models/model.hpp"
#include "tests/app/panel_release.hpp"
#include "tests/catch.hpp"

using namespace app;

namespace {

const std::filesystem::path configs = std::filesystem::path(SENDCAST_SOURCE_DIR) / "configs";

SimulationPlan small_plan(const std::filesystem::path& release) {
  SimulationPlan plan;
  plan.sources = {release};
  plan.configs = configs;
  plan.placements = placements_of_parts(configs);
  using Kind = models::BacktestMetric::Kind;
  plan.metrics = {{Kind::plans, "plans", ""},
                  {Kind::new_plans, "new_plans", ""},
                  {Kind::share, "independent_share", "independent"},
                  {Kind::part, "plans/state_special", "state_special"},
                  {Kind::part, "plans/age_5-10", "age_5-10"},
                  {Kind::part, "plans/nothing", "nothing"}};
  plan.horizons = 2;
  plan.replicates = 16;
  return plan;
}

}  // namespace

TEST_CASE("An area's simulation from a January does not know what is altered after it") {
  const ImportFolder folder;
  const auto country = panel_release::small_country(8);
  panel_release::write(folder, country, "as-it-was");
  panel_release::write(folder, country, "altered", 2020);
  const AreaToSimulate area{country.authorities[2].code, "", country.authorities[2].name, 2019};
  const auto simulated = [&](const std::string& release, const std::string& to) {
    const auto plan = small_plan(folder / release);
    const auto config = as_imported(area, read_releases(plan.sources, area.origin), plan, folder / to);
    return simulated_figures(config, area, plan, {});
  };
  const auto before = simulated("as-it-was", "a"), after = simulated("altered", "b");
  REQUIRE(before.size() == 12);
  CHECK(before == after);
  for (std::size_t i = 0; i < 10; ++i) CHECK(before[i].size() == 16);
  CHECK(before[10].empty());  // there is no such part
  // What was known in January does matter.
  panel_release::write(folder, country, "earlier", 2018);
  CHECK(simulated("earlier", "c")[0] != before[0]);
}

TEST_CASE("Simulated figures are those that a run has for the same Januaries and years") {
  const ImportFolder folder;
  const auto country = panel_release::small_country(8);
  panel_release::write(folder, country, "in");
  const auto plan = small_plan(folder / "in");
  const AreaToSimulate area{country.authorities[5].code, "106", "Another name", 2019};
  const auto config = as_imported(area, read_releases(plan.sources, area.origin), plan, folder / "area");
  CHECK(config.text("area") == country.authorities[5].name);
  const models::SendModel model(config);
  const auto& layout = model.layout();
  const auto columns = figure_columns(layout, plan.metrics, plan.placements, area.origin, plan.horizons);
  const auto column = [&](const char* metric, const char* breakdown, const char* category, unsigned period) {
    return layout.column(*layout.find_series(metric, breakdown, category, config.text("area")), period);
  };
  CHECK(layout.periods(*layout.find_series("ehcp_stock", "total", "total", config.text("area"))).front() ==
        "2020");
  CHECK(layout.periods(*layout.find_series("new_plans", "total", "total", config.text("area"))).front() ==
        "2019");
  CHECK(columns[0].sum == std::vector{column("ehcp_stock", "total", "total", 0)});
  CHECK(columns[1].sum == std::vector{column("ehcp_stock", "total", "total", 1)});
  CHECK(columns[2].sum == std::vector{column("new_plans", "total", "total", 0)});
  CHECK(columns[4].sum == std::vector{column("inmss_stock", "total", "total", 0)});
  CHECK(columns[4].of == columns[0].sum);
  CHECK(columns[6].sum == std::vector{column("placement_stock", "placement", "state_special", 0)});
  CHECK(columns[8].sum == std::vector{column("ehcp_stock", "age_group", "5-10", 0)});
  // Independent special and non-maintained schools: what inmss_stock counts.
  CHECK(plan.placements.at("independent") == std::set<std::string>{"inmss_day", "inmss_residential"});
}

TEST_CASE("An area that a release as of its January does not have is refused with the reason") {
  const ImportFolder folder;
  panel_release::write(folder, panel_release::small_country(8), "in");
  const auto plan = small_plan(folder / "in");
  const auto release = read_releases(plan.sources, 2019);
  CHECK_THROWS_AS(as_imported({"E09009999", "", "Atlantis", 2019}, release, plan, folder / "x"), UserError);
  CHECK_FALSE(std::filesystem::exists(folder / "x"));
  // Releases as of an earlier January than that of the area.
  const AreaToSimulate late{"E09000003", "", "Authority 3", 2020};
  try {
    as_imported(late, release, plan, folder / "y");
    FAIL("not refused");
  } catch (const UserError& error) {
    CHECK(std::string(error.what()) == "no total of plans in January 2020; the latest is of January 2019");
  }
}

TEST_CASE("Kept simulations are found again, unless they are of another digest or broken") {
  const ImportFolder folder;
  const SimulationStore store(folder / "out");
  const std::vector<std::vector<double>> draws{{1, 0.1, 1e-300, 3.25}, {}, {7}};
  CHECK_FALSE(store.find("a-2018", "d", 3));
  CHECK(store.kept() == 0);
  store.keep("a-2018", "d", draws);
  CHECK(store.find("a-2018", "d", 3) == draws);
  CHECK(store.kept() == 1);
  CHECK_FALSE(store.find("a-2018", "another", 3));
  CHECK_FALSE(store.find("a-2018", "d", 4));
  CHECK_FALSE(store.find("a-2019", "d", 3));
  const auto file = store.folder() / "a-2018.draws";
  std::string text;
  std::getline(std::ifstream(file), text, '\0');
  for (std::size_t size = 0; size + 1 < text.size(); ++size) {  // cut off wherever it may be
    std::ofstream(file, std::ios::binary) << text.substr(0, size);
    REQUIRE_FALSE(store.find("a-2018", "d", 3));
  }
  std::ofstream(file, std::ios::binary) << "sendcast simulation d\n1,x\n\n7\nend\n";
  CHECK_FALSE(store.find("a-2018", "d", 3));
  store.remove();
  CHECK_FALSE(std::filesystem::exists(store.folder()));
}

TEST_CASE("A backtest takes up the simulations that another left, and comes to the same record") {
  const ImportFolder folder;
  panel_release::write(folder, panel_release::small_country(), "in");
  BacktestOptions options;
  options.sources = {folder / "in"};
  options.plan.first_origin = options.first_test = 2018;
  options.plan.last_origin = 2019;
  options.plan.size = {2, 100, 1};
  options.plan.metrics = {{models::BacktestMetric::Kind::plans, "plans", ""}};
  options.out = folder / "out";
  options.simulate = {5, 16, 2};
  const auto source = read_panel(options.sources);
  const auto backtest = models::run_backtest(source.panel, options.plan);
  const auto first = simulated_backtest(options, source, backtest, false);
  CHECK(first.taken_up == 0);
  CHECK(first.refused.empty());
  CHECK(first.record.plain.size() == 10);
  CHECK(left_simulations(options.out).count == 5);
  options.simulate = {7, 16, 1};  // five of seven are there
  const auto second = simulated_backtest(options, source, backtest, false);
  CHECK(second.taken_up == 5);
  CHECK(second.record.plain.size() == 14);
  const auto same = [&](std::size_t i, std::size_t j) {
    const auto &a = first.record.plain[i], &b = second.record.plain[j];
    return a.authority == b.authority && a.origin == b.origin && a.p05 == b.p05 && a.crps == b.crps;
  };
  for (std::size_t i = 0; i < first.record.plain.size(); ++i) CHECK(same(i, i));
  options.plan.size.seed = 2;
  CHECK(simulated_backtest(options, source, backtest, false).taken_up == 0);
  forget_simulations(options.out);
  CHECK(left_simulations(options.out).count == 0);
}
