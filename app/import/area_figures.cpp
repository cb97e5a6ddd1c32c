// From facts to the numbers that an area's configuration states, and to what it cannot state.

#include "app/import/area_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/import/labels.hpp"
#include "app/import/population_figures.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

constexpr int years_back = 3;      // how old a breakdown may be
constexpr int years_of_level = 3;  // of new plans, pooled
constexpr int years_of_timeliness = 6;
/// Log sd of an authority's level given its last three years, so that with the local shocks of the run
/// (request.shock_local and its persistence) new plans of the next one to four years lie from those of the
/// last three, less England's, by the 0.27 that all authorities showed (`sendcast backtest`,
/// panel_figures.csv; docs/method/27-panel.md).
constexpr double level_drift = 0.17;
constexpr double least_share = 0.002, most_share = 0.998;

double total(const ByAge& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

const Series plans_series{"plans", "total", "total", Clock::january};
const Series new_plans_series{"new_plans", "total", "total", Clock::calendar_year};

class Figures {
 public:
  Figures(const Panel& panel, const Authority& authority, const England& england,
          const std::vector<SettingShare>& settings)
      : panel_(panel),
        authority_(authority),
        england_(england),
        settings_(settings),
        population_(panel, authority, england) {}

  AreaFigures of(std::optional<int> january) {
    find_january(january);
    population_.set_january(f_.january);
    f_.population = population_.figures(f_.plans, f_.missing);
    plans();
    stock_by_age();
    stock_by_need();
    stock_by_placement();
    places();
    local_level();
    timeliness();
    return std::move(f_);
  }

 private:
  void missing(std::string what, std::string instead) {
    f_.missing.push_back({std::move(what), std::move(instead)});
  }

  void find_january(std::optional<int> january) {
    const auto years = panel_.years(authority_, plans_series);
    const auto mid_years = panel_.years_of(authority_, "residents", "age");
    if (january)
      f_.january = *january;
    else if (!years.empty())
      f_.january = years.back().year;
    else if (!mid_years.empty())
      f_.january = mid_years.front() + 1;
    else
      throw UserError(
          fmt::format("{}: no total of plans in January and no residents in these files", authority_.name));
    f_.known_to = std::max(f_.january, years.empty() ? 0 : years.back().year);
    const auto known = panel_.value(authority_, plans_series, f_.january);
    if (known) f_.plans = *known;
  }

  void plans() {
    if (f_.plans > 0) {
      f_.plans_evidence = {
          fmt::format("{}: January {}", source_of(panel_, authority_, plans_series, f_.january), f_.january),
          "green", ""};
      return;
    }
    const double england_rate = total(england_.plans) / (total(england_.residents) * england_.size);
    f_.plans = std::round(total(f_.population.residents) * england_rate);
    f_.plans_evidence = {"England's plans per resident of January 2025", "red", ""};
    missing(fmt::format("plans in January {}", f_.january), "England's plans per resident");
  }

  /// England's plans by age, at the area's residents: how a band of ages is divided.
  ByAge age_weight() const {
    ByAge weight{};
    for (std::size_t age = 0; age < ages; ++age)
      if (england_.residents[age] > 0)
        weight[age] = england_.plans[age] / england_.residents[age] * f_.population.residents[age];
    if (f_.january <= 2019)  // plans beyond 22 were still rare: the reform opened them from 2014 on
      for (std::size_t age = 22; age < ages; ++age) weight[age] *= 0.6;
    return weight;
  }

  /// The latest January, up to `years_back` before, that has the breakdown; plans of which nothing but that
  /// they are unknown is said are none.
  std::optional<int> latest(const char* breakdown) const {
    for (int year = f_.january; year >= f_.january - years_back; --year)
      for (const auto& [category, count] :
           panel_.categories(authority_, "plans", breakdown, Clock::january, year))
        if (category != "unknown" && count > 0) return year;
    return std::nullopt;
  }

  std::string held(int year) const {
    return year == f_.january ? "" : fmt::format(" (January {}: no later one)", year);
  }

  void stock_by_age() {
    const auto single = latest("age"), groups = latest("age_group");
    const bool use_single = single && (!groups || *single >= *groups);
    if (!single && !groups) {
      missing("plans by age", "England's plans by age of January 2025");
      return;
    }
    const int year = use_single ? *single : *groups;
    const std::string source =
        source_of(panel_, authority_, {"plans", use_single ? "age" : "age_group", "", Clock::january}, year);
    auto bands =
        panel_.categories(authority_, "plans", use_single ? "age" : "age_group", Clock::january, year);
    f_.age = spread_ages(bands, age_weight());
    f_.age_evidence = {
        use_single
            ? fmt::format("{}: plans by age, January {}; open classes by England's shape", source, year)
            : fmt::format("{}: five age groups of January {}, spread by England's shape", source, year),
        use_single && year == f_.january ? "green" : "amber", ""};
    if (year != f_.january)
      missing(fmt::format("plans by age in January {}", f_.january),
              fmt::format("those of January {}", year));
  }

  void stock_by_need() {
    const auto year = latest("need");
    if (!year) {
      missing("plans by need", "England's needs of January 2025");
      return;
    }
    f_.need = panel_.categories(authority_, "plans", "need", Clock::january, *year);
    f_.need.erase("unknown");
    f_.need_evidence = {
        fmt::format("{}: primary need, January {}",
                    source_of(panel_, authority_, {"plans", "need", "", Clock::january}, *year), *year),
        *year == f_.january ? "green" : "amber", "Unknown need left out."};
    if (*year != f_.january)
      missing(fmt::format("plans by need in January {}", f_.january),
              fmt::format("those of January {}", *year));
  }

  void stock_by_placement() {
    const auto year = latest("setting");
    std::map<std::string, double> by_type;
    if (year) {
      auto settings = panel_.categories(authority_, "plans", "setting", Clock::january, *year);
      const auto work_based =
          panel_.value(authority_, {"plans", "work_based", "total", Clock::january}, *year);
      if (work_based) settings["work_based_placements"] = *work_based;
      by_type = plans_by_placement(settings, settings_);
      f_.placements_known = true;
      f_.placements_evidence = {
          fmt::format("{}: plans by setting, January {}",
                      source_of(panel_, authority_, {"plans", "setting", "", Clock::january}, *year), *year),
          *year == f_.january ? "green" : "amber", ""};
      if (*year != f_.january)
        missing(fmt::format("plans by setting in January {}", f_.january),
                fmt::format("those of January {}", *year));
    } else {
      double all = 0;
      for (const auto& type : england_.placements) all += type.national_stock;
      for (const auto& type : england_.placements)
        if (all > 0) by_type[type.id] = f_.plans * type.national_stock / all;
      f_.placements_evidence = {"England's mix of January 2025", "red", ""};
      missing("plans by setting", "England's mix of January 2025");
    }
    for (const auto& type : england_.placements) {
      const auto plans = by_type.find(type.id);
      if (plans != by_type.end())
        f_.placements.push_back({type.id, type.title, plans->second, type.finite});
      else if (type.finite)  // nobody is there; a finite type needs places to be of none
        f_.placements.push_back({type.id, type.title, 0, true});
    }
  }

  void places() {
    double held = 0;
    for (const auto& type : f_.placements) held += type.plans;
    for (const auto& type : f_.placements)
      if (type.finite) f_.places[type.placement][f_.january] = held > 0 ? type.plans * f_.plans / held : 0;
    for (int year = f_.january + 1; year <= f_.known_to; ++year) {
      const auto plans = panel_.value(authority_, plans_series, year);
      const auto by_type = plans_by_placement(
          panel_.categories(authority_, "plans", "setting", Clock::january, year), settings_);
      double known = 0;
      for (const auto& [type, count] : by_type) known += count;
      if (!plans || known <= 0) continue;
      for (auto& [type, by_year] : f_.places)
        if (const auto at = by_type.find(type); at != by_type.end())
          by_year[year] = at->second * *plans / known;
    }
  }

  /// New plans per resident against England's, with ages as in England's new plans of 2024. See
  /// docs/method/26-figures-from-files.md.
  void local_level() {
    const auto year = population_.year();
    ByAge england = england_.residents;
    double size = england_.size;
    if (year && population_.known(panel_.england, *year)) {
      england = population_.residents(panel_.england, *year);
      size = 1;
    }
    double here = 0, there = 0;
    for (std::size_t age = 0; age < ages; ++age) {
      if (england[age] <= 0) continue;
      here += england_.new_plans[age] / england[age] * f_.population.residents[age];
      there += england_.new_plans[age] * size;
    }
    double seen = 0, expected = 0;
    int used = 0, first = 0, last = 0;
    for (int y = f_.january - years_of_level; y < f_.january; ++y) {
      const auto local = panel_.value(authority_, new_plans_series, y);
      if (!local || there <= 0) continue;
      seen += *local;
      expected += national_new_plans(y) * here / there;
      if (used++ == 0) first = y;
      last = y;
    }
    if (used == 0 || seen <= 0 || expected <= 0) {
      f_.local_level.evidence = {"no new plans in the files: England's rates, wide", "red", ""};
      missing("new plans of the last three years", "England's rates of new plans");
      return;
    }
    f_.local_level.mean = std::clamp(seen / expected, 0.02, 19.0);
    // A handful of plans says little, but the bounds of the parameter (0.01 to 20) stay far out in the tails.
    const double room =
        std::min(std::log(f_.local_level.mean / 0.01), std::log(20 / f_.local_level.mean)) / 8;
    const double log_sd = std::min(std::sqrt(1 / seen + level_drift * level_drift), room);
    f_.local_level.sd = f_.local_level.mean * std::sqrt(std::expm1(log_sd * log_sd));
    f_.local_level.evidence = {fmt::format("SEN2: {} new plans in {}{}; England's rates give {:.0f}", seen,
                                           first, last == first ? "" : fmt::format("-{}", last), expected),
                               year ? "amber" : "red",
                               "sd: Poisson, and how far authorities drift from their last three years"};
  }

  /// As published; failing that, those of 2024 at the level of requests of the year and the one before, from
  /// which plans come.
  double national_new_plans(int year) const {
    if (const auto published = panel_.value(panel_.england, new_plans_series, year)) return *published;
    const auto& levels = england_.by_year.at("request.level");
    const auto level = [&](int y) {
      const auto at = levels.upper_bound(y);
      return at == levels.begin() ? at->second : std::prev(at)->second;
    };
    return total(england_.new_plans) * (level(year) + level(year - 1)) / 2;
  }

  void timeliness() {
    const auto share = [&](const char* part, const char* whole, std::map<int, double>& into) {
      for (int y = f_.january - years_of_timeliness; y < f_.known_to; ++y) {
        const auto a = panel_.value(authority_, {part, "total", "total", Clock::calendar_year}, y);
        const auto b = panel_.value(authority_, {whole, "total", "total", Clock::calendar_year}, y);
        constexpr double least_plans = 10;
        if (a && b && *b >= least_plans && *a <= *b) into[y] = std::clamp(*a / *b, least_share, most_share);
      }
    };
    share("issued_within_20_weeks", "issued_timed", f_.within_20_weeks);
    share("issued_over_a_year", "issued_timed", f_.over_a_year);
    for (auto& [y, value] : f_.over_a_year) value = std::min(value, 0.8);
    if (f_.within_20_weeks.empty()) missing("plans within 20 weeks", "England's share");
  }

  const Panel& panel_;
  const Authority& authority_;
  const England& england_;
  const std::vector<SettingShare>& settings_;
  PopulationOfArea population_;
  AreaFigures f_;
};

}  // namespace

AreaFigures area_figures(const Panel& panel, const Authority& authority, const England& england,
                         const std::vector<SettingShare>& settings, std::optional<int> january) {
  return Figures(panel, authority, england, settings).of(january);
}

ByAge spread_ages(const std::map<std::string, double>& bands, const ByAge& weight) {
  ByAge out{};
  for (const auto& [category, plans] : bands) {
    const auto band = age_band(category);
    if (!band || band->from < 0 || band->to >= static_cast<int>(ages)) continue;
    const auto from = static_cast<std::size_t>(band->from), to = static_cast<std::size_t>(band->to);
    double all = 0;
    for (std::size_t age = from; age <= to; ++age) all += weight[age];
    for (std::size_t age = from; age <= to; ++age)
      out[age] += all > 0 ? plans * weight[age] / all : plans / static_cast<double>(to - from + 1);
  }
  return out;
}

std::map<std::string, double> plans_by_placement(std::map<std::string, double> settings,
                                                 const std::vector<SettingShare>& shares) {
  std::map<std::string, std::string> counted_apart;  // of a setting: the type whose plans come out of it
  for (const auto& row : shares) {
    const auto part = settings.find(row.setting);
    const auto whole = settings.find(row.part_of);
    // Zero may mean that nobody counted.
    if (row.part_of.empty() || part == settings.end() || part->second <= 0 || whole == settings.end())
      continue;
    part->second = std::min(part->second, whole->second);
    whole->second -= part->second;
    counted_apart[row.part_of] = row.placement;
  }
  std::map<std::string, double> left_out;  // shares of types that were counted apart
  for (const auto& row : shares)
    if (const auto apart = counted_apart.find(row.setting);
        apart != counted_apart.end() && apart->second == row.placement)
      left_out[row.setting] += row.share;
  std::map<std::string, double> plans;
  for (const auto& row : shares) {
    const auto setting = settings.find(row.setting);
    if (setting == settings.end()) continue;
    const auto apart = counted_apart.find(row.setting);
    if (apart != counted_apart.end() && apart->second == row.placement) continue;
    const bool is_part = !row.part_of.empty();
    if (is_part && !counted_apart.contains(row.part_of)) continue;
    plans[row.placement] += setting->second * row.share / (1 - left_out[row.setting]);
  }
  return plans;
}

}  // namespace app
