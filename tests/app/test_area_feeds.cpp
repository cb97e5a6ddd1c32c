// What an import writes for `fit` and `calibrate`: which counts, in what exposure, and which not.

#include <initializer_list>
#include <string>

#include "app/calibrate/observations.hpp"
#include "app/import/area_flows.hpp"
#include "app/import/area_outturns.hpp"
#include "app/load.hpp"
#include "tests/app/import_files.hpp"
#include "tests/catch.hpp"

namespace {

using app::Clock;

/// An authority of 1,000 plans in January 2024 and 1,100 a year later.
struct Area {
  app::Panel panel;
  app::Authority authority;

  Area() {
    panel.sources = {"caseload.csv"};
    put("plans", 2024, 1000, Clock::january);
    put("plans", 2025, 1100, Clock::january);
    put("new_plans", 2024, 160);
  }
  void put(const char* measure, int year, double value, Clock clock = Clock::calendar_year,
           const char* breakdown = "total", const char* category = "total") {
    authority.facts[{panel.intern({measure, breakdown, category, clock}), year}] = {value, 0, 0};
  }
  void left(double moved, double ceased) {
    put("plans_ceased", 2024, moved + ceased);
    put("plans_ceased", 2024, moved, Clock::calendar_year, "reason", "transferred");
  }
  app::AreaFlows flows(int start = 2025) const { return app::area_flows(panel, authority, start, 2025); }
};

const std::string source = ",SEN2 (caseload.csv)\n";

}  // namespace

TEST_CASE("Counts of all ages are flows where no year has ages, and ages alone where one has") {
  Area a;
  for (const int year : {2023, 2024}) {
    a.put("requests_agreed", year, 150);
    a.put("refused_to_assess", year, 50);
  }
  CHECK(a.flows().csv ==
        "parameter,year,age,category,events,exposure,source\n"
        "assessment.assess,2023,,,150,200" +
            source + "assessment.assess,2024,,,150,200" + source);
  a.put("requests_agreed", 2024, 90, Clock::calendar_year, "age", "7");
  a.put("refused_to_assess", 2024, 10, Clock::calendar_year, "age", "7");
  a.put("requests_agreed", 2024, 5, Clock::calendar_year, "age", "unknown");
  a.put("requests_agreed", 2024, 5, Clock::calendar_year, "age", "8");  // refusals at 8 are not known
  CHECK(a.flows().csv ==
        "parameter,year,age,category,events,exposure,source\nassessment.assess,2024,7,,90,100" + source);
  CHECK(Area().flows().csv.empty());
}

TEST_CASE("Plans ceased are flows where stock and flow close, and else said to be none") {
  Area a;
  a.left(20, 60);  // 1,000 + 160 - 80, and as many moved in as away: 1,100
  const auto closed = a.flows();
  CHECK(says(closed.csv, "cease.rate,2024,,,60,1000"));
  CHECK(says(closed.csv, "transfer.out_rate,2024,,,20,1050"));
  CHECK(closed.left_out.empty());
  a.left(20, 45);
  const auto open = a.flows();
  CHECK_FALSE(says(open.csv, "cease.rate"));
  CHECK(says(open.csv, "transfer.out_rate,2024,,,20,1050"));
  REQUIRE(open.left_out.size() == 1);
  CHECK(says(open.left_out[0], "plans ceased in 2024: stock, new plans and leavers do not close"));
  a.left(20, 60);
  const auto later = a.flows(2024);  // the January of 2025 is an outturn
  CHECK_FALSE(says(later.csv, "cease.rate"));
  CHECK(says(later.left_out.at(0), "from 2024 on"));
}

TEST_CASE("Who ceases on moving to an age was a year younger in January") {
  Area a;
  a.left(20, 60);
  for (const auto& [age, plans] : {std::pair{"17", 90.0}, {"18", 80.0}, {"19", 70.0}, {"20-25", 100.0}})
    a.put("plans", 2024, plans, Clock::january, "age", age);
  a.put("plans", 2024, 660, Clock::january, "age", "0-2");  // an open class has no age before
  a.put("plans", 2025, 82, Clock::january, "age", "18");
  a.put("plans", 2025, 1018, Clock::january, "age", "0-2");
  a.put("plans_ceased", 2024, 12, Clock::calendar_year, "reason_by_age", "18 employment");
  a.put("plans_ceased", 2024, 3, Clock::calendar_year, "reason_by_age", "18 transferred");
  a.put("plans_ceased", 2024, 30, Clock::calendar_year, "reason_by_age", "20-25 no_engagement");
  const auto csv = a.flows().csv;
  CHECK(says(csv, "cease.rate,2024,18,,12,90"));
  CHECK(says(csv, "cease.rate,2024,19,,0,80"));
  CHECK(says(csv, "cease.rate,2024,20-25,,30,170"));
  CHECK(says(csv, "transfer.out_rate,2024,18,,3,86"));
  CHECK(says(csv, "cease.reason,2024,16-19,employment,12,,"));
  CHECK_FALSE(says(csv, "cease.rate,2024,,"));
  CHECK_FALSE(says(csv, "cease.reason,2024,16-19,transferred"));
  a.put("plans", 2025, 500, Clock::january, "age", "0-2");  // ages of half the plans are no ages
  CHECK(says(a.flows().csv, "transfer.out_rate,2024,18,,3,90"));
}

TEST_CASE("As many were exposed as left, though neither January saw them all") {
  Area a;
  a.left(2, 60);
  a.put("plans", 2024, 1, Clock::january, "age", "3");
  a.put("plans", 2024, 999, Clock::january, "age", "7");
  a.put("plans", 2025, 1100, Clock::january, "age", "7");
  a.put("plans_ceased", 2024, 2, Clock::calendar_year, "reason_by_age", "4 transferred");
  CHECK(says(a.flows().csv, "transfer.out_rate,2024,4,,2,2,"));
}

TEST_CASE("Outturns share out what is not known, and parts are the less sure the longer ago the start is") {
  Area a;
  a.put("plans", 2023, 900, Clock::january);
  a.put("new_plans", 2023, 140);
  for (const int year : {2024, 2025}) {
    a.put("plans", year, 600, Clock::january, "setting", "mainstream");
    a.put("plans", year, 19, Clock::january, "setting", "early_years");
    a.put("plans", year, 331, Clock::january, "setting", "independent_special");
    a.put("plans", year, 50, Clock::january, "setting", "unknown");
    a.put("plans", year, 950, Clock::january, "age", "7");
    a.put("plans", year, 50, Clock::january, "age", "20-25");
  }
  const std::vector<app::SettingShare> settings{{"mainstream", "mainstream", 1, ""},
                                                {"early_years", "early_years", 1, ""},
                                                {"independent_special", "inmss_day", 0.9, ""},
                                                {"independent_special", "inmss_residential", 0.1, ""}};
  const auto out = app::area_outturns(a.panel, a.authority, settings, 2023, 2025);
  const std::string with = ",SEN2 (caseload.csv),";
  CHECK(says(out.counts, "\nehcp_stock,2024,1000,," + with + "\n"));
  CHECK(says(out.counts, "\nehcp_stock,2024,950,age_group,5-10" + with + "0.046\n"));
  CHECK(says(out.counts,
             "\nehcp_stock,2025,1045,age_group,5-10" + with + "0.065\n"));  // of 1,100; sqrt(2) times
  CHECK(says(out.counts, "\nnew_plans,2023,140,,"));
  CHECK(says(out.counts, "\nnew_plans,2024,160,,"));
  CHECK_FALSE(says(out.counts, "placement_stock"));
  CHECK(out.and_placement.starts_with(out.counts));
  CHECK(says(out.and_placement, "\nplacement_stock,2024,631.579,placement,mainstream" + with + "0.068\n"));
  CHECK(says(out.and_placement, "\nindependent_share,2024,0.348421,," + with + "0.125\n"));
  CHECK_FALSE(says(out.and_placement, "inmss"));        // the split is assumed
  CHECK_FALSE(says(out.and_placement, "early_years"));  // too few
  CHECK(app::area_outturns(a.panel, a.authority, settings, 2025, 2025).counts.empty());
}

TEST_CASE("An outturn may have a discrepancy of its own") {
  const ImportFolder folder;
  const auto loaded = app::load(
      {std::filesystem::path(SENDCAST_SOURCE_DIR) / "configs/areas/kingston/do-nothing.toml", {}, {}});
  REQUIRE(loaded.config);
  const auto read = [&](const std::string& rows) {
    folder.write("o.csv", "metric,period,value,discrepancy\n" + rows);
    sim::ConfigFiles files;
    return app::written_outturns(*loaded.config, false, folder / "o.csv", files);
  };
  const auto out = read("ehcp_stock,2019,1161,\nnew_plans,2019,186,0.25\n");
  REQUIRE(out.faults.empty());
  REQUIRE(out.outturns.size() == 2);
  CHECK_FALSE(out.outturns[0].discrepancy);
  CHECK(out.outturns[1].discrepancy == 0.25);
  CHECK(read("ehcp_stock,2019,1161,two\nehcp_stock,2020,1314,-0.1\n").faults.size() == 2);
}
