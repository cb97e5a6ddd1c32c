// What a sound configuration becomes: cells, names, evidence, layers.

#include <cmath>

#include "sim/config.hpp"
#include "sim/config_draws.hpp"
#include "sim/sha256.hpp"
#include "tests/catch.hpp"
#include "tests/sim/fruit_shop.hpp"

using fruit_shop::Folder;

namespace {

/// The config, or a failed test that shows the messages.
sim::Config sound(const Folder& folder, const sim::ConfigResult& result) {
  INFO(folder.messages(result));
  REQUIRE(result.config);
  return *result.config;
}

sim::Config shop(const Folder& folder, std::string_view text) {
  folder.write("shop.toml", text);
  return sound(folder, folder.read());
}

std::vector<double> cells(const sim::Config& config, const sim::Slot& slot) {
  const auto all = config.base().subspan(slot.offset, slot.size());
  return {all.begin(), all.end()};
}

const sim::Assumption& assumption(const sim::Config& config, std::string_view name) {
  for (const auto& one : config.assumptions()) {
    if (one.name == name) return one;
  }
  FAIL("no assumption " << name);
  throw std::logic_error("unreachable");
}

using Numbers = std::vector<double>;

}  // namespace

TEST_CASE("a parameter that is not set takes its fallback in every cell") {
  const Folder folder;
  const auto config = shop(folder, "rent = 5\n");
  CHECK(cells(config, config.slot("rent")) == Numbers{5});
  CHECK(cells(config, config.slot("sales.rate")) == Numbers(7, 0.5));
  CHECK(std::isinf(config.base()[config.slot("storage").offset]));
  CHECK(assumption(config, "sales.rate").cells.size() == 7);
  CHECK(assumption(config, "sales.rate").origin == sim::Origin{"(default)", 0});
  CHECK(config.slot("sales.mix").extent == std::array<std::uint32_t, 3>{4, 7, 1});
}

TEST_CASE("lists, labels, ranges and defaults fill the cells they name") {
  const Folder folder;
  const auto config = shop(folder, R"(
rent = 5
[sales]
rate = { 1 = 0.1, "2-4" = 0.2, default = 0.3 }
price = [1, 2, 3, 4]
mix = { "apple..plum" = { "1-7" = 2 }, blood-orange = [1, 2, 3, 4, 5, 6, 7] }
)");
  CHECK(cells(config, config.slot("sales.rate")) == Numbers{0.1, 0.2, 0.2, 0.2, 0.3, 0.3, 0.3});
  CHECK(cells(config, config.slot("sales.price")) == Numbers{1, 2, 3, 4});
  const auto mix = cells(config, config.slot("sales.mix"));
  CHECK(Numbers(mix.begin(), mix.begin() + 21) == Numbers(21, 2));
  CHECK(Numbers(mix.begin() + 21, mix.end()) == Numbers{1, 2, 3, 4, 5, 6, 7});
  CHECK(assumption(config, "sales.rate[2-4]").cells.size() == 3);
  CHECK(assumption(config, "sales.rate[default]").cells.size() == 3);
  CHECK(assumption(config, "sales.mix[apple-plum,1-7]").cells.size() == 21);
  CHECK(assumption(config, "sales.mix[blood-orange,3]").value.mean() == 3);
}

TEST_CASE("years carry forward, and the first one backward, in either form") {
  const Folder folder;
  const auto config = shop(folder, "rent = 5\nsales.trend = { 2019-20 = 2, 2021 = 3 }\n");
  CHECK(cells(config, config.slot("sales.trend")) == Numbers{2, 2, 2, 3, 3});
  CHECK(assumption(config, "sales.trend[2019]").cells.size() == 3);

  const auto ranged = shop(folder, "rent = 5\nsales.trend = { \"2018-2020\" = 2, default = 4 }\n");
  CHECK(cells(ranged, ranged.slot("sales.trend")) == Numbers{2, 2, 2, 4, 4});
}

TEST_CASE("a distribution is one assumption, shared by the cells it is given for") {
  const Folder folder;
  const auto config = shop(folder, R"(
[sales]
rate = { mean = 0.5, sd = 0.1, source = "ledger", reliability = "green", note = "two years" }
price = { apple = { mean = 2, sd = 0.5 }, default = { value = 3, source = "guess", reliability = "red" }, source = "till" }
[rent]
dist = "uniform"
min = 10
max = 20
)");
  const auto& rate = assumption(config, "sales.rate");
  CHECK_FALSE(rate.value.is_point());
  CHECK(rate.cells.size() == 7);
  CHECK(rate.unit == "per day");
  CHECK(*rate.evidence == sim::Evidence{"ledger", "green", "two years"});
  CHECK(rate.origin == sim::Origin{"shop.toml", 3});
  CHECK(config.base()[config.slot("sales.rate").offset + 6] == Approx(0.5));
  CHECK(config.base()[config.slot("rent").offset] == Approx(15));
  CHECK(assumption(config, "sales.price[apple]").evidence->source == "till");
  CHECK(*assumption(config, "sales.price[default]").evidence == sim::Evidence{"guess", "red", ""});
  CHECK(assumption(config, "sales.price[default]").value.is_point());
}

TEST_CASE("a column of a CSV file fills the axes that remain") {
  const Folder folder;
  folder.write("data/days.csv", "weekday,rate,other\n1-5,0.25,x\n6,0.5,\n7,0.75,\n");
  folder.write("data/mix.csv", "fruit,weekday,weight\napple,1-7,2\ndefault,1,3\ndefault,default,4\n");
  const auto config = shop(folder, R"(
rent = 5
[sales]
rate = { csv = "data/days.csv", column = "rate", source = "till" }
mix = { csv = "data/mix.csv", column = "weight" }
)");
  CHECK(cells(config, config.slot("sales.rate")) == Numbers{0.25, 0.25, 0.25, 0.25, 0.25, 0.5, 0.75});
  const auto& weekdays = assumption(config, "sales.rate[1-5]");
  CHECK(weekdays.origin == sim::Origin{"data/days.csv", 2});
  CHECK(weekdays.evidence->source == "till");
  CHECK(cells(config, config.slot("sales.mix"))[7] == 3);
  CHECK(cells(config, config.slot("sales.mix"))[8] == 4);
}

TEST_CASE("fields have their kinds and their fallbacks") {
  const Folder folder;
  const auto config =
      shop(folder, "rent = 5\nowner = \"Ann\"\nopened = 2019-03-31\ntills = 4\nopen_on_sunday = true\n");
  CHECK(config.text("owner") == "Ann");
  CHECK(config.text("opened") == "2019-03-31");
  CHECK(config.integer("tills") == 4);
  CHECK(config.boolean("open_on_sunday"));
  CHECK(config.text_list("sells") == std::vector<std::string>{"apple", "pear"});
  CHECK(config.origin("tills").line == 4);
  CHECK(config.origin("sells").file == "(default)");
  CHECK_THROWS_AS(config.text("till"), std::logic_error);
  CHECK_THROWS_AS(config.slot("rate"), std::logic_error);
  CHECK_THROWS_AS(config.members("fruit"), std::logic_error);
}

TEST_CASE("later layers replace whole parameters, and origins tell which layer counted") {
  const Folder folder;
  folder.write("national/base.toml", "rent = 1\n[sales]\nrate = 0.1\nprice = { apple = 9, default = 8 }\n");
  folder.write("shop.toml", "extends = [\"national/base.toml\"]\n[sales]\nprice = { default = 7 }\n");
  folder.write("dear.toml", "name = \"dear\"\ndescription = \"all is dear\"\nrent = 3\n");
  const auto config =
      sound(folder,
            folder.read({"dear.toml"}, {{"sales.rate", "{ 1 = 0.3, default = 0.4 }"}, {"owner", "\"Bob\""}}));
  CHECK(cells(config, config.slot("sales.price")) == Numbers(4, 7));
  CHECK(cells(config, config.slot("rent")) == Numbers{3});
  CHECK(cells(config, config.slot("sales.rate"))[0] == 0.3);
  CHECK(config.text("owner") == "Bob");
  CHECK(assumption(config, "rent").origin == sim::Origin{"dear.toml", 3});
  CHECK(assumption(config, "sales.price[default]").origin == sim::Origin{"shop.toml", 3});
  CHECK(assumption(config, "sales.rate[1]").origin ==
        sim::Origin{"--set sales.rate={ 1 = 0.3, default = 0.4 }", 0});
  REQUIRE(config.scenarios().size() == 1);
  CHECK(config.scenarios()[0].name == "dear");
  CHECK(config.scenarios()[0].description == "all is dear");
}

TEST_CASE("every file read is an input with its digest") {
  const Folder folder;
  folder.write("base.toml", "rent = 1\n");
  const auto config = shop(folder, "extends = \"base.toml\"\n");
  REQUIRE(config.inputs().size() == 2);
  CHECK(config.inputs()[0].path == "base.toml");
  CHECK(config.inputs()[0].bytes == 9);
  CHECK(config.inputs()[0].sha256 == sim::sha256_hex("rent = 1\n"));
  CHECK(config.inputs()[1].path == "shop.toml");
}

TEST_CASE("the last year that a table names is known, whatever its value") {
  const Folder folder;
  folder.write("trend.csv", "year,factor\n2018,1\n2021,1\n");
  const auto last = [&](const std::string& trend) {
    return shop(folder, "rent = 5\n[sales]\ntrend = " + trend + "\n").last_year("sales.trend");
  };
  CHECK(last("{ 2018 = 1, 2020 = 1 }") == 2);
  CHECK(last("{ 2020 = 1, 2018 = 1 }") == 2);
  CHECK(last("{ 2018-2021 = 1 }") == 3);
  CHECK(last("{ 2018 = 1, default = 2 }") == 0);
  CHECK(last("[1, 1, 1, 1, 1]") == 4);
  CHECK(last("{ csv = \"trend.csv\", column = \"factor\" }") == 3);
  CHECK_FALSE(last("1"));
  CHECK_FALSE(shop(folder, "rent = 5\n").last_year("sales.trend"));
}

TEST_CASE("members come from a folder, and inline tables override single values") {
  const Folder folder;
  folder.write("suppliers/kate.toml", "country = \"Kenya\"\ndelay = 3\n[cost]\nkilo = 2\n");
  folder.write("suppliers/jim.toml", "country = \"England\"\ncost.kilo = { apple = 1, default = 4 }\n");
  folder.write("suppliers/notes.txt", "not a member");
  const auto config = shop(folder, "rent = 5\nsupplier_folder = \"suppliers\"\n[supplier.kate]\ndelay = 9\n");
  CHECK(config.members("supplier") == std::vector<std::string>{"jim", "kate"});
  CHECK(config.text("supplier", "kate", "country") == "Kenya");
  CHECK(cells(config, config.slot("supplier", "kate", "delay")) == Numbers{9});
  CHECK(cells(config, config.slot("supplier", "jim", "delay")) == Numbers{1});
  CHECK(cells(config, config.slot("supplier", "jim", "cost.kilo")) == Numbers{1, 4, 4, 4});
  CHECK(assumption(config, "supplier.kate.cost.kilo").origin == sim::Origin{"suppliers/kate.toml", 4});
}

TEST_CASE("a list of tables gives members numbers or their own ids, and a later list replaces the numbered") {
  const Folder folder;
  folder.write("base.toml",
               "[[goal]]\nyear = \"2020\"\nvalue = 1\n[[goal]]\nid = \"big\"\nyear = \"2021\"\nvalue = 2\n"
               "[[goal]]\nyear = \"2022\"\nvalue = 3\n");
  const auto base = shop(folder, "rent = 5\nextends = [\"base.toml\"]\n");
  CHECK(base.members("goal") == std::vector<std::string>{"0001", "0003", "big"});
  CHECK(base.text("goal", "0003", "year") == "2022");

  const auto later =
      shop(folder, "rent = 5\nextends = [\"base.toml\"]\n[[goal]]\nyear = \"2019\"\nvalue = 7\n");
  CHECK(later.members("goal") == std::vector<std::string>{"0001", "big"});
  CHECK(cells(later, later.slot("goal", "0001", "value")) == Numbers{7});
}

TEST_CASE("the last correlation given for a pair counts") {
  const Folder folder;
  const auto config = shop(folder, R"(
rent = { mean = 5, sd = 1 }
storage = { mean = 5, sd = 1 }
correlations = [ { a = "rent", b = "storage", spearman = 0.6 }, { a = "storage", b = "rent", spearman = 0.4 } ]
)");
  REQUIRE(config.correlations().size() == 1);
  CHECK(config.correlations()[0].spearman == 0.4);
}

TEST_CASE("shares of an axis are uncertain together and add up to one in every draw") {
  const Folder folder;
  const auto config = shop(folder, R"(
rent = { mean = 5, sd = 1 }
[sales]
mix = { apple = { dirichlet = { 1 = 30, "2-3" = 10, default = 0 }, source = "the till" }, default = { dirichlet = [1, 2, 3, 4, 5, 6, 7] } }
rate = { dirichlet = { 4 = 5, default = 0 } }
)");
  REQUIRE(config.share_groups().size() == 2);
  const auto& apple = config.share_groups()[0];
  CHECK(apple.names ==
        std::vector<std::string>{"sales.mix[apple,1]", "sales.mix[apple,2]", "sales.mix[apple,3]"});
  CHECK(apple.alpha == Numbers{30, 10, 10});
  CHECK(assumption(config, "sales.mix[apple,1]").value.mean() == Approx(0.6));
  CHECK(assumption(config, "sales.mix[apple,1]").evidence->source == "the till");
  CHECK(assumption(config, "sales.mix[apple,7]").value.is_point());
  CHECK(assumption(config, "sales.rate[4]").value.is_point());  // the whole of one is certain
  CHECK(cells(config, config.slot("sales.rate")) == Numbers{0, 0, 0, 1, 0, 0, 0});
  const auto mix = cells(config, config.slot("sales.mix"));
  CHECK(mix[7 + 6] == Approx(7.0 / 28));  // pear, on the seventh

  const auto draws = sim::assumption_draws(config, sim::Design::mc, sim::Seed{1}, 400);
  std::vector<double> values(draws.names.size()), filled(config.base().size());
  const auto slot = config.slot("sales.mix");
  double sum_of_squares = 0;
  for (std::uint32_t r = 0; r < 400; ++r) {
    draws.fill(r, values, filled);
    const auto row = [&](std::size_t fruit) {
      double sum = 0;
      for (std::size_t d = 0; d < 7; ++d) sum += filled[slot.offset + 7 * fruit + d];
      return sum;
    };
    for (std::size_t fruit = 0; fruit < 4; ++fruit) CHECK(row(fruit) == Approx(1).epsilon(1e-12));
    CHECK(filled[slot.offset + 7] == filled[slot.offset + 14]);  // pear and plum share their draw
    sum_of_squares += std::pow(filled[slot.offset] - 0.6, 2);
  }
  // Variance of a share: p (1 - p) / (total + 1); its estimate from 400 draws is within 4 standard errors.
  const double variance = 0.6 * 0.4 / 51;
  CHECK(std::abs(sum_of_squares / 400 - variance) < 4 * variance * std::sqrt(2.0 / 400));
}

TEST_CASE("an unrelated row of shares leaves the draws of others as they were") {
  const Folder folder;
  const auto drawn = [&](std::string_view text) {
    const auto config = shop(folder, text);
    const auto draws = sim::assumption_draws(config, sim::Design::sobol, sim::Seed{1}, 64);
    std::vector<double> values(draws.names.size()), filled(config.base().size());
    draws.fill(5, values, filled);
    return filled[config.slot("rent").offset];
  };
  CHECK(drawn("rent = { mean = 5, sd = 1 }\n") ==
        drawn("rent = { mean = 5, sd = 1 }\nsales.price = { dirichlet = [1, 2, 3, 4] }\n"));
}
