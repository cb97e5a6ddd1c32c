// Which columns of a simulation are the figures that the panel of authorities has.

#include "app/backtest/simulated_figures.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "app/backtest/panel_source.hpp"
#include "app/import/england.hpp"
#include "models/axes.hpp"

namespace app {
namespace {

using models::BacktestMetric;
using Kind = BacktestMetric::Kind;

constexpr const char* independent_stock = "inmss_stock";

/// A series of a run: metric, breakdown and category.
struct Line {
  std::string metric, breakdown = "total", category = "total";
};

std::optional<std::string> age_group_of(const std::string& part) {
  for (std::size_t i = 0; i < panel_age_groups.size(); ++i)
    if (part_of_ages(panel_age_groups[i]) == part) return std::string(models::age_groups[i]);
  return std::nullopt;
}

/// The series whose sum is a part of the plans.
std::vector<Line> lines_of_part(const std::string& part,
                                const std::map<std::string, std::set<std::string>>& placements) {
  if (const auto ages = age_group_of(part)) return {{"ehcp_stock", "age_group", *ages}};
  std::vector<Line> lines;
  if (const auto found = placements.find(part); found != placements.end())
    for (const auto& type : found->second) lines.push_back({"placement_stock", "placement", type});
  return lines;
}

class PeriodColumns {
 public:
  PeriodColumns(const sim::Layout& layout, int period) : layout_(layout), period_(std::to_string(period)) {}

  /// None if one of them is missing: half a figure is none.
  std::vector<std::uint32_t> of(const std::vector<Line>& lines) const {
    std::vector<std::uint32_t> out;
    for (const auto& line : lines) {
      const auto area = layout_.series().front().area;
      const auto series = layout_.find_series(line.metric, line.breakdown, line.category, area);
      if (!series) return {};
      const auto& periods = layout_.periods(*series);
      const auto at = std::find(periods.begin(), periods.end(), period_);
      if (at == periods.end()) return {};
      out.push_back(layout_.column(*series, static_cast<std::uint32_t>(at - periods.begin())));
    }
    return out;
  }

 private:
  const sim::Layout& layout_;
  std::string period_;
};

}  // namespace

std::map<std::string, std::set<std::string>> placements_of_parts(const std::filesystem::path& configs) {
  std::map<std::string, std::set<std::string>> out;
  for (const auto& share : read_settings(configs, read_england(configs)))
    for (const auto& group : setting_groups())
      if (!share.placement.empty() &&
          std::find(group.settings.begin(), group.settings.end(), share.setting) != group.settings.end())
        out[std::string(group.part)].insert(share.placement);
  return out;
}

double FigureColumns::value(std::span<const std::int64_t> row) const {
  const auto total = [row](const std::vector<std::uint32_t>& columns) {
    std::int64_t out = 0;
    for (const auto c : columns) out += row[c];
    return static_cast<double>(out);
  };
  if (of.empty()) return total(sum);
  const double whole = total(of);
  return whole > 0 ? total(sum) / whole : std::numeric_limits<double>::quiet_NaN();
}

std::vector<FigureColumns> figure_columns(const sim::Layout& layout,
                                          const std::vector<BacktestMetric>& metrics,
                                          const std::map<std::string, std::set<std::string>>& placements,
                                          int origin, int horizons) {
  std::vector<FigureColumns> out;
  for (const auto& metric : metrics)
    for (int h = 1; h <= horizons; ++h) {
      const PeriodColumns january(layout, origin + h), year(layout, origin + h - 1);
      FigureColumns figure;
      if (metric.kind == Kind::plans) figure.sum = january.of({{"ehcp_stock"}});
      if (metric.kind == Kind::new_plans) figure.sum = year.of({{"new_plans"}});
      if (metric.kind == Kind::part) figure.sum = january.of(lines_of_part(metric.part, placements));
      if (metric.kind == Kind::share) {
        figure.sum = january.of({{independent_stock}});
        figure.of = january.of({{"ehcp_stock"}});
      }
      out.push_back(std::move(figure));
    }
  return out;
}

}  // namespace app
