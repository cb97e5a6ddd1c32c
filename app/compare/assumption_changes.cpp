// Which assumptions differ between two configurations, from what to what.

#include "app/compare/assumption_changes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <variant>

#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "models/schema.hpp"
#include "sim/assumptions_file.hpp"
#include "sim/config_files.hpp"
#include "sim/csv.hpp"
#include "sim/read_file.hpp"

namespace app {
namespace {

/// "provision.x.places[2019]" -> {"provision.x.places", "2019", value}.
AssumptionRow row_of(const std::string& name, std::string value) {
  const auto bracket = name.find('[');
  if (bracket == std::string::npos) return {name, {}, std::move(value)};
  return {name.substr(0, bracket), name.substr(bracket + 1, name.size() - bracket - 2), std::move(value)};
}

bool moves_results(const std::string& name) {
  return !name.starts_with("target.") && !name.starts_with("outturn.");
}

/// Names and explanations, and the choice of members, which shows in the members themselves.
bool moves_nothing(std::string_view field) {
  constexpr std::string_view names[] = {"title",           "source", "description", "reliability",
                                        "population_year", "area",   "area_code",   "scenario",
                                        "interventions",   "risks"};
  return field.ends_with("_folder") ||
         std::find(std::begin(names), std::end(names), field) != std::end(names);
}

/// The fields of all members of a family and of its parts.
void add_settings(const sim::Config& config, const sim::FamilySpec& family, const std::string& full_name,
                  std::vector<AssumptionRow>& rows) {
  for (const auto& id : config.members(full_name)) {
    for (const auto& field : family.fields) {
      if (moves_nothing(field.name)) continue;
      const auto value = field.kind == sim::FieldKind::text_list
                             ? fmt::format("{}", fmt::join(config.text_list(full_name, id, field.name), ", "))
                             : config.text(full_name, id, field.name);
      rows.push_back(
          {fmt::format("{}.{}.{}", full_name, id, field.name), {}, value.empty() ? "none" : value});
    }
    for (const auto& part : family.parts)
      add_settings(config, part, fmt::format("{}.{}.{}", full_name, id, part.name), rows);
  }
}

/// The dose of an intervention that only one side has, where it is not the whole of it.
bool is_partial_dose(const std::string& parameter, const std::string& value) {
  return parameter.starts_with("intervention.") && parameter.ends_with(".dose") && value != "1";
}

constexpr const char* not_set = "not set";
constexpr std::size_t most_bytes = 256u << 20;  // of an assumptions.csv; a large area's has some megabytes

using Values = std::vector<std::pair<std::string, std::string>>;  // labels, value

struct Sides {
  Values a, b;
};

/// The values that the other side has not, or all of them where it has them all and more.
std::string only_in(const Values& own, const Values& other) {
  constexpr std::size_t most = 6;
  if (own.empty()) return not_set;
  Values differing;
  std::copy_if(own.begin(), own.end(), std::back_inserter(differing),
               [&](const auto& one) { return std::find(other.begin(), other.end(), one) == other.end(); });
  const Values& shown = differing.empty() ? own : differing;
  std::string text;
  for (std::size_t i = 0; i < std::min(shown.size(), most); ++i) {
    const auto& [labels, value] = shown[i];
    text += fmt::format("{}{}{}{}", i == 0 ? "" : ", ", labels, labels.empty() ? "" : ": ", value);
  }
  return shown.size() > most ? text + fmt::format(", ... ({} values)", shown.size()) : text;
}

}  // namespace

std::vector<AssumptionRow> assumption_rows(const sim::Config& config) {
  std::vector<AssumptionRow> rows;
  for (const auto& a : config.assumptions())
    if (moves_results(a.name)) rows.push_back(row_of(a.name, sim::written_value(a)));
  return rows;
}

std::vector<AssumptionRow> setting_rows(const sim::Config& config) {
  std::vector<AssumptionRow> rows;
  for (const auto& field : models::schema().fields) {
    if (moves_nothing(field.name)) continue;
    const auto value = field.kind == sim::FieldKind::text_list
                           ? fmt::format("{}", fmt::join(config.text_list(field.name), ", "))
                           : config.text(field.name);
    rows.push_back({field.name, {}, value.empty() ? "none" : value});
  }
  for (const auto& family : models::schema().families)
    if (moves_results(family.name + ".")) add_settings(config, family, family.name, rows);
  return rows;
}

std::vector<AssumptionRow> assumption_rows(const std::filesystem::path& csv) {
  const sim::Source source{csv.string(), csv.string(), csv.parent_path()};
  sim::Faults faults;
  const auto read = sim::read_regular_file(csv, most_bytes);
  const auto* text = std::get_if<std::string>(&read);
  const auto table = text != nullptr ? sim::parse_csv(*text, source, faults) : sim::CsvTable{};
  const auto name = table.column("name"), value = table.column("value");
  if (!faults.empty() || name == sim::CsvTable::absent || value == sim::CsvTable::absent)
    throw UserError(csv.string() + ": cannot be read as the assumptions of a run");
  std::vector<AssumptionRow> rows;
  for (const auto& row : table.rows)
    if (moves_results(row.cells[name])) rows.push_back(row_of(row.cells[name], row.cells[value]));
  return rows;
}

std::vector<AssumptionChange> assumption_changes(const std::vector<AssumptionRow>& a,
                                                 const std::vector<AssumptionRow>& b) {
  std::map<std::string, Sides> sides;
  std::vector<std::string> order;
  const auto side = [&](const AssumptionRow& row) -> Sides& {
    const auto [found, fresh] = sides.try_emplace(row.parameter);
    if (fresh) order.push_back(row.parameter);
    return found->second;
  };
  for (const auto& row : a) side(row).a.emplace_back(row.labels, row.value);
  for (const auto& row : b) side(row).b.emplace_back(row.labels, row.value);
  std::vector<AssumptionChange> out;
  for (const auto& parameter : order) {
    const Sides& s = sides.at(parameter);
    if (s.a != s.b) out.push_back({parameter, only_in(s.a, s.b), only_in(s.b, s.a)});
  }
  return out;
}

std::vector<ScenarioChanges> scenario_changes(const ConfigChoice& choice) {
  std::vector<ScenarioChanges> out;
  if (choice.scenarios.empty()) return out;
  std::optional<std::vector<AssumptionRow>> before;
  sim::ConfigFiles shared;
  std::size_t named = 0;  // files whose changes are told
  for (std::size_t k = 0; k <= choice.scenarios.size(); ++k) {
    const std::span<const std::filesystem::path> files(choice.scenarios.data(), k);
    const auto read = sim::read_config(shared, choice.config, models::schema(), files);
    if (!read.config) continue;
    auto rows = assumption_rows(*read.config);
    const auto settings = setting_rows(*read.config);
    rows.insert(rows.end(), settings.begin(), settings.end());
    std::string names;
    for (; named < k; ++named)
      names += (names.empty() ? "" : " + ") + label_of(read.config->scenarios()[named]);
    if (before) out.push_back({names, assumption_changes(*before, rows)});
    before = std::move(rows);
  }
  return out;
}

std::string changes_text(const std::vector<AssumptionChange>& changes, std::size_t most) {
  std::vector<std::string> lines;
  std::vector<std::string> added, removed;
  // A family's member that only one side has is one word, not a line for each of its parameters.
  const auto noted = [](std::vector<std::string>& members, const std::string& parameter) {
    const auto dot = parameter.find('.', parameter.find('.') + 1);
    if (dot == std::string::npos) return false;
    const auto member = parameter.substr(0, dot);
    if (std::find(members.begin(), members.end(), member) == members.end()) members.push_back(member);
    return true;
  };
  // Of half an intervention it is said that it is half.
  std::map<std::string, std::string> dose;
  for (const auto& c : changes)
    if (const auto& value = c.from == not_set ? c.to : c.from;
        (c.from == not_set || c.to == not_set) && is_partial_dose(c.parameter, value))
      dose[c.parameter.substr(0, c.parameter.size() - std::string_view(".dose").size())] = value;
  for (const auto& c : changes) {
    if (c.from == not_set && noted(added, c.parameter)) continue;
    if (c.to == not_set && noted(removed, c.parameter)) continue;
    lines.push_back(fmt::format("{}: {} -> {}", c.parameter, c.from, c.to));
  }
  for (auto* members : {&added, &removed})
    for (auto& member : *members)
      if (const auto found = dose.find(member); found != dose.end())
        member += fmt::format(" (dose {})", found->second);
  std::string out;
  if (!added.empty()) out += folded(fmt::format("added: {}", fmt::join(added, ", ")), "  ", "    ");
  if (!removed.empty()) out += folded(fmt::format("left out: {}", fmt::join(removed, ", ")), "  ", "    ");
  for (std::size_t i = 0; i < std::min(lines.size(), most); ++i) out += folded(lines[i], "  ", "    ");
  if (lines.size() > most) out += fmt::format("  and {} more\n", lines.size() - most);
  return out;
}

}  // namespace app
