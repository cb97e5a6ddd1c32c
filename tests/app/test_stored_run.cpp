// A finished run is read by the names of its figures; whatever is no such run is refused in words.

#include <chrono>
#include <fstream>
#include <thread>

#include "app/stored/result_table.hpp"
#include "app/stored/stored_run.hpp"
#include "app/user_error.hpp"
#include "finished_run.hpp"
#include "sim/sqlite.hpp"
#include "tests/catch.hpp"

using app::StoredRun;
using app_test::FinishedRun;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

sim::Layout layout() {
  sim::Layout l;
  const auto deficit = l.add_metric({.name = "deficit",
                                     .unit = sim::Unit::pence,
                                     .period_type = sim::PeriodType::financial_year,
                                     .headline = true});
  const auto places = l.add_metric({.name = "places", .period_type = sim::PeriodType::september});
  l.add_series(deficit, "total", "total", {"2018-19", "2019-20"}, "here");
  for (const auto* type : {"special", "resourced"})
    l.add_series(places, "placement", type, {"2018", "2019", "2020"}, "here");
  return l;
}

void fill(std::uint32_t r, sim::Row row, std::span<double> draws) {
  for (std::size_t c = 0; c < row.size(); ++c) row[c] = 1000 * static_cast<std::int64_t>(c) + r;
  draws[0] = 0.5 * r;
  draws[1] = -1.0 * r;
}

const FinishedRun& made() {
  static const FinishedRun run(layout(), {"growth", "fees"}, 100, fill);
  return run;
}

}  // namespace

TEST_CASE("Figures of a finished run are read by name, in the units of people") {
  const StoredRun run(made().folder());
  CHECK(run.replicates() == 100);
  CHECK(run.area() == "here");
  CHECK(run.pairing().seed == 7);
  CHECK(run.categories("places", "placement") == std::vector<std::string>{"special", "resourced"});
  CHECK(run.values(run.figure({"deficit"}, "2019-20"))[3] == 10.03);  // pence to pounds
  const std::vector<app::Figure> several{run.figure({"places", "placement", "resourced"}, "2020"),
                                         run.figure({"deficit"}, "2018-19"),
                                         run.figure({"places", "placement", "special"}, "2018")};
  const auto columns = run.values(several);
  REQUIRE(columns.size() == 3);
  CHECK(columns[0][99] == 7099);
  CHECK(columns[1][99] == 0.99);
  CHECK(columns[2][0] == 2000);
}

TEST_CASE("A store that says something else of its figures than the run wrote is refused") {
  const FinishedRun own(layout(), {"growth", "fees"}, 100, fill);
  const auto file = own.folder() / "run.sqlite";
  auto manifest = sim::read_manifest(own.folder() / "manifest.json");
  manifest.store_index = sim::StoreReader(file).index_digest();
  sim::write_text(own.folder() / "manifest.json", sim::manifest_json(manifest));
  const auto change = [&](const char* sql) { sim::Database(file, sim::Database::Mode::change).execute(sql); };
  change("CREATE TABLE risk(a); INSERT INTO risk VALUES(1)");  // results of a later command
  CHECK_NOTHROW(StoredRun(own.folder()));
  change("UPDATE metrics SET unit = 'count' WHERE name = 'deficit'");
  CHECK_THROWS_WITH(StoredRun(own.folder()), Contains("run.sqlite: is damaged"));
  change("UPDATE metrics SET unit = 'pounds' WHERE name = 'deficit'");
  CHECK_NOTHROW(StoredRun(own.folder()));
  change("UPDATE periods SET period = '2017-18' WHERE period = '2018-19'");
  CHECK_THROWS_WITH(StoredRun(own.folder()), Contains("run.sqlite: is damaged"));
}

TEST_CASE("Draws of the assumptions are read by name") {
  const StoredRun run(made().folder());
  REQUIRE(run.draws().size() == 2);
  CHECK(run.draws("growth")[80] == 40);
  CHECK(run.draws("fees")[80] == -80);
  CHECK_THROWS_WITH(run.draws("grwoth"), Contains("draws no assumption") && Contains("growth"));
}

TEST_CASE("A figure that a run lacks is named, with the nearest that it has") {
  const StoredRun run(made().folder());
  CHECK_THROWS_WITH(run.series({"defecit"}), Contains("there is no metric") && Contains("deficit"));
  CHECK_THROWS_WITH(run.series({"places"}), Contains("not broken down by") && Contains("placement"));
  CHECK_THROWS_WITH(run.series({"places", "placement", "specail"}), Contains("special"));
  CHECK_THROWS_WITH(run.figure({"deficit"}, "2024-25"), Contains("2018-19 to 2019-20"));
  CHECK_FALSE(run.find({"deficit"}, "2024-25"));
}

TEST_CASE("A series of which only the distribution was kept is refused in words") {
  const FinishedRun headline(layout(), {"growth", "fees"}, 100, fill, sim::StoreMode::headline);
  const StoredRun run(headline.folder());
  CHECK(run.find({"deficit"}));
  CHECK_FALSE(run.find({"places", "placement", "special"}));
  CHECK(run.categories("places", "placement").empty());
  CHECK_THROWS_WITH(run.series({"places", "placement", "special"}), Contains("--store full"));
}

TEST_CASE("A folder that is no whole run is refused") {
  CHECK_THROWS_AS(StoredRun("/no/such/folder"), app::UserError);
  const FinishedRun run(layout(), {"growth", "fees"}, 10, fill);
  CHECK_NOTHROW(StoredRun(run.folder() / ""));
  fs::rename(run.folder() / "manifest.json", run.folder() / "kept");
  CHECK_THROWS_WITH(StoredRun(run.folder()), Contains("manifest.json"));
  fs::copy_file(made().folder() / "manifest.json", run.folder() / "manifest.json");
  CHECK_THROWS_WITH(StoredRun(run.folder()), Contains("of different runs"));
  fs::rename(run.folder() / "kept", run.folder() / "manifest.json");
  fs::resize_file(run.folder() / "run.sqlite", fs::file_size(run.folder() / "run.sqlite") / 2);
  CHECK_THROWS_AS(StoredRun(run.folder()), sim::StoreError);
  fs::remove(run.folder() / "run.sqlite");
  CHECK_THROWS_WITH(StoredRun(run.folder()), Contains("no run.sqlite"));
}

TEST_CASE("Tables of results are put into the store, again and again, and leave its figures alone") {
  const FinishedRun made_run(layout(), {"growth", "fees"}, 100, fill);
  const StoredRun run(made_run.folder());
  app::ResultTable table{"risk_points", {"year", "value", "n"}, {}};
  for (int i = 0; i < 3; ++i) {
    table.rows.push_back({std::string("2019-20"), 0.25, std::int64_t{i}});
    table.rows.push_back({std::string("20,20"), std::nan(""), std::int64_t{7}});
    CHECK(put_into_store(run, {table}).empty());
  }
  sim::Database database(made_run.folder() / "run.sqlite", sim::Database::Mode::read);
  sim::Statement select(database, "SELECT count(*), count(value), sum(n) FROM risk_points");
  REQUIRE(select.step());
  CHECK(select.integer(0) == 6);
  CHECK(select.integer(1) == 3);
  CHECK(select.integer(2) == 3 + 21);
  CHECK(StoredRun(made_run.folder()).draws("growth")[80] == 40);
  CHECK(csv_text(table).starts_with("year,value,n\n2019-20,0.25,0\n\"20,20\",,7\n"));
}

TEST_CASE("A table without rows goes from the store, with what an earlier command left in it") {
  const FinishedRun made_run(layout(), {"growth", "fees"}, 100, fill);
  const StoredRun run(made_run.folder());
  app::ResultTable table{"risk_limits", {"year"}, {{std::string("2019-20")}}};
  REQUIRE(put_into_store(run, {table}).empty());
  table.rows.clear();
  REQUIRE(put_into_store(run, {table}).empty());
  sim::Database database(made_run.folder() / "run.sqlite", sim::Database::Mode::read);
  sim::Statement select(database, "SELECT count(*) FROM sqlite_master WHERE name = 'risk_limits'");
  REQUIRE(select.step());
  CHECK(select.integer(0) == 0);
}

TEST_CASE("A store that another command writes to is waited for, and named if that does not end") {
  const FinishedRun made_run(layout(), {"growth", "fees"}, 100, fill);
  const auto file = made_run.folder() / "run.sqlite";
  const StoredRun run(made_run.folder());
  sim::Database other(file, sim::Database::Mode::change);
  other.execute("BEGIN EXCLUSIVE");
  sim::Database hasty(file, sim::Database::Mode::change);
  sqlite3_busy_timeout(hasty.get(), 1);
  CHECK_THROWS_WITH(hasty.execute("BEGIN IMMEDIATE"), Contains("is in use by another command"));
  std::thread ends([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    other.execute("COMMIT");
  });
  const app::ResultTable table{"risk_points", {"year"}, {{std::string("2019-20")}}};
  const auto why_not = put_into_store(run, {table});
  ends.join();
  CHECK(why_not.empty());
}
