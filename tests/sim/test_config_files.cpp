// Configurations that are read together share what was read, and nothing else.

#include <algorithm>

#include "sim/config_files.hpp"
#include "tests/catch.hpp"
#include "tests/sim/fruit_shop.hpp"

using fruit_shop::Folder;

namespace {

sim::ConfigResult read(const Folder& folder, sim::ConfigFiles& files, const char* root) {
  return sim::read_config(files, folder.path(root), fruit_shop::schema());
}

}  // namespace

TEST_CASE("a file is read once for several configurations, until it is forgotten") {
  const Folder folder;
  folder.write("shared.toml", "rent = 5\n");
  folder.write("a.toml", "extends = [\"shared.toml\"]\n");
  folder.write("b.toml", "extends = [\"shared.toml\"]\n");
  sim::ConfigFiles files;
  const auto rent = [&](const char* root) {
    const auto result = read(folder, files, root);
    REQUIRE(result.config);
    CHECK(result.config->inputs().size() == 2);
    return result.config->base()[result.config->slot("rent").offset];
  };
  CHECK(rent("a.toml") == 5);
  folder.write("shared.toml", "rent = 6\n");
  CHECK(rent("b.toml") == 5);
  files.forget(folder.path("shared.toml"));
  CHECK(rent("b.toml") == 6);
}

TEST_CASE("files that have changed on the disk are forgotten, others are not read again") {
  const Folder folder;
  folder.write("prices.toml", "rent = 5\n");
  folder.write("days.csv", "day,rate\nmonday,1\n");
  folder.write("a.toml", "extends = [\"prices.toml\"]\n");
  sim::ConfigFiles files;
  const auto rent = [&] {
    const auto result = read(folder, files, "a.toml");
    REQUIRE(result.config);
    return result.config->base()[result.config->slot("rent").offset];
  };
  const auto held = [&](const char* name) {
    return std::get<0>(files.toml(folder.path(name), folder.path("a.toml").parent_path()));
  };
  CHECK(rent() == 5);
  const auto same = held("a.toml");
  folder.write("prices.toml", "rent = 6\n");  // as long as before, and perhaps in the same tick of the clock
  CHECK(rent() == 5);
  files.forget_changed();
  CHECK(rent() == 6);
  CHECK(held("a.toml") == same);
  std::filesystem::remove(folder.path("prices.toml"));
  files.forget_changed();
  CHECK_FALSE(read(folder, files, "a.toml").config);
}

TEST_CASE("the faults of a shared file are reported for every configuration that reads it") {
  const Folder folder;
  folder.write("days.csv", "day,rate\nmonday,lots\nmonday,2\n");
  folder.write("broken.toml", "rent = \n");
  for (const char* root : {"a.toml", "b.toml"})
    folder.write(root,
                 "extends = [\"broken.toml\"]\nsales.rate = { csv = \"days.csv\", column = \"rate\" }\n");
  sim::ConfigFiles files;
  const auto first = read(folder, files, "a.toml"), second = read(folder, files, "a.toml");
  CHECK(first.faults.size() >= 2);
  CHECK(first.faults == second.faults);
  CHECK(read(folder, files, "b.toml").faults.size() == first.faults.size());
}

TEST_CASE("a file that was missing is looked for again") {
  const Folder folder;
  sim::ConfigFiles files;
  CHECK_FALSE(read(folder, files, "shop.toml").config);
  folder.write("shop.toml", "rent = 5\n");
  CHECK(read(folder, files, "shop.toml").config);
}

TEST_CASE("what was read of a parameter serves others as long as its file and its tables are the same") {
  const Folder folder;
  folder.write("shared.toml",
               "rent = { mean = 5, sd = 1 }\nsales.rate = { csv = \"days.csv\", column = \"rate\" }\n");
  folder.write("a.toml", "extends = [\"shared.toml\"]\n");
  folder.write("b.toml", "storage = 7\nextends = [\"shared.toml\"]\nsales.price = 3\n");
  const auto days = [&](const char* first) {
    std::string rows = std::string("weekday,rate\n1,") + first + "\n";
    for (int day = 2; day <= 7; ++day) rows += std::to_string(day) + ",0.5\n";
    folder.write("days.csv", rows);
  };
  const auto schema = fruit_shop::schema();
  sim::ConfigFiles files;
  const auto alone = [&](const char* root) { return sim::read_config(folder.path(root), schema); };
  const auto together = [&](const char* root) { return sim::read_config(files, folder.path(root), schema); };
  const auto same = [](const sim::ConfigResult& x, const sim::ConfigResult& y) {
    REQUIRE(x.config);
    REQUIRE(y.config);
    const auto &a = x.config->assumptions(), &b = y.config->assumptions();
    CHECK(std::ranges::equal(x.config->base(), y.config->base()));
    CHECK(std::ranges::equal(a, b, [](const auto& p, const auto& q) {
      return p.name == q.name && p.cells == q.cells && p.origin == q.origin &&
             p.value.mean() == q.value.mean();
    }));
    CHECK(x.config->inputs().size() == y.config->inputs().size());
  };
  days("0.25");
  for (const char* root : {"a.toml", "b.toml", "a.toml"}) same(together(root), alone(root));
  days("0.75");
  files.forget(folder.path("days.csv"));
  same(together("b.toml"), alone("b.toml"));
  days("-1");
  files.forget(folder.path("days.csv"));
  CHECK(folder.messages(together("a.toml")) == folder.messages(alone("a.toml")));
  CHECK_FALSE(together("b.toml").config);
  days("0.75");
  files.forget(folder.path("days.csv"));
  folder.write("shared.toml", "rent = 6\n");
  files.forget(folder.path("shared.toml"));
  same(together("a.toml"), alone("a.toml"));
}
