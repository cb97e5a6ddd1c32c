// The name that a slip most likely meant.

#include "sim/nearest_name.hpp"
#include "tests/catch.hpp"

using sim::edit_distance;

TEST_CASE("a swap of neighbours is one slip") {
  CHECK(edit_distance("rate", "rtae") == 1);
  CHECK(edit_distance("rate", "rate") == 0);
  CHECK(edit_distance("rate", "RATE") == 0);
  CHECK(edit_distance("rate", "rates") == 1);
  CHECK(edit_distance("rate", "ate") == 1);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("only near names are suggested") {
  const std::vector<std::string> known{"request.rate", "request.level", "stock.age"};
  CHECK(sim::nearest_name("request.raet", known) == "request.rate");
  CHECK(sim::nearest_name("rquest.levle", known) == "request.level");
  CHECK(sim::nearest_name("cats", known).empty());
  CHECK(sim::nearest_name("", known).empty());
  CHECK(sim::nearest_name(std::string(100'000, 'x'), known).empty());
  CHECK(sim::did_you_mean("stock.agee", known) == "did you mean 'stock.age'?");
}

TEST_CASE("one number is never mistaken for another") {
  CHECK(sim::nearest_name("2030", std::vector<std::string>{"2020"}).empty());
  CHECK(sim::nearest_name("as", std::vector<std::string>{"at", "AS"}) == "AS");
}
