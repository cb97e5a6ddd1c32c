// The SEN2 person-level return: what is counted, and that nobody can be found in what is written.

#include "app/import/area_folder.hpp"
#include "app/import/dates.hpp"
#include "app/import/read_sen2.hpp"
#include "app/import/suppress.hpp"
#include "app/user_error.hpp"
#include "tests/app/import_files.hpp"
#include "tests/catch.hpp"

namespace {

using app::Clock;

const std::string prefix = "Blade-Export_07-03-2025_";

/// Five children: Ada (12) has a plan of 2021 and moved from a mainstream to a special school; Ben (5) got
/// his in 2024, within 20 weeks; Cem (7) got his after 30 weeks and is educated at home; Dia (19) ceased in
/// 2024; Eli moved in with a plan. Fay was refused an assessment, Gus a plan; Hal has asked for nothing.
void write_return(const ImportFolder& folder) {
  folder.write(prefix + "sen2.csv", "sen2tableid,year,referencedate,lea\n1,2025,2025-Jan-16 00:00:00,901\n");
  folder.write(prefix + "person.csv",
               "persontableid,surname,personbirthdate,upn\np1,SECRET,2012-Mar-05 "
               "00:00:00,Z1\np2,SECRET,2019-Jul-01 00:00:00,Z2\n"
               "p3,SECRET,01/10/2016,Z3\np4,SECRET,2005-01-20,Z4\np5,SECRET,2014-May-05 00:00:00,Z5\n"
               "p6,SECRET,2018-May-05 00:00:00,Z6\np7,SECRET,2015-Jan-05,Z7\np8,SECRET,one "
               "day,Z8\n");
  folder.write(prefix + "requests.csv",
               "requeststableid,persontableid,receiveddate,rya,requestoutcomedate,requestoutcome,exported\n"
               "r1,p1,2020-Sep-01 00:00:00,0,2020-Oct-01 00:00:00,Y,\nr2,p2,2024-Feb-01 "
               "00:00:00,0,2024-Mar-01 00:00:00,Y,\n"
               "r3,p3,2024-Jan-10 00:00:00,0,2024-Mar-01 00:00:00,Y,\nr4,p4,2015-Sep-01 "
               "00:00:00,0,,Y,\nr5,p5,2022-Sep-01 00:00:00,0,,H,\n"
               "r6,p6,2024-Jun-01 00:00:00,0,2024-Jul-01 00:00:00,N,\nr7,p7,2024-Jan-01 "
               "00:00:00,0,2024-Feb-01 00:00:00,Y,\n");
  folder.write(prefix + "assessment.csv",
               "assessmenttableid,requeststableid,assessmentoutcome,assessmentoutcomedate,week20\na1,r1,Y,"
               "2021-Jan-01 00:00:00,0\n"
               "a2,r2,Y,2024-May-01 00:00:00,0\na3,r3,Y,2024-Jul-01 "
               "00:00:00,1\na4,r4,Y,,0\na7,r7,N,2024-Apr-01 00:00:00,0\n");
  folder.write(
      prefix + "namedplan.csv",
      "namedplantableid,assessmenttableid,startdate,ceasedate,ceasereason\nn1,a1,2021-Jan-15 00:00:00,,\n"
      "n2,a2,2024-Jun-01 00:00:00,,\nn3,a3,2024-Aug-07 00:00:00,,\nn4,a4,2016-Jan-15 00:00:00,2024-Aug-31 "
      "00:00:00,4\n");
  folder.write(prefix + "plandetail.csv", "plandetailtableid,namedplantableid\nd1,n1\n");
  folder.write(prefix + "activeplans.csv",
               "activeplanstableid,requeststableid,transferla\nv1,r1,\nv2,r2,\nv3,r3,\nv5,r5,902\n");
  folder.write(
      prefix + "placementdetail.csv",
      "placementdetailtableid,activeplanstableid,urn,ukprn,sensetting,placementrank,entrydate,leavingdate,"
      "senunitindicator,resourcedprovisionindicator\n"
      "x1,v1,100001,,,1,2021-Sep-01 00:00:00,2024-Jul-20 00:00:00,0,0\nx2,v1,100002,,,1,2024-Sep-01 "
      "00:00:00,,0,0\n"
      "x3,v2,100001,,,1,2023-Sep-01 00:00:00,,1,0\nx4,v2,,,NEET,2,2023-Sep-01 00:00:00,,0,0\n"
      "x5,v3,,,EHE,1,2024-Aug-07 00:00:00,,0,0\nx6,v5,100003,,,1,2024-Jan-01 00:00:00,,0,0\n");
  folder.write(prefix + "senneed.csv",
               "senneedtableid,activeplanstableid,sentype,sentyperank\ns1,v1,ASD,1\ns2,v1,SLCN,2\ns3,v2,SLCN,"
               "1\ns4,v3,ASD,1\ns5,v5,"
               "NSA,1\n");
  folder.write(
      "schools.csv",
      "URN,UKPRN,TypeOfEstablishment (name)\n100001,1,Academy converter\n100002,2,Academy special converter\n"
      "100003,3,Other independent special school\n");
}

struct Read {
  app::Panel panel;
  app::Authority area;
  app::DataLog log;
  double count(const char* measure, bool stock, const char* breakdown = "total",
               const char* category = "total") const {
    return panel
        .value(area, {measure, breakdown, category, stock ? Clock::january : Clock::calendar_year},
               stock ? 2025 : 2024)
        .value_or(-1);
  }
};

Read read(const ImportFolder& folder, bool with_schools = true, int suppress = 0) {
  Read r;
  r.area.name = "Ashford Vale";
  r.area.code = "E08000901";
  app::Sen2Choice choice;
  choice.smallest = suppress;
  if (with_schools) choice.schools = app::read_schools(folder / "schools.csv");
  app::read_sen2({folder.path()}, choice, r.panel, r.area, r.log);
  return r;
}

/// Sixty children who asked on 1 February 2024; three were refused, the others have plans from June.
struct Sixty {
  std::string sen2 = "sen2tableid,year,referencedate,lea\n1,2025,2025-Jan-16 00:00:00,901\n",
              person = "persontableid,surname,personbirthdate\n",
              requests = "requeststableid,persontableid,receiveddate,requestoutcome\n",
              assessment =
                  "assessmenttableid,requeststableid,assessmentoutcome,assessmentoutcomedate,week20\n",
              namedplan = "namedplantableid,assessmenttableid,startdate,ceasedate,ceasereason\n",
              activeplans = "activeplanstableid,requeststableid\n",
              placements =
                  "placementdetailtableid,activeplanstableid,sensetting,placementrank,entrydate,"
                  "leavingdate\n",
              needs = "senneedtableid,activeplanstableid,sentype,sentyperank\n";
  Sixty() {
    for (int i = 0; i < 60; ++i) {
      const std::string n = std::to_string(i);
      person += "p" + n + ",SECRET" + n + "," + std::to_string(2010 + i % 10) + "-03-05\n";
      requests += "r" + n + ",p" + n + ",2024-02-01," + (i < 3 ? "N" : "Y") + "\n";
      if (i < 3) continue;
      assessment += "a" + n + ",r" + n + ",Y,2024-05-01,0\n";
      namedplan += "n" + n + ",a" + n + ",2024-06-0" + std::to_string(1 + i % 9) + ",,\n";
      activeplans += "v" + n + ",r" + n + "\n";
      placements += "x" + n + ",v" + n + "," +
                    (i < 20   ? "EHE"
                     : i < 40 ? "OLA"
                              : "NEET") +
                    ",1,2024-06-01,\n";
      needs += "s" + n + ",v" + n + ",ASD,1\n";
    }
  }
  void replace(std::string& table, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = table.find(from, at)) != std::string::npos; at += to.size())
      table.replace(at, from.size(), to);
  }
  void write(const ImportFolder& folder) const {
    for (const auto& [name, text] : {std::pair{"sen2", &sen2},
                                     {"person", &person},
                                     {"requests", &requests},
                                     {"assessment", &assessment},
                                     {"namedplan", &namedplan},
                                     {"activeplans", &activeplans},
                                     {"placementdetail", &placements},
                                     {"senneed", &needs}})
      folder.write(prefix + name + ".csv", *text);
  }
  Read counted(int suppress = 0) const {
    const ImportFolder folder;
    write(folder);
    return read(folder, false, suppress);
  }
  std::string fault() const {
    try {
      counted();
    } catch (const app::UserError& error) {
      return error.what();
    }
    return "";
  }
};

std::string log_of(const Read& r) { return app::data_log_csv(r.log, r.area); }

}  // namespace

TEST_CASE("Dates of returns, and ages as school years count them") {
  using app::day_of;
  CHECK(app::parse_day("2022-Sep-28 00:00:00") == day_of(2022, 9, 28));
  CHECK(app::parse_day("2022-09-28") == day_of(2022, 9, 28));
  CHECK(app::parse_day("2022-09-28T10:00:00") == day_of(2022, 9, 28));
  CHECK(app::parse_day("28/09/2022") == day_of(2022, 9, 28));
  for (const char* text : {"", "2022", "2022-02-30", "2022-Foo-01", "yesterday", "12-2022"})
    CHECK_FALSE(app::parse_day(text));
  CHECK(app::academic_age(day_of(2012, 8, 31), day_of(2025, 1, 16)) == 12);
  CHECK(app::academic_age(day_of(2012, 9, 1), day_of(2025, 1, 16)) == 11);
  CHECK(app::academic_age(day_of(2012, 9, 1), day_of(2025, 9, 1)) == 12);
}

TEST_CASE("A person-level return is counted as the published figures are") {
  const ImportFolder folder;
  write_return(folder);
  const auto r = read(folder);
  CHECK(r.count("plans", true) == 4);
  CHECK(r.count("plans", true, "age", "12") == 1);
  CHECK(r.count("plans", true, "age", "5") == 1);
  CHECK(r.count("plans", true, "age", "7") == 1);  // born on 1 October 2016
  CHECK(r.count("plans", true, "need", "ASD") == 2);
  CHECK(r.count("plans", true, "need", "unknown") == 1);
  CHECK(r.count("plans", true, "setting", "state_special") == 1);
  CHECK(r.count("plans", true, "setting", "sen_unit") == 1);  // and the second rank is left out
  CHECK(r.count("plans", true, "setting", "elective_home_education") == 1);
  CHECK(r.count("plans", true, "setting", "independent_special") == 1);
  CHECK(r.count("requests", false) == 4);
  CHECK(r.count("refused_to_assess", false) == 1);
  CHECK(r.count("refused_to_issue", false) == 1);
  CHECK(r.count("new_plans", false) == 2);
  CHECK(r.count("issued_within_20_weeks", false) == 1);
  CHECK(r.count("issued_timed", false) == 2);
  CHECK(r.count("issued_timed_excl_exceptions", false) == 1);
  CHECK(r.count("plans_ceased", false) == 1);
  CHECK(r.count("plans_ceased", false, "reason", "employment") == 1);
  CHECK(r.count("plans_ceased", false, "reason_by_age", "16-19 employment") == 1);  // 19 on 31 August 2024
  CHECK(r.count("plans_a_year_before", false) == 2);
  CHECK(r.count("plans_a_year_before", false, "age_group", "11-15") == 1);
  CHECK(r.count("requests_agreed", false, "decision_by_age", "0-4 yes") == 1);
  CHECK(r.count("requests_agreed", false, "decision_by_age", "5-10 no") == 1);
  CHECK(r.count("assessed_and_issued", false) == 2);
  CHECK(r.count("moved_mainstream_to_special", false) == 1);
  CHECK(r.count("moves", false, "setting", "mainstream to state_special") == 1);
}

TEST_CASE("Nothing of a child is in what is written") {
  const ImportFolder folder;
  write_return(folder);
  const auto r = read(folder);
  const std::string all = app::facts_csv(r.panel, r.area) + app::data_log_csv(r.log, r.area);
  for (const char* personal : {"SECRET", "Z1", "p1", "100001", "2012-Mar", "one day"})
    CHECK_FALSE(says(all, personal));
  CHECK(says(all, "1 cells are no dates"));
  SECTION("nor in a fault") {
    folder.write(prefix + "person.csv", "persontableid,surname,personbirthdate\np1,\"SECRET,2012\n");
    try {
      read(folder);
      FAIL("read a broken file");
    } catch (const app::UserError& error) {
      CHECK(says(error.what(), "a quoted cell is never closed"));
      CHECK_FALSE(says(error.what(), "SECRET"));
    }
  }
}

TEST_CASE("Small counts are suppressed on request, and those that the total would give away") {
  const ImportFolder folder;
  write_return(folder);
  const auto r = read(folder, true, 3);
  const std::string facts = app::facts_csv(r.panel, r.area);
  CHECK(r.count("plans", true) == 4);
  CHECK(r.count("requests", false) == -1);  // four, of four ages: one of each
  CHECK_FALSE(says(facts, ",1,"));
  CHECK_FALSE(says(facts, ",2,"));
  CHECK(says(app::data_log_csv(r.log, r.area),
             "counts below 3, or by which one would be known, are suppressed"));

  app::Panel panel;
  app::Authority area;
  const auto put = [&](const char* need, double value) {
    area.facts[{panel.intern({"plans", "need", need, Clock::january}), 2025}] = {value, 0, 0};
  };
  put("ASD", 100);
  put("HI", 2);
  put("VI", 7);
  CHECK(app::suppress_small(panel, area, 5, {2025}) == 2);  // VI, too: else HI is the total less the others
  CHECK(area.facts.size() == 1);

  const auto cross = [&](const char* cell, double value) {
    area.facts[{panel.intern({"plans_ceased", "reason_by_age", cell, Clock::calendar_year}), 2024}] = {value,
                                                                                                       0, 0};
  };
  cross("16-19 employment", 40);
  cross("16-19 died", 1);
  cross("20-25 died", 9);
  CHECK(app::suppress_small(panel, area, 5, {2025}) == 3);  // the margins would give the others away
}

TEST_CASE("Without a register of schools a school is of no known kind") {
  const ImportFolder folder;
  write_return(folder);
  const auto r = read(folder, false);
  CHECK(r.count("plans", true, "setting", "unknown") == 2);
  CHECK(r.count("plans", true, "setting", "sen_unit") == 1);
  CHECK(app::setting_of_type("Community special school") == "state_special");
  CHECK(app::setting_of_type("Non-maintained special school") == "non_maintained_special");
  CHECK(app::setting_of_type("Special post 16 institution") == "specialist_post_16");
  CHECK(app::setting_of_type("Free schools alternative provision") == "alternative_provision");
  CHECK(app::setting_of_type("Other independent school") == "independent_mainstream");
  CHECK(app::setting_of_type("Moon base").empty());
}

TEST_CASE("A return that is not whole is refused by name") {
  const ImportFolder folder;
  write_return(folder);
  std::filesystem::remove(folder / (prefix + "senneed.csv"));
  CHECK_THROWS_AS(read(folder), app::UserError);
  folder.write(prefix + "senneed.csv", "senneedtableid,activeplanstableid\n");
  CHECK_THROWS_AS(read(folder), app::UserError);
}

TEST_CASE("What cannot be read is not reported, never nought, and said with the number of rows") {
  Sixty unreadable;
  CHECK(unreadable.counted().count("requests", false) == 60);
  unreadable.replace(unreadable.requests, "2024-02-01", "01-Feb-24");
  const auto r = unreadable.counted();
  for (const char* gone : {"requests", "refused_to_assess", "requests_agreed", "issued_timed",
                           "issued_within_20_weeks", "issued_timed_excl_exceptions"})
    CHECK(r.count(gone, false) == -1);
  CHECK(r.count("new_plans", false) == 57);
  CHECK(r.count("plans", true) == 57);
  CHECK(says(log_of(r), "requests and their refusals of 2024: 60 rows with a date that cannot be read"));
  CHECK(says(log_of(r), "plans within 20 weeks of 2024: 57 rows with a date that cannot be read"));
  SECTION("one in a hundred and fewer are left out and said") {
    Sixty few;
    for (int i = 100; i < 300; ++i) few.requests += "r" + std::to_string(i) + ",p1,2024-03-01,Y\n";
    few.requests += "r300,p2,soon,Y\n";
    const auto read = few.counted();
    CHECK(read.count("requests", false) == 260);
    CHECK(says(log_of(read), "1 row with a date that cannot be read"));
    CHECK(says(log_of(read), "counted without them"));
  }
  SECTION("a table without dates of outcomes says nothing of refusals to issue") {
    Sixty undated;
    undated.replace(undated.assessment, "2024-05-01", "");
    CHECK(undated.counted().count("refused_to_issue", false) == -1);
    CHECK(undated.counted().count("assessed_and_issued", false) == -1);
  }
  SECTION("plans that may have ceased are no stock") {
    Sixty ended;
    ended.replace(ended.namedplan, ",,", ",31.12.24,1");
    CHECK(
        says(ended.fault(), "namedplan.csv:2: the first of 57 plans with a cease date before the start, or"));
  }
}

TEST_CASE("Ages, needs and settings that cannot be read are shared out among nobody") {
  Sixty whole;
  REQUIRE(whole.counted().count("plans", true, "age", "9") == 6);  // of 57; p5, p15, ... p55 are born in 2015
  SECTION("dates of birth in a form that is not read, or to come") {
    for (const char* born : {"05.03.2015", "2030-03-05", ""}) {
      Sixty births;
      births.replace(births.person, "2015-03-05", born);
      const auto r = births.counted();
      CHECK(r.count("plans", true, "age", "8") == -1);
      CHECK(r.count("plans", true, "age", "unknown") == -1);
      CHECK(r.count("new_plans", false, "age_august_before", "8") == -1);
      CHECK(r.count("requests", false, "age", "8") == -1);
      CHECK(r.count("requests_agreed", false, "decision_by_age", "5-10 yes") == -1);
      CHECK(r.count("assessed_and_issued", false, "outcome_by_age", "5-10 yes") == -1);
      CHECK(r.count("plans", true) == 57);
      CHECK(r.count("requests", false) == 60);
      CHECK(says(log_of(r), "plans by age of January 2025 (6 rows)"));
      CHECK(says(log_of(r), "with a date of birth (person.csv) that is missing, cannot be read or"));
    }
  }
  SECTION("a few are unknown, and said") {
    Sixty few;
    for (int i = 100; i < 300; ++i) {
      const std::string n = std::to_string(i);
      few.person += "p" + n + ",SECRET," + (i == 100 ? "05.03.2015" : "2012-03-05") + "\n";
      few.requests += "r" + n + ",p" + n + ",2023-02-01,Y\n";
      few.activeplans += "v" + n + ",r" + n + "\n";
    }
    const auto r = few.counted();
    CHECK(r.count("plans", true, "age", "unknown") == 1);
    CHECK(says(log_of(r), "plans by age of January 2025 (1 row): with a date of birth (person.csv)"));
    CHECK(says(log_of(r), "counted as unknown"));
  }
  SECTION("dates of placements, where they matter") {
    Sixty entries;
    for (int i = 20; i < 40; ++i) {
      const std::string n = std::to_string(i);
      entries.replace(entries.placements, "v" + n + ",OLA,1,2024-06-01,", "v" + n + ",OLA,1,01-Jun-23,");
    }
    const auto r = entries.counted();
    CHECK(r.count("plans", true, "setting", "elective_home_education") == -1);
    CHECK(r.count("plans", true, "setting", "unknown") == -1);
    CHECK(says(log_of(r), "plans by setting of January 2025 (20 rows)"));
    CHECK(r.count("plans", true, "age", "9") == 6);
    Sixty second;  // of second rank, or left before: they are not the setting, whatever the date is
    for (int i = 3; i < 60; ++i)
      second.placements += "y" + std::to_string(i) + ",v" + std::to_string(i) +
                           (i % 2 == 0 ? ",OTH,2,01.06.23,\n" : ",OTH,1,01.06.23,2023-09-01\n");
    CHECK(second.counted().count("plans", true, "setting", "elective_home_education") == 17);
    CHECK(second.counted().count("plans", true, "setting", "other") == -1);
  }
  SECTION("codes of settings, needs and reasons") {
    Sixty codes;
    codes.replace(codes.placements, "OLA", "ELSEWHERE");
    codes.replace(codes.needs, "v5,ASD", "v5,AUT");
    codes.replace(codes.namedplan, "2024-06-06,,", "2024-06-06,2024-09-01,transferred");
    const auto r = codes.counted();
    CHECK(r.count("plans", true, "setting", "elective_home_education") == -1);
    CHECK(says(log_of(r), "a date, the rank or the setting cannot be read"));
    CHECK(r.count("plans_ceased", false) > 0);
    CHECK(r.count("plans_ceased", false, "reason", "transferred") == -1);
    CHECK(says(log_of(r), "with a reason for ceasing (namedplan.csv) that is none of 1 to 9"));
    Sixty needs;
    needs.replace(needs.needs, "v5,ASD", "v5,AUT");
    const auto n = needs.counted();
    CHECK(n.count("plans", true, "need", "ASD") == -1);
    CHECK(says(log_of(n), "plans by need of January 2025 (1 row): with a need or its rank (senneed.csv)"));
    Sixty known;
    known.replace(known.needs, "v5,ASD", "v5,NSA");  // a code of the return: nobody has said
    known.replace(known.needs, "v6,ASD", "v6,asd");
    CHECK(known.counted().count("plans", true, "need", "ASD") == 56);
    CHECK(known.counted().count("plans", true, "need", "unknown") == 1);
  }
}

TEST_CASE("A figure names the table of the return that it counts") {
  const ImportFolder folder;
  write_return(folder);
  const auto r = read(folder);
  const std::string facts = app::facts_csv(r.panel, r.area);
  for (const char* row :
       {"plans,total,total,4,Blade-Export_07-03-2025_namedplan.csv",
        "plans,age,12,1,Blade-Export_07-03-2025_person.csv",
        "plans,need,ASD,2,Blade-Export_07-03-2025_senneed.csv",
        "plans,setting,sen_unit,1,Blade-Export_07-03-2025_placementdetail.csv",
        "requests,total,total,4,Blade-Export_07-03-2025_requests.csv",
        "refused_to_issue,total,total,1,Blade-Export_07-03-2025_assessment.csv",
        "plans_ceased,reason,employment,1,Blade-Export_07-03-2025_namedplan.csv",
        "moved_mainstream_to_special,total,total,1,Blade-Export_07-03-2025_placementdetail.csv"})
    CHECK(says(facts, row));
}

TEST_CASE("A plan is counted once, however many rows it has") {
  Sixty twice, amended, later;
  twice.namedplan += twice.namedplan.substr(twice.namedplan.find('\n') + 1);
  const auto r = twice.counted();
  CHECK(r.count("new_plans", false) == 57);
  CHECK(says(log_of(r), "namedplan.csv,rows_dropped,the same row came before,57"));
  CHECK(says(log_of(r), "namedplan.csv,rows_used,,57"));
  for (int i = 3; i < 60; ++i)
    amended.namedplan += "m" + std::to_string(i) + ",a" + std::to_string(i) + ",2024-09-01,,\n";
  const auto a = amended.counted();
  CHECK(a.count("new_plans", false) == 57);
  CHECK(a.count("plans", true) == 57);
  CHECK(says(log_of(a), "57 rows of plans that start while the child holds one"));
  // A second plan after the first one ended is a new one.
  later.replace(later.namedplan, "n5,a5,2024-06-06,,", "n5,a5,2024-06-06,2024-07-01,2\nm5,a5,2024-10-01,,");
  CHECK(later.counted().count("new_plans", false) == 58);
  CHECK(later.counted().count("plans_ceased", false) == 1);
  CHECK(later.counted().count("plans", true) == 57);
  Sixty differ;
  differ.requests += "r5,p5,2023-02-01,Y\n";
  CHECK(says(differ.fault(), "requests.csv:62: the same requeststableid as on line 7, with other entries"));
}

TEST_CASE("Dates in the wrong order are no times, and a plan that ceases first is no plan") {
  Sixty backwards;
  backwards.replace(backwards.namedplan, "n5,a5,2024-06-06", "n5,a5,2024-01-06");
  const auto r = backwards.counted();
  CHECK(r.count("issued_within_20_weeks", false) == -1);  // one in 57 could be more than one in a hundred
  CHECK(r.count("new_plans", false) == 57);
  CHECK(says(log_of(r), "1 row with a plan that starts before it was asked for; not reported"));
  Sixty ended;
  ended.replace(ended.namedplan, "n5,a5,2024-06-06,,", "n5,a5,2024-06-06,2023-06-06,1");
  CHECK(says(ended.fault(), "namedplan.csv:4: the first of 1 plan with a cease date before the start"));
  Sixty future;
  future.replace(future.sen2, "2025", "2035");
  CHECK(says(future.fault(),
             "a return of January 2035, but nothing was asked for or begun in 2034: the last is of 2024"));
}

TEST_CASE("A return of another authority is refused") {
  const ImportFolder folder;
  Sixty().write(folder);
  app::Sen2Choice choice;
  choice.authorities = app::read_authorities(std::filesystem::path(SENDCAST_SOURCE_DIR) / "configs");
  const auto fault = [&](const char* name, const char* lea) {
    folder.write(prefix + "sen2.csv", std::string("sen2tableid,year,lea\n1,2025,") + lea + "\n");
    Read r;
    r.area.name = name;
    try {
      app::read_sen2({folder.path()}, choice, r.panel, r.area, r.log);
    } catch (const app::UserError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(says(fault("Leeds", "901"), "sen2.csv:2: this is the return of authority 901, not of Leeds (383)"));
  CHECK(says(fault("Elmshire", "383"), "this is the return of Leeds (383), not of Elmshire"));
  CHECK(fault("Leeds", "383").empty());
  CHECK(fault("Elmshire", "901").empty());  // nobody knows either
}

TEST_CASE("No small count follows from those that are left, and none is in the log") {
  Sixty few;
  few.replace(few.namedplan, "2024-06-06", "2024-12-06");  // late: 6 of 57 (five days of nine in June)
  few.replace(few.assessment, "a7,r7,Y,2024-05-01,0", "a7,r7,Y,2024-05-01,1");
  const auto whole = few.counted(), r = few.counted(5);
  REQUIRE(whole.count("refused_to_assess", false) == 3);
  CHECK(r.count("refused_to_assess", false) == -1);
  // requests less those agreed are those refused; timed less those without exceptions is the one exception.
  CHECK((r.count("requests", false) == -1 || r.count("requests_agreed", false) == -1));
  CHECK((r.count("issued_timed", false) == -1 || r.count("issued_timed_excl_exceptions", false) == -1));
  CHECK(r.count("plans", true) == 57);
  // Nor do the tables' numbers of rows say it: 60 requests, 57 assessments.
  CHECK(says(log_of(r), "requests.csv,rows_read,,60"));
  CHECK_FALSE(says(log_of(r), ",57"));
  Sixty one;
  one.replace(one.namedplan, "n5,a5,2024-06-06", "n5,a5,2024-01-06");
  CHECK(says(log_of(one.counted(5)), "fewer than 5 rows with a plan that starts before it was asked for"));
}
