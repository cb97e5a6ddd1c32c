// The closed path and the full calibration: the panel's forecasts of the stock of plans against those of the
// simulator calibrated to the same authority's figures, from the same January. Needs the releases of 2022 and
// 2025 (see tests/shared_data.hpp).

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <vector>

#include "app/calibrate_run.hpp"
#include "app/import/import_area.hpp"
#include "app/panel_source.hpp"
#include "models/panel_backtest.hpp"
#include "sim/key.hpp"
#include "sim/statistics.hpp"
#include "tests/catch.hpp"
#include "tests/models/subject.hpp"
#include "tests/shared_data.hpp"

namespace {

namespace fs = std::filesystem;

constexpr int start = 2019, origin = 2021, horizons = 2;
constexpr std::size_t strata = 10;
constexpr double sds_of_80 = 2.5631031311;  // standard deviations of a normal between P10 and P90

/// P10, median and P90 of a forecast, and its standard deviation on the log scale.
struct Spread {
  double p10 = 0, median = 0, p90 = 0;
  double sd() const { return std::log(p90 / p10) / sds_of_80; }
};

struct Compared {
  std::string name;
  int year = 0;
  double outturn = 0;
  Spread panel, simulator;
  double pooled_sd() const {
    return std::sqrt((panel.sd() * panel.sd() + simulator.sd() * simulator.sd()) / 2);
  }
  double distance() const { return std::log(simulator.median / panel.median) / pooled_sd(); }
  double ratio() const { return simulator.sd() / panel.sd(); }
};

/// One authority from each tenth by size, chosen by the hash of its code among those with all the figures.
std::vector<std::size_t> chosen(const models::PanelSeries& panel) {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < panel.authorities.size(); ++i) {
    const auto& a = panel.authorities[i];
    bool complete = true;
    for (int year = start; year <= origin + horizons; ++year) complete = complete && a.plans.has(year);
    for (int year = start - 3; year < origin; ++year) complete = complete && a.new_plans.has(year);
    if (complete) all.push_back(i);
  }
  const auto size = [&](std::size_t i) { return panel.authorities[i].plans.at(origin); };
  std::sort(all.begin(), all.end(), [&](auto a, auto b) { return size(a) < size(b); });
  const auto key = [&](std::size_t i) {
    return sim::name_hash64("closed path " + panel.authorities[i].code);
  };
  std::vector<std::size_t> out;
  for (std::size_t s = 0; s < strata; ++s) {
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(s * all.size() / strata),
               to = all.begin() + static_cast<std::ptrdiff_t>((s + 1) * all.size() / strata);
    out.push_back(*std::min_element(from, to, [&](auto a, auto b) { return key(a) < key(b); }));
  }
  return out;
}

models::Backtest panel_forecasts(const models::PanelSeries& panel) {
  models::BacktestPlan plan;
  plan.first_origin = plan.last_origin = origin;
  plan.size = {horizons, 2000, 1};
  plan.metrics = {{models::BacktestMetric::Kind::plans, "plans", ""}};
  return models::run_backtest(panel, plan);
}

/// A folder that goes away.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("closed-path-" + std::to_string(::getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
};

app::ImportSummary import(const fs::path& data, const std::string& code, const fs::path& out) {
  app::ImportWords words;
  words.paths = {data / "ehc_plans_2022.zip", data / "ehc_plans_2025.zip"};
  words.population = {data / "population/ons_mid_2019_single_age.csv",
                      data / "population/ons_mid_2020_single_age.csv"};
  words.area = code;
  words.from = start;
  words.as_of = origin;
  words.out = out;
  words.configs = model_test::configs();
  return app::import_ees(words);
}

/// The stock's forecast of the simulator calibrated to the Januaries and new plans up to the origin: by year.
std::array<Spread, horizons + 1> calibrated_forecast(const fs::path& area, const fs::path& out) {
  app::CalibrateOptions o;
  o.question.choice.config = o.run.choice.config = area / "area.toml";
  o.question.data = area / "outturns.csv";
  o.run.replicates = 400;
  o.run.seed = 20210101;
  o.run.out = out;
  o.method = app::Method::moments;
  const auto read = app::calibration_problem(o.question, o.run.seed);
  REQUIRE(app::faults_text(read.faults) == app::faults_text({}));
  app::calibrate_run(o, read, false);
  const model_test::Subject subject(
      model_test::read(out / "posterior.toml", {{"years", std::to_string(origin + horizons - start)}}));
  const model_test::Figures figures(subject.model.layout());
  constexpr std::uint32_t replicates = 400;
  std::array<std::vector<double>, horizons + 1> stock;
  for (std::uint32_t r = 0; r < replicates; ++r) {
    const auto row = subject.simulate(r);
    for (int h = 0; h <= horizons; ++h)
      stock[static_cast<std::size_t>(h)].push_back(
          static_cast<double>(figures.at(row, "ehcp_stock", std::to_string(origin + h))));
  }
  std::array<Spread, horizons + 1> spread;
  for (std::size_t h = 0; h < stock.size(); ++h) {
    std::sort(stock[h].begin(), stock[h].end());
    spread[h] = {sim::sorted_quantile(stock[h], 0.1), sim::sorted_quantile(stock[h], 0.5),
                 sim::sorted_quantile(stock[h], 0.9)};
  }
  return spread;
}

void print(const std::vector<Compared>& all) {
  std::printf("%-28s %4s %7s  %23s  %23s %6s %6s\n", "authority", "year", "outturn", "panel P10 median P90",
              "calibrated P10 med P90", "apart", "ratio");
  for (const auto& c : all)
    std::printf("%-28.28s %4d %7.0f  %7.0f %7.0f %7.0f  %7.0f %7.0f %7.0f %+6.2f %6.2f\n", c.name.c_str(),
                c.year, c.outturn, c.panel.p10, c.panel.median, c.panel.p90, c.simulator.p10,
                c.simulator.median, c.simulator.p90, c.distance(), c.ratio());
}

std::vector<Compared> compare(const fs::path& data) {
  const auto panel = app::read_panel({data / "ehc_plans_2022.zip", data / "ehc_plans_2025.zip"}).panel;
  const auto forecasts = panel_forecasts(panel);
  auto places = chosen(panel);
  if (!model_test::long_run()) places = {places[2], places[7]};
  const Folder folder;
  std::vector<Compared> all;
  for (const auto i : places) {
    const auto& a = panel.authorities[i];
    const auto area = folder.path / a.code;
    import(data, a.code, area);
    const auto simulated = calibrated_forecast(area, folder.path / (a.code + "-calibrated"));
    for (const auto& c : forecasts.cases) {
      if (c.authority != i) continue;
      const auto h = static_cast<std::size_t>(c.horizon);
      all.push_back({a.name, origin + c.horizon, c.outturn, {c.p10, c.median, c.p90}, simulated[h]});
    }
    std::printf("%s: January %d in the calibrated run %.0f (P10 %.0f, P90 %.0f), published %.0f\n",
                a.name.c_str(), origin, simulated[0].median, simulated[0].p10, simulated[0].p90,
                a.plans.at(origin));
    std::fflush(stdout);
  }
  print(all);
  return all;
}

}  // namespace

TEST_CASE("The panel's closed path and the full calibration forecast much the same plans") {
  const auto data = shared_data();
  if (!data) return skip_test("published releases are not here");
  const auto all = compare(*data);
  REQUIRE(all.size() == (model_test::long_run() ? strata : 2) * horizons);
}
