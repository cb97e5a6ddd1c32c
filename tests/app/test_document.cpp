// Words and figures of a page: where they may be folded, and how a spread is said.

#include "app/report/document.hpp"
#include "app/report/report_words.hpp"
#include "tests/catch.hpp"

namespace {

using Json = nlohmann::ordered_json;

Json block_of(app::PageBlock block) {
  return app::document_json({.sections = {{"id", "title", {std::move(block)}}}})["sections"][0]["blocks"][0];
}
std::string html_of(const std::string& text) { return block_of(app::PageText{text})["paragraph"]["html"]; }
Json cell_of(const std::string& text) {
  return block_of(
      app::PageTable{"", {"", ""}, {{{"head", NAN}, {text, NAN}}}})["table"]["rows"][0]["cells"][0];
}

}  // namespace

TEST_CASE("A minus is not parted from its sum") {
  CHECK(html_of("between -£3.1m and £2m") == "between <span class=\"sum\">-£3.1m</span> and £2m");
  CHECK(html_of("(-£3.1m) <b>") == "(<span class=\"sum\">-£3.1m</span>) &lt;b&gt;");
}

TEST_CASE("Long names are folded where their parts meet, digests anywhere") {
  CHECK(cell_of("placement.state_special.places_growth")["html"] ==
        "placement.<wbr>state_<wbr>special.<wbr>places_<wbr>growth");
  const std::string digest(64, 'a');
  CHECK(cell_of(digest)["html"] ==
        "aaaaaaaaaaaaaaaa<wbr>aaaaaaaaaaaaaaaa<wbr>aaaaaaaaaaaaaaaa<wbr>"
        "aaaaaaaaaaaaaaaa<wbr>");
  CHECK(cell_of("23.8 % to 35.7 %")["short"] == true);  // an interval stays on its line
  CHECK_FALSE(cell_of("published, recent").contains("short"));
}

TEST_CASE("Ends that read the same are said once") {
  sim::Summary s;
  s.n = 100;
  s.p50 = 0;
  s.p10 = 0;
  s.p90 = 0.3;
  s.min = 0;
  s.max = 4;
  CHECK(app::spread_words(sim::Unit::count, s) == "0 in at least 8 of 10 replicates, in all between 0 and 4");
  s.p90 = 2;
  CHECK(app::spread_words(sim::Unit::count, s) == "0 (median; 8 in 10 replicates between 0 and 2)");
}
