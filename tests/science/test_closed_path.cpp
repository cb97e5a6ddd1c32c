// The closed path and the full calibration: the panel's forecasts of the stock of plans against those of the
// simulator calibrated to the same authority's figures, from the same January. Needs the releases of 2022 and
// 2025 (see tests/shared_data.hpp).

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <vector>

#include "app/backtest/panel_source.hpp"
#include "app/calibrate/calibrate_run.hpp"
#include "app/import/import_area.hpp"
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
constexpr std::uint32_t replicates = 400;  // of the simulator
constexpr std::uint32_t panel_draws = 2000;
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
  Spread panel, simulator, untaught;
  double counted = 0,
         simulated = 0;  ///< plans in the January of the origin: published; median of the calibrated run
  double pooled_sd() const {
    return std::sqrt((panel.sd() * panel.sd() + simulator.sd() * simulator.sd()) / 2);
  }
  /// How far the medians are apart, in pooled standard deviations.
  double apart() const { return std::log(simulator.median / panel.median) / pooled_sd(); }
  /// The same of the growth since the origin: the panel starts at the count, a calibrated run near it.
  double growth_apart() const {
    return (std::log(simulator.median / simulated) - std::log(panel.median / counted)) / pooled_sd();
  }
  double ratio() const { return simulator.sd() / panel.sd(); }
  double untaught_ratio() const { return untaught.sd() / panel.sd(); }
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
  plan.size = {horizons, panel_draws, 1};
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

using Forecast = std::array<Spread, horizons + 1>;

/// The stock of the origin's January and the next ones, from the simulator.
Forecast simulated(const fs::path& config) {
  const model_test::Subject subject(
      model_test::read(config, {{"years", std::to_string(origin + horizons - start)}}));
  const model_test::Figures figures(subject.model.layout());
  std::array<std::vector<double>, horizons + 1> stock;
  for (std::uint32_t r = 0; r < replicates; ++r) {
    const auto row = subject.simulate(r);
    for (int h = 0; h <= horizons; ++h)
      stock[static_cast<std::size_t>(h)].push_back(
          static_cast<double>(figures.at(row, "ehcp_stock", std::to_string(origin + h))));
  }
  Forecast spread;
  for (std::size_t h = 0; h < stock.size(); ++h) {
    std::sort(stock[h].begin(), stock[h].end());
    spread[h] = {sim::sorted_quantile(stock[h], 0.1), sim::sorted_quantile(stock[h], 0.5),
                 sim::sorted_quantile(stock[h], 0.9)};
  }
  return spread;
}

/// The same, calibrated to the Januaries and new plans from the start up to the origin.
Forecast calibrated(const fs::path& area, const fs::path& out) {
  app::CalibrateOptions o;
  o.question.choice.config = o.run.choice.config = area / "area.toml";
  o.question.data = area / "outturns.csv";
  o.run.replicates = replicates;
  o.run.seed = 20210101;
  o.run.out = out;
  o.method = app::Method::moments;
  const auto read = app::calibration_problem(o.question, o.run.seed);
  REQUIRE(app::faults_text(read.faults) == app::faults_text({}));
  app::calibrate_run(o, read, false);
  return simulated(out / "posterior.toml");
}

void print(const std::vector<Compared>& all) {
  std::printf("%-24s %4s %7s  %-23s  %-23s %6s %6s %5s %8s\n", "", "", "", "panel", "calibrated", "",
              "growth", "", "not cal.");
  std::printf("%-24s %4s %7s  %7s %7s %7s  %7s %7s %7s %6s %6s %5s %8s\n", "authority", "year", "outturn",
              "P10", "median", "P90", "P10", "median", "P90", "apart", "apart", "ratio", "ratio");
  for (const auto& c : all)
    std::printf("%-24.24s %4d %7.0f  %7.0f %7.0f %7.0f  %7.0f %7.0f %7.0f %+6.2f %+6.2f %5.2f %8.2f\n",
                c.name.c_str(), c.year, c.outturn, c.panel.p10, c.panel.median, c.panel.p90, c.simulator.p10,
                c.simulator.median, c.simulator.p90, c.apart(), c.growth_apart(), c.ratio(),
                c.untaught_ratio());
}

std::vector<Compared> compare(const fs::path& data) {
  const auto panel = app::read_panel({data / "ehc_plans_2022.zip", data / "ehc_plans_2025.zip"}).panel;
  const auto forecasts = panel_forecasts(panel);
  auto places = chosen(panel);
  if (!model_test::long_run()) places = {places[0]};
  const Folder folder;
  std::vector<Compared> all;
  for (const auto i : places) {
    const auto& a = panel.authorities[i];
    const auto area = folder.path / a.code;
    import(data, a.code, area);
    const auto prior = simulated(area / "area.toml");
    const auto posterior = calibrated(area, folder.path / (a.code + "-calibrated"));
    for (const auto& c : forecasts.cases) {
      if (c.authority != i) continue;
      const auto h = static_cast<std::size_t>(c.horizon);
      all.push_back({a.name,
                     origin + c.horizon,
                     c.outturn,
                     {c.p10, c.median, c.p90},
                     posterior[h],
                     prior[h],
                     a.plans.at(origin),
                     posterior[0].median});
    }
    std::printf("%s: January %d in the calibrated run %.0f (P10 %.0f, P90 %.0f), published %.0f\n",
                a.name.c_str(), origin, posterior[0].median, posterior[0].p10, posterior[0].p90,
                a.plans.at(origin));
    std::fflush(stdout);
  }
  print(all);
  return all;
}

}  // namespace

// What is asked, and why so much. Two forecasts of one figure that err independently of each other, each with
// the pooled standard deviation, have medians that are sqrt(2) of it apart in quadratic mean; these two learn
// from the same figures and err together where England does, so over ten authorities less is asked: sqrt(2)
// of the stock, where a calibrated run does not start at the count, and one of its growth. A single case may
// be two apart. Beyond that is chance: a median of n draws is off by 1.25 standard deviations over sqrt(n), a
// spread between P10 and P90 by 0.88 of itself over sqrt(n).
//
// The calibrated spread was 0.80 to 1.07 of the panel's (docs/method/27-panel.md, "Against the full
// calibration"), and 0.57 to 0.82 when neither local years lasted nor leavers had their own: three tenths
// less, a fifth more is what is let pass. The spread before calibration would be refused.
constexpr double case_apart_most = 2, stock_apart_most = 1.41421356, growth_apart_most = 1;
constexpr double ratio_least = 0.7, ratio_most = 1.2;

TEST_CASE("The panel's closed path and the full calibration forecast much the same plans") {
  const auto data = shared_data();
  if (!data) return skip_test("published releases are not here");
  const auto all = compare(*data);
  REQUIRE(all.size() == (model_test::long_run() ? strata : 1) * horizons);
  const double draws = 1.0 / replicates + 1.0 / panel_draws;
  const double of_median = 4.9 * 1.25 * std::sqrt(draws), of_ratio = 4.9 * 0.88 * std::sqrt(draws);
  double stock = 0, growth = 0;
  for (const auto& c : all) {
    INFO(c.name << " " << c.year);
    CHECK(std::abs(c.apart()) < case_apart_most + of_median);
    CHECK(std::abs(c.growth_apart()) < case_apart_most + 2 * of_median);  // two medians of the simulator's
    CHECK(c.ratio() > ratio_least * (1 - of_ratio));
    CHECK(c.ratio() < ratio_most * (1 + of_ratio));
    if (c.year == origin + 1)
      CHECK(c.untaught_ratio() > ratio_most * (1 + of_ratio));  // what would be refused
    stock += c.apart() * c.apart() / static_cast<double>(all.size());
    growth += c.growth_apart() * c.growth_apart() / static_cast<double>(all.size());
  }
  std::printf("apart in quadratic mean: %.2f; growth %.2f\n", std::sqrt(stock), std::sqrt(growth));
  if (!model_test::long_run()) return;
  CHECK(std::sqrt(stock) < stock_apart_most);
  CHECK(std::sqrt(growth) < growth_apart_most);
}
