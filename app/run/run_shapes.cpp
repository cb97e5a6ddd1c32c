// The shape of a run at a glance.

#include "app/run/run_shapes.hpp"

#include <fmt/format.h>

#include "app/figures.hpp"
#include "app/sparkline.hpp"
#include "app/table.hpp"

namespace app {
namespace {

struct Shape {
  const char *metric, *title;
};
constexpr Shape shapes[] = {{"ehcp_stock", "Plans (EHCPs)"},
                            {"independent_share", "Independent share"},
                            {"hnb_spend", "Spend"},
                            {"in_year_position", "In-year position"},
                            {"cumulative_deficit", "Cumulative deficit"}};
constexpr std::size_t fewest = 3, most = 20;  // periods that a row of bars is worth, and that fit

std::string shown(const sim::Metric& metric, double value) {
  return metric.unit == sim::Unit::pence ? pounds_in_millions(value) : in_unit(metric, value);
}

}  // namespace

std::string shapes_text(const RunSummary& s, const Style& style) {
  Table table({"Median by year", "from", "", "to"});
  table.left(2);
  for (const auto& shape : shapes)
    for (const auto* list : {&s.january, &s.financial_year})
      for (const auto& f : *list) {
        if (f.metric.name != shape.metric || f.periods.size() < fewest || f.periods.size() > most) continue;
        std::vector<double> medians;
        for (const auto& figure : f.figures) medians.push_back(figure.p50);
        table.row({fmt::format("{}, {} to {}", shape.title, f.periods.front(), f.periods.back()),
                   shown(f.metric, medians.front()), sparkline(medians), shown(f.metric, medians.back())});
      }
  return table.empty() ? "" : '\n' + table.text(style);
}

}  // namespace app
