// Two stores become pairs: which runs are, which of their figures belong together, and comparison.csv.

#include <fstream>
#include <iterator>

#include "sim/comparison_csv.hpp"
#include "tests/catch.hpp"
#include "tests/sim/toy_model.hpp"

using namespace sim;

namespace {

const EnsembleOptions options{.seed = 5, .replicates = 150, .threads = 2};

/// A store of the toy model whose fraction that stays is shifted.
void store(const std::filesystem::path& path, double shift, std::uint32_t years = 3,
           const EnsembleOptions& o = options, StoreMode mode = StoreMode::full) {
  auto draws = toy::assumptions(o.seed);
  draws.draw = [draw = draws.draw, shift](std::uint32_t r, std::span<double> out) {
    draw(r, out);
    out[0] += shift;
  };
  toy::run_to_store(toy::Thinning(years), draws, o, path, toy::run_info(o, mode));
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string csv(const std::filesystem::path& path, const StoreReader& a, const StoreReader& b,
                unsigned threads = 1) {
  TextFile file(path);
  append_comparison(file, store_pair(a, b), {"a", "b"}, threads);
  file.finish();
  return text_of(path);
}

}  // namespace

TEST_CASE("every figure is compared, replicate by replicate, whatever the threads") {
  const toy::TemporaryFolder folder;
  store(folder / "a", 0);
  store(folder / "b", -0.05);
  const StoreReader a(folder / "a"), b(folder / "b");
  const StorePair pair = store_pair(a, b);
  REQUIRE(pair.series.size() == a.layout().series().size());
  const auto figures = compare(pair, 0, static_cast<std::uint32_t>(pair.series.size()), 2);
  REQUIRE(figures.size() == 3 * pair.series.size());
  for (const auto& f : figures) {
    const auto values_a = a.values(f.series, f.period), values_b = b.values(f.series, f.period);
    const Paired by_definition = PairSummariser().reals(values_a, values_b);
    CHECK(f.figures.mean_a == Approx(by_definition.mean_a));
    CHECK(f.figures.difference.p10 == Approx(by_definition.difference.p10).margin(1e-9));
    CHECK(f.figures.p_lower == by_definition.p_lower);
    if (a.layout().metric_of(f.series).name == "stock") CHECK(f.figures.p_lower == 1);
  }
  const std::string text = csv(folder / "1.csv", a, b);
  CHECK(text == csv(folder / "3.csv", a, b, 3));
  CHECK(std::count(text.begin(), text.end(), '\n') == static_cast<std::ptrdiff_t>(figures.size()));
}

TEST_CASE("a run compared with itself differs by nothing") {
  const toy::TemporaryFolder folder;
  store(folder / "a", 0);
  const StoreReader a(folder / "a");
  const StorePair pair = store_pair(a, a);
  for (const auto& f : compare(pair, 0, static_cast<std::uint32_t>(pair.series.size()))) {
    const Summary& d = f.figures.difference;
    for (const double x : {d.mean, d.sd, d.p05, d.p95, d.min, d.max, d.mcse_mean, d.mcse_p50}) CHECK(x == 0);
    CHECK(f.figures.p_lower == 0);
    CHECK(f.figures.p_equal == 1);
  }
}

TEST_CASE("the common periods of a longer run are compared") {
  const toy::TemporaryFolder folder;
  store(folder / "a", 0, 3);
  store(folder / "b", 0, 5);
  const StoreReader a(folder / "a"), b(folder / "b");
  const std::string text = csv(folder / "ab.csv", a, b);
  CHECK(text.find(",2022,stock,total,total,count,150,") != std::string::npos);
  CHECK(text.find(",2023,") == std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 15);
}

TEST_CASE("a category that one run lacks counts as nothing there; its ratio does not exist") {
  Layout a, b;
  for (Layout* layout : {&a, &b}) {
    const auto plans = layout->add_metric({.name = "plans"});
    const auto cost = layout->add_metric({.name = "cost", .unit = Unit::pence});
    layout->add_metric(
        {.name = "unit_cost", .unit = Unit::pence, .numerator = "cost", .denominator = "plans"});
    for (const auto metric : {plans, cost}) {
      layout->add_series(metric, "placement", "special", {"2020", "2021"});
      if (layout == &b) layout->add_series(metric, "placement", "new school", {"2020", "2021"});
    }
    layout->derive_ratios();
  }
  const auto series = paired_series(a, b);
  REQUIRE(series.size() == 6);
  CHECK(series[0].a == 0u);
  CHECK(series[0].b == 0u);
  CHECK(!series[3].a);
  CHECK(b.series()[*series[3].b].category == "new school");
  CHECK(series[3].periods.size() == 2);
  CHECK(b.is_ratio(*series[5].b));
}

TEST_CASE("runs of another seed, size, design, area or start are no pairs") {
  const Pairing a{1, 0, 100, "sobol", "Anytown", "2018-autumn"};
  CHECK(unpaired(a, a).empty());
  const auto with = [&](auto change) {
    Pairing b = a;
    change(b);
    return unpaired(a, b);
  };
  CHECK(with([](Pairing& b) { b.seed = 2; }) == "their seeds differ: 1 and 2");
  CHECK(with([](Pairing& b) { b.replicates = 99; }) == "their numbers of replicates differ: 100 and 99");
  CHECK(with([](Pairing& b) { b.first = 64; }) == "their first replicates differ: 0 and 64");
  CHECK(with([](Pairing& b) { b.design = "mc"; }) == "their designs differ: sobol and mc");
  CHECK(with([](Pairing& b) { b.area = "Elsewhere"; }) == "their areas differ: Anytown and Elsewhere");
  CHECK(with([](Pairing& b) { b.start = "2021-spring"; }) ==
        "their first terms differ: 2018-autumn and 2021-spring");
}

TEST_CASE("figures of which only histograms were kept are left out") {
  const toy::TemporaryFolder folder;
  store(folder / "a", 0);
  store(folder / "b", 0, 3, options, StoreMode::headline);
  const StoreReader a(folder / "a"), b(folder / "b");
  const std::string text = csv(folder / "ab.csv", a, b);
  CHECK(text.find(",stock,") != std::string::npos);
  CHECK(text.find(",spend,") == std::string::npos);
}
