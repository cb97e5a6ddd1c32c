// The file of actions that a portfolio is chosen from.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "app/load.hpp"
#include "app/portfolio/portfolio.hpp"
#include "app/user_error.hpp"
#include "sim/csv.hpp"
#include "sim/nearest_name.hpp"
#include "sim/parse_number.hpp"
#include "sim/read_file.hpp"

namespace app {
namespace {

constexpr const char* known_columns[] = {"action", "run", "cost", "staff", "excludes", "needs"};

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i <= text.size();) {
    const auto end = std::min(text.find(at, i), text.size());
    auto part = text.substr(i, end - i);
    part.erase(0, part.find_first_not_of(' '));
    if (const auto last = part.find_last_not_of(' '); last != std::string::npos) part.erase(last + 1);
    if (!part.empty()) out.push_back(std::move(part));
    i = end + 1;
  }
  return out;
}

class Reader {
 public:
  Reader(const sim::CsvTable& table, const std::string& file, sim::Faults& faults)
      : table_(table), file_(file), faults_(faults) {}

  std::vector<ActionRow> read() {
    std::vector<std::string> known(std::begin(known_columns), std::end(known_columns));
    for (const auto& column : table_.columns)
      if (std::find(known.begin(), known.end(), column) == known.end())
        fault(1, fmt::format("there is no column {}", sim::quote(column)),
              "action, run, cost, staff, excludes, needs", sim::did_you_mean(column, known));
    for (const auto* column : {"action", "run"})
      if (table_.column(column) == sim::CsvTable::absent)
        fault(1, fmt::format("has no column '{}'", column), "every action is the run of one", "");
    if (!faults_.empty()) return {};
    std::vector<ActionRow> out;
    for (const auto& row : table_.rows) out.push_back(action(row));
    check_names(out);
    return out;
  }

 private:
  void fault(int line, std::string problem, std::string why, std::string suggestion) {
    faults_.add({file_, line}, std::move(problem), std::move(why), std::move(suggestion));
  }
  std::string cell(const sim::CsvRow& row, const char* column) const {
    const auto at = table_.column(column);
    return at == sim::CsvTable::absent ? std::string() : row.cells[at];
  }
  double amount(const sim::CsvRow& row, const char* column, double otherwise) {
    const auto text = cell(row, column);
    if (text.empty()) return otherwise;
    if (const auto value = sim::parse_number<double>(text); value && *value >= 0 && *value <= 1e15)
      return *value;
    fault(row.line, fmt::format("{} {}", column, sim::quote(text)), "write a number from 0 to 1e15", "");
    return 0;
  }
  ActionRow action(const sim::CsvRow& row) {
    ActionRow a;
    a.line = row.line;
    a.name = cell(row, "action");
    a.run = cell(row, "run");
    if (a.name.empty()) fault(row.line, "has no action", "each has a name", "");
    if (a.run.empty()) fault(row.line, "has no run", "name the folder of the run that has this action", "");
    a.cost = amount(row, "cost", a.cost);
    a.staff = amount(row, "staff", 0);
    a.excludes = split(cell(row, "excludes"), ';');
    a.needs = split(cell(row, "needs"), ';');
    return a;
  }
  void check_names(const std::vector<ActionRow>& rows) {
    std::vector<std::string> single;
    std::map<std::string, int> line_of;
    for (const auto& a : rows) {
      if (!line_of.emplace(a.name, a.line).second && !a.name.empty())
        fault(a.line, fmt::format("action {} is given twice", sim::quote(a.name)), "", "");
      if (split(a.name, '+').size() == 1) single.push_back(a.name);
    }
    const auto check = [&](const ActionRow& a, const std::string& name) {
      if (std::find(single.begin(), single.end(), name) == single.end())
        fault(a.line, fmt::format("there is no action {}", sim::quote(name)), "",
              sim::did_you_mean(name, single));
      else if (name == a.name)
        fault(a.line, fmt::format("{} names itself", sim::quote(name)), "", "");
    };
    std::map<std::vector<std::string>, int> line_of_pair;
    for (const auto& a : rows) {
      auto both = split(a.name, '+');
      if (both.size() > 2)
        fault(a.line, fmt::format("{}: a run of two actions at most", sim::quote(a.name)), "", "");
      if (both.size() == 2) {
        for (const auto& name : both) check(a, name);
        if (both[0] == both[1])
          fault(a.line, fmt::format("{}: an action with itself", sim::quote(a.name)), "", "");
        if (!std::isnan(a.cost) || a.staff > 0 || !a.excludes.empty() || !a.needs.empty())
          fault(a.line, fmt::format("{} has cost, staff, excludes or needs", sim::quote(a.name)),
                "those of two together are those of each; leave them empty here", "");
        std::sort(both.begin(), both.end());
        const auto [first, fresh] = line_of_pair.emplace(both, a.line);
        if (!fresh && line_of.at(a.name) == a.line)  // else it is said above
          fault(a.line, fmt::format("{}: line {} has these two already", sim::quote(a.name), first->second),
                "what they do to one another would count twice", "");
      }
      for (const auto* list : {&a.excludes, &a.needs})
        for (const auto& name : *list) check(a, name);
    }
    if (single.size() > sim::most_actions)
      fault(0, fmt::format("{} actions", single.size()),
            fmt::format("at most {} can be chosen from", sim::most_actions), "");
  }

  const sim::CsvTable& table_;
  const std::string& file_;
  sim::Faults& faults_;
};

}  // namespace

std::vector<ActionRow> read_actions(const std::filesystem::path& csv) {
  constexpr std::size_t most_bytes = 1U << 20;
  const std::string file = csv.string();
  const sim::Source source{file, file, csv.parent_path()};
  sim::Faults faults;
  std::vector<ActionRow> out;
  const auto read = sim::read_regular_file(csv, most_bytes);
  if (const auto* problem = std::get_if<sim::Unreadable>(&read)) {
    faults.add({file, 0}, "cannot be read", problem->why);
  } else {
    const auto table = sim::parse_csv(std::get<std::string>(read), source, faults);
    if (faults.empty()) out = Reader(table, file, faults).read();
    if (faults.empty() && out.empty()) faults.add({file, 0}, "names no action");
  }
  if (!faults.empty()) throw UserError("the file of actions has faults\n" + faults_text(faults.take()));
  return out;
}

}  // namespace app
