// The savings programme: what arrives and when, on which line, and that nothing is saved twice.

#include <algorithm>
#include <cmath>

#include "tests/catch.hpp"
#include "tests/models/faults.hpp"

using namespace model_test;

namespace {

constexpr const char* ledger = "areas/kingston/published-ledger.toml";
constexpr const char* plan = "areas/kingston/plan-2018.toml";

const Changes brokerage{{"interventions", "[\"brokerage\"]"}};
const Changes mine{{"saving.mine.amount", "{ 2018 = 0, 2019 = 1000, 2020 = 2000, 2021 = 3000, 2022 = 0 }"}};
Changes simulated_by(const std::string& line, const std::string& names) {
  return {{"saving." + line + ".how", "\"simulated\""}, {"saving." + line + ".interventions", names}};
}

}  // namespace

TEST_CASE("A cash line arrives late in proportion, and in part") {
  const auto delivered = [](const Changes& changes, const char* year) {
    const Subject s(kingston, Changes{{"years", "5"}} + mine + changes);
    const Figures f(s.model.layout());
    const auto row = s.simulate(0);
    CHECK(f.at(row, "savings_planned", year, "saving", "mine") -
              f.at(row, "savings_delivered", year, "saving", "mine") ==
          f.at(row, "savings_shortfall", year));
    CHECK(static_cast<double>(f.at(row, "savings_delivered", year)) ==
          Approx(s.expected(0)[f.column("savings_delivered", year)]));
    return static_cast<double>(f.at(row, "savings_delivered", year)) / 100;
  };
  CHECK(delivered({}, "2020-21") == 2000);
  CHECK(delivered({{"saving.mine.delivered", "0.3"}}, "2021-22") == 900);
  CHECK(delivered({{"saving.mine.delay", "1"}}, "2020-21") == 1000);
  CHECK(delivered({{"saving.mine.delay", "1"}}, "2022-23") == 3000);  // the last of it
  CHECK(delivered({{"saving.mine.delay", "0.25"}}, "2020-21") == 2000 - 0.25 * 1000);
  CHECK(delivered({{"saving.mine.delay", "1.5"}, {"saving.mine.delivered", "0.5"}}, "2021-22") == 750);
  // The first value of the table stands for the years before it, but not for those before the run.
  CHECK(delivered({{"saving.mine.delay", "2"}}, "2019-20") == 0);
}

TEST_CASE("A cash line comes off the ledger line that it names, and off the position") {
  const Changes years{{"years", "3"}};
  const Subject none(kingston, years), own(kingston, years + mine),
      on_line(kingston, years + mine + Changes{{"saving.mine.line", "\"other_high_needs\""}});
  const Figures f(none.model.layout()), g(own.model.layout()), h(on_line.model.layout());
  const auto a = none.simulate(0), b = own.simulate(0), c = on_line.simulate(0);
  const char* year = "2020-21";
  CHECK(g.at(b, "hnb_spend", year, "line", "savings") == -200000);
  CHECK(h.at(c, "hnb_spend", year, "line", "savings") == 0);
  CHECK(h.at(c, "hnb_spend", year, "line", "other_high_needs") ==
        f.at(a, "hnb_spend", year, "line", "other_high_needs") - 200000);
  for (const auto metric : {"hnb_spend", "in_year_position"}) {
    CHECK(g.at(b, metric, year) == f.at(a, metric, year) - 200000);
    CHECK(h.at(c, metric, year) == f.at(a, metric, year) - 200000);
  }
}

TEST_CASE("A simulated line takes nothing off the ledger: what its interventions do is all") {
  const Changes base = Changes{{"years", "4"}} + brokerage;
  const Subject without(kingston, base),
      with(kingston, base + mine + simulated_by("mine", "[\"brokerage\"]"));
  const auto in_with = columns_of(with.model.layout());
  const auto a = without.simulate(0), b = with.simulate(0);
  std::size_t same = 0;
  for (const auto& [name, column] : columns_of(without.model.layout())) {
    CHECK(a[column] == b[in_with.at(name)]);
    ++same;
  }
  CHECK(same > 1000);
  const Figures f(with.model.layout());
  CHECK(f.at(b, "savings_planned_simulated", "2020-21", "saving", "mine") == 200000);
  CHECK(f.at(b, "savings_planned", "2020-21") == 0);
  CHECK_FALSE(f.all().contains({"savings_delivered", "saving", "mine", "2020-21"}));
}

TEST_CASE("The published ledger is what it was, to the pound, with each line beside the total") {
  const Subject s(ledger);
  const Figures f(s.model.layout());
  const auto row = s.simulate(0);
  const std::pair<const char*, std::int64_t> totals[] = {
      {"2018-19", 2026610}, {"2019-20", 5012720}, {"2020-21", 9666200}, {"2021-22", 13808300}};
  for (const auto& [year, pounds] : totals) {
    std::int64_t sum = 0;
    for (const auto& line : f.categories("savings_delivered", "saving"))
      sum += f.at(row, "savings_delivered", year, "saving", line);
    CHECK(sum == 100 * pounds);
    CHECK(f.at(row, "savings_planned", year) == 100 * pounds);
    CHECK(f.at(row, "savings_shortfall", year) == 0);
  }
  CHECK(f.at(row, "cumulative_deficit", "2021-22") == 1905017000);
}

TEST_CASE("The plan's programme adds up to its savings table in every year") {
  const Subject s(plan, {{"years", "4"}});
  const Figures f(s.model.layout());
  const auto row = s.simulate(0);
  const std::pair<const char*, std::int64_t> totals[] = {
      {"2018-19", 2026610}, {"2019-20", 5012720}, {"2020-21", 9666200}, {"2021-22", 13808300}};
  for (const auto& [year, pounds] : totals)
    CHECK(f.at(row, "savings_planned", year) + f.at(row, "savings_planned_simulated", year) == 100 * pounds);
}

TEST_CASE("An event on a delivered share works by the months of each year") {
  const Subject s(kingston, Changes{{"years", "4"},
                                    {"saving.mine.amount", "{ 2018 = 0, 2019 = 1200 }"},
                                    {"risk.fails.title", "\"A test\""},
                                    {"risk.fails.source", "\"none\""},
                                    {"risk.fails.reliability", "\"red\""},
                                    {"risk.fails.start", "\"2020-spring\""},
                                    {"risk.fails.probability", "1"},
                                    {"risk.fails.act.a.parameter", "\"saving.mine.delivered\""},
                                    {"risk.fails.act.a.how", "\"scale\""},
                                    {"risk.fails.act.a.by", "0"}});
  const Figures f(s.model.layout());
  const auto row = s.simulate(0);
  CHECK(f.at(row, "savings_delivered", "2019-20") == 90000);  // nine months of twelve
  CHECK(f.at(row, "savings_delivered", "2020-21") == 0);
}

TEST_CASE("What would be saved twice is a fault") {
  CHECK(faults_of(kingston, mine + brokerage + simulated_by("mine", "[\"brokerage\"]")).empty());
  CHECK(mentions(
      faults_of(kingston, mine + brokerage + Changes{{"saving.mine.interventions", "[\"brokerage\"]"}}),
      "the saving 'mine' is cash and is simulated by 'brokerage', too (it would be counted twice)"));
  // Left out, it may be named.
  CHECK(faults_of(kingston, mine + Changes{{"saving.mine.interventions", "[\"brokerage\"]"}}).empty());
  CHECK(faults_of(kingston, mine + brokerage +
                                Changes{{"saving.mine.interventions", "[\"brokerage\"]"},
                                        {"intervention.brokerage.dose", "0"}})
            .empty());
  CHECK(mentions(faults_of(kingston, mine + brokerage + simulated_by("mine", "[\"brokerage\"]") +
                                         Changes{{"saving.other.amount", "100"}} +
                                         simulated_by("other", "[\"brokerage\"]")),
                 "intervention 'brokerage' realises the savings 'mine' and 'other'"));
  const auto line = Subject(kingston).config.text("placement", "inmss_day", "line");
  const Changes off{{"saving.mine.line", "\"" + line + "\""}};
  CHECK(mentions(faults_of(kingston, mine + brokerage + off), "the same pounds could be saved twice"));
  CHECK(faults_of(kingston, mine + off).empty());
  // An intervention that realises a line of its own is another action.
  CHECK(faults_of(kingston, mine + brokerage + off + Changes{{"saving.other.amount", "100"}} +
                                simulated_by("other", "[\"brokerage\"]"))
            .empty());
}

TEST_CASE("An intervention makes no cash line arrive, and nothing makes a simulated one arrive by a share") {
  const auto act = [](const char* kind, const char* parameter, const char* how, const char* by) {
    const std::string prefix = std::string(kind) + ".x.";
    Changes changes{{prefix + "title", "\"A test\""},
                    {prefix + "source", "\"none\""},
                    {prefix + "reliability", "\"red\""},
                    {prefix + "start", "\"2019-autumn\""},
                    {prefix + "act.a.parameter", "\"" + std::string(parameter) + "\""},
                    {prefix + "act.a.how", "\"" + std::string(how) + "\""},
                    {prefix + "act.a.by", by}};
    if (std::string(kind) == "risk") changes.push_back({"risk.x.probability", "0.5"});
    return changes;
  };
  const auto twice = "the same pounds would be saved twice";
  CHECK(mentions(faults_of(kingston, mine + act("intervention", "saving.mine.delivered", "scale", "1.2")),
                 twice));
  CHECK(faults_of(kingston, mine + act("intervention", "saving.mine.delivered", "scale", "1.2") +
                                Changes{{"intervention.x.dose", "0"}})
            .empty());
  CHECK(faults_of(kingston, mine + act("risk", "saving.mine.delivered", "scale", "0.5")).empty());
  // More of a cash line by what realises another line; by itself it is a change of the plan.
  const Changes more = act("intervention", "saving.mine.amount", "scale", "1.2");
  CHECK(faults_of(kingston, mine + more).empty());
  CHECK(mentions(faults_of(kingston, mine + more + Changes{{"saving.other.amount", "100"}} +
                                         simulated_by("other", "[\"x\"]")),
                 twice));
  CHECK(mentions(faults_of(kingston, mine + brokerage + simulated_by("mine", "[\"brokerage\"]") +
                                         act("risk", "saving.mine.delivered", "scale", "0.5")),
                 "the line is simulated: what its interventions do is what arrives"));
}

TEST_CASE("A cash line names interventions that exist") {
  CHECK(mentions(
      faults_of(kingston, mine + Changes{{"saving.mine.interventions", "[\"brokrage\"]"}}),
      "no intervention is called 'brokrage' (the saving 'mine' names it, so that it is not counted twice) "
      "did you mean 'brokerage'?"));
  CHECK(mentions(faults_of(kingston, mine + simulated_by("mine", "[\"brokerage\"]")),
                 "choose it in `interventions` at the top"));
}

TEST_CASE("Money from other blocks is not moved twice, and is no kind of a simulated line") {
  const Changes transfers{{"interventions", "[\"kingston-block-transfers\"]"}},
      moved{{"saving.mine.kind", "\"block_transfer\""}};
  CHECK(faults_of(kingston, mine + moved).empty());
  CHECK(faults_of(kingston, mine + transfers).empty());  // other pounds: mine is plain cash
  CHECK(mentions(faults_of(kingston, mine + moved + transfers), "the same pounds could be moved twice"));
  CHECK(faults_of(kingston,
                  mine + moved + transfers + Changes{{"intervention.kingston-block-transfers.dose", "0"}})
            .empty());
  CHECK(faults_of(kingston, mine + moved + transfers + Changes{{"saving.other.amount", "100"}} +
                                simulated_by("other", "[\"kingston-block-transfers\"]"))
            .empty());
  CHECK(mentions(faults_of(kingston, mine + moved + brokerage + simulated_by("mine", "[\"brokerage\"]")),
                 "kind of a simulated saving"));
}

TEST_CASE("What cash savings take off each ledger line is counted by line") {
  const Subject s(
      kingston,
      Changes{{"years", "3"}, {"saving.two.amount", "500"}, {"saving.two.line", "\"other_high_needs\""}} +
          mine);
  const Figures f(s.model.layout());
  const auto row = s.simulate(0);
  CHECK(f.at(row, "savings_delivered", "2020-21", "line", "savings") == 200000);
  CHECK(f.at(row, "savings_delivered", "2020-21", "line", "other_high_needs") == 50000);
  CHECK(f.categories("savings_delivered", "line").size() == 2);
  CHECK(Figures(Subject(kingston, {{"years", "3"}}).model.layout())
            .categories("savings_delivered", "line")
            .empty());
}

TEST_CASE("A saving says what was planned for the years before its first one") {
  const auto amount = [](const char* text) {
    return faults_of(kingston, Changes{{"saving.late.amount", text}});
  };
  CHECK(mentions(amount("{ 2021 = 100000 }"), "the saving 'late' says nothing for 2018-19"));
  CHECK(amount("{ 2018 = 0, 2021 = 100000 }").empty());
  CHECK(amount("{ 2021 = 100000, default = 0 }").empty());
  CHECK(amount("100000").empty());
}

TEST_CASE("A simulated saving whose intervention has no dose is no fault, and saves nothing") {
  CHECK(faults_of(kingston, mine + brokerage + simulated_by("mine", "[\"brokerage\"]") +
                                Changes{{"intervention.brokerage.dose", "0"}})
            .empty());
}

TEST_CASE("What is recharged is not paid by health or care as well") {
  const Subject none(kingston);
  Changes shared{{"contribution.share", "0.7"}};
  for (const auto& type : none.model.structure().types)
    if (type.inmss) shared.push_back({"placement." + type.id + ".recharged", "0.8"});
  const Subject with(kingston, shared);
  const Figures f(with.model.layout()), g(none.model.layout());
  const auto row = with.simulate(0), plain = none.simulate(0);
  for (const char* year : {"2019-20", "2022-23"}) {
    const auto others = g.at(plain, "hnb_spend", year, "line", "contributions");
    const auto fees = static_cast<double>(f.at(row, "independent_spend", year));
    const auto paid = static_cast<double>(f.at(row, "hnb_spend", year, "line", "contributions"));
    INFO(year << ": without " << others);
    CHECK(paid <= -0.94 * fees + 1);
    CHECK(paid >= -fees);
  }
}

TEST_CASE("Lines of savings that name nothing, or say what the simulation says, are faults") {
  CHECK(mentions(faults_of(kingston, mine + simulated_by("mine", "[]")),
                 "the saving 'mine' is simulated by nothing"));
  CHECK(mentions(faults_of(kingston, mine + brokerage + simulated_by("mine", "[\"brokrage\"]")),
                 "did you mean 'brokerage'?"));
  CHECK(
      mentions(faults_of(kingston, mine + brokerage + simulated_by("mine", "[\"brokerage\"]") +
                                       Changes{{"saving.mine.delivered", "0.5"}, {"saving.mine.delay", "1"}}),
               "set the dose of the intervention"));
  CHECK(mentions(faults_of(kingston, mine + Changes{{"saving.mine.line", "\"place_fundng\""}}),
                 "did you mean 'place_funding'?"));
}
