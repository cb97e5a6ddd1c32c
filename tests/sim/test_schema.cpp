// Mistakes in a declaration, and the documents made from it.

#include <nlohmann/json.hpp>

#include "sim/schema.hpp"
#include "tests/catch.hpp"
#include "tests/sim/fruit_shop.hpp"

TEST_CASE("a sound schema has no mistakes") { CHECK(sim::schema_mistakes(fruit_shop::schema()).empty()); }

TEST_CASE("our own mistakes in a schema are found") {
  sim::Schema schema;
  schema.axes = {{"fruit", {"apple", "apple"}}, {"year", {"x"}, true}, {"none", {}}, {"odd", {"default"}}};
  schema.params = {{"a", {"vegetable"}, "", 0, 1, {}, ""},
                   {"a", {}, "", 1, 0, {}, ""},
                   {"a.b", {}, "", 0, 1, 2, ""},
                   {"c", {"fruit", "fruit", "fruit", "fruit"}, "", 0, 1, {}, ""}};
  CHECK(sim::schema_mistakes(schema) ==
        std::vector<std::string>{
            "axis 'fruit' has label 'apple' twice", "axis 'year' has label 'x', which is no year",
            "axis 'none' has no labels", "axis 'odd' has label 'default', a key of the grammar",
            "'a' is over 'vegetable', which is no axis", "'a' is declared twice",
            "'a' has bounds the wrong way round", "'a.b' has a fallback outside its bounds",
            "'c' has more than three axes", "'a' is a value and a table"});
  CHECK_THROWS_AS(sim::read_config("none.toml", schema), std::logic_error);
}

TEST_CASE("the dictionary lists every name with its unit, bounds and default") {
  const std::string text = sim::dictionary_markdown(fruit_shop::schema());
  const auto has = [&](std::string_view line) { return text.find(line) != std::string::npos; };
  CHECK(has("| `sales.mix` | fruit x weekday | weight | 0 to inf | 1 | What people ask for on the day. |\n"));
  CHECK(has("| `rent` |  | GBP per year | 0 to 1000000 | required | Rent of the shop. |\n"));
  CHECK(has("| `country` | one of England, Kenya, Spain | required | Where from. |\n"));
  CHECK(has("\n## supplier\n\nWho brings the fruit. One file per member in the folder `supplier_folder`"));
  CHECK(has("| year | year is '2018', '2019', '2020', '2021', '2022' |\n"));
}

TEST_CASE("the JSON Schema nests dotted names and refuses unknown keys") {
  const auto json = nlohmann::json::parse(sim::json_schema(fruit_shop::schema()));
  CHECK(json["$schema"] == "https://json-schema.org/draft/2020-12/schema");
  CHECK(json["additionalProperties"] == false);
  const auto& rate = json["properties"]["sales"]["properties"]["rate"];
  CHECK(rate["anyOf"][0] == nlohmann::json{{"type", "number"}, {"minimum", 0.0}, {"maximum", 1.0}});
  CHECK(rate["anyOf"][1]["$ref"] == "#/$defs/distribution");
  CHECK(rate["anyOf"][2]["$ref"] == "#/$defs/over_weekday");
  CHECK(json["$defs"]["distribution"]["properties"].contains("mean"));
  CHECK(json["properties"].contains("supplier_folder"));
  CHECK_FALSE(json["properties"].contains("goal_folder"));
  CHECK(json["properties"]["extends"]["anyOf"].size() == 2);
}

TEST_CASE("the JSON Schema of a member file holds the member's names alone") {
  const auto json = nlohmann::json::parse(sim::json_schema_member(fruit_shop::schema(), "supplier"));
  CHECK(json["properties"].contains("country"));
  CHECK(json["properties"]["cost"]["properties"].contains("kilo"));
  CHECK_FALSE(json["properties"].contains("rent"));
  CHECK_THROWS_AS(sim::json_schema_member(fruit_shop::schema(), "customer"), std::logic_error);
}
