// The panel of authorities from whatever files it is in.

#include "app/backtest/panel_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "app/backtest/panel_file.hpp"
#include "app/import/read_release.hpp"
#include "app/user_error.hpp"
#include "sim/read_file.hpp"
#include "sim/sha256.hpp"

namespace app {
namespace {

using models::AuthoritySeries;
using models::YearSeries;

constexpr std::array groups{
    SettingGroup{"mainstream", {"mainstream", "independent_mainstream", ""}},
    SettingGroup{"resourced", {"resourced", "sen_unit", ""}},
    SettingGroup{"state_special", {"state_special", "", ""}},
    SettingGroup{"independent", {"independent_special", "non_maintained_special", ""}},
    SettingGroup{"post_16", {"further_education", "specialist_post_16", ""}},
};

YearSeries total(const Panel& panel, const Authority& a, const char* measure, Clock clock) {
  YearSeries out;
  for (const auto& [year, value] : panel.years(a, {measure, "total", "total", clock})) out.set(year, value);
  return out;
}

/// Plans of a group of ages in one January: as published, or the sum of single ages; nothing where neither
/// is.
std::optional<double> of_ages(const Panel& panel, const Authority& a, const AgeBand& group, int year) {
  const auto name = fmt::format("{}-{}", group.from, group.to);
  if (const auto known = panel.value(a, {"plans", "age_group", name, Clock::january}, year)) return known;
  double sum = 0;
  bool any = false;
  for (const auto& [category, plans] : panel.categories(a, "plans", "age", Clock::january, year)) {
    const auto band = age_band(category);
    if (!band || band->from < group.from || band->to > group.to) continue;
    sum += plans;
    any = true;
  }
  if (!any) return std::nullopt;
  return sum;
}

AuthoritySeries series_of(const Panel& panel, const Authority& a) {
  AuthoritySeries out;
  out.code = a.code;
  out.name = a.name;
  out.plans = total(panel, a, "plans", Clock::january);
  out.new_plans = total(panel, a, "new_plans", Clock::calendar_year);
  out.requests = total(panel, a, "requests", Clock::calendar_year);
  out.undecided = total(panel, a, "assessments_undecided", Clock::calendar_year);
  if (out.plans.empty()) return out;
  for (int year = out.plans.first(); year <= out.plans.last(); ++year) {
    for (const auto& ages : panel_age_groups)
      if (const auto plans = of_ages(panel, a, ages, year)) out.parts[part_of_ages(ages)].set(year, *plans);
    const auto settings = panel.categories(a, "plans", "setting", Clock::january, year);
    for (const auto& group : groups) {
      const auto first = settings.find(std::string(group.settings.front()));
      if (first == settings.end()) continue;
      double plans = first->second;
      for (std::size_t i = 1; i < group.settings.size(); ++i)
        if (const auto more = settings.find(std::string(group.settings[i])); more != settings.end())
          plans += more->second;
      out.parts[std::string(group.part)].set(year, plans);
    }
  }
  return out;
}

/// Stocks that a panel file may not hold either: none at all, and parts larger than the whole.
void set_aside_impossible(AuthoritySeries& a, std::vector<std::string>& repairs) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  for (int year = a.plans.first(); !a.plans.empty() && year <= a.plans.last(); ++year) {
    const double plans = a.plans.at(year);
    if (plans == 0) {
      repairs.push_back(fmt::format("{}: 0 plans in January {}; set aside", a.name, year));
      a.plans.set(year, unknown);
    }
    for (auto& [name, part] : a.parts)
      if (plans > 0 && part.at(year) > plans) {
        repairs.push_back(fmt::format("{}: {} of {} plans in January {} are in part {}; set aside", a.name,
                                      part.at(year), plans, year, name));
        part.set(year, unknown);
      }
  }
}

PanelSource from_releases(const std::vector<std::filesystem::path>& sources) {
  const auto read = read_releases(sources);
  PanelSource out;
  out.panel.england = series_of(read.panel, read.panel.england);
  if (out.panel.england.plans.empty()) throw UserError("the releases have no plans of England");
  out.panel.england.code = england_code;
  set_aside_impossible(out.panel.england, out.repairs);
  for (const auto& a : read.panel.authorities) {
    auto& series = out.panel.authorities.emplace_back(series_of(read.panel, a));
    set_aside_impossible(series, out.repairs);
    out.numbers[a.code] = a.number;
  }
  std::sort(out.panel.authorities.begin(), out.panel.authorities.end(),
            [](const auto& a, const auto& b) { return a.code < b.code; });
  for (const auto& file : read.log.files) {
    std::string period;
    if (file.first_year && file.last_year)
      period = fmt::format("{} to {}", *file.first_year, *file.last_year);
    out.inputs.push_back({file.name, period, file.sha256, file.bytes});
  }
  for (const auto& repair : read.log.repairs) out.repairs.push_back(repair.what);
  return out;
}

PanelSource from_file(const std::filesystem::path& file) {
  PanelSource out{read_panel_file(file), {}, {}, {}, true};
  const auto text = std::get<std::string>(sim::read_regular_file(file, largest_panel_file));
  out.inputs.push_back({file.string(), fmt::format("{} to {}", out.panel.first_year(), out.panel.last_year()),
                        sim::sha256_hex(text), text.size()});
  return out;
}

}  // namespace

std::span<const SettingGroup> setting_groups() { return groups; }

std::string part_of_ages(const AgeBand& ages) { return fmt::format("age_{}-{}", ages.from, ages.to); }

PanelSource read_panel(const std::vector<std::filesystem::path>& sources) {
  if (sources.size() == 1 && sources.front().extension() == ".csv" &&
      std::filesystem::is_regular_file(sources.front()))
    return from_file(sources.front());
  return from_releases(sources);
}

}  // namespace app
