// Sums of several lines of a run, made in each replicate before anything is summarised.

#include "app/export/sums.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "sim/summary_csv.hpp"

namespace app {

ByPeriod sum_of(const StoredRun& run, const std::vector<SeriesName>& lines,
                const std::vector<std::string>& periods) {
  ByPeriod out(periods.size(), std::vector<double>(run.replicates(), 0));
  for (const auto& line : lines) {
    if (!run.layout().find_series(line.metric, line.breakdown, line.category, run.area())) continue;
    const auto series = run.series(line);  // says that there are no draws
    std::vector<Figure> figures;
    std::vector<std::size_t> at;
    for (std::size_t p = 0; p < periods.size(); ++p)
      if (const auto figure = run.find(line, periods[p])) {
        figures.push_back({series, figure->period});
        at.push_back(p);
      }
    const Columns values = run.values(figures);
    for (std::size_t i = 0; i < at.size(); ++i)
      for (std::size_t r = 0; r < run.replicates(); ++r) out[at[i]][r] += values[i][r];
  }
  return out;
}

namespace {

template <class Use>
void each_series(const StoredRun& run, const std::string& metric, const std::string& breakdown, Use use) {
  const auto& layout = run.layout();
  for (std::uint32_t s = 0; s < layout.series().size(); ++s) {
    const auto& own = layout.series()[s];
    if (own.breakdown == breakdown && own.area == run.area() && layout.metric_of(s).name == metric &&
        !layout.periods(s).empty())
      use(s, own);
  }
}

}  // namespace

std::vector<std::string> periods_of(const StoredRun& run, const std::string& metric,
                                    const std::string& breakdown) {
  std::vector<std::string> out;
  each_series(run, metric, breakdown, [&](std::uint32_t s, const sim::Series&) {
    if (out.empty()) out = run.periods(s);
  });
  return out;
}

bool has_breakdown(const StoredRun& run, const std::string& metric, const std::string& breakdown) {
  return !periods_of(run, metric, breakdown).empty();
}

std::vector<std::string> categories_of(const StoredRun& run, const std::string& metric,
                                       const std::string& breakdown) {
  std::vector<std::string> out;
  each_series(run, metric, breakdown,
              [&](std::uint32_t, const sim::Series& own) { out.push_back(own.category); });
  return out;
}

bool spend_is_published(const StoredRun& run) {
  const auto years = periods_of(run, "hnb_spend", "line");
  for (const auto& year : sum_of(run, {{"hnb_spend", "line", "published_spend"}}, years))
    if (std::any_of(year.begin(), year.end(), [](double x) { return x != 0; })) return true;
  return false;
}

double as_printed(sim::Unit unit, double value) {
  const std::string text = sim::format_figure(unit, value);
  double number = std::numeric_limits<double>::quiet_NaN();
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Said said_of(sim::Unit unit, const std::vector<double>& replicates) {
  static constexpr std::array<double, 3> points{0.1, 0.5, 0.9};
  const auto q = sim::quantiles(replicates, points);
  return {as_printed(unit, sim::mean(replicates)), as_printed(unit, q[0]), as_printed(unit, q[1]),
          as_printed(unit, q[2])};
}

Part part_of(const Said& said, double figure) {
  return {figure, std::min({said.p10, said.mean, figure}), std::max({said.p90, said.mean, figure})};
}

}  // namespace app
