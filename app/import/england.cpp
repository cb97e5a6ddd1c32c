// What England's configuration knows: it fills what an area's files do not say.

#include "app/import/england.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <variant>

#include "app/load.hpp"
#include "app/user_error.hpp"
#include "sim/config_limits.hpp"
#include "sim/csv.hpp"
#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"
#include "sim/parse_number.hpp"
#include "sim/read_file.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr int first_year = 2010;  // of the axis of years
constexpr std::array year_tables{"request.level", "cease.level", "identification.level",
                                 "assessment.over_a_year", "assessment.within_20_weeks"};

bool is_configs(const fs::path& folder) {
  std::error_code code;
  return fs::exists(folder / "national" / "england-2024.toml", code) &&
         fs::exists(folder / "national" / "settings-to-placements.csv", code);
}

std::optional<fs::path> above(fs::path folder) {
  std::error_code code;
  folder = fs::weakly_canonical(fs::absolute(folder, code), code);
  for (; !folder.empty(); folder = folder.parent_path()) {
    if (is_configs(folder)) return folder;
    if (is_configs(folder / "configs")) return folder / "configs";
    if (folder == folder.parent_path()) break;
  }
  return std::nullopt;
}

ByAge by_age(const sim::Config& config, std::string_view name) {
  const auto slot = config.slot(name);
  ByAge values{};
  for (std::size_t a = 0; a < ages && a < slot.size(); ++a) values[a] = config.base()[slot.offset + a];
  return values;
}

std::map<int, double> changes(const sim::Config& config, std::string_view name) {
  const auto slot = config.slot(name);
  std::map<int, double> out;
  for (std::uint32_t i = 0; i < slot.size(); ++i) {
    const double value = config.base()[slot.offset + i];
    if (out.empty() || value != out.rbegin()->second) out[first_year + static_cast<int>(i)] = value;
  }
  return out;
}

/// Rows of a small CSV file of ours, all columns named.
std::vector<std::map<std::string, std::string>> small_csv(const fs::path& path) {
  const auto content = sim::read_regular_file(path, sim::limits::file_bytes);
  if (const auto* not_read = std::get_if<sim::Unreadable>(&content))
    throw UserError(fmt::format("{}: {}", path.string(), not_read->why));
  const sim::Source source{path.string(), path.string(), path.parent_path()};
  sim::Faults faults;
  const auto table = sim::parse_csv(std::get<std::string>(content), source, faults);
  if (!faults.empty()) throw UserError(faults_text(faults.take()));
  std::vector<std::map<std::string, std::string>> rows;
  for (const auto& row : table.rows) {
    rows.emplace_back();
    for (std::size_t i = 0; i < table.columns.size(); ++i) rows.back()[table.columns[i]] = row.cells[i];
  }
  return rows;
}

double number(const fs::path& path, const std::map<std::string, std::string>& row,
              const std::string& column) {
  const auto cell = row.find(column);
  if (cell == row.end()) throw UserError(fmt::format("{}: column '{}' is missing", path.string(), column));
  const std::string& text = cell->second;
  const auto value = sim::parse_number<double>(text);
  if (!value)
    throw UserError(fmt::format("{}: '{}' in column '{}' is no number", path.string(), text, column));
  return *value;
}

}  // namespace

fs::path find_configs(const fs::path& near) {
  std::error_code code;
  const fs::path program = fs::read_symlink("/proc/self/exe", code);
  for (const auto& start : {near, fs::current_path(code), program.parent_path()})
    if (const auto found = above(start)) return *found;
  throw UserError(
      "the folder configs (with national/england-2024.toml) was not found; name it with --configs");
}

England read_england(const fs::path& configs) {
  const fs::path reference = configs / "areas" / "england-average" / "baseline.toml";
  const auto loaded = load(ConfigChoice{reference, {}, {}});
  if (!loaded.config) throw UserError(faults_text(loaded.faults));
  const sim::Config& config = *loaded.config;
  England england;
  england.national = configs / "national" / "england-2024.toml";
  england.residents = by_age(config, "population.residents");
  england.plans = by_age(config, "stock.age");
  england.support = by_age(config, "support.prevalence");
  england.known_to = static_cast<int>(config.base()[config.slot("request.level_known_to").offset]);
  for (const char* table : year_tables) england.by_year[table] = changes(config, table);
  for (const auto& id : config.members("placement"))
    england.placements.push_back({id, config.text("placement", id, "title"),
                                  config.boolean("placement", id, "finite"),
                                  config.base()[config.slot("placement", id, "national_stock").offset]});
  double national = 0;
  for (const auto& type : england.placements) national += type.national_stock;
  england.size = national / config.base()[config.slot("stock.plans").offset];
  const fs::path new_plans = configs / "national" / "new-plans-by-age.csv";
  for (const auto& row : small_csv(new_plans)) {
    const auto age = static_cast<std::size_t>(number(new_plans, row, "age"));
    if (age < ages) england.new_plans[age] = number(new_plans, row, "new_plans");
  }
  const fs::path share = configs / "national" / "sen-support-share.csv";
  for (const auto& row : small_csv(share))
    england.support_share[static_cast<int>(number(share, row, "january"))] =
        number(share, row, "percent_of_pupils");
  return england;
}

namespace {

std::string cell(const fs::path& path, const std::map<std::string, std::string>& row,
                 const std::string& column) {
  const auto at = row.find(column);
  if (at == row.end()) throw UserError(fmt::format("{}: column '{}' is missing", path.string(), column));
  return at->second;
}

SettingShare setting_share(const fs::path& path, const std::map<std::string, std::string>& row,
                           const England& england) {
  SettingShare share{cell(path, row, "setting"), cell(path, row, "placement"), number(path, row, "share"),
                     row.contains("part_of") ? row.at("part_of") : ""};
  std::vector<std::string> known;
  for (const auto& type : england.placements) known.push_back(type.id);
  if (std::find(known.begin(), known.end(), share.placement) == known.end())
    throw UserError(fmt::format("{}: there is no placement type {} for the setting {}; {}", path.string(),
                                sim::quote(share.placement), sim::quote(share.setting),
                                sim::did_you_mean(share.placement, known)));
  return share;
}

NeedShare need_share(const fs::path& path, const std::map<std::string, std::string>& row) {
  NeedShare share{cell(path, row, "name"), cell(path, row, "need"), number(path, row, "share")};
  if (std::find(models::needs.begin(), models::needs.end(), share.need) == models::needs.end())
    throw UserError(fmt::format("{}: there is no need {}", path.string(), sim::quote(share.need)));
  return share;
}

}  // namespace

std::vector<SettingShare> read_settings(const fs::path& configs, const England& england) {
  const fs::path path = configs / "national" / "settings-to-placements.csv";
  std::vector<SettingShare> shares;
  for (const auto& row : small_csv(path)) shares.push_back(setting_share(path, row, england));
  return shares;
}

std::vector<NeedShare> read_needs(const fs::path& configs) {
  const fs::path path = configs / "national" / "needs-of-other-names.csv";
  std::vector<NeedShare> shares;
  for (const auto& row : small_csv(path)) shares.push_back(need_share(path, row));
  return shares;
}

void add_own_names(const fs::path& file, const England& england, std::vector<SettingShare>& settings,
                   std::vector<NeedShare>& needs) {
  for (const auto& row : small_csv(file)) {
    if (row.contains("setting")) {
      const auto own = setting_share(file, row, england);
      settings.push_back(own);
    } else {
      needs.push_back(need_share(file, row));
    }
  }
}

}  // namespace app
