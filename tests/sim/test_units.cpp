// Indices and money: what they allow and how they print.
#include <limits>
#include <type_traits>
#include <unordered_set>
#include <vector>

#include "sim/ids.hpp"
#include "sim/units.hpp"
#include "tests/catch.hpp"

using sim::Pence;

namespace {
using ChildId = sim::Index<struct ChildTag>;
using TypeId = sim::Index<struct TypeTag, std::uint8_t>;
}  // namespace

TEST_CASE("An index of one kind is not an index of another, nor a plain number") {
  STATIC_REQUIRE(!std::is_convertible_v<ChildId, TypeId>);
  STATIC_REQUIRE(!std::is_convertible_v<int, ChildId>);
  STATIC_REQUIRE(!std::is_convertible_v<ChildId, std::uint32_t>);
  STATIC_REQUIRE(sizeof(TypeId) == 1);
  CHECK(ChildId{}.is_none());
  CHECK(TypeId::none().value() == 255);
  CHECK(ChildId{3} < ChildId{4});
}

TEST_CASE("Indices are told apart by a set") {
  CHECK(std::unordered_set<ChildId>{ChildId{1}, ChildId{1}, ChildId{2}}.size() == 2);
}

TEST_CASE("Money is rounded to the nearest penny, halves away from zero") {
  CHECK(Pence::from_pounds(12.34) == Pence{1234});
  CHECK(Pence::rounded(0.5) == Pence{1});
  CHECK(Pence::rounded(-0.5) == Pence{-1});
  CHECK(Pence::rounded(-1.4) == Pence{-1});
  CHECK(sim::scaled(Pence{1000}, 5.0 / 12) == Pence{417});
  CHECK_THROWS_AS(Pence::rounded(std::numeric_limits<double>::quiet_NaN()), std::domain_error);
  CHECK_THROWS_AS(Pence::rounded(1e19), std::domain_error);
}

TEST_CASE("Money prints as pounds with two decimals") {
  CHECK(to_string(Pence{0}) == "0.00");
  CHECK(to_string(Pence{-5}) == "-0.05");
  CHECK(to_string(Pence{123405}) == "1234.05");
  CHECK(to_string(Pence{std::numeric_limits<std::int64_t>::min()}) == "-92233720368547758.08");
}
