// A run of several areas: whose an assumption is, what totals are made of, and what linked areas do for one
// another.

#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "app/load.hpp"
#include "app/run/forecast_discrepancy.hpp"
#include "models/axes.hpp"
#include "models/country.hpp"
#include "sim/area_dependence.hpp"
#include "sim/config_draws.hpp"
#include "sim/copula.hpp"
#include "sim/ensemble.hpp"
#include "sim/statistics.hpp"
#include "tests/app/import_files.hpp"
#include "tests/catch.hpp"

namespace {

namespace fs = std::filesystem;

/// Three areas of 57,000 residents over two years; `link` goes into the file of the whole, `first` into the
/// first area.
class ThreeAreas {
 public:
  explicit ThreeAreas(const std::string& link = "", const std::string& birch = "") {
    const auto configs = fs::path(SENDCAST_SOURCE_DIR) / "configs";
    write("whole.toml", "extends = [\"" + (configs / "national/england-2024.toml").string() +
                            "\"]\narea = \"All\"\nareas = \"areas\"\nstart = 2025-01-01\nyears = "
                            "2\narea_breakdowns = [\"total\", \"line\"]\n" +
                            link);
    for (const std::string name : {"Ash", "Birch", "Cedar"})
      write(
          "areas/" + name + "/area.toml",
          "extends = [\"" + (configs / "areas/england-average/baseline.toml").string() + "\"]\narea = \"" +
              name + "\"\nregion = \"" + (name == "Cedar" ? "South" : "North") + "\"\nyears = 2\n" +
              "[request]\nlocal_level = { mean = 1, sd = 0.1, dist = \"lognormal\" }\nshock_local = 0.05\n" +
              (name == "Birch" ? birch : ""));
  }
  app::Loaded load(const std::vector<std::string>& settings = {}) const {
    return app::load({.config = folder_.path() / "whole.toml", .scenarios = {}, .settings = settings});
  }
  fs::path operator/(const std::string& name) const { return folder_.path() / name; }
  void write(const std::string& name, const std::string& text) const { folder_.write(name, text); }

 private:
  ImportFolder folder_;
};

sim::Config loaded(const ThreeAreas& areas, const std::vector<std::string>& settings = {}) {
  auto result = areas.load(settings);
  INFO(app::faults_text(result.faults));
  REQUIRE(result.config);
  return std::move(*result.config);
}

struct Lived {
  explicit Lived(const sim::Config& config)
      : config(config), model(config), draws(sim::assumption_draws(config, sim::Design::sobol, 1, 64)) {}
  const sim::Config& config;
  models::Country model;
  sim::AssumptionDraws draws;
  std::vector<std::int64_t> row(std::uint32_t replicate) const {
    return sim::simulate_one(model, draws, 1, replicate);
  }
  std::int64_t at(const std::vector<std::int64_t>& row, const std::string& metric, const std::string& area,
                  std::uint32_t period) const {
    const auto series = model.layout().find_series(metric, "total", "total", area);
    REQUIRE(series);
    return row[model.layout().column(*series, period)];
  }
};

}  // namespace

TEST_CASE("In a run of several areas national assumptions are drawn once, local ones by area") {
  const ThreeAreas areas;
  const auto config = loaded(areas);
  std::map<std::string, int> seen;
  for (const auto& a : sim::area_assumptions(config)) ++seen[a.name];
  CHECK(seen.at("request.trend") == 1);
  CHECK_FALSE(seen.contains("request.local_level"));
  for (const auto* name : {"Ash", "Birch", "Cedar"})
    CHECK(seen.at(std::string(name) + ": request.local_level") == 1);
  for (const auto& [name, times] : seen) CHECK(times == 1);

  const auto draws = sim::assumption_draws(config, sim::Design::sobol, 1, 64);
  std::vector<double> values(draws.names.size()), cells(draws.base.size());
  draws.fill(3, values, cells);
  const auto cell = [&](std::size_t area, const char* name) {
    std::size_t before = 0;
    for (std::size_t a = 0; a < area; ++a) before += config.areas()[a].base().size();
    return cells[before + config.areas()[area].slot(name).offset];
  };
  CHECK(cell(0, "request.trend") == cell(2, "request.trend"));
  CHECK(cell(0, "request.local_level") != cell(2, "request.local_level"));
}

TEST_CASE("What areas state in the same line of files of their own is each area's own") {
  const ThreeAreas areas;
  const auto config = loaded(areas);
  std::map<std::string, std::string> value;
  for (const auto& a : sim::area_assumptions(config, true)) value[a.name] = a.origin.file;
  CHECK(value.at("Ash: request.shock_local") == "areas/Ash/area.toml");
  for (const auto* own : {"placement.inmss_day.unit_cost", "provision.state_special.over_number"})
    CHECK_FALSE(value.contains(std::string("Ash: ") + own));  // of the layer that they share
  for (const std::string name : {"Ash", "Birch"})
    areas.write("areas/" + name + "/area.toml",
                "extends = [\"" SENDCAST_SOURCE_DIR
                "/configs/areas/england-average/baseline.toml\"]\narea = \"" +
                    name + "\"\nyears = 2\n[placement.inmss_day]\nunit_cost = { mean = " +
                    (name == "Ash" ? "1000" : "9000") + ", sd = 10 }\n");
  const auto changed = loaded(areas);
  std::map<std::string, double> mean;
  for (const auto& a : sim::area_assumptions(changed)) mean[a.name] = a.as_written->value.mean();
  CHECK(mean.at("Ash: placement.inmss_day.unit_cost") == Approx(1000));
  CHECK(mean.at("Birch: placement.inmss_day.unit_cost") == Approx(9000));
}

TEST_CASE("What areas correlate with an assumption of all they have in common, and no more") {
  const ThreeAreas areas;
  for (const std::string name : {"Ash", "Birch", "Cedar"})
    areas.write("areas/" + name + "/area.toml",
                "extends = [\"" SENDCAST_SOURCE_DIR
                "/configs/areas/england-average/baseline.toml\"]\narea = \"" +
                    name +
                    "\"\nyears = 2\ncorrelations = [{ a = \"request.trend\", b = \"request.local_level\", "
                    "spearman = " +
                    (name == "Cedar" ? "-0.6" : "0.9") +
                    " }]\n[request]\nlocal_level = { mean = 1, sd = 0.1, dist = \"lognormal\" }\n");
  const auto config = loaded(areas);
  constexpr std::uint32_t n = 4096;
  const auto draws = sim::assumption_draws(config, sim::Design::sobol, 1, n);
  const auto at = [&](const std::string& name) {
    return static_cast<std::size_t>(std::find(draws.names.begin(), draws.names.end(), name) -
                                    draws.names.begin());
  };
  std::map<std::string, std::vector<double>> drawn;
  std::vector<double> values(draws.names.size()), cells(draws.base.size());
  const std::vector<std::string> names{"request.trend", "Ash: request.local_level",
                                       "Birch: request.local_level", "Cedar: request.local_level"};
  for (std::uint32_t r = 0; r < n; ++r) {
    draws.fill(r, values, cells);
    for (const auto& name : names) drawn[name].push_back(values.at(at(name)));
  }
  const auto spearman = [&](std::size_t a, std::size_t b) {
    const auto ranks = [](const std::vector<double>& x) {
      std::vector<double> sorted = x, out;
      std::sort(sorted.begin(), sorted.end());
      for (const double value : x)
        out.push_back(
            static_cast<double>(std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin()));
      return out;
    };
    const auto x = ranks(drawn[names[a]]), y = ranks(drawn[names[b]]);
    double product = 0, square = 0;
    for (std::uint32_t r = 0; r < n; ++r) {
      product += (x[r] - (n - 1) / 2.0) * (y[r] - (n - 1) / 2.0);
      square += (x[r] - (n - 1) / 2.0) * (x[r] - (n - 1) / 2.0);
    }
    return product / square;
  };
  // Given the trend, areas are independent: the product of their normals' correlations with it.
  const auto through = [](double a, double b) {
    return sim::spearman_of_pearson(sim::pearson_of_spearman(a) * sim::pearson_of_spearman(b));
  };
  const double error = 4 / std::sqrt(static_cast<double>(n));
  CHECK(spearman(0, 1) == Approx(0.9).epsilon(0).margin(error));
  CHECK(spearman(0, 3) == Approx(-0.6).epsilon(0).margin(error));
  CHECK(spearman(1, 2) == Approx(through(0.9, 0.9)).epsilon(0).margin(error));
  CHECK(spearman(1, 3) == Approx(through(0.9, -0.6)).epsilon(0).margin(error));
}

TEST_CASE("A correlation holds for the layer that an area has its assumption from") {
  const ThreeAreas areas;
  const auto layer = [&](const std::string& name, double mean, const std::string& spearman) {
    areas.write(name, "extends = [\"" SENDCAST_SOURCE_DIR
                      "/configs/areas/england-average/baseline.toml\"]\nyears = 2\n"
                      "correlations = [{ a = \"request.trend\", b = \"request.trend_damping\", spearman = " +
                          spearman + " }]\n[request]\ntrend = { mean = " + std::to_string(mean) +
                          ", sd = 0.01 }\ntrend_damping = { mean = 0.7, sd = 0.01 }\n");
  };
  layer("north.toml", 0.02, "0.5");
  layer("south.toml", 0.04, "-0.7");
  for (const std::string name : {"Ash", "Ashby", "Birch", "Cedar"})
    areas.write("areas/" + name + "/area.toml", std::string("extends = [\"../../") +
                                                    (name.starts_with("Ash") ? "north" : "south") +
                                                    ".toml\"]\narea = \"" + name + "\"\n");
  const auto config = loaded(areas);
  std::map<std::pair<std::string, std::string>, double> pairs;
  for (const auto& c : sim::area_dependence(config, sim::area_assumptions(config)).correlations)
    pairs[{c.a, c.b}] = c.spearman;
  REQUIRE(pairs.size() == 2);
  CHECK(pairs.at({"request.trend", "request.trend_damping"}) == 0.5);
  CHECK(pairs.at({"south.toml:5: request.trend", "south.toml:6: request.trend_damping"}) == -0.7);
}

TEST_CASE("One pair that areas give two correlations is a fault") {
  const ThreeAreas areas;
  for (const std::string name : {"Ash", "Birch", "Cedar"})
    areas.write("areas/" + name + "/area.toml",
                "extends = [\"" SENDCAST_SOURCE_DIR
                "/configs/areas/england-average/baseline.toml\"]\narea = \"" +
                    name +
                    "\"\nyears = 2\ncorrelations = [{ a = \"request.trend\", b = \"request.trend_damping\", "
                    "spearman = " +
                    (name == "Cedar" ? "-0.6" : "0.9") + " }]\n");
  const auto text = app::faults_text(areas.load().faults);
  INFO(text);
  CHECK(text.find("given twice") != std::string::npos);
}

TEST_CASE("Totals of regions and of all are the sums of areas in every replicate") {
  const ThreeAreas areas;
  const auto config = loaded(areas);
  const Lived lived(config);
  const auto& layout = lived.model.layout();
  for (std::uint32_t replicate = 0; replicate < 3; ++replicate) {
    const auto row = lived.row(replicate);
    std::size_t checked = 0;
    for (std::uint32_t s = 0; s < layout.series().size(); ++s) {
      const auto& series = layout.series()[s];
      if (layout.is_ratio(s) || series.area != "All") continue;
      const auto column = [&](const char* area) {
        const auto at = layout.find_series(layout.metric_of(s).name, series.breakdown, series.category, area);
        return at ? std::optional(layout.column(*at, 0)) : std::nullopt;
      };
      for (std::uint32_t p = 0; p < layout.periods(s).size(); ++p) {
        const auto all = row[layout.column(s, p)];
        CHECK(all == row[*column("North") + p] + row[*column("South") + p]);
        if (!column("Ash")) continue;
        CHECK(all == row[*column("Ash") + p] + row[*column("Birch") + p] + row[*column("Cedar") + p]);
        ++checked;
      }
    }
    CHECK(checked > 100);
  }
}

TEST_CASE("An area of several lives as it would alone with the same assumptions") {
  const ThreeAreas areas;
  const auto config = loaded(areas);
  const Lived lived(config);
  std::vector<double> values(lived.draws.names.size()), cells(lived.draws.base.size());
  lived.draws.fill(1, values, cells);
  const auto& birch = config.areas()[1];
  const models::SendModel alone(birch);
  auto workspace = alone.workspace();
  std::vector<std::int64_t> own(alone.layout().columns());
  alone.simulate({1, 1, 0, 0},
                 std::span<const double>(cells).subspan(config.areas()[0].base().size(), birch.base().size()),
                 workspace, own);
  const auto row = lived.row(1);
  for (const char* metric : {"ehcp_stock", "new_plans", "hnb_spend", "waiting_for_place"})
    for (std::uint32_t p = 0; p < 2; ++p)
      CHECK(lived.at(row, metric, "Birch", p) ==
            own[alone.layout().column(*alone.layout().find_series(metric, "total", "total", "Birch"), p)]);
}

TEST_CASE("What is common to areas makes their total less certain than independent areas would") {
  const ThreeAreas areas;
  const auto config = loaded(areas);
  const Lived lived(config);
  std::map<std::string, std::vector<double>> plans;
  for (std::uint32_t replicate = 0; replicate < 64; ++replicate) {
    const auto row = lived.row(replicate);
    for (const std::string name : {"All", "Ash", "Birch", "Cedar"})
      plans[name].push_back(static_cast<double>(lived.at(row, "new_plans", name, 1)));
  }
  const double independent = sim::covariance(plans["Ash"], plans["Ash"]) +
                             sim::covariance(plans["Birch"], plans["Birch"]) +
                             sim::covariance(plans["Cedar"], plans["Cedar"]);
  CHECK(sim::covariance(plans["All"], plans["All"]) > 1.5 * independent);
}

TEST_CASE("Plans that leave one linked area for another arrive there, and the rest is the residual") {
  const std::string link = "[link.woods]\nareas = [\"Ash\", \"Birch\"]\n";
  const ThreeAreas areas(link + "moves = 1\n");
  const auto config = loaded(areas);
  const Lived lived(config);
  const auto row = lived.row(0);
  std::int64_t moved = 0;
  for (std::uint32_t p = 0; p < 2; ++p) {
    const auto sum = [&](const char* metric) {
      return lived.at(row, metric, "Ash", p) + lived.at(row, metric, "Birch", p);
    };
    CHECK(sum("plans_transferred_in") == sum("plans_transferred_out"));
    moved += sum("plans_transferred_in");
    CHECK(lived.at(row, "transfer_residual", "All", p) == lived.at(row, "transfer_residual", "Cedar", p));
    CHECK(lived.at(row, "transfer_residual", "Cedar", p) ==
          lived.at(row, "plans_transferred_in", "Cedar", p) -
              lived.at(row, "plans_transferred_out", "Cedar", p));
  }
  CHECK(moved > 20);
}

TEST_CASE("A link makes no area of unequal ones grow at the expense of the other") {
  const ImportFolder folder;
  const std::string configs = SENDCAST_SOURCE_DIR "/configs";
  constexpr std::uint32_t n = 64;
  const auto residual = [&](const std::string& moves) {
    folder.write("whole.toml",
                 "extends = [\"" + configs + "/areas/england/area.toml\"]\narea = \"All\"\nareas = \"" +
                     configs + "/areas/england\"\nonly = [\"Rutland\", \"Kingston upon Hull, City of\"]\n" +
                     "[link.two]\nareas = [\"Rutland\", \"Kingston upon Hull, City of\"]\nmoves = " + moves +
                     "\n");
    const auto read =
        app::load({.config = folder.path() / "whole.toml", .scenarios = {}, .settings = {"years=2"}});
    INFO(app::faults_text(read.faults));
    REQUIRE(read.config);
    const Lived lived(*read.config);
    std::vector<double> out;
    for (std::uint32_t r = 0; r < n; ++r)
      out.push_back(static_cast<double>(lived.at(lived.row(r), "transfer_residual", "Rutland", 0)));
    return out;
  };
  const auto apart = residual("0"), linked = residual("0.5");
  double mean = 0, square = 0;  // of what the link changes
  for (std::uint32_t r = 0; r < n; ++r) {
    mean += (linked[r] - apart[r]) / n;
    square += (linked[r] - apart[r]) * (linked[r] - apart[r]) / n;
  }
  CHECK(std::abs(mean) < 4 * std::sqrt((square - mean * mean) / n));
}

TEST_CASE("A linked area borrows places that its neighbour does not need, and the lender is paid") {
  const std::string spare =
      "[provision.state_special]\nplacement = \"state_special\"\nplaces = { 2024 = 700 }\nover_number = 0\n";
  const std::string link = "[link.woods]\nareas = [\"Ash\", \"Birch\"]\nplaces = [\"state_special\"]\n";
  const ThreeAreas apart("", spare), together(link, spare);
  const auto config_apart = loaded(apart), config_together = loaded(together);
  const Lived a(config_apart), b(config_together);
  const auto row_a = a.row(0), row_b = b.row(0);
  // Cedar is in no link, so nothing of it changes.
  CHECK(a.at(row_a, "hnb_spend", "Cedar", 1) == b.at(row_b, "hnb_spend", "Cedar", 1));
  const auto sent = [](const Lived& of, const std::vector<std::int64_t>& row, const char* area) {
    const auto& layout = of.model.layout();
    const auto series = layout.find_series("hnb_spend", "line", "import_export", area);
    REQUIRE(series);
    return row[layout.column(*series, 1)];
  };
  CHECK(b.at(row_b, "waiting_for_place", "Ash", 1) < a.at(row_a, "waiting_for_place", "Ash", 1));
  CHECK(sent(b, row_b, "Ash") > sent(a, row_a, "Ash"));
  CHECK(sent(b, row_b, "North") == sent(a, row_a, "North"));
}

TEST_CASE("Links and areas that cannot be are told, all at once") {
  const ThreeAreas areas(
      "[request]\ntrend = 0.4\n[link.woods]\nareas = [\"Ash\", \"Birhc\"]\nplaces = "
      "[\"mainstream\"]\n[link.more]\nareas = [\"Ash\", "
      "\"Cedar\"]\n");
  areas.write("areas/Cedar/area.toml",
              "extends = [\"" SENDCAST_SOURCE_DIR
              "/configs/areas/england-average/baseline.toml\"]\narea = \"Cedar\"\nyears = 3\n");
  const auto result = areas.load();
  CHECK_FALSE(result.config);
  const auto text = app::faults_text(result.faults);
  INFO(text);
  CHECK(text.find("there is no area 'Birhc'") != std::string::npos);
  CHECK(text.find("did you mean 'Birch'?") != std::string::npos);
  CHECK(text.find("'Ash' is in [link.more] already") != std::string::npos);
  CHECK(text.find("'mainstream' has no limit") != std::string::npos);
  CHECK(text.find("request.trend is set for the whole") != std::string::npos);
  CHECK(text.find("Cedar: years is 3, that of the whole is 2") != std::string::npos);
}

namespace {

std::string told(const app::Loaded& result) {
  CHECK_FALSE(result.config);
  return app::faults_text(result.faults);
}
std::size_t result_lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("Faults in the file of a whole are its own, and not those of a single area") {
  const ThreeAreas unknown("[requets]\ntrend = 0.4\n");
  auto text = told(unknown.load());
  INFO(text);
  CHECK(says(text, "'requets' is not a known name"));
  CHECK(result_lines(text) == 2);  // with the number of faults

  // The line that says so may be the one at fault.
  const ImportFolder folder;
  const std::string start = "extends = [\"" SENDCAST_SOURCE_DIR
                            "/configs/national/england-2024.toml\"]\narea = \"All\"\nstart = 2025-01-01\n";
  const auto read = [&](const std::string& more, const std::vector<std::string>& settings = {}) {
    folder.write("whole.toml", start + more);
    return told(app::load({.config = folder / "whole.toml", .scenarios = {}, .settings = settings}));
  };
  for (const std::string more : {"areas = [\"areas\"]\n", "aeras = \"areas\"\n", "areas = \"nowhere\"\n",
                                 "areas = \"areas\"\nyears = = 2\n"}) {
    text = read(more);
    INFO(text);
    CHECK_FALSE(says(text, "is not set"));
    CHECK(result_lines(text) == 2);
  }
  text = read("", {"areas=\"nowhere\"", "request.trnd=0.1"});
  CHECK_FALSE(says(text, "is not set"));
  CHECK(says(text, "'request.trnd' is not a known name"));
  CHECK(says(read("areas = \"\"\n"), "'population.residents' is not set"));  // it is one area
}

TEST_CASE("A setting of the whole is none of its areas, and areas have none of their own") {
  const ThreeAreas areas;
  const auto config = loaded(areas, {"areas=\"areas\"", "area=\"Together\"", "request.trend=0.01"});
  CHECK(config.text("area") == "Together");
  CHECK(config.areas().size() == 3);
  CHECK(config.areas()[1].text("area") == "Birch");
  const ThreeAreas bad("", "[link.x]\nareas = [\"Ash\", \"Birch\"]\n");
  CHECK(says(told(bad.load()), "[link.x] is in the file of an area"));
}

TEST_CASE("Correlations of the whole alone are refused where they stand") {
  const ThreeAreas areas;
  const auto text = [&](const std::string& file, const std::string& more) {
    areas.write(file, more);
    return told(areas.load());
  };
  const std::string pair =
      "correlations = [{ a = \"cease.shock_national\", b = \"request.trend\", spearman = 0.5 }]\n";
  const std::string whole = "extends = [\"" SENDCAST_SOURCE_DIR
                            "/configs/national/england-2024.toml\"]\narea = \"All\"\nareas = "
                            "\"areas\"\nstart = 2025-01-01\nyears = 2\n";
  const auto own = text("whole.toml", whole + pair);
  INFO(own);
  CHECK(says(own, "whole.toml:6: correlations are set for the whole"));
  areas.write("shared.toml", pair);
  const auto other = text("whole.toml", "extends = [\"shared.toml\", \"" SENDCAST_SOURCE_DIR
                                        "/configs/national/england-2024.toml\"]\narea = \"All\"\nareas = "
                                        "\"areas\"\nstart = 2025-01-01\nyears = 2\n");
  INFO(other);
  CHECK(says(other, "the correlation of 'cease.shock_national' and 'request.trend' is of the whole alone"));
}

TEST_CASE("Only some areas of a folder are run, by their names or their region's") {
  const ThreeAreas areas("only = [\"Birch\", \"South\"]\n");
  const auto config = loaded(areas);
  REQUIRE(config.areas().size() == 2);
  CHECK(config.areas()[0].text("area") == "Birch");
  CHECK(config.areas()[1].text("area") == "Cedar");
  const models::Country country(config);
  const auto total = [&](const char* area) {
    return country.layout().find_series("ehcp_stock", "total", "total", area).has_value();
  };
  CHECK(total("Birch"));
  CHECK(total("South"));        // all of it is run
  CHECK_FALSE(total("North"));  // Ash is of it too
  CHECK(country.layout().columns() == models::country_layout(config).columns());

  CHECK(loaded(areas, {"only=[\"Ash\"]"}).areas().size() == 1);
  const auto text = told(areas.load({"only=[\"Bich\", \"Oak\"]"}));
  INFO(text);
  CHECK(says(text, "there is no area or region 'Bich'"));
  CHECK(says(text, "did you mean 'Birch'?"));
  CHECK(says(text, "there is no area or region 'Oak'"));
  areas.write("areas/Ash/area.toml", "area = \"Ash\"\nyears = = 2\n");  // not wanted, so not looked into
  CHECK(areas.load().config);
  const auto alone =
      app::load({.config = fs::path(SENDCAST_SOURCE_DIR) / "configs/areas/england-average/baseline.toml",
                 .scenarios = {},
                 .settings = {"only=[\"Ash\"]"}});
  CHECK(says(told(alone), "`only` is in a configuration of one area"));
}

TEST_CASE("Areas that read another time in one line are one fault that names them") {
  const ThreeAreas areas;
  for (const std::string name : {"Ash", "Birch", "Cedar"})
    areas.write("areas/" + name + "/area.toml", "extends = [\"../shared.toml\"]\narea = \"" + name + "\"\n");
  areas.write("areas/shared.toml", "extends = [\"" SENDCAST_SOURCE_DIR
                                   "/configs/areas/england-average/baseline.toml\"]\nyears = 4\n");
  const auto text = told(areas.load());
  INFO(text);
  CHECK(says(text, "shared.toml:2: Ash, Birch and 1 more: years is 4, that of the whole is 2"));
}

TEST_CASE("Kingston and Richmond lend one another special school places and exchange children") {
  const auto result = app::load({.config = fs::path(SENDCAST_SOURCE_DIR) / "configs/kingston-richmond.toml",
                                 .scenarios = {},
                                 .settings = {}});
  INFO(app::faults_text(result.faults));
  REQUIRE(result.config);
  const sim::Config& config = *result.config;
  REQUIRE(config.areas().size() == 2);
  for (const auto& area : config.areas()) CHECK(area.boolean("synthetic"));
  for (const auto& a : config.assumptions())
    if (a.name.starts_with("link.")) CHECK(a.evidence->reliability == "red");
  const Lived lived(config);
  std::int64_t paid = 0, together = 0;
  for (std::uint32_t replicate = 0; replicate < 16; ++replicate) {
    const auto row = lived.row(replicate);
    for (const auto* area : {"Kingston upon Thames", "Richmond upon Thames"}) {
      const auto series = lived.model.layout().find_series("hnb_spend", "line", "import_export", area);
      REQUIRE(series);
      for (std::uint32_t year = 0; year < 9; ++year) {
        const auto pence = row[lived.model.layout().column(*series, year)];
        together += pence;
        paid += std::max<std::int64_t>(pence, 0);
      }
    }
  }
  CHECK(paid > 0);
  CHECK(together == 0);  // what one pays the other receives
}

TEST_CASE("As many plans move in as out over all of England, at the residents and plans of the start") {
  const auto result = app::load(
      {.config = fs::path(SENDCAST_SOURCE_DIR) / "configs/england.toml", .scenarios = {}, .settings = {}});
  REQUIRE(result.config);
  double in = 0, out = 0;
  for (const auto& area : result.config->areas()) {
    const auto at = [&](const char* name, std::size_t i = 0) {
      return area.base()[area.slot(name).offset + i];
    };
    double stock = 0;
    for (std::size_t a = 0; a < models::ages; ++a) stock += at("stock.age", a);
    for (std::size_t a = 0; a < models::ages; ++a) {
      in += at("population.residents", a) * at("transfer.in_rate", a) * at("transfer.in_local");
      out += at("stock.plans") * at("stock.age", a) / stock * at("transfer.out_rate", a) *
             at("transfer.out_local");
    }
  }
  CHECK(in > 10000);
  CHECK(in == Approx(out).epsilon(0.01));
}

TEST_CASE("What one area would be told of its events and its time a run of several is told") {
  const ThreeAreas areas;
  auto text = told(areas.load({"risks=[\"transformation-capacity\"]"}));
  INFO(text);
  CHECK(says(text,
             "transformation-capacity.toml:12: the intervention 'early-intervention-panel' is not chosen"));
  text = told(areas.load({"start=2025-02-01"}));
  CHECK(says(text, "start = 2025-02-01 is not the first day of a term"));
}

TEST_CASE("What a whole aims at is looked for among the figures of its areas") {
  const ThreeAreas aims(
      "[target.less]\nmetric = \"ehcp_stok\"\nperiod = \"2026\"\naim = \"at_most\"\nvalue = "
      "1\n[discrepancy.new_plns]\n"
      "relative_sd = 0.1\n");
  const auto text = told(aims.load());
  INFO(text);
  CHECK(says(text, "did you mean 'ehcp_stock'?"));
  CHECK(says(text, "did you mean 'new_plans'?"));
}

TEST_CASE("An area whose file cannot be read is a fault and does not vanish") {
  const ThreeAreas areas;
  const auto file = areas / "areas/Dogwood/area.toml";
  fs::create_directories(file.parent_path());
  fs::create_symlink("nowhere", file);
  const auto told_of_it = [&](const std::vector<std::string>& settings = {}) {
    const auto text = told(areas.load(settings));
    INFO(text);
    CHECK(says(text, "areas/Dogwood/area.toml"));
    return text;
  };
  CHECK(says(told_of_it(), "there is no such file"));
  fs::remove(file);
  fs::create_symlink("/dev/zero", file);
  CHECK(says(told_of_it(), "it is not a regular file"));
  fs::remove(file);
  REQUIRE(mkfifo(file.c_str(), 0600) == 0);
  CHECK(says(told_of_it(), "it is a pipe"));
  fs::remove(file);
  fs::create_directory(file);
  CHECK(says(told_of_it(), "it is a folder"));
  CHECK(says(told_of_it({"only=[\"Ash\"]"}), "it is a folder"));  // whose it is nobody knows
  fs::remove(file);
  areas.write("areas/notes.txt", "no area\n");
  CHECK(loaded(areas).areas().size() == 3);
}

TEST_CASE("What forecasts missed is of the whole only if the whole says so") {
  const auto of = [](const sim::Config& config) {
    std::map<std::string, double> out;
    for (const auto& a : sim::area_assumptions(config, true))
      if (const auto at = a.name.find("discrepancy_by_year."); at != std::string::npos)
        out[a.name] = a.as_written->value.mean();
    return out;
  };
  const auto has_note = [](const app::Loaded& result, const std::string& part) {
    return std::any_of(result.notes.begin(), result.notes.end(),
                       [&](const std::string& note) { return says(note, part); });
  };
  const ThreeAreas silent;
  CHECK(of(loaded(silent)).empty());
  CHECK(has_note(silent.load(), "discrepancy_by_year: ehcp_stock, new_plans, independent_share"));
  const auto config = loaded(silent);
  const auto layout = models::country_layout(config);
  const auto widened = [&](const sim::Config& c) {
    return app::widening_of(c, layout.metrics()[*layout.find_metric("ehcp_stock")], "2026").has_value();
  };
  CHECK_FALSE(widened(config));
  CHECK(widened(loaded(silent, {"discrepancy_by_year.ehcp_stock=0.05"})));

  const ThreeAreas told_of(
      "[discrepancy_by_year]\nehcp_stock = { value = 0, note = \"A sum.\" }\nnew_plans = 0.02\n");
  const auto stated = of(loaded(told_of));
  CHECK(stated == std::map<std::string, double>{{"discrepancy_by_year.ehcp_stock", 0},
                                                {"discrepancy_by_year.new_plans", 0.02}});
  CHECK(has_note(told_of.load(), "discrepancy_by_year: independent_share)"));
}

TEST_CASE("A link of an area that `only` leaves out says so") {
  const ThreeAreas areas("[link.woods]\nareas = [\"Ash\", \"Birch\"]\n");
  const auto text = told(areas.load({"only=[\"Ash\", \"South\"]"}));
  INFO(text);
  CHECK(says(text, "[link.woods]: 'Birch' is left out by `only`"));
  CHECK_FALSE(says(text, "there is no area"));
  CHECK(loaded(areas, {"only=[\"Ash\", \"Birch\"]"}).areas().size() == 2);
}

TEST_CASE("Names that differ only in capitals, or have a new line in them, are refused") {
  const auto with = [](const std::string& cedar) {
    const ThreeAreas areas;
    areas.write("areas/Cedar/area.toml", "extends = [\"" SENDCAST_SOURCE_DIR
                                         "/configs/areas/england-average/baseline.toml\"]\nyears = 2\n" +
                                             cedar);
    return told(areas.load());
  };
  CHECK(says(with("area = \"ASH\"\n"), "the area is called 'ASH', and so is Ash"));
  CHECK(says(with("area = \"Cedar\"\nregion = \"NORTH\"\n"), "there are the regions 'North' and 'NORTH'"));
  CHECK(says(with("area = \"aLL\"\n"), "and so is the whole"));
  CHECK(says(with("area = \"Ce\\ndar\"\n"), "'area' has the character U+000A in it"));
  CHECK(says(with("area = \"Cedar\"\nregion = \"South\\u0007\"\n"), "'region' has the character U+0007"));
  CHECK(says(with("area = \"Cedar\"\nscenario = \"a\\u009Bb\"\n"), "'scenario' has the character U+009B"));
}

TEST_CASE("All areas cannot be put into one region by an option or a scenario") {
  const ThreeAreas areas;
  CHECK(says(told(areas.load({"region=\"East\""})), "region = 'East' would put all areas into one region"));
  areas.write("east.toml", "region = \"East\"\n");
  const auto text =
      told(app::load({.config = areas / "whole.toml", .scenarios = {areas / "east.toml"}, .settings = {}}));
  INFO(text);
  CHECK(says(text, "east.toml:1: region = 'East' would put all areas into one region"));
}
