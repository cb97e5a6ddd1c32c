// The files of the Mastodon C model: counts of states and of what becomes of them.

#include "app/import/read_transitions.hpp"
#include "app/user_error.hpp"
#include "tests/app/import_files.hpp"
#include "tests/catch.hpp"

namespace {

using app::Clock;

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
  folder.write(
      "population.csv",
      "calendar-year,academic-year,population\n2019,-4,900\n2019,0,1000\n2020,0,1100\n2020,5,1200\n");
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
  std::map<std::string, double> costs;
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
  r.costs = app::read_transitions(folder.path(), choice, r.panel, r.area, r.log);
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
  CHECK(people(2018, "0") == 900);  // January 2019: residents of the middle of 2018
  CHECK(people(2018, "4") == 1000);
  CHECK(people(2018, "25") == 1000);  // the nearest age that the file has
  CHECK(people(2019, "9") == 1200);
  CHECK(r.costs.at("mainstream") == Approx(8000));
  CHECK(r.costs.at("state_special") == Approx(20000));
  CHECK(r.log.files.size() == 4);
}

TEST_CASE("What does not fit is counted in the log") {
  const ImportFolder folder;
  write_files(folder);
  const auto r = read(folder);
  CHECK(logged(r, "January 2020: the year before ends with 11 children, the year starts with 11") == false);
  CHECK(logged(r, "children are in states that valid-states.csv does not name"));
  CHECK(logged(r, "residents of mid-2018: ages 0 to 4 are there"));
  long dropped = 0;
  for (const auto& file : r.log.files)
    for (const auto& [reason, count] : file.dropped) dropped += count;
  CHECK(dropped == 2);  // a row whose years do not follow, and a cost of 0
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
