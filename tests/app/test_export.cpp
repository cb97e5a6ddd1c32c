// Returns made of a finished run: what is in them, what adds up, and what is said of what is missing.

#include <cmath>
#include <map>
#include <numeric>

#include "app/export/draws.hpp"
#include "app/export/dsg.hpp"
#include "app/export/open_data.hpp"
#include "app/export/return_map.hpp"
#include "app/export/s251.hpp"
#include "app/export/scap.hpp"
#include "app/user_error.hpp"
#include "export_run.hpp"
#include "tests/catch.hpp"

namespace {

using app_test::ExportRun;

const app::ResultTable& named(const std::vector<app::ResultTable>& tables, const std::string& name) {
  for (const auto& table : tables)
    if (table.name == name) return table;
  throw std::runtime_error("no table " + name);
}

double number(const app::Cell& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
  return std::get<double>(cell);
}

std::string text(const app::Cell& cell) { return std::get<std::string>(cell); }

/// Rows of a table that begin with these cells.
std::vector<std::vector<app::Cell>> rows(const app::ResultTable& table,
                                         const std::vector<std::string>& start) {
  std::vector<std::vector<app::Cell>> out;
  for (const auto& row : table.rows) {
    bool same = true;
    for (std::size_t i = 0; i < start.size(); ++i) same = same && text(row[i]) == start[i];
    if (same) out.push_back(row);
  }
  return out;
}

bool says(const std::vector<std::string>& notes, const std::string& words) {
  for (const auto& note : notes)
    if (note.find(words) != std::string::npos) return true;
  return false;
}

/// Plans of a type in a January, all ages, mean over 64 replicates.
double mean_plans(std::size_t type, std::size_t january, std::size_t first_age, std::size_t last_age) {
  double sum = 0;
  for (std::uint32_t r = 0; r < 64; ++r)
    for (std::size_t a = first_age; a <= last_age; ++a)
      sum += static_cast<double>(ExportRun::plans(type, a, january, r));
  return sum / 64;
}

TEST_CASE("A DSG plan has 7 categories of placement by 5 ages and by 13 needs") {
  const ExportRun made;
  const app::StoredRun run(made.folder());
  const auto out = app::dsg_return(run, nullptr);
  const auto& ages = named(out.tables, "dsg_plans_by_age");
  const auto& needs = named(out.tables, "dsg_plans_by_need");
  CHECK(ages.columns.size() == 4 + 5 + 1);
  CHECK(needs.columns.size() == 4 + 13 + 1);
  const std::size_t statistics = 6, categories = 7 + 1;
  CHECK(ages.rows.size() == ExportRun::januaries * statistics * categories);
  CHECK(needs.rows.size() == ages.rows.size());
  const auto mainstream = rows(ages, {"2020", "unmitigated", "mean", "Mainstream schools or academies"});
  REQUIRE(mainstream.size() == 1);
  CHECK(std::abs(number(mainstream[0].back()) - mean_plans(0, 1, 0, 4)) < 1e-4);
  CHECK(std::abs(number(mainstream[0][5]) - mean_plans(0, 1, 1, 1)) < 1e-4);
  const auto other = rows(ages, {"2020", "unmitigated", "mean", "Other"});
  CHECK(std::abs(number(other[0].back()) - mean_plans(2, 1, 0, 4)) < 1e-4);
  CHECK(says(out.notes, "unheard_of is in no category"));
  CHECK(says(out.notes, "no mitigated figures"));
}

TEST_CASE("Whole numbers of a DSG plan add up in both directions, by age as by need") {
  const ExportRun made;
  const app::StoredRun run(made.folder());
  const auto out = app::dsg_return(run, nullptr);
  const auto& ages = named(out.tables, "dsg_plans_by_age");
  const auto& needs = named(out.tables, "dsg_plans_by_need");
  for (const char* statistic : {"mean, rounded", "median, rounded"})
    for (const char* january : {"2019", "2023"}) {
      CAPTURE(statistic, january);
      for (const auto* table : {&ages, &needs}) {
        const auto all = rows(*table, {january, "unmitigated", statistic});
        REQUIRE(all.size() == 8);
        for (std::size_t c = 4; c < table->columns.size(); ++c) {
          double sum = 0;
          for (std::size_t r = 0; r < 7; ++r) sum += number(all[r][c]);
          CHECK(sum == number(all[7][c]));
        }
        for (const auto& row : all) {
          double sum = 0;
          for (std::size_t c = 4; c + 1 < row.size(); ++c) sum += number(row[c]);
          CHECK(sum == number(row.back()));
        }
      }
      const auto a = rows(ages, {january, "unmitigated", statistic}),
                 n = rows(needs, {january, "unmitigated", statistic});
      for (std::size_t r = 0; r < 8; ++r) CHECK(number(a[r].back()) == number(n[r].back()));
    }
}

TEST_CASE("A mitigated DSG plan is set beside its twin, replicate by replicate") {
  const ExportRun made, twin({.more = 2}), other({.replicates = 65});
  const app::StoredRun run(made.folder()), mitigated(twin.folder()), stranger(other.folder());
  const auto out = app::dsg_return(run, &mitigated);
  const auto& ages = named(out.tables, "dsg_plans_by_age");
  for (const char* statistic :
       {"mean", "p10", "median", "p90", "difference of rounded means", "difference of rounded medians"}) {
    const auto total = rows(ages, {"2021", "difference", statistic, "Total"});
    REQUIRE(total.size() == 1);
    CHECK(number(total[0].back()) == 2 * 3 * 5);
  }
  CHECK_THROWS_AS(app::dsg_return(run, &stranger), app::UserError);
}

TEST_CASE(
    "Rounded differences of a DSG plan are those of the rounded rows, and nought where nothing changed") {
  const ExportRun made, twin({.saves = true});
  const app::StoredRun run(made.folder()), mitigated(twin.folder());
  const auto out = app::dsg_return(run, &mitigated);
  for (const auto& table : out.tables)
    for (const char* statistic : {"mean, rounded", "median, rounded"}) {
      std::size_t compared = 0;
      for (const auto& row : table.rows) {
        const auto own = text(row[2]) == "difference of rounded means"     ? "mean, rounded"
                         : text(row[2]) == "difference of rounded medians" ? "median, rounded"
                                                                           : text(row[2]);
        if (text(row[1]) != "difference" || own != statistic) continue;
        CHECK(text(row[2]) != statistic);  // it is no rounded median of differences
        const auto figures = [&](const char* scenario) {
          return rows(table, {text(row[0]), scenario, statistic, text(row[3])}).at(0);
        };
        const auto before = figures("unmitigated"), after = figures("mitigated");
        for (std::size_t c = 4; c < row.size(); ++c) {
          CAPTURE(table.name, statistic, text(row[0]), text(row[3]));
          CHECK(number(row[c]) == number(after[c]) - number(before[c]));
          if (table.name != "dsg_finance") CHECK(number(row[c]) == 0);
          ++compared;
        }
      }
      CHECK(compared >= ExportRun::years * (12 + 3));
    }
  const auto& money = named(out.tables, "dsg_finance");
  for (const char* statistic : {"difference of rounded means", "difference of rounded medians"}) {
    std::size_t changed = 0;
    for (const auto& row : rows(money, {"2018-19", "difference", statistic})) {
      CAPTURE(statistic, text(row[3]));
      if (number(row[4]) == 0) continue;
      ++changed;
      CHECK((text(row[3]) == "Mainstream schools or academies" ||
             text(row[3]) == "Non-maintained special or independent schools" ||
             text(row[3]) == "Total high needs spend" || text(row[3]).starts_with("In-year position")));
    }
    CHECK(changed == 4);
  }
}

TEST_CASE("No rounded line of section 251 is beyond its own P10 and P90, however medians add up") {
  const ExportRun saving({.saves = true});
  const app::StoredRun run(saving.folder());
  const auto out = app::s251_return(run, 0.45);
  const auto& table = named(out.tables, "s251_budget");
  for (const auto& row : table.rows) {
    CAPTURE(text(row[0]), text(row[2]));
    CHECK(number(row[11]) > number(row[7]) - 1);
    CHECK(number(row[11]) < number(row[9]) + 1);
  }
  for (const char* year : {"2018-19", "2019-20"}) {
    const auto places = rows(table, {year, "1.0.2"});
    REQUIRE(places.size() == 2);
    for (const std::size_t c : {10u, 11u})
      CHECK(number(places[1][c]) == std::round(number(places[0][c]) * (1 - 0.45)));
  }
}

TEST_CASE("A mitigated run that ends earlier never counts as nought") {
  const ExportRun made, twin({.more = 2, .shorter = true});
  const app::StoredRun run(made.folder()), mitigated(twin.folder());
  const auto out = app::dsg_return(run, &mitigated);
  const auto& ages = named(out.tables, "dsg_plans_by_age");
  CHECK(rows(ages, {"2021", "difference", "mean", "Total"}).size() == 1);
  CHECK(rows(ages, {"2022"}).empty());
}

TEST_CASE("What a run lacks for the DSG plan is said") {
  const ExportRun made({.by_age = false});
  const app::StoredRun run(made.folder());
  const auto out = app::dsg_return(run, nullptr);
  CHECK(out.tables.size() == 1);
  CHECK(says(out.notes, "dsg_plans_by_age.csv is not written"));
  CHECK_THROWS_AS(app::scap_return(run, ""), app::UserError);
}

TEST_CASE("Spend in a DSG plan adds up to the ledger") {
  const ExportRun made;
  const app::StoredRun run(made.folder());
  const auto out = app::dsg_return(run, nullptr);
  const auto& money = named(out.tables, "dsg_finance");
  double mean = 0;
  for (std::uint32_t r = 0; r < 64; ++r)
    for (std::size_t k = 0; k < ExportRun::lines().size(); ++k)
      mean += static_cast<double>(ExportRun::pence(k, 0, r)) / 6400;
  const auto all = rows(money, {"2018-19", "unmitigated", "mean, rounded"});
  double sum = 0;
  for (std::size_t r = 0; r < 11; ++r) sum += number(all[r].back());
  CHECK(text(all[11][3]) == "Total high needs spend");
  CHECK(sum == number(all[11].back()));
  CHECK(sum == std::round(mean));
  CHECK(text(all[12][3]) == "High needs income");
  CHECK(number(all[12].back()) == 50000);
}

TEST_CASE("SCAP takes five years of primary and seven of secondary, in whole numbers that add up") {
  const ExportRun made;
  const app::StoredRun run(made.folder());
  const auto out = app::scap_return(run, "2018-19");
  const auto& form = named(out.tables, "scap_send_forecast");
  CHECK(form.rows.size() == 2 * 2 * 4);  // statistics, phases, provisions
  CHECK(form.columns.size() == 4 + 7 + 1);
  CHECK(form.columns[4] == "2018-19");
  for (const auto& row : form.rows) {
    const bool primary = text(row[1]) == "primary";
    for (std::size_t y = 0; y < 7; ++y)
      if (y >= 5) CHECK(text(row[4 + y]) == (primary ? "z" : "x"));
    CHECK(text(row.back()).find(primary ? "5 years of primary" : "the run ends in January 2023") !=
          std::string::npos);
    if (text(row[3]) == "Alternative provision") {
      CHECK(number(row[4]) == 0);
      CHECK(text(row.back()).find("no such placement") != std::string::npos);
    }
  }
  const auto special =
      rows(form, {"mean, rounded", "secondary", "Year 7 to Year 11", "State-funded special schools"});
  CHECK(number(special[0][4]) == std::round(mean_plans(1, 0, 2, 2)));
  CHECK(says(out.notes, "unheard_of is not in configs/returns/placements.csv"));
  CHECK(app::scap_return(run, "").tables[0].columns[4] == "2019-20");  // after the base year
  CHECK_THROWS_AS(app::scap_return(run, "2030-31"), app::UserError);
}

TEST_CASE("The lines of section 251 add up to the ledger, before and after rounding") {
  const ExportRun made;
  const app::StoredRun run(made.folder());
  for (const bool known : {false, true}) {
    const auto out = app::s251_return(run, known ? std::optional(0.4) : std::nullopt);
    const auto& table = named(out.tables, "s251_budget");
    for (const char* year : {"2018-19", "2019-20"}) {
      double mean = 0, whole_mean = 0, whole_median = 0;
      for (const auto& row : rows(table, {year})) {
        if (text(row[2]) == "Total high needs spend") {
          CHECK(std::abs(mean - number(row[6])) < 0.05);
          CHECK(whole_mean == number(row[10]));
          CHECK(whole_median == number(row[11]));
        } else if (text(row[2]).find("after recoupment") == std::string::npos) {
          mean += number(row[6]);
          whole_mean += number(row[10]);
          whole_median += number(row[11]);
        } else if (known) {
          CHECK(number(row[10]) == std::round(0.6 * number(rows(table, {year, "1.0.2"})[0][10])));
          CHECK(number(row[11]) == std::round(0.6 * number(rows(table, {year, "1.0.2"})[0][11])));
        } else {
          CHECK(text(row[6]) == "x");
          CHECK(text(row[12]).find("--recouped") != std::string::npos);
        }
      }
    }
    const auto fees = rows(table, {"2018-19", "1.2.3"});
    REQUIRE(fees.size() == 1);
    CHECK(number(fees[0][5]) > 0);  // contributions are income, not less spend
    CHECK(std::abs(number(fees[0][4]) - number(fees[0][5]) - number(fees[0][6])) < 0.011);
    CHECK(rows(table, {"2018-19", "no budget line", "Unheard of line"}).size() == 1);
  }
}

TEST_CASE("Periods are those of the open data standard") {
  using sim::PeriodType;
  const auto is = [](PeriodType type, const char* period, const char* written, const char* identifier) {
    const auto t = app::time_period(type, period);
    CHECK(t.period == written);
    CHECK(t.identifier == identifier);
  };
  is(PeriodType::january, "2020", "201920", "Academic year");
  is(PeriodType::september, "2019", "201920", "Academic year");
  is(PeriodType::academic_year, "2019-20", "201920", "Academic year");
  is(PeriodType::financial_year, "1999-00", "199900", "Financial year");
  is(PeriodType::calendar_year, "2020", "2020", "Calendar year");
  is(PeriodType::term_end, "2019-autumn", "201920", "Autumn term");
  is(PeriodType::term_end, "2020-spring", "201920", "Spring term");
  is(PeriodType::term_end, "2020-summer", "201920", "Summer term");
}

TEST_CASE("Open data has a row of metadata for every column that is no place or time, and symbols") {
  const ExportRun made;
  const app::StoredRun run(made.folder());
  const auto authorities = app::read_authorities(SENDCAST_SOURCE_DIR "/configs");
  const auto out = app::open_data(run, app::RunNames(run), authorities.find(run.area()));
  REQUIRE(out.files.size() == 2);
  CHECK(out.files[0].name == "send_forecast_january");
  CHECK(says(out.notes, "no figures of the kind september"));
  CHECK(out.files[0].data.find("\n201819,Academic year,Local authority,E92000001,England,x,x,E09000021,314,"
                               "Kingston upon Thames,Total,Total,Mean,") != std::string::npos);
  CHECK(out.files[0].data.find(",z") != std::string::npos);
  for (const char* row : {"\nbreakdown,Filter,", "\nstatistic,Filter,", "\nehcp_stock,Indicator,",
                          "\nplacement_stock,Indicator,"})
    CHECK(out.files[0].meta.find(row) != std::string::npos);
  CHECK(out.files[1].meta.find("\nhnb_spend,Indicator,HNB spend,,£,0,,") != std::string::npos);
  const auto nowhere = app::open_data(run, app::RunNames(run), nullptr);
  CHECK(nowhere.files[0].data.find(",England,x,x,x,x,Kingston upon Thames,") != std::string::npos);
  CHECK(says(nowhere.notes, "--authority"));
}

TEST_CASE("Draws are asked for in words") {
  const ExportRun made;
  const app::StoredRun run(made.folder());
  CHECK(app::drawn_figures(run, {{"ehcp_stock"}, "", false}).size() == 5);
  CHECK(app::drawn_figures(run, {{"ehcp_stock in 2020", "ehcp_stock"}, "", false}).size() == 5);
  CHECK(app::drawn_figures(run, {{"placement_stock"}, "placement", false}).size() == 15);
  CHECK_THROWS_AS(app::drawn_figures(run, {{"ehcp_stok"}, "", false}), app::UserError);
  CHECK_THROWS_AS(app::drawn_figures(run, {{"ehcp_stock"}, "placement", false}), app::UserError);
  CHECK_THROWS_AS(app::drawn_figures(run, {{"ehcp_stock in 2031"}, "", false}), app::UserError);
}

TEST_CASE("Every shipped placement and line of the ledger has its place in the returns") {
  const std::filesystem::path returns = SENDCAST_SOURCE_DIR "/configs/returns";
  const app::ReturnMap placements(returns / "placements.csv", "placement", {"dsg", "scap"});
  for (const auto& entry : std::filesystem::directory_iterator(SENDCAST_SOURCE_DIR "/configs/placements"))
    if (entry.path().extension() == ".toml") {
      CAPTURE(entry.path().stem().string());
      CHECK_FALSE(placements.of(entry.path().stem().string(), "", "dsg").empty());
    }
  const app::ReturnMap lines(returns / "ledger-lines.csv", "line", {"s251", "dsg"});
  for (const char* line :
       {"place_funding", "import_export", "over_number", "interim_placements", "early_support",
        "contributions", "unexplained_base", "savings", "published_spend", "alternative_provision",
        "other_arrangements", "mainstream_top_ups", "post_16", "independent_fees", "resourced_top_ups",
        "special_top_ups", "other_high_needs", "interventions", "risks"})
    CHECK_FALSE(lines.of(line, "", "dsg").empty());
  CHECK(placements.of("nobody_knows", "special", "dsg") == "state_special");
  CHECK_FALSE(placements.knows("nobody_knows", ""));
}

}  // namespace
