// What holds of indices and of the worth of information, on every scenario that ships.

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "program.hpp"
#include "tests/catch.hpp"

using namespace cli;
using Json = nlohmann::json;

namespace {

const fs::path configs = fs::path(SENDCAST_SOURCE_DIR) / "configs";
const bool acceptance = std::getenv("SENDCAST_LONG") != nullptr;
const std::string rows = acceptance ? " -n 256" : " -n 32";

/// Four for each assumption at least, of which plans of many actions have more.
std::string replicates_of(const fs::path& scenario) {
  const auto name = scenario.stem().string();
  if (acceptance) return " -n 2048";
  return name == "kingston-full-plan" ? " -n 544" : name == "kingston-plan-actions" ? " -n 448" : " -n 352";
}

std::set<fs::path> scenarios() {
  std::set<fs::path> out;
  for (const auto& entry : fs::directory_iterator(configs / "scenarios")) {
    const auto name = entry.path().filename().string();
    if (name.ends_with(".toml") && !name.ends_with(".expect.toml")) out.insert(entry.path());
  }
  return out;
}

/// A scenario's configuration: Kingston's where its name says so.
fs::path base_of(const fs::path& scenario) {
  const bool kingston = scenario.filename().string().starts_with("kingston");
  return configs / "areas" / (kingston ? "kingston/do-nothing.toml" : "england-average/baseline.toml");
}

void run(const std::string& words) {
  const auto result = sendcast(words);
  INFO(words << "\n" << result.err);
  REQUIRE(result.code == 0);
}

Json read(const fs::path& file) { return Json::parse(contents(file)); }

/// The worth of knowing things before this scenario is chosen or not: the first of these figures on which the
/// choice hangs at all.
Json worth(const std::string& without, const std::string& with, const fs::path& out) {
  for (const auto* figure : {"hnb_spend", "cumulative_deficit", "general_fund_exposure"}) {
    const auto result =
        sendcast("voi '" + without + "' " + with + " -q --of " + figure + " -o " + out.string());
    if (result.code == 0) return read(out / "voi.json").at("worth");
    INFO(result.err);
    REQUIRE(without_folds(result.err).find("differ by the same in every replicate") != std::string::npos);
  }
  return {};
}

struct Value {
  double worth, mcse;
};

void no_more_than(const Value& part, const Value& whole) {
  CHECK(part.worth >= 0);
  CHECK(part.worth <= whole.worth + 4 * std::hypot(part.mcse, whole.mcse) + 1e-6);
}

void worth_is_ordered(const Json& all_worth) {
  std::map<std::string, Value> groups;
  Value all{};
  for (const auto& w : all_worth) {
    const Value v{w.at("worth"), w.at("mcse")};
    if (w.at("kind") == "all") all = v;
    if (w.at("kind") == "group") groups[w.at("name")] = v;
  }
  for (const auto& [name, v] : groups) {
    INFO(name);
    no_more_than(v, all);
  }
  for (const auto& w : all_worth) {
    INFO(w.dump());
    const Value v{w.at("worth"), w.at("mcse")};
    no_more_than(v, all);
    if (w.at("kind") == "assumption") no_more_than(v, groups.at(w.at("group")));
  }
}

void indices_are_shares(const Json& results) {
  std::map<std::string, std::pair<double, double>> first, total;  // the ends of their intervals
  for (const auto& row : results) {
    const std::string method = row.at("method");
    if (method != "first_order" && method != "explained" && !method.starts_with("sobol")) continue;
    INFO(row.dump());
    for (const auto* field : {"value", "low", "high"}) {
      CHECK(row.at(field).get<double>() >= 0);
      CHECK(row.at(field).get<double>() <= 1);
    }
    const std::pair<double, double> ends{row.at("low"), row.at("high")};
    const auto name = row.at("figure").get<std::string>() + ": " + row.at("name").get<std::string>();
    if (method == "sobol_first") first[name] = ends;
    if (method == "sobol_total") total[name] = ends;
  }
  REQUIRE(first.size() > 5);
  REQUIRE(total.size() == first.size());
  for (const auto& [name, ends] : first) {
    INFO(name << ": first from " << ends.first << ", total to " << total.at(name).second);
    CHECK(ends.first <= total.at(name).second + 1e-9);
  }
}

}  // namespace

TEST_CASE(
    "On every shipped scenario indices are shares, no first order above its total, no part worth more "
    "than the whole") {
  const Folder folder;
  std::set<fs::path> made;
  std::size_t number = 0;
  for (const auto& scenario : scenarios()) {
    if (number++ % 4 != 0 && !acceptance) continue;
    INFO(scenario.filename().string());
    const auto base = base_of(scenario);
    const auto with = folder / scenario.stem().string();
    const auto n = replicates_of(scenario);
    const auto without = folder / (base.stem().string() + n);
    const std::string options = n + " -q --contributions 0 -o ";
    if (made.insert(without).second) run("run " + base.string() + options + "'" + without.string() + "'");
    run("run " + base.string() + " --scenario " + scenario.string() + options + with.string());
    worth_is_ordered(worth(without.string(), with.string(), folder / "worth"));
    run("sensitivity " + with.string() + " -q --singles 2 --design sobol" + rows + " -o " +
        (folder / "indices").string());
    indices_are_shares(read(folder / "indices/sensitivity.json").at("results"));
  }
  CHECK(made.size() >= 2);
}
