// comparison.csv: one line per figure and pair of runs, in the form of summary.csv.

#include "sim/comparison_csv.hpp"

#include <fmt/format.h>

#include "sim/summary_csv.hpp"

namespace sim {
namespace {

constexpr std::size_t lines_at_once = 1 << 16;

}  // namespace

std::string_view comparison_csv_header() {
  return "scenario_a,scenario_b,area,period_type,period,metric,breakdown,category,unit,n,mean_a,mean_b,"
         "mean_difference,sd,p05,p10,p25,p50,p75,p90,p95,p_lower,p_equal,"
         "mcse_mean,mcse_p10,mcse_p50,mcse_p90";
}

std::string comparison_csv_line(const StorePair& pair, const PairNames& names, const ComparedFigure& figure) {
  const PairedSeries& line = pair.series[figure.series];
  const Layout& layout = line.a ? pair.a.layout() : pair.b.layout();
  const std::uint32_t own = line.a ? *line.a : *line.b;
  const auto [at_a, at_b] = line.periods[figure.period];
  const Series& series = layout.series()[own];
  const Metric& metric = layout.metric_of(own);
  const Paired& f = figure.figures;
  const Summary& d = f.difference;
  std::string text =
      fmt::format("{},{},{},{},{},{},{},{},{},{}", csv_field(names.a), csv_field(names.b),
                  csv_field(series.area), to_string(metric.period_type),
                  csv_field(layout.periods(own)[line.a ? at_a : at_b]), csv_field(metric.name),
                  csv_field(series.breakdown), csv_field(series.category), to_string(metric.unit), d.n);
  const auto add = [&](Unit unit, double value) {
    text += ',';
    text += format_figure(unit, value);
  };
  for (const double value :
       {f.mean_a, f.mean_b, d.mean, d.sd, d.p05, d.p10, d.p25, d.p50, d.p75, d.p90, d.p95})
    add(metric.unit, value);
  for (const double share : {f.p_lower, f.p_equal}) add(Unit::share, share);
  for (const double error : {d.mcse_mean, d.mcse_p10, d.mcse_p50, d.mcse_p90}) add(metric.unit, error);
  return text;
}

void append_comparison(TextFile& file, const StorePair& pair, const PairNames& names, unsigned threads,
                       StopToken stop) {
  const auto series = static_cast<std::uint32_t>(pair.series.size());
  for (std::uint32_t first = 0; first < series;) {
    std::uint32_t last = first;
    for (std::size_t lines = 0; last < series && lines < lines_at_once; ++last)
      lines += pair.series[last].periods.size();
    for (const ComparedFigure& figure : compare(pair, first, last, threads, stop)) {
      file.write(comparison_csv_line(pair, names, figure));
      file.write("\n");
    }
    first = last;
  }
}

}  // namespace sim
