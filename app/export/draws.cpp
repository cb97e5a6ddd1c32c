// The replicates themselves, one row each.

#include "app/export/draws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "app/figure_words.hpp"
#include "app/interrupt.hpp"
#include "app/user_error.hpp"
#include "sim/design.hpp"
#include "sim/summary_csv.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

void add_line(std::vector<Figure>& out, const StoredRun& run, const SeriesName& name,
              const std::string& period) {
  std::vector<Figure> own;
  const auto series = run.series(name);
  if (!period.empty())
    own.push_back(run.figure(name, period));
  else
    for (std::uint32_t p = 0; p < run.periods(series).size(); ++p) own.push_back({series, p});
  for (const Figure f : own)
    if (std::find(out.begin(), out.end(), f) == out.end()) out.push_back(f);
}

/// Counts and pounds as summary.csv has them, which is exact; a ratio with all of its digits.
std::string written(const sim::Metric& metric, double value) {
  if (!std::isfinite(value)) return "NA";
  return metric.is_ratio() ? fmt::format("{}", value) : sim::format_figure(metric.unit, value);
}

bool of_several(const StoredRun& run) { return run.areas().size() > 1; }

std::string start_of_row(const StoredRun& run, Figure f) {
  const auto& series = run.layout().series()[f.series];
  const auto& metric = run.metric_of(f);
  const auto area = of_several(run) ? sim::csv_field(series.area) + "," : std::string();
  return fmt::format("{}{},{},{},{},{},{},", area, sim::csv_field(metric.name),
                     sim::csv_field(series.breakdown), sim::csv_field(series.category),
                     sim::to_string(metric.period_type), run.periods(f.series)[f.period],
                     sim::to_string(metric.unit));
}

}  // namespace

std::vector<Figure> drawn_figures(const StoredRun& run, const DrawsWords& words) {
  std::vector<Figure> out;
  for (const auto& text : words.metrics) {
    const FigureWords asked = read_figure("--metric", text);
    if (words.by.empty() || asked.name.breakdown != "total") {
      add_line(out, run, asked.name, asked.period);
      continue;
    }
    const auto categories = run.categories(asked.name.metric, words.by);
    if (categories.empty()) run.series({asked.name.metric, words.by, "any"});  // says what there is
    for (const auto& category : categories)
      add_line(out, run, {asked.name.metric, words.by, category}, asked.period);
  }
  return out;
}

void write_draws(const std::filesystem::path& file, const StoredRun& run,
                 const std::vector<Figure>& figures) {
  sim::TextFile out(file);
  out.write(fmt::format("replicate,scramble,{}metric,breakdown,category,period_type,period,unit,value\n",
                        of_several(run) ? "area," : ""));
  constexpr std::size_t most_values = std::size_t{8} << 20;  // 64 MiB
  const std::size_t at_once = std::max<std::size_t>(1, most_values / run.replicates());
  std::string text;
  for (std::size_t first = 0; first < figures.size(); first += at_once) {
    const auto some = std::span(figures).subspan(first, std::min(at_once, figures.size() - first));
    const Columns values = run.values(some);
    for (std::size_t i = 0; i < some.size(); ++i) {
      interrupted().check();
      const std::string start = start_of_row(run, some[i]);
      text.clear();
      for (std::size_t r = 0; r < values.rows(); ++r) {
        const auto replicate = run.info().first + r;
        const double value = values[i][r];
        fmt::format_to(std::back_inserter(text), "{},{},{}{}\n", replicate, replicate % sim::scrambles, start,
                       written(run.metric_of(some[i]), value));
      }
      out.write(text);
    }
  }
  out.finish();
}

void write_assumption_draws(const std::filesystem::path& file, const StoredRun& run) {
  sim::TextFile out(file);
  out.write("replicate,scramble,assumption,unit,value\n");
  const Columns& draws = run.draws();
  for (std::size_t a = 0; a < run.assumptions().size(); ++a) {
    interrupted().check();
    const auto& about = run.assumptions()[a];
    std::string text;
    for (std::size_t r = 0; r < draws.rows(); ++r) {
      const auto replicate = run.info().first + r;
      fmt::format_to(std::back_inserter(text), "{},{},{},{},{}\n", replicate, replicate % sim::scrambles,
                     sim::csv_field(about.name), sim::csv_field(about.unit), draws[a][r]);
    }
    out.write(text);
  }
  out.finish();
}

}  // namespace app
