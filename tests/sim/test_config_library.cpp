// Families that are chosen from a library, and families inside their members.

#include "sim/config.hpp"
#include "tests/catch.hpp"
#include "tests/sim/fruit_shop.hpp"

using fruit_shop::Folder;

namespace {

/// The fruit shop with events that it may hold, each with stalls.
sim::Schema schema() {
  using enum sim::FieldKind;
  auto shop = fruit_shop::schema();
  shop.fields.push_back({"events", text_list, false, "", {}, "Events that are held."});
  shop.families.push_back({.name = "event",
                           .text = "Something to draw people in.",
                           .params = {{"cost", {}, "GBP", 0, 1e6, 0, "Cost."}},
                           .fields = {{"title", text, true, "", {}, "Its name."}},
                           .from_folder = true,
                           .chosen_by = "events",
                           .parts = {{.name = "stall",
                                      .text = "A stall.",
                                      .params = {{"size", {}, "m", 0, 20, {}, "Width."}},
                                      .fields = {{"fruit", text, false, "apple", {}, "What it sells."}},
                                      .from_folder = false}}});
  return shop;
}

struct Shop : Folder {
  Shop() {
    write("events/harvest.toml",
          "title = \"Harvest\"\ncost = { mean = 100, sd = 20 }\n"
          "[stall.cider]\nsize = 3\n[stall.jam]\nsize = 2\nfruit = \"plum\"\n");
    write("events/easter.toml", "title = \"Easter\"\n[[stall]]\nsize = 1\n");
    write("events/harvest.notes.toml", "no such thing\n");  // no name of an event
  }
  sim::ConfigResult read(std::string_view more, const std::vector<std::string>& scenarios = {},
                         const std::vector<sim::Override>& overrides = {}) const {
    write("shop.toml", "rent = 5\nevent_folder = \"events\"\n" + std::string(more));
    std::vector<std::filesystem::path> paths;
    for (const auto& name : scenarios) paths.push_back(path(name));
    return sim::read_config(path("shop.toml"), schema(), paths, overrides);
  }
  sim::Config sound(std::string_view more, const std::vector<std::string>& scenarios = {},
                    const std::vector<sim::Override>& overrides = {}) const {
    const auto result = read(more, scenarios, overrides);
    INFO(messages(result));
    REQUIRE(result.config);
    return *result.config;
  }
  double value(const sim::Config& c, std::string_view family, std::string_view id,
               std::string_view param) const {
    return c.base()[c.slot(family, id, param).offset];
  }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a library is not read unless something is chosen from it") {
  const Shop shop;
  shop.write("events/broken.toml", "title = \n");
  const auto none = shop.sound("");
  CHECK(none.members("event").empty());
  CHECK(none.inputs().size() == 1);
  const auto one = shop.sound("events = [\"easter\"]\n");
  CHECK(one.members("event") == Names{"easter"});
  CHECK(one.inputs().size() == 2);
  CHECK(one.members("event.easter.stall") == Names{"0001"});
}

TEST_CASE("lists of all layers and inline tables choose together, and inline values override the file") {
  const Shop shop;
  shop.write("more.toml", "events = [\"easter\"]\n[event.harvest.stall.jam]\nsize = 4\n");
  const auto c = shop.sound("events = [\"harvest\"]\n", {"more.toml"}, {{"event.harvest.cost", "7"}});
  CHECK(c.members("event") == Names{"easter", "harvest"});
  CHECK(shop.value(c, "event", "harvest", "cost") == 7);
  CHECK(c.members("event.harvest.stall") == Names{"cider", "jam"});
  CHECK(shop.value(c, "event.harvest.stall", "jam", "size") == 4);
  CHECK(c.text("event.harvest.stall", "jam", "fruit") == "plum");
  CHECK(c.text("event.harvest.stall", "cider", "fruit") == "apple");
  CHECK(c.origin("event.harvest.stall.cider.size").file == shop.path("events/harvest.toml").string());
  const auto own = shop.sound("[event.fair]\ntitle = \"Fair\"\nstall.pie.size = 2\n");
  CHECK(own.members("event") == Names{"fair"});
}

TEST_CASE("a table alone chooses nothing from the library: it changes what is chosen, or defines all") {
  const Shop shop;
  const char* dearer = "[event.harvest]\ncost = 7\n";
  CHECK(shop.messages(shop.read(dearer)) ==
        "shop.toml:3: event 'harvest' is changed and not chosen (a table changes what `events` names) write "
        "events = [\"harvest\"] at the top, or leave the table out\n");
  shop.write("more.toml", dearer);
  CHECK(shop.value(shop.sound("events = [\"harvest\"]\n", {"more.toml"}), "event", "harvest", "cost") == 7);
  CHECK(shop.messages(shop.read("", {"more.toml"})).find("more.toml:1: event 'harvest' is changed") !=
        std::string::npos);
  CHECK(shop.sound("[event.harvest]\ntitle = \"Our own\"\n").members("event") == Names{"harvest"});
  CHECK(shop.sound("").library("event") == Names{"easter", "harvest"});
  CHECK(shop.sound("").library("fruit").empty());
}

TEST_CASE("what an inline definition lacks is told by name, with whatever else is wrong") {
  const Shop shop;
  auto declared = schema();
  auto& fields = declared.families.back().fields;
  fields.push_back({"source", sim::FieldKind::text, true, "", {}, "Who says so."});
  shop.write("shop.toml",
             "rent = 5\nevent_folder = \"events\"\n[event.fair]\ntitle = \"Fair\"\ncost = "
             "-1\n[event.fair.stall.pie]\nfruit = \"plum\"\n");
  const auto text = shop.messages(sim::read_config(shop.path("shop.toml"), declared));
  INFO(text);
  for (const char* fault :
       {"'event.fair.source' is not set", "shop.toml:5: ", "'event.fair.stall.pie.size' is not set"})
    CHECK(text.find(fault) != std::string::npos);
  CHECK(text.find("no event is called") == std::string::npos);
}

TEST_CASE("faults of a library: names that are not there, and what is wrong inside members") {
  const Shop shop;
  CHECK(shop.messages(shop.read("events = [\"havrest\"]\n")) ==
        "shop.toml:3: no event is called 'havrest' (there is no such file in event_folder) did you mean "
        "'harvest'?\n");
  CHECK(shop.messages(shop.read("[event.estaer]\ncost = 3\n")) ==
        "shop.toml:3: no event is called 'estaer' (there is no such file in event_folder) did you mean "
        "'easter'?\n");
  shop.write("events/odd.toml", "title = \"Odd\"\n[stal.cake]\nsize = 1\n[stall.pie]\nsize = 30\n");
  const auto odd = shop.messages(shop.read("events = [\"odd\"]\n"));
  CHECK(odd.find("odd.toml:2: 'event.odd.stal' is not a known name") != std::string::npos);
  CHECK(odd.find("did you mean 'stall'?") != std::string::npos);
  CHECK(odd.find("odd.toml:5:") != std::string::npos);
  shop.write("events/odd.toml", "title = \"Odd\"\n[stall.pie]\nfruit = \"plum\"\n");
  CHECK(shop.messages(shop.read("events = [\"odd\"]\n"))
            .find("odd.toml:2: 'event.odd.stall.pie.size' is not set") != std::string::npos);
}

TEST_CASE("a part that is declared badly is our own mistake") {
  auto shop = schema();
  shop.families.back().chosen_by = "tills";
  shop.families.back().parts.front().params.front().lower = 30;
  CHECK(sim::schema_mistakes(shop) == Names{"'event.stall.size' has bounds the wrong way round",
                                            "'event' is chosen by 'tills', which is no list of texts"});
}
