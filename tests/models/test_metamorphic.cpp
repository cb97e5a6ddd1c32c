// What must not change when something unrelated changes, and which way things move when something does.

#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "models/keys.hpp"
#include "tests/catch.hpp"
#include "tests/models/subject.hpp"

using namespace model_test;
namespace fs = std::filesystem;

namespace {

/// Columns in which two rows differ, of those that both have.
struct Difference {
  std::size_t compared = 0;
  std::vector<std::string> columns;
};

Difference difference(const Subject& a, const std::vector<std::int64_t>& row_a, const Subject& b,
                      const std::vector<std::int64_t>& row_b) {
  Difference d;
  const auto in_b = columns_of(b.model.layout());
  for (const auto& [name, column] : columns_of(a.model.layout())) {
    const auto at = in_b.find(name);
    if (at == in_b.end()) continue;
    ++d.compared;
    if (row_a[column] != row_b[at->second])
      d.columns.push_back(name.text() + ": " + std::to_string(row_a[column]) + " and " +
                          std::to_string(row_b[at->second]));
  }
  return d;
}

void check_same(const Subject& a, const Subject& b, std::uint32_t replicates, std::size_t at_least,
                std::string_view except = "") {
  for (std::uint32_t r = 0; r < replicates; ++r) {
    auto d = difference(a, a.simulate(r), b, b.simulate(r));
    if (!except.empty()) std::erase_if(d.columns, [&](const auto& c) { return c.starts_with(except); });
    INFO("replicate " << r << ": " << d.columns.size() << " of " << d.compared << " columns differ, first "
                      << (d.columns.empty() ? "" : d.columns.front()));
    CHECK(d.columns.empty());
    CHECK(d.compared >= at_least);
  }
}

/// A copy of the shipped configurations that a test may add to; removed in the end.
struct Copy {
  fs::path root = fs::temp_directory_path() / ("sendcast-configs-" + std::to_string(::getpid()));
  Copy() {
    fs::remove_all(root);
    fs::copy(configs(), root, fs::copy_options::recursive);
  }
  ~Copy() { fs::remove_all(root); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  void add(const char* path, const char* text) const {
    fs::create_directories((root / path).parent_path());
    std::ofstream(root / path) << text;
  }
};

constexpr const char* unused_type = R"(title = "A type that nobody chooses"
group = "mainstream"
line = "other_arrangements"
)";

}  // namespace

TEST_CASE("Unrelated: one more uncertain parameter changes no other draw and no figure") {
  // No packages are offered, so that their cost has nothing to act on.
  const Subject a(kingston), b(kingston, {{"support.package_cost", "{ mean = 100, sd = 20 }"}});
  REQUIRE(b.draws.names.size() == a.draws.names.size() + 1);
  std::vector<double> of_a(a.draws.names.size()), of_b(b.draws.names.size());
  std::vector<double> cells_a(a.draws.base.size()), cells_b(b.draws.base.size());
  for (std::uint32_t r = 0; r < 8; ++r) {
    a.draws.fill(r, of_a, cells_a);
    b.draws.fill(r, of_b, cells_b);
    for (std::size_t i = 0; i < of_a.size(); ++i) {
      const auto at =
          std::find(b.draws.names.begin(), b.draws.names.end(), a.draws.names[i]) - b.draws.names.begin();
      REQUIRE(at < static_cast<std::ptrdiff_t>(of_b.size()));
      CHECK(of_a[i] == of_b[static_cast<std::size_t>(at)]);
    }
  }
  check_same(a, b, 8, a.model.layout().columns());
}

TEST_CASE("Unrelated: a placement type that nobody chooses changes no figure of the others") {
  const Copy copy;
  // One name sorts before all others and moves every index.
  copy.add("placements/aaa_unused.toml", unused_type);
  copy.add("placements/zzz_unused.toml", unused_type);
  for (const char* area : {kingston, england}) {
    const Subject a(area), b(read(copy.root / area));
    REQUIRE(b.model.structure().types.size() == a.model.structure().types.size() + 2);
    check_same(a, b, 4, a.model.layout().columns());
  }
}

TEST_CASE("Unrelated: another area's and another scenario's file change no figure") {
  const Copy copy;
  copy.add("areas/elsewhere/plan.toml",
           "extends = [\"../kingston/do-nothing.toml\"]\narea = \"Elsewhere\"\n[request]\ntrend = 0.3\n");
  copy.add("scenarios/boom.toml", "name = \"boom\"\n[request]\ntrend = 0.3\n");
  check_same(Subject(kingston), Subject(read(copy.root / kingston)), 2, 1000);
}

TEST_CASE("Another area of the same rates has other luck") {
  const Subject a(kingston), b(kingston, {{"area", "\"Elsewhere\""}});
  const Figures fa(a.model.layout()), fb(b.model.layout());
  int same = 0;
  for (std::uint32_t r = 0; r < 8; ++r)
    same += fa.at(a.simulate(r), "ehcp_stock", "2024") == fb.at(b.simulate(r), "ehcp_stock", "2024");
  CHECK(same <= 1);
}

TEST_CASE("A longer horizon begins with the shorter one") {
  for (const char* area : {kingston, england}) {
    const Subject shorter(area, {{"years", "4"}}), longer(area, {{"years", "10"}});
    check_same(shorter, longer, 4, shorter.model.layout().columns());
  }
}

TEST_CASE("A replicate does not depend on what its workspace was used for before") {
  const Subject a(kingston), b(england);
  auto workspace = a.model.workspace();
  std::vector<std::int64_t> first(a.model.layout().columns()), other(b.model.layout().columns()),
      again(first.size());
  const auto cells = a.cells(3), cells_b = b.cells(5);
  a.model.simulate(a.key(3), cells, workspace, first);
  b.model.simulate(b.key(5), cells_b, workspace, other);
  a.model.simulate(a.key(3), cells, workspace, again);
  CHECK(first == again);
}

TEST_CASE("A package without effect or cost changes nothing but the children supported") {
  const Subject none(kingston), zero(kingston, {{"support.package_capacity", "60"},
                                                {"support.package_to_age", "9"},
                                                {"support.package_effect", "1"},
                                                {"support.package_lag", "1"},
                                                {"support.package_cost", "0"}});
  check_same(none, zero, 8, 3000, "children_supported");
  const Figures f(zero.model.layout());
  CHECK(f.at(zero.simulate(0), "children_supported", "2019-20") == 60);
  const Subject real(kingston, {{"support.package_capacity", "60"}, {"support.package_effect", "0.5"}});
  CHECK(difference(none, none.simulate(0), real, real.simulate(0)).columns.size() >
        100);  // so the test can fail
}

TEST_CASE("One more place in a September leaves nobody worse off in it") {
  const Changes held{{"provision.special_in_borough.over_number", "0"},
                     {"placement.state_special.places_growth", "0"}};
  const Subject without(kingston, held + Changes{{"provision.special_in_borough.places", "{ 2018 = 335 }"}});
  const Subject with(kingston,
                     held + Changes{{"provision.special_in_borough.places", "{ 2018 = 335, 2019 = 336 }"}});
  const Figures f(without.model.layout());
  int better = 0;
  constexpr std::uint32_t replicates = 40;
  for (std::uint32_t r = 0; r < replicates; ++r) {
    INFO("replicate " << r);
    const auto a = without.simulate(r), b = with.simulate(r);
    std::int64_t shortfall_a = 0, shortfall_b = 0, unserved_a = 0, unserved_b = 0;
    for (const auto& type : f.categories("place_shortfall", "placement")) {
      const auto of = [&](const auto& row, const char* metric, const char* period) {
        return f.at(row, metric, period, "placement", type);
      };
      // The same candidates: no type is asked for more or less.
      CHECK(of(a, "place_candidates", "2019-autumn") == of(b, "place_candidates", "2019-autumn"));
      CHECK(of(a, "place_demand", "2019") == of(b, "place_demand", "2019"));
      CHECK(of(b, "place_shortfall", "2019") <= of(a, "place_shortfall", "2019"));
      shortfall_a += of(a, "place_shortfall", "2019");
      shortfall_b += of(b, "place_shortfall", "2019");
      for (const char* metric : {"place_overflowed", "place_left_waiting"}) {
        unserved_a += of(a, metric, "2019-autumn");
        unserved_b += of(b, metric, "2019-autumn");
      }
    }
    CHECK(shortfall_b <= shortfall_a);
    CHECK(unserved_b <= unserved_a);
    CHECK(f.at(b, "unplaced_1_september", "2019") <= f.at(a, "unplaced_1_september", "2019"));
    better += shortfall_b < shortfall_a;
  }
  CHECK(better >= 10);  // places bind in a quarter of the replicates at least, or the test says nothing
}

TEST_CASE("A larger weight draws first placements only towards its type") {
  const auto s = Subject::without_limits(england, {{"years", "4"}});
  const Figures f(s.model.layout());
  for (const char* favoured : {"state_special", "inmss_day", "mainstream"}) {
    const auto first = s.config.slot("placement", favoured, "first");
    std::int64_t drawn = 0;
    for (std::uint32_t r = 0; r < 4; ++r) {
      const auto before = s.cells(r);
      auto after = before;
      for (std::uint32_t i = 0; i < first.size(); ++i) after[first.offset + i] *= 1.3;
      const auto a = s.simulate(r, before), b = s.simulate(r, after);
      for (const auto& year : f.periods("new_plans")) {
        CHECK(f.at(a, "new_plans", year) == f.at(b, "new_plans", year));
        for (const auto& type : f.categories("new_plans", "placement")) {
          const auto more =
              f.at(b, "new_plans", year, "placement", type) - f.at(a, "new_plans", year, "placement", type);
          INFO(favoured << " raised, " << type << " in " << year << ", replicate " << r);
          CHECK((type == favoured ? more >= 0 : more <= 0));
          if (type == favoured) drawn += more;
        }
      }
    }
    CHECK(drawn > 0);
  }
}
