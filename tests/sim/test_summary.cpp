// From draws to summary.csv: the fast path gives what the definitions give, and the file is readable.

#include <clocale>
#include <cmath>
#include <fstream>
#include <iterator>
#include <random>

#include "sim/summary_csv.hpp"
#include "tests/catch.hpp"
#include "tests/sim/toy_model.hpp"

using namespace sim;

namespace {

void same(const Summary& a, const Summary& b) {
  const auto equal = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
  CHECK(a.n == b.n);
  CHECK(equal(a.mean, b.mean));
  CHECK(equal(a.sd, b.sd));
  for (const auto figure : {&Summary::p05, &Summary::p10, &Summary::p25, &Summary::p50, &Summary::p75,
                            &Summary::p90, &Summary::p95, &Summary::min, &Summary::max, &Summary::mcse_mean,
                            &Summary::mcse_p10, &Summary::mcse_p50, &Summary::mcse_p90}) {
    CHECK(equal(a.*figure, b.*figure));
  }
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("the fast summary is the summary by definition") {
  std::mt19937_64 random(1);
  ColumnSummariser fast;
  for (const std::size_t n : {1, 2, 63, 64, 1000, 1001}) {
    for (const double spread : {0.0, 3.0, 1e5, 1e15}) {
      std::vector<std::int64_t> integers(n);
      std::vector<double> pounds(n), reals(n);
      for (std::size_t i = 0; i < n; ++i) {
        const double z = std::normal_distribution<double>()(random);
        integers[i] = static_cast<std::int64_t>(spread * z);
        pounds[i] = static_cast<double>(integers[i]) / 100;
        reals[i] = i % 5 == 0 ? 0 : spread * z;
      }
      same(fast.integers(integers, 100), summarise(pounds));
      same(fast.reals(reals), summarise(reals));
    }
  }
}

TEST_CASE("replicates without a value are left out, in their own scrambles") {
  std::mt19937_64 random(2);
  ColumnSummariser fast;
  for (const std::size_t n : {1, 64, 1000}) {
    for (const double missing : {0.1, 0.5, 0.99, 1.0}) {
      std::vector<double> values(n);
      for (double& x : values) {
        x = std::normal_distribution<double>(100, 30)(random);
        if (std::bernoulli_distribution(missing)(random)) x = std::nan("");
      }
      const std::vector<double> own = existing(values);
      const Summary line = summarise(values);
      same(fast.reals(values), line);
      CHECK(line.n == own.size());
      if (own.empty()) {
        CHECK(std::isnan(line.mean));
        CHECK(std::isnan(line.p50));
      } else {
        CHECK(line.mean == mean(own));
        CHECK(line.p10 == quantile(own, 0.1));
        CHECK(line.min == minimum(own));
      }
    }
  }
  // Scramble 3 holds three values: too few to state an error, however many the others hold.
  std::vector<double> values(160);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i % 7);
  for (std::size_t i = 3; i < 16 * 6; i += 16) values[i] = std::nan("");
  CHECK(summarise(values).mcse_mean > 0);
  values[159 - 12] = std::nan("");
  CHECK(summarise(values).n == 153);
  CHECK(std::isnan(summarise(values).mcse_mean));
  CHECK(std::isnan(summarise(values).mcse_p50));
  same(fast.reals(values), summarise(values));
}

TEST_CASE("a shard's replicates keep their scrambles") {
  std::vector<double> values(640), shifted;
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>((i * 7919) % 640 + i % 16);
  ColumnSummariser fast;
  // The same replicates seen from 8 later: each scramble holds the same values, so errors of quantiles agree.
  shifted.assign(values.begin() + 8, values.end());
  shifted.insert(shifted.end(), values.begin(), values.begin() + 8);
  CHECK(fast.reals(shifted, 8).mcse_p50 == fast.reals(values).mcse_p50);
}

TEST_CASE("figures are printed the same everywhere") {
  CHECK(format_figure(Unit::count, 275) == "275");
  CHECK(format_figure(Unit::count, 275.79314) == "275.7931");
  CHECK(format_figure(Unit::count, 100) == "100");
  CHECK(format_figure(Unit::count, -0.00001) == "0");
  CHECK(format_figure(Unit::pence, 1234567.891) == "1234567.89");
  CHECK(format_figure(Unit::pence, -0.001) == "0.00");
  CHECK(format_figure(Unit::share, 0.0612345678) == "0.0612346");
  CHECK(format_figure(Unit::share, 0) == "0");
  CHECK(format_figure(Unit::per_1000, 34.5) == "34.5");
  CHECK(format_figure(Unit::share, std::nan("")).empty());
}

TEST_CASE("summary.csv of a small run can be read by eye") {
  const toy::TemporaryFolder folder;
  const EnsembleOptions options{.seed = 5, .replicates = 20};
  toy::run_to_store(toy::Thinning(1), toy::assumptions(5), options, folder / "run.sqlite",
                    toy::run_info(options));
  write_summary_csv(folder / "summary.csv", StoreReader(folder / "run.sqlite"));
  CHECK(
      text_of(folder / "summary.csv") ==
      R"(scenario,area,period_type,period,metric,breakdown,category,unit,n,mean,sd,p05,p10,p25,p50,p75,p90,p95,min,max,mcse_mean,mcse_p10,mcse_p50,mcse_p90
as is,,january,2020,stock,total,total,count,20,812.55,51.2162,729.65,742.7,789.25,811.5,847.5,876.9,885.25,704,890,,,,
as is,,january,2020,spend,total,total,pounds,20,9762.39,1193.24,8426.02,8532.26,8983.42,9677.42,10312.90,11305.07,11360.15,7077.26,12257.98,,,,
as is,,january,2020,left,total,total,count,20,187.45,51.2162,114.75,123.1,152.5,188.5,210.75,257.3,270.35,110,296,,,,
as is,,january,2020,spend,line,"never, ""ever""",pounds,20,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,,,,
as is,,january,2020,left_share,total,total,share,20,0.235497,0.0804234,0.129626,0.140392,0.179942,0.232365,0.267029,0.346476,0.370612,0.123596,0.420455,,,,
)");
}

TEST_CASE("summaries do not depend on threads, chunks or the form of the store") {
  const toy::TemporaryFolder folder;
  const EnsembleOptions options{.seed = 5, .replicates = 500};
  const toy::Thinning model(40);  // 160 columns: several groups
  const auto run = [&](const char* name, StoreMode mode) {
    toy::run_to_store(model, toy::assumptions(5), options, folder / name, toy::run_info(options, mode));
    return std::make_unique<StoreReader>(folder / name);
  };
  const auto full = run("full.sqlite", StoreMode::full),
             headline = run("headline.sqlite", StoreMode::headline);
  const auto one = summarise(*full, 1), two = summarise(*full, 2), part = summarise(*full, 2, 4, 2),
             kept = summarise(*headline, 2);
  REQUIRE(one.size() == 200);  // four stored series and a share of 40 years
  REQUIRE(part.size() == 80);
  REQUIRE(kept.size() == 200);
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(one[i].series == i / 40);
    CHECK(one[i].period == i % 40);
    same(one[i].figures, two[i].figures);
    same(one[i].figures, summarise(full->values(one[i].series, one[i].period)));
    CHECK(kept[i].figures.mean == Approx(one[i].figures.mean).epsilon(1e-12));
    CHECK(kept[i].figures.p90 == Approx(one[i].figures.p90).epsilon(0.004));
    if (i >= 80 && i < 160) same(one[i].figures, part[i - 80].figures);
  }
}
