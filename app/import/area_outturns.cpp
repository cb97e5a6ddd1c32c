// What came after an area's start, as `calibrate --data` takes it.

#include "app/import/area_outturns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "app/import/area_figures.hpp"
#include "app/import/labels.hpp"
#include "app/import/population_figures.hpp"
#include "models/axes.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

constexpr const char* header = "metric,period,value,breakdown,category,source,discrepancy\n";
constexpr double fewest = 20;           // plans in a part: fewer, and luck is all
constexpr double complete = 0.9;        // of the plans must be in a known part
constexpr double most_discrepancy = 1;  // what the column takes

/// Log standard deviation by which an authority's share of its plans in a part leaves England's in one year,
/// chance included; in k years about sqrt(k) times as much. Median absolute deviation (x 1.4826) over 117
/// authorities, Januaries 2015 to 2025, parts of 50 plans and more; SEN2 2022 and 2025. Amber: the model
/// knows a part of it (who turns sixteen), and does not know England's change, which is taken off here.
/// docs/method/26-figures-from-files.md.
struct Drift {
  std::string_view part;
  double per_year;
};
constexpr std::array drift_of_ages{Drift{"under 5", 0.19}, Drift{"5-10", 0.046}, Drift{"11-15", 0.041},
                                   Drift{"16-19", 0.089}, Drift{"20-25", 0.205}};
constexpr std::array drift_of_types{Drift{"mainstream", 0.068},
                                    Drift{"state_special", 0.053},
                                    Drift{"resourced", 0.163},
                                    Drift{"independent_mainstream", 0.157},
                                    Drift{"specialist_post_16", 0.142},
                                    Drift{"alternative_provision", 0.214},
                                    Drift{"elective_home_education", 0.170},
                                    Drift{"early_years", 0.256},
                                    Drift{"not_in_education", 0.370}};
constexpr double drift_of_others = 0.425;  // arrangements otherwise than at school; and types of one's own
constexpr double drift_of_independent = 0.125;  // independent and non-maintained special schools together

template <std::size_t N>
double drift(const std::array<Drift, N>& of, std::string_view part) {
  const auto at = std::find_if(of.begin(), of.end(), [&](const Drift& d) { return d.part == part; });
  return at == of.end() ? drift_of_others : at->per_year;
}

class Writer {
 public:
  Writer(const Panel& panel, const Authority& authority, const std::vector<SettingShare>& settings, int start,
         int known_to)
      : panel_(panel), authority_(authority), settings_(settings), start_(start), known_to_(known_to) {
    for (const auto& row : settings)
      if (row.share < 1) divided_.insert(row.placement);
  }

  AreaOutturns write() {
    for (int year = start_ + 1; year <= known_to_; ++year)
      if (const auto plans = panel_.value(authority_, {"plans", "total", "total", Clock::january}, year)) {
        row(counts_, "ehcp_stock", year, *plans, "", "", {"plans", "total", "", Clock::january}, 0);
        ages(year, *plans);
        placements(year, *plans);
      }
    for (int year = start_; year < known_to_; ++year)
      if (const auto n =
              panel_.value(authority_, {"new_plans", "total", "total", Clock::calendar_year}, year))
        row(counts_, "new_plans", year, *n, "", "", {"new_plans", "total", "", Clock::calendar_year}, 0);
    AreaOutturns out;
    out.figures = static_cast<std::size_t>(std::count(counts_.begin(), counts_.end(), '\n'));
    if (!counts_.empty()) out.counts = header + counts_;
    if (!placements_.empty()) out.and_placement = header + counts_ + placements_;
    return out;
  }

 private:
  /// `per_year`: drift of a part; 0 for a total, which has the metric's discrepancy.
  void row(std::string& rows, const char* metric, int year, double value, const char* breakdown,
           std::string_view category, const Series& series, double per_year) {
    const std::string discrepancy =
        per_year > 0
            ? fmt::format("{:.3f}", std::min(per_year * std::sqrt(static_cast<double>(year - start_)),
                                             most_discrepancy))
            : "";
    rows += fmt::format("{},{},{:.6g},{},{},{},{}\n", metric, year, value, breakdown, category,
                        sim::csv_field(source_of(panel_, authority_, series, year)), discrepancy);
  }

  static double sum(const std::map<std::string, double>& parts) {
    double all = 0;
    for (const auto& [name, value] : parts) all += value;
    return all;
  }

  void ages(int year, double plans) {
    for (const char* breakdown : {"age_group", "age"}) {
      std::map<std::string, double> groups;
      for (const auto& [label, count] :
           panel_.categories(authority_, "plans", breakdown, Clock::january, year)) {
        const auto band = age_band(label);
        if (band && band->from >= 0 && band->to < static_cast<int>(models::ages))
          groups[std::string(models::age_groups[models::age_group(static_cast<std::size_t>(band->from))])] +=
              count;
      }
      const double known = sum(groups);
      if (known < complete * plans) continue;
      for (const auto group : models::age_groups)
        if (const auto at = groups.find(std::string(group)); at != groups.end() && at->second >= fewest)
          row(counts_, "ehcp_stock", year, at->second * plans / known, "age_group", group,
              {"plans", breakdown, "", Clock::january}, drift(drift_of_ages, group));
      return;
    }
  }

  void placements(int year, double plans) {
    const auto settings = panel_.categories(authority_, "plans", "setting", Clock::january, year);
    const auto types = plans_by_placement(settings, settings_);
    const double known = sum(types);
    if (known < complete * plans) return;
    const Series series{"plans", "setting", "", Clock::january};
    for (const auto& [type, count] : types)
      if (count >= fewest && !divided_.contains(type))
        row(placements_, "placement_stock", year, count * plans / known, "placement", type, series,
            drift(drift_of_types, type));
    double independent = 0;
    for (const char* setting : {"independent_special", "non_maintained_special"})
      if (const auto at = settings.find(setting); at != settings.end()) independent += at->second;
    if (independent >= fewest)
      row(placements_, "independent_share", year, independent / known, "", "", series, drift_of_independent);
  }

  const Panel& panel_;
  const Authority& authority_;
  const std::vector<SettingShare>& settings_;
  int start_, known_to_;
  std::set<std::string> divided_;  ///< types that hold an assumed share of a setting
  std::string counts_, placements_;
};

}  // namespace

AreaOutturns area_outturns(const Panel& panel, const Authority& authority,
                           const std::vector<SettingShare>& settings, int start, int known_to) {
  return Writer(panel, authority, settings, start, known_to).write();
}

}  // namespace app
