// Small counts of person-level returns: what two Januaries and the year between them would give away.

#include <string>

#include "app/import/area_folder.hpp"
#include "app/import/suppress.hpp"
#include "tests/app/import_files.hpp"
#include "tests/catch.hpp"

namespace {

using app::Clock;

/// Facts of returns of January 2024 and 2025, and of the year 2024.
struct Facts {
  app::Panel panel;
  app::Authority area;

  static app::Series series(const std::string& measure, const std::string& breakdown,
                            const std::string& category) {
    return {measure, breakdown, category, measure == "plans" ? Clock::january : Clock::calendar_year};
  }
  void put(const std::string& measure, int year, double value, const std::string& breakdown = "total",
           const std::string& category = "total") {
    area.facts[{panel.intern(series(measure, breakdown, category)), year}] = {value, 0, 0};
  }
  bool has(const std::string& measure, int year, const std::string& breakdown = "total",
           const std::string& category = "total") const {
    return panel.value(area, series(measure, breakdown, category), year).has_value();
  }
  void suppress(const std::set<int>& januaries = {2024, 2025}, const app::Authority* elsewhere = nullptr) {
    app::suppress_small(panel, area, 5, januaries, elsewhere);
  }
};

/// Three of 83 ceased, twenty are new.
Facts three_ceased(double plans_after = 100) {
  Facts f;
  f.put("plans", 2025, plans_after);
  f.put("new_plans", 2024, 20);
  f.put("plans_ceased", 2024, 3);
  return f;
}

}  // namespace

TEST_CASE("Few plans that ceased do not follow from stocks and new plans") {
  SECTION("of one return") {
    auto f = three_ceased();
    f.put("plans_a_year_before", 2024, 83);
    f.suppress({2025});
    CHECK(f.has("plans", 2025));
    CHECK_FALSE(f.has("plans_ceased", 2024));
    // Plans of January 2024 are published, even if this return does not have them.
    CHECK_FALSE(f.has("new_plans", 2024));
  }
  SECTION("of two returns, also if somebody moved in") {
    for (const double moved_in : {0.0, 2.0}) {
      auto f = three_ceased(100 + moved_in);
      f.put("plans", 2024, 83);
      f.suppress();
      CHECK(f.has("plans", 2024));
      CHECK_FALSE(f.has("plans_ceased", 2024));
      CHECK_FALSE(f.has("new_plans", 2024));
      CHECK_FALSE(says(app::stock_and_flow_csv(f.panel, f.area), "\n2024,"));
    }
  }
  SECTION("of a return and what another file says") {
    for (const double before : {83.0, 50.0}) {
      auto f = three_ceased();
      app::Authority elsewhere;
      elsewhere.facts[{f.panel.intern(Facts::series("plans", "total", "total")), 2024}] = {before, 0, 0};
      f.suppress({2025}, &elsewhere);
      CHECK(f.has("new_plans", 2024) == (before == 50.0));  // 33 more came: three are lost among them
    }
  }
  SECTION("and many are shown") {
    Facts f;
    f.put("plans", 2024, 83);
    f.put("plans", 2025, 90);
    f.put("new_plans", 2024, 20);
    f.put("plans_ceased", 2024, 13);
    f.suppress();
    CHECK(says(app::stock_and_flow_csv(f.panel, f.area), "2024,83,20,13,90,13,0"));
  }
}

TEST_CASE("Nobody's leaving is implied where the number of those who left is suppressed") {
  auto f = three_ceased(130);
  f.put("plans", 2024, 83);
  f.suppress();
  CHECK(f.has("new_plans", 2024));  // thirty more moved in, so that three do not follow
  CHECK(says(app::stock_and_flow_csv(f.panel, f.area), "2024,83,20,,130,,\n"));
}

TEST_CASE("Leavers of a cohort and of a setting do not follow from its plans") {
  Facts f;
  f.put("plans", 2024, 200);
  f.put("plans", 2025, 220);
  SECTION("by age") {
    f.put("plans", 2024, 40, "age", "12");
    f.put("plans", 2025, 47, "age", "13");
    f.put("new_plans", 2024, 9, "age_august_before", "12");
    SECTION("whose ceasing is counted") { f.put("plans_ceased", 2024, 2, "age", "12"); }
    SECTION("whose ceasing is counted, and somebody moved in") {
      f.put("plans_ceased", 2024, 4, "age", "12");
    }
    SECTION("whose ceasing is of another year of age") {}
    f.suppress();
    CHECK_FALSE(f.has("plans_ceased", 2024, "age", "12"));
    CHECK_FALSE((f.has("plans", 2024, "age", "12") && f.has("plans", 2025, "age", "13") &&
                 f.has("new_plans", 2024, "age_august_before", "12")));
  }
  SECTION("by group of ages, in one return") {
    f.put("plans", 2025, 14, "age", "20");
    f.put("plans", 2025, 13, "age", "21");
    f.put("plans_a_year_before", 2024, 30, "age_group", "20-25");
    f.put("plans_ceased", 2024, 3, "reason_by_age", "20-25 needs_met");
    f.suppress({2025});
    CHECK_FALSE(f.has("plans_ceased", 2024, "reason_by_age", "20-25 needs_met"));
    CHECK_FALSE((f.has("plans", 2025, "age", "20") && f.has("plans", 2025, "age", "21") &&
                 f.has("plans_a_year_before", 2024, "age_group", "20-25")));
  }
  SECTION("by setting") {
    const std::string both = "children_in_setting_both_januaries";
    for (const auto& [setting, stayed] : {std::pair{"mainstream", 98.0}, {"state_special", 99.0}}) {
      f.put("plans", 2024, 100, "setting", setting);
      f.put("plans", 2025, 110, "setting", setting);
      f.put(both, 2024, stayed, "setting", setting);
    }
    f.suppress();
    for (const char* setting : {"mainstream", "state_special"})
      CHECK_FALSE((f.has("plans", 2024, "setting", setting) && f.has(both, 2024, "setting", setting)));
  }
  SECTION("and who is new in a setting") {
    f.put("plans", 2025, 110, "setting", "mainstream");
    f.put("children_in_setting_both_januaries", 2024, 120, "setting", "mainstream");
    f.put("moves", 2024, 12, "setting", "mainstream to state_special");
    f.suppress();
    CHECK_FALSE((f.has("plans", 2025, "setting", "mainstream") &&
                 f.has("children_in_setting_both_januaries", 2024, "setting", "mainstream") &&
                 f.has("moves", 2024, "setting", "mainstream to state_special")));
  }
}
