// docs/coverage.md says what of the councils' plans the model covers: every name in it must be one of ours,
// every row must say how or why not, and everything that is shipped must be in it.

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "models/levers/kinds.hpp"
#include "models/metrics.hpp"
#include "tests/catch.hpp"
#include "tests/models/subject.hpp"

using namespace model_test;
namespace fs = std::filesystem;

namespace {

struct Row {
  std::vector<std::string> cells;
  std::size_t line = 0;
  bool of_risks = false;
};

std::vector<Row> rows_of(const std::string& text) {
  std::vector<Row> rows;
  std::istringstream in(text);
  std::string line;
  bool of_risks = false, counts = false;
  for (std::size_t n = 1; std::getline(in, line); ++n) {
    if (!line.starts_with('|') || line.starts_with("|---")) continue;
    Row row;
    row.line = n;
    std::istringstream cells(line.substr(1));
    for (std::string cell; std::getline(cells, cell, '|');) {
      const auto first = cell.find_first_not_of(' ');
      row.cells.push_back(
          first == std::string::npos ? "" : cell.substr(first, cell.find_last_not_of(' ') - first + 1));
    }
    const auto& last = row.cells.back();
    if (row.cells.front() == "reason") counts = false;
    if (last == "metric" || last == "shipped risk") {  // a heading
      of_risks = last == "shipped risk";
      counts = true;
      continue;
    }
    row.of_risks = of_risks;
    if (counts) rows.push_back(row);
  }
  return rows;
}

std::vector<std::string> names_in(const std::string& cell) {
  std::vector<std::string> names;
  for (std::size_t at = cell.find('`'); at != std::string::npos;) {
    const auto end = cell.find('`', at + 1);
    names.push_back(cell.substr(at + 1, end - at - 1));
    at = end == std::string::npos ? end : cell.find('`', end + 1);
  }
  return names;
}

bool is_metric(const std::string& name) {
  const auto all = models::metric_dictionary();
  return std::ranges::any_of(all, [&](const sim::Metric& m) { return m.name == name; });
}

bool is_lever(const std::string& name) {
  return std::ranges::any_of(models::lever_kinds(), [&](const models::LeverKind& k) {
    return name == "lever:" + std::string(k.id);
  });
}

bool is_file(const char* folder, const std::string& name) {
  return fs::exists(configs() / folder / (name + ".toml"));
}

/// What of a row is wrong, as sentences.
std::vector<std::string> mistakes(const Row& row) {
  std::vector<std::string> wrong;
  const auto say = [&](const std::string& what) {
    wrong.push_back("line " + std::to_string(row.line) + ": " + what);
  };
  if (row.cells.size() != 3) {
    say("three cells");
    return wrong;
  }
  const auto& how = row.cells[1];
  const auto ways = names_in(how);
  for (const auto& name : ways)
    if (!is_lever(name) && !is_file("interventions", name) && !is_file("scenarios", name))
      say("'" + name + "' is no lever, intervention or scenario");
  const bool left_out = how.starts_with("not modelled (");
  if (left_out && (how.size() != 16 || how[14] < 'a' || how[14] > 'g')) say("no such reason: " + how);
  if (left_out && !ways.empty()) say("covered and not modelled");
  if (ways.empty() && !left_out && !(row.of_risks && how.find("every intervention") != std::string::npos))
    say("neither a lever nor a reason");
  const auto last = names_in(row.cells[2]);
  for (const auto& name : last) {
    if (!row.of_risks && !is_metric(name)) say("'" + name + "' is no metric");
    if (row.of_risks && !is_file("risks", name)) say("'" + name + "' is no shipped risk");
  }
  if (!row.of_risks && last.empty() != left_out) say("name the metric by which it is seen");
  return wrong;
}

std::string coverage() {
  std::ifstream in(fs::path(SENDCAST_SOURCE_DIR) / "docs/coverage.md");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("Coverage of the plans: every row names what exists, or says why it is not modelled") {
  const auto rows = rows_of(coverage());
  CHECK(rows.size() > 200);
  for (const auto& row : rows)
    for (const auto& mistake : mistakes(row)) {
      INFO(mistake);
      CHECK(false);
    }
}

TEST_CASE("Coverage of the plans: a name that does not exist, and a row without a reason, are found") {
  const auto found = [](const char* row) {
    return mistakes(rows_of("| what | how | metric |\n" + std::string(row)).at(0)).size();
  };
  CHECK(found("| Brokerage | `brokerage` | `unit_cost` |\n") == 0);
  CHECK(found("| Brokerage | `brokrage` | `unit_cost` |\n") == 1);
  CHECK(found("| Brokerage | `lever:fees` | `unit_cots` |\n") == 2);
  CHECK(found("| Brokerage | `brokerage` | |\n") == 1);
  CHECK(found("| A board | not modelled (a) | |\n") == 0);
  CHECK(found("| A board | not modelled (z) | |\n") == 1);
  CHECK(found("| A board | | |\n") >= 1);
}

TEST_CASE("Coverage of the plans: every intervention that is shipped is in it") {
  std::set<std::string> named;
  for (const auto& row : rows_of(coverage()))
    for (const auto& name : names_in(row.cells.at(1))) named.insert(name);
  for (const auto& entry : fs::directory_iterator(configs() / "interventions")) {
    const auto& file = entry.path();
    if (file.extension() != ".toml" || file.stem().extension() == ".expect") continue;
    INFO(file.stem().string());
    CHECK(named.contains(file.stem().string()));
  }
}
