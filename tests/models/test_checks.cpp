// What a configuration may not say across several names, and what it may say but is told of.

#include <algorithm>
#include <numeric>

#include "tests/catch.hpp"
#include "tests/models/faults.hpp"

using namespace model_test;

namespace {

sim::Config unchecked(const char* path, const Changes& changes) {
  auto result = sim::read_config(configs() / path, models::schema(), {}, changes);
  INFO(sim::to_string(result.faults));
  REQUIRE(result.config);
  return std::move(*result.config);
}

std::string notes(const char* path, const Changes& changes) {
  std::string all;
  for (const auto& note : models::notes_on(unchecked(path, changes))) all += note + "\n";
  return all;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// One placement type more, with England's count of its plans.
const Changes one_more{{"placement.zz_new.title", "\"New\""},
                       {"placement.zz_new.group", "\"post_16\""},
                       {"placement.zz_new.line", "\"post_16\""},
                       {"placement.zz_new.stock_age", "0.5"},
                       {"placement.zz_new.national_stock", "78333"}};

}  // namespace

TEST_CASE("England's count of a type is no count of an area that has its own") {
  const Subject before(kingston), after(kingston, one_more);
  const auto plans_in = [](const Subject& s, const std::string& id) {
    const auto& types = s.model.structure().types;
    double sum = 0;
    for (std::size_t t = 0; t < types.size(); ++t)
      for (std::size_t a = 0; types[t].id == id && a < models::ages; ++a)
        for (std::size_t n = 0; n < models::need_count; ++n)
          sum += s.model.prepared().plan(types.size(), a, t, n);
    return sum;
  };
  CHECK(plans_in(after, "zz_new") == 0);
  CHECK(plans_in(after, "fe_college") == Approx(plans_in(before, "fe_college")).epsilon(1e-6));
  CHECK(holds(notes(kingston, one_more), "no `stock` is stated for zz_new"));
  CHECK_FALSE(holds(notes(kingston, {}), "no `stock` is stated"));
  // Where the area has none, England's mix is taken, the new type's part included.
  CHECK(plans_in(Subject(england, one_more), "zz_new") > 100);
}

TEST_CASE("What lies outside the years of a run is spoken of") {
  const auto with = [](const char* kind, const char* start, const Changes& more) {
    const std::string prefix = std::string(kind) + ".x.";
    Changes changes{{prefix + "title", "\"A test\""},
                    {prefix + "source", "\"none\""},
                    {prefix + "reliability", "\"red\""},
                    {prefix + "start", "\"" + std::string(start) + "\""}};
    if (std::string(kind) == "risk") changes.push_back({"risk.x.probability", "0.5"});
    for (const auto& m : more) changes.push_back({prefix + m.name, m.value});
    return notes(kingston, changes);  // from September 2018, ten years
  };
  const auto quiet = notes(kingston, {});
  CHECK(with("intervention", "2028-summer", {}) == quiet);
  CHECK(holds(with("intervention", "2028-autumn", {}),
              "interventions that do not begin before the run ends and "
              "do nothing in it: x"));
  CHECK(
      holds(with("intervention", "2028-spring", {{"delay", "{ min = 3, max = 6 }"}}), "do not begin before"));
  CHECK(with("intervention", "2028-spring", {{"delay", "{ min = 0, max = 6 }"}}) == quiet);
  CHECK(with("intervention", "2028-autumn", {{"dose", "0"}}) == quiet);
  CHECK(with("intervention", "2018-autumn", {{"start_cost", "100"}}) == quiet);
  CHECK(holds(with("intervention", "2017-autumn", {{"start_cost", "100"}}),
              "interventions that begin before the run: their ramp counts from then: x"));
  CHECK(holds(with("intervention", "2017-autumn", {{"start_cost", "100"}}),
              "start_cost that was paid before the run, and is no part of it: intervention.x"));
  CHECK_FALSE(holds(with("intervention", "2017-autumn", {}), "start_cost"));
  CHECK(
      holds(with("intervention", "2016-autumn", {{"end", "\"2018-summer\""}}), "end before the run begins"));
  CHECK(holds(with("intervention", "2019-autumn", {{"yearly_cost", "{ 2021 = 100 }"}}),
              "yearly_cost whose first stated year also holds for the years before it: intervention.x"));
  CHECK(with("intervention", "2019-autumn", {{"yearly_cost", "{ 2019 = 0, 2021 = 100 }"}}) == quiet);
  CHECK(with("intervention", "2019-autumn", {{"yearly_cost", "100"}}) == quiet);
  CHECK(holds(with("risk", "2030-autumn", {}), "events that cannot begin before the run ends: x"));
  CHECK(holds(with("risk", "2015-autumn", {{"duration", "3"}}),
              "events that are over before the run begins: x"));
  CHECK(holds(with("risk", "2015-autumn", {}), "from its first day: x"));
}

TEST_CASE("An intervention that starts before the run has paid its start_cost before it") {
  const auto cost = [](const char* start) {
    const Subject s(kingston, {{"years", "2"},
                               {"intervention.x.title", "\"A test\""},
                               {"intervention.x.source", "\"none\""},
                               {"intervention.x.reliability", "\"red\""},
                               {"intervention.x.start", start},
                               {"intervention.x.start_cost", "1000"}});
    const Figures f(s.model.layout());
    const auto row = s.simulate(0);
    std::int64_t sum = 0;
    for (const auto& year : f.periods("intervention_cost"))
      sum += f.at(row, "intervention_cost", year, "intervention", "x");
    return sum;
  };
  CHECK(cost("\"2018-autumn\"") == 100000);
  CHECK(cost("\"2018-summer\"") == 0);
}

TEST_CASE("Stocks by type that do not add to the plans are told of, however far they are from them") {
  CHECK(holds(notes(kingston, {{"placement.mainstream.stock", "384"}}), "add to 1168; scaled to 1124 plans"));
  CHECK(
      holds(notes(kingston, {{"placement.mainstream.stock", "5377"}}), "add to 6161; scaled to 1124 plans"));
  CHECK(notes(england, {}).empty());
}

TEST_CASE("Provisions that contradict themselves are faults, or notes where it depends on the draw") {
  const auto set = [](const std::string& name, const std::string& value) {
    return sim::Override{"provision.special_in_borough." + name, value};
  };
  CHECK(holds(faults_of(kingston, {set("from_ncy", "10"), set("to_ncy", "5")}),
              "from_ncy = 10 and to_ncy = 5"));
  CHECK(holds(faults_of(kingston, {set("places", "50")}), "used_by_others = 90 and places = 50"));
  // Only the years of the run count, but all of them.
  CHECK(holds(faults_of(kingston, {set("places", "{ 2018 = 335, 2022 = 80 }")}), "places = 80 in 2022"));
  CHECK(faults_of(kingston, {set("places", "{ 2018 = 335, 2040 = 80 }")}).empty());
  const Changes unsure{set("places", "{ mean = 100, sd = 20, dist = \"lognormal\" }")};
  CHECK(faults_of(kingston, unsure).empty());
  CHECK(
      holds(notes(kingston, unsure), "'special_in_borough': used_by_others exceeds places in 2018 in some"));
}

TEST_CASE("Children of a type's ages whom no provision admits are told of; a type without any is a fault") {
  const auto only = [](const std::string& from, const std::string& to, const std::string& needs) {
    return Changes{{"provision.state_special.from_ncy", from},
                   {"provision.state_special.to_ncy", to},
                   {"provision.state_special.needs", needs}};
  };
  const auto some = only("-4", "7", "[]");
  CHECK(faults_of(england, some).empty());
  CHECK(holds(notes(england, some),
              "no provision of 'state_special' admits children aged 12 to 19 whatever their need"));
  CHECK(holds(notes(england, only("-4", "21",
                                  "[\"ASD\", \"SLCN\", \"SEMH\", \"MLD\", \"SLD\", \"PMLD\", "
                                  "\"PD\", \"HI\", \"VI\", \"MSI\", \"SPLD\", \"OTH\"]")),
              "with DS"));
  CHECK(holds(faults_of(england, only("17", "21", "[]")),
              "no provision of 'state_special' admits a child who may choose it"));
}

TEST_CASE("More plans that move in than there can be are a fault, not a run without end") {
  CHECK(holds(
      faults_of(kingston,
                {{"cease.rate", "0"}, {"transfer.in_rate", "1"}, {"transfer.in_level", "{ 2018 = 20 }"}}),
      "plans move in from other authorities in one year"));
  CHECK(faults_of(kingston, {{"transfer.in_local", "10"}}).empty());
}
