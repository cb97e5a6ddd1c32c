// The files of the Mastodon C model: counts of states and of what becomes of them.

#include <fmt/format.h>

#include "app/import/read_transitions.hpp"
#include "app/user_error.hpp"
#include "tests/app/import_files.hpp"
#include "tests/catch.hpp"

namespace {

using app::Clock;

/// Every age from 0 to 25 in the Januaries of 2019 and 2020, but for one academic year: 1,000 and the age,
/// and a hundred more.
std::string residents(int without = -9) {
  std::string text = "calendar-year,academic-year,population\n";
  for (const int year : {2019, 2020})
    for (int at = -4; at <= 21; ++at)
      if (at != without) text += fmt::format("{},{},{}\n", year, at, (year == 2019 ? 1000 : 1100) + at + 4);
  return text;
}

void write_files(const ImportFolder& folder) {
  std::string text = "calendar-year,setting-1,need-1,academic-year-1,setting-2,need-2,academic-year-2\n";
  const auto row = [&](int times, const std::string& cells) {
    for (int i = 0; i < times; ++i) text += cells + "\n";
  };
  row(6, "2019,MMSIB,CI,3,MMSIB,CI,4");
  row(2, "2019,MMSIB,SEMH,6,MSSIB,SEMH,7");
  row(1, "2019,MSSIB,ASD,10,NONSEND,NONSEND,11");
  row(3, "2019,NONSEND,NONSEND,-1,MMSIB,CI,0");
  row(6, "2020,MMSIB,CI,4,MMSIB,CI,5");
  row(5, "2020,MSSIB,SEMH,7,MSSIB,SEMH,8");
  row(1, "2020,MMSIB,CI,9,MMSIB,CI,12");  // years that do not follow
  folder.write("transitions.csv", text);
  folder.write("population.csv", residents());
  folder.write("costs.csv", "need,setting,cost\nCI,MMSIB,8000\nSEMH,MSSIB,20000\nASD,MSSIB,0\n");
  folder.write("valid-states.csv",
               "setting,setting-group,min-academic-year,max-academic-year,needs,setting->setting\nMMSIB,a,0,"
               "11,CI,MMSIB\nMSSIB,a,8,14,"
               "SEMH,MSSIB\n");
}

struct Read {
  app::Panel panel;
  app::Authority area;
  app::DataLog log;
  app::TransitionFiles files;
  double plans(int january, const char* breakdown = "total", const char* category = "total") const {
    return panel.value(area, {"plans", breakdown, category, Clock::january}, january).value_or(-1);
  }
  double flow(int year, const char* measure, const char* breakdown = "total",
              const char* category = "total") const {
    return panel.value(area, {measure, breakdown, category, Clock::calendar_year}, year).value_or(-1);
  }
};

Read read(const ImportFolder& folder, std::optional<int> as_of = {}) {
  Read r;
  app::TransitionsChoice choice;
  choice.as_of = as_of;
  choice.settings = {{"MMSIB", "mainstream", 1, ""}, {"MSSIB", "state_special", 1, ""}};
  choice.needs = {{"CI", "ASD", 0.6}, {"CI", "SLCN", 0.4}};
  r.files = app::read_transitions(folder.path(), choice, r.panel, r.area, r.log);
  return r;
}

bool logged(const Read& r, const char* what) {
  for (const auto& repair : r.log.repairs)
    if (says(repair.what, what)) return true;
  return false;
}

}  // namespace

TEST_CASE("Transitions are counted as stocks of January and as flows") {
  const ImportFolder folder;
  write_files(folder);
  const auto r = read(folder);
  CHECK(r.plans(2019) == 9);
  CHECK(r.plans(2020) == 11);
  CHECK(r.plans(2021) == 11);
  CHECK(r.plans(2019, "age", "7") == 6);
  CHECK(r.plans(2019, "setting", "MMSIB") == 8);
  CHECK(r.plans(2019, "need", "ASD") == Approx(6 * 0.6 + 1));
  CHECK(r.plans(2019, "need", "SLCN") == Approx(6 * 0.4));
  CHECK(r.flow(2019, "new_plans") == 3);
  CHECK(r.flow(2019, "new_plans", "age_august_before", "3") == 3);
  CHECK(r.flow(2019, "plans_ceased", "age", "14") == 1);
  CHECK(r.flow(2019, "moves", "setting", "MMSIB to MSSIB") == 2);
  CHECK(r.flow(2019, "children_in_setting_both_januaries", "setting", "MMSIB") == 8);
  const auto people = [&](int year, const char* age) {
    return r.panel.value(r.area, {"residents", "age", age, Clock::mid_year}, year).value_or(-1);
  };
  CHECK(people(2018, "0") == 1000);  // January 2019: residents of the middle of 2018
  CHECK(people(2018, "25") == 1025);
  CHECK(people(2019, "9") == 1109);
  CHECK(r.files.mean_cost.at("mainstream") == Approx(8000));
  CHECK(r.files.mean_cost.at("state_special") == Approx(20000));
  CHECK(r.log.files.size() == 4);
}

TEST_CASE("What does not fit is counted in the log") {
  const ImportFolder folder;
  write_files(folder);
  const auto r = read(folder);
  CHECK(logged(r, "January 2020: the year before ends with 11 children, the year starts with 11") == false);
  CHECK(logged(r, "children are in states that valid-states.csv does not name"));
  long dropped = 0;
  for (const auto& file : r.log.files)
    for (const auto& [reason, count] : file.dropped) dropped += count;
  CHECK(dropped == 2);  // a row whose years do not follow, and a cost of 0
}

TEST_CASE("A table beside the transitions says each thing once, and leaves out no age") {
  const ImportFolder folder;
  write_files(folder);
  const std::string costs = "need,setting,cost\nCI,MMSIB,8000\nSEMH,MSSIB,20000\n",
                    valid = "setting,min-academic-year,max-academic-year\nMMSIB,-4,21\nMSSIB,-4,21\n";
  folder.write("population.csv", residents() + "2019,5,1009\n");
  folder.write("costs.csv", costs + "CI,MMSIB,8000.0\n");
  folder.write("valid-states.csv", valid + "MSSIB,-4,21\n");
  const auto r = read(folder);
  CHECK(r.panel.value(r.area, {"residents", "age", "9", Clock::mid_year}, 2018) == 1009);
  CHECK(r.files.mean_cost.at("mainstream") == Approx(8000));
  CHECK_FALSE(logged(r, "children are in states"));
  int once_more = 0;
  for (const auto& file : r.log.files)
    if (const auto at = file.dropped.find("the same row came before"); at != file.dropped.end()) {
      once_more += at->second == 1 ? 1 : 0;
      CHECK(file.rows_of.at("") == (file.name == "population.csv" ? 52 : 2));
    }
  CHECK(once_more == 3);

  folder.write("population.csv", residents(7) + "2019,5,1010\n");
  folder.write("costs.csv", costs + "CI,MMSIB,9000\n");
  folder.write("valid-states.csv", valid + "MSSIB,0,21\n");
  try {
    read(folder);
    FAIL("read tables that contradict themselves");
  } catch (const app::UserError& error) {
    INFO(error.what());
    for (const char* part :
         {"population.csv:52: residents of academic year 5 in 2019: 1010 here and 1009 on line 11; which is "
          "right?",
          "population.csv: no residents of academic year 7 (age 11) in 2019, 2020 (every academic year from "
          "-4 to 21 is needed)",
          "costs.csv:4: cost of 'CI' in 'MMSIB': 9000 here and 8000 on line 2",
          "valid-states.csv:4: 'MSSIB': academic years 0 to 21 here and academic years -4 to 21 on line 3"})
      CHECK(says(error.what(), part));
  }
}

TEST_CASE("Transitions into later Januaries leave no trace with --as-of") {
  const ImportFolder folder;
  write_files(folder);
  const auto r = read(folder, 2020);
  CHECK(r.plans(2020) == 11);
  CHECK(r.plans(2021) == -1);
  CHECK(r.log.files[2].name == "transitions.csv");
  CHECK(r.log.files[2].rows == 12);  // those of 2019
}

TEST_CASE("Settings and needs without a place are asked for, all at once") {
  const ImportFolder folder;
  write_files(folder);
  folder.write("transitions.csv",
               "calendar-year,setting-1,need-1,academic-year-1,setting-2,need-2,academic-year-2\n2019,CASTLE,"
               "XX,3,TOWER,UKN,4\n");
  try {
    read(folder);
    FAIL("read unknown settings");
  } catch (const app::UserError& error) {
    for (const char* name : {"'CASTLE'", "'TOWER'", "needs 'XX'", "--settings FILE"})
      CHECK(says(error.what(), name));
    CHECK_FALSE(says(error.what(), "UKN"));
  }
  folder.write("transitions.csv", "calendar-year,setting-1\n");
  CHECK_THROWS_AS(read(folder), app::UserError);
}

TEST_CASE("From files with known rates the expected counts of every year equal the exact matrix result") {
  // Each year, at each age from 5 to 20: of 40 children in A 34 stay, 4 go to B and 2 leave; of 20 in B 18
  // stay, 1 goes to A and 1 leaves; 6 join, 4 of them in A. 1,000 residents of each age.
  const ImportFolder folder;
  std::string text = "calendar-year,setting-1,need-1,academic-year-1,setting-2,need-2,academic-year-2\n";
  for (int year = 2018; year <= 2020; ++year)
    for (int age = 5; age <= 20; ++age) {
      const auto row = [&](int times, const std::string& from, const std::string& to) {
        const std::string cells = std::to_string(year) + "," + from + "," + std::to_string(age - 4) + "," +
                                  to + "," + std::to_string(age - 3) + "\n";
        for (int i = 0; i < times; ++i) text += cells;
      };
      const std::string a = "MMSIB,CI", b = "MSSIB,CI", none = "NONSEND,NONSEND";
      row(34, a, a), row(4, a, b), row(2, a, none), row(18, b, b), row(1, b, a), row(1, b, none);
      row(4, none, a), row(2, none, b);
    }
  folder.write("transitions.csv", text);
  text = "calendar-year,academic-year,population\n";
  for (int year = 2018; year <= 2024; ++year)
    for (int age = 0; age <= 25; ++age)
      text += std::to_string(year) + "," + std::to_string(age - 4) + ",1000\n";
  folder.write("population.csv", text);
  const auto r = read(folder);
  const sim::ChainPosterior chain(r.files.chain);
  const auto expected = chain.expected(chain.mean());

  // By hand: ages of the last January (2021: those who ended the year 2020 there), then the matrix, year
  // after year. Those who join do so at 6 to 21 only; other ages were exposed and nobody joined, so they have
  // what all ages together show as a prior of one child: rate = (count + 1) / (exposure + 1 / pooled rate).
  const double pooled = 3.0 * 16 * 6 / (3.0 * 26 * 1000);
  const auto joining = [&](int age, double share_at_joining) {
    const double count = age >= 6 && age <= 21 ? 18 : 0;
    const double rate = (count + 1) / (3000 + 1 / pooled);
    return 1000 * rate * share_at_joining;
  };
  std::vector<double> a(27), b(27);
  for (int age = 6; age <= 21; ++age)
    a[static_cast<std::size_t>(age)] = 34 + 1 + 4, b[static_cast<std::size_t>(age)] = 4 + 18 + 2;
  for (std::size_t year = 0; year <= 10; ++year) {
    double in_a = 0, in_b = 0;
    for (std::size_t age = 0; age <= 25; ++age) in_a += a[age], in_b += b[age];
    CHECK(expected[year * 2] == Approx(in_a).epsilon(1e-10));
    CHECK(expected[year * 2 + 1] == Approx(in_b).epsilon(1e-10));
    for (std::size_t age = 25; age > 0; --age) {
      const double from_a = a[age - 1], from_b = b[age - 1];
      a[age] = 0.85 * from_a + 0.05 * from_b + joining(static_cast<int>(age), 2.0 / 3);
      b[age] = 0.10 * from_a + 0.90 * from_b + joining(static_cast<int>(age), 1.0 / 3);
    }
    a[0] = joining(0, 2.0 / 3);
    b[0] = joining(0, 1.0 / 3);
  }
  CHECK(r.files.january == 2021);
  CHECK(r.files.settings == std::vector<std::string>{"MMSIB", "MSSIB"});
}
