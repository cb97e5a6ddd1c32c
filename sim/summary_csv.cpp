// summary.csv: one line per figure, the same bytes for the same run on every machine and in every locale.

#include "sim/summary_csv.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/text_file.hpp"

namespace sim {
namespace {

constexpr std::size_t lines_at_once = 1 << 16;

/// Without a minus sign before nothing but zeros.
std::string without_negative_zero(std::string text) {
  if (text.front() == '-' && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
  return text;
}

std::string without_trailing_zeros(std::string text) {
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

std::string_view summary_csv_header() {
  return "scenario,area,period_type,period,metric,breakdown,category,unit,n,mean,sd,p05,p10,p25,p50,p75,p90,"
         "p95,min,max,"
         "mcse_mean,mcse_p10,mcse_p50,mcse_p90";
}

std::string format_figure(Unit unit, double value) {
  if (!std::isfinite(value)) return {};
  switch (unit) {
    case Unit::count:
      return without_negative_zero(without_trailing_zeros(fmt::format("{:.4f}", value)));
    case Unit::pence:
      return without_negative_zero(fmt::format("{:.2f}", value));
    case Unit::share:
    case Unit::per_1000:
      break;
  }
  return without_negative_zero(fmt::format("{:.6g}", value));
}

std::string summary_csv_line(const StoreReader& store, const SeriesSummary& line) {
  const Layout& layout = store.layout();
  const Series& series = layout.series()[line.series];
  const Metric& metric = layout.metric_of(line.series);
  const Summary& f = line.figures;
  std::string text =
      fmt::format("{},{},{},{},{},{},{},{},{}", csv_field(store.info().scenario), csv_field(series.area),
                  to_string(metric.period_type), csv_field(layout.periods(line.series)[line.period]),
                  csv_field(metric.name), csv_field(series.breakdown), csv_field(series.category),
                  to_string(metric.unit), f.n);
  for (const double value : {f.mean, f.sd, f.p05, f.p10, f.p25, f.p50, f.p75, f.p90, f.p95, f.min, f.max,
                             f.mcse_mean, f.mcse_p10, f.mcse_p50, f.mcse_p90}) {
    text += ',';
    text += format_figure(metric.unit, value);
  }
  return text;
}

void write_summary_csv(const std::filesystem::path& path, const StoreReader& store, unsigned threads,
                       StopToken stop) {
  TextFile file(path);
  file.write(summary_csv_header());
  file.write("\n");
  const Layout& layout = store.layout();
  const auto series = static_cast<std::uint32_t>(layout.series().size());
  for (std::uint32_t first = 0; first < series;) {
    std::uint32_t last = first;
    for (std::size_t lines = 0; last < series && lines < lines_at_once; ++last)
      lines += layout.periods(last).size();
    for (const SeriesSummary& line : summarise(store, first, last, threads, stop)) {
      file.write(summary_csv_line(store, line));
      file.write("\n");
    }
    first = last;
  }
  file.finish();
}

}  // namespace sim
