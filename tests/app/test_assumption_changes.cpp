// What differs between two lists of assumptions, in words.

#include "app/compare/assumption_changes.hpp"
#include "tests/catch.hpp"

using app::AssumptionRow;

TEST_CASE("only what differs is told, from what to what") {
  const std::vector<AssumptionRow> a{{"request.trend", "", "0.09"},
                                     {"places", "2018", "228"},
                                     {"rate", "5", "0.1"},
                                     {"rate", "6", "0.2"},
                                     {"old", "", "1"}};
  const std::vector<AssumptionRow> b{{"request.trend", "", "normal(mean 0.05, sd 0.01)"},
                                     {"places", "2018", "228"},
                                     {"places", "2019", "266"},
                                     {"rate", "5", "0.1"},
                                     {"rate", "6", "0.3"},
                                     {"new", "", "2"}};
  const auto changes = app::assumption_changes(a, b);
  REQUIRE(changes.size() == 5);
  CHECK(changes[0].parameter == "request.trend");
  CHECK(changes[0].from == "0.09");
  CHECK(changes[0].to == "normal(mean 0.05, sd 0.01)");
  CHECK(changes[1].from == "2018: 228");
  CHECK(changes[1].to == "2019: 266");
  CHECK(changes[2].from == "6: 0.2");
  CHECK(changes[2].to == "6: 0.3");
  CHECK(changes[3].to == "not set");
  CHECK(changes[4].from == "not set");
  CHECK(app::assumption_changes(a, a).empty());
}

TEST_CASE("long tables and long lists are cut short, and say so") {
  std::vector<AssumptionRow> a, b;
  for (int age = 0; age < 26; ++age) {
    a.push_back({"rate", std::to_string(age), "0.1"});
    b.push_back({"rate", std::to_string(age), "0.2"});
  }
  CHECK(app::assumption_changes(a, b).at(0).to ==
        "0: 0.2, 1: 0.2, 2: 0.2, 3: 0.2, 4: 0.2, 5: 0.2, ... (26 values)");
  const std::vector<app::AssumptionChange> many(15, {"p", "1", "2"});
  const std::string text = app::changes_text(many);
  CHECK(text.find("  p: 1 -> 2\n") == 0);
  CHECK(text.find("  and 3 more\n") != std::string::npos);
}

TEST_CASE("members that only one side has are told by name, not by parameter") {
  const std::string text = app::changes_text({{"intervention.reviews.delay", "not set", "0"},
                                              {"intervention.reviews.act.ceasing.by", "not set", "1.1"},
                                              {"intervention.outreach.dose", "not set", "1"},
                                              {"provision.annexe.places", "12", "not set"},
                                              {"request.trend", "0", "0.02"}});
  CHECK(text ==
        "  added: intervention.reviews, intervention.outreach\n"
        "  left out: provision.annexe\n"
        "  request.trend: 0 -> 0.02\n");
}

TEST_CASE("an intervention at half its dose is told as half") {
  const std::string text = app::changes_text({{"intervention.reviews.delay", "not set", "0"},
                                              {"intervention.reviews.dose", "not set", "0.5"},
                                              {"intervention.outreach.dose", "not set", "1"},
                                              {"intervention.panel.dose", "1", "0.25"}});
  CHECK(text ==
        "  added: intervention.reviews (dose 0.5), intervention.outreach\n"
        "  intervention.panel.dose: 1 -> 0.25\n");
}
