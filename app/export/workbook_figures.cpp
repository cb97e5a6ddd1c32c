// The figures of a run as rows of a workbook's tables.

#include "app/export/workbook_figures.hpp"

#include "app/export/sums.hpp"

namespace app {

RunFigures::RunFigures(const StoredRun& run) : run_(&run), names_(run), all_(sim::summarise(run.store())) {}

const std::string& RunFigures::period_of(const sim::SeriesSummary& line) const {
  return run_->layout().periods(line.series)[line.period];
}
const std::string& RunFigures::category_of(const sim::SeriesSummary& line) const {
  return run_->layout().series()[line.series].category;
}
const sim::Metric& RunFigures::metric_of(const sim::SeriesSummary& line) const {
  return run_->layout().metric_of(line.series);
}

std::vector<const sim::SeriesSummary*> RunFigures::lines(std::string_view metric,
                                                         std::string_view breakdown) const {
  std::vector<const sim::SeriesSummary*> out;
  const auto& layout = run_->layout();
  for (const auto& line : all_) {
    const auto& series = layout.series()[line.series];
    if (series.breakdown == breakdown && series.area == run_->area() &&
        layout.metric_of(line.series).name == metric)
      out.push_back(&line);
  }
  return out;
}

const sim::SeriesSummary* RunFigures::line(std::string_view metric, std::string_view breakdown,
                                           std::string_view category, const std::string& period) const {
  for (const auto* own : lines(metric, breakdown))
    if (category_of(*own) == category && period_of(*own) == period) return own;
  return nullptr;
}

BookNumber printed(sim::Unit unit, double value) { return {as_printed(unit, value), form_of(unit)}; }

std::vector<BookColumn> distribution_columns() {
  std::vector<BookColumn> out;
  for (const char* heading : {"Mean", "P5", "P10", "P25", "Median", "P75", "P90", "P95"})
    out.push_back({heading, 13, true});
  out.push_back({"MC error of median", 19, true});
  return out;
}

void add_distribution(std::vector<BookCell>& row, sim::Unit unit, const sim::Summary& f) {
  for (const double value : {f.mean, f.p05, f.p10, f.p25, f.p50, f.p75, f.p90, f.p95})
    row.emplace_back(printed(unit, value));
  BookNumber error = printed(unit, f.mcse_p50);
  if (error.form == NumberForm::count) error.form = NumberForm::tenth;
  row.emplace_back(error);
}

BookTable distribution_table(const RunFigures& figures, const BookTable& about, std::string_view metric,
                             std::string_view breakdown, const std::string& heading) {
  BookTable out = about;
  out.columns = {{heading, 34}, {"Period", 10}};
  for (auto& column : distribution_columns()) out.columns.push_back(std::move(column));
  for (const auto* line : figures.lines(metric, breakdown)) {
    std::vector<BookCell> row{figures.names().category(breakdown, figures.category_of(*line)),
                              figures.period_of(*line)};
    add_distribution(row, figures.metric_of(*line).unit, line->figures);
    out.rows.push_back(std::move(row));
  }
  return out;
}

}  // namespace app
