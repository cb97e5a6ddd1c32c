// The figures that the workbench shows, replicate by replicate.

#include "app/serve/live_figures.hpp"

#include <algorithm>

namespace app {

sim::Summary summary_of(const LiveLine& line, std::size_t period, sim::ColumnSummariser& summariser) {
  if (line.metric.is_ratio()) return summariser.reals(line.ratio[period]);
  return summariser.integers(line.whole[period], sim::divisor(line.metric.unit));
}

std::optional<WidenedFigure> widened_of(const LiveLine& line, std::size_t period) {
  if (period >= line.misses.size() || !line.misses[period]) return {};
  std::vector<double> values;
  if (line.metric.is_ratio()) {
    values = line.ratio[period];
  } else {
    const double divisor = sim::divisor(line.metric.unit);
    for (const auto value : line.whole[period]) values.push_back(static_cast<double>(value) / divisor);
  }
  return widened_figure(line.metric.name, line.periods[period], *line.misses[period], values);
}

sim::Paired paired_at(const LiveLine& a, std::size_t period_a, const LiveLine& b, std::size_t period_b,
                      std::uint32_t replicates, sim::PairSummariser& summariser) {
  if (a.metric.is_ratio())
    return summariser.reals(std::span(a.ratio[period_a]).first(replicates),
                            std::span(b.ratio[period_b]).first(replicates));
  return summariser.integers(std::span(a.whole[period_a]).first(replicates),
                             std::span(b.whole[period_b]).first(replicates), sim::divisor(a.metric.unit));
}

const LiveLine* same_line(const LiveFigures& other, const LiveLine& line) {
  const auto found = std::find_if(other.lines.begin(), other.lines.end(), [&](const LiveLine& l) {
    return l.metric == line.metric && l.breakdown == line.breakdown && l.category == line.category;
  });
  return found == other.lines.end() ? nullptr : &*found;
}

}  // namespace app
