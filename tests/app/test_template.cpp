// Templates without logic, and pages in which a name stays text.

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "app/embedded.hpp"
#include "app/report/page.hpp"
#include "app/report/template.hpp"
#include "tests/catch.hpp"

using app::fill_template;
using Json = nlohmann::ordered_json;
using Catch::Matchers::Contains;

TEST_CASE("A hole of a template is filled by name, escaped unless it is asked for as it is") {
  const Json value = {{"name", "<b> & \"c\" 'd'"}, {"number", 1.5}, {"inner", {{"name", "inside"}}}};
  CHECK(fill_template("{{name}}", value) == "&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
  CHECK(fill_template("{{{name}}}", value) == "<b> & \"c\" 'd'");
  CHECK(fill_template("{{ number }}, {{nowhere}}.", value) == "1.5, .");
  CHECK(fill_template("{{#inner}}{{name}} {{number}}{{/inner}}", value) == "inside 1.5");  // outwards
}

TEST_CASE("A section of a template is repeated for a list, and left out for nothing") {
  const Json value = {{"rows", {{{"n", 1}, {"rows", Json::array()}}, {{"n", 2}, {"rows", {{{"n", 3}}}}}}},
                      {"words", {"a", "<"}},
                      {"none", Json::array()},
                      {"no", false},
                      {"zero", 0}};
  CHECK(fill_template("{{#rows}}[{{n}}{{#rows}}({{n}}){{/rows}}]{{/rows}}", value) == "[1][2(3)]");
  CHECK(fill_template("{{#words}}{{.}};{{/words}}", value) == "a;&lt;;");
  CHECK(fill_template("{{#none}}x{{/none}}{{#no}}y{{/no}}{{^none}}z{{/none}}{{^words}}w{{/words}}", value) ==
        "z");
  CHECK(fill_template("{{#zero}}it is {{.}}{{/zero}}", value) == "it is 0");
  CHECK(fill_template("{{> row}}", value, [](std::string_view name) {
          return name == "row" ? std::string_view("{{#words}}{{.}}{{/words}}") : std::string_view();
        }) == "a&lt;");
}

TEST_CASE("A template whose sections do not match is a fault of ours") {
  for (const auto* text : {"{{#a}}x", "{{/a}}", "{{#a}}{{#a}}{{/a}}", "{{name"})
    CHECK_THROWS_AS(fill_template(text, Json{{"a", true}}), std::logic_error);
}

TEST_CASE("Digests of a policy are those of the standard's examples") {
  CHECK(app::policy_digest("") == "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  CHECK(app::policy_digest("alert('Hello, world.');") ==
        "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
}

TEST_CASE("JSON inside a page cannot end its script") {
  const auto text = app::json_in_page({{"name", "</script><!-- &"}});
  CHECK_THAT(text, !Contains("<") && !Contains(">") && !Contains("&"));
  CHECK(Json::parse(text)["name"] == "</script><!-- &");
}

TEST_CASE("A page holds hostile names as text, and commands between backticks as code") {
  const std::string hostile = "</title><script>alert(1)</script>";
  app::PageTable table{hostile, {hostile, "n"}, {{{hostile, NAN}, {"1", 1.25}}}};
  app::PageChart chart{.id = "c", .title = hostile, .specification = "fan", .alt = hostile, .table = table};
  chart.data = {{"bands", {{{"period", hostile}, {"p50", 1.25}}}}};
  const app::Document document{"report",
                               hostile,
                               hostile,
                               "en-GB",
                               {{"s",
                                 hostile,
                                 {app::PageText{"`" + hostile + "` ` odd"}, app::PageList{{hostile}},
                                  app::PageQuestion{hostile, {hostile}}, table, chart}}}};
  const auto page = app::page_html(document);
  CHECK_THAT(page, !Contains("<script>alert"));
  CHECK_THAT(page, Contains("<code>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</code> ` odd"));
  CHECK_THAT(page, Contains("data-value=\"1.25\""));
  CHECK_THAT(page, Contains("script-src &#39;sha256-"));
  CHECK_THAT(page, !Contains("http-equiv=\"refresh\"") && !Contains("<link rel=\"stylesheet\""));
}

TEST_CASE("Every chart specification that is built in is JSON and says what its data are") {
  std::size_t specifications = 0;
  for (const auto& text : app::embedded_texts()) {
    if (!text.name.ends_with(".vg.json")) continue;
    ++specifications;
    INFO(text.name);
    const auto spec = Json::parse(text.text);
    CHECK_THAT(spec["description"].get<std::string>(), Contains("Data: "));
    CHECK(spec["data"].is_array());
    for (const auto& one : spec["data"]) CHECK_FALSE(one.contains("url"));  // asks for nothing
  }
  CHECK(specifications >= 6);
  CHECK_THROWS_AS(app::embedded("nowhere.vg.json"), std::logic_error);
}
