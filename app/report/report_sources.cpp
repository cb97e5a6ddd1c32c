// What a report is made from.

#include "app/report/report_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "app/report/csv_rows.hpp"
#include "app/report/report_words.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "sim/output_digests.hpp"
#include "sim/summary.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

void open_runs(ReportSources& s) {
  std::vector<std::string> words{s.options.folder.string()};
  s.runs = paired_runs(words);
  const std::size_t own = s.runs.size();
  if (!s.options.compare.empty()) {
    words.insert(words.end(), s.options.compare.begin(), s.options.compare.end());
    s.runs = paired_runs(words);
  }
  s.main = own > 1 ? 1 : 0;  // of a comparison the first alternative
  for (const auto& one : s.runs) s.configs.push_back(config_of(*one.run));
  const auto pair = [&](std::size_t a, std::size_t b) { s.pairs.push_back({a, b, {}, {}, {}}); };
  for (std::size_t i = 1; i < own; ++i) pair(0, i);
  bool any = false;
  std::string same;
  for (std::size_t i = own; i < s.runs.size(); ++i) {
    const bool differs = s.runs[i].run->info().config_digest != s.run().info().config_digest;
    const auto& named = s.options.compare;
    if (differs) pair(i, s.main);
    any = any || differs;
    if (!differs && (same.empty() || std::find(named.begin(), named.end(), s.runs[i].word) != named.end()))
      same = s.runs[i].word;
  }
  // A comparison may hold the run itself among others; a run that is named has something to be shown.
  const auto& named = s.options.compare;
  if (!same.empty() && (!any || std::find(named.begin(), named.end(), same) != named.end()))
    throw UserError(folded_fault(
        fmt::format("--compare {}: has the configuration of {}, seed and replicates too, so that no figure "
                    "differs; name a run of another configuration",
                    same, s.options.folder.string())));
}

/// What a changed file means for the page: figures come from the store, but some words from files.
std::string_view meaning_of(const std::string& file) {
  for (const auto* read : {"assumptions.csv", "contributions.csv", "attribution.csv"})
    if (file == read) return "this page shows what it says now";
  return "the figures of this page come from run.sqlite, which is whole";
}

void check_folder(ReportSources& s, const fs::path& folder) {
  const auto check = sim::check_outputs(folder);
  for (const auto& name : check.changed)
    s.not_as_written.push_back(
        fmt::format("{} is not what the run wrote (its SHA-256 is not that of manifest.json); {}.",
                    (folder / name).string(), meaning_of(name)));
  for (const auto& name : check.missing)
    s.not_as_written.push_back(
        fmt::format("{}, which the run wrote, is no longer there.", (folder / name).string()));
}

/// A damaged store is refused; of other files that are no longer what was written, the reader is told.
void check_files(ReportSources& s) {
  std::vector<fs::path> folders;
  const auto add = [&](const fs::path& folder) {
    const auto is_it = [&](const fs::path& known) {
      std::error_code none;
      return fs::equivalent(known, folder, none);
    };
    if (std::none_of(folders.begin(), folders.end(), is_it)) folders.push_back(folder);
  };
  add(s.options.folder);  // of a comparison it has files of its own
  for (const auto& one : s.runs) {
    one.run->check_store();
    add(one.run->folder());
  }
  for (const auto& folder : folders) check_folder(s, folder);
}

ComparedRun compared(const ReportSources& s, std::size_t i) {
  const auto& run = *s.runs[i].run;
  ComparedRun out{s.runs[i].letter,
                  s.runs[i].name,
                  &run.store(),
                  s.configs[i].config ? &*s.configs[i].config : nullptr,
                  {},
                  {}};
  if (const auto file = run.folder() / "assumptions.csv"; fs::exists(file))
    out.assumptions = assumption_rows(file);
  if (out.config != nullptr) out.settings = setting_rows(*out.config);
  return out;
}

double number_of(const std::string& text) {
  double value = NAN;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// What each action adds to the cumulative deficit in the last year of attribution.csv.
void add_attribution(const ReportSources& s, ReportPair& pair) {
  const auto file = s.options.folder / "attribution.csv";
  if (!fs::exists(file)) return;
  std::string last;
  const auto rows =
      csv_rows(file, {"scenario_b", "period", "metric", "part", "action", "mean", "p10", "p90", "mcse_mean"});
  const auto wanted = [&](const auto& row) {
    return row[2] == "cumulative_deficit" && row[0] == s.runs[pair.b].run->info().scenario;
  };
  for (const auto& row : rows)
    if (wanted(row)) last = std::max(last, row[1]);
  for (const auto& row : rows)
    if (wanted(row) && row[1] == last && (row[3] == "share" || row[3] == "other" || row[3] == "total"))
      pair.attribution.push_back(
          {row[3], row[4], number_of(row[5]), number_of(row[6]), number_of(row[7]), number_of(row[8])});
  pair.attributed_in = last;
}

void read_outturns(ReportSources& s) {
  if (!s.options.outturns) return;
  auto outturn = outturn_figures(*s.options.outturns, s.store().layout());
  if (!outturn.faults.empty()) {
    auto text = faults_text(outturn.faults);
    while (text.ends_with('\n')) text.pop_back();
    throw UserError("--outturns cannot be read:\n" + text);
  }
  s.stated = std::move(outturn.figures);
}

void read_assumptions(ReportSources& s) {
  const auto file = s.run().folder() / "assumptions.csv";
  if (!fs::exists(file)) return;
  for (auto& row : csv_rows(
           file, {"name", "value", "mean", "p10", "p90", "unit", "source", "reliability", "note", "set_in"}))
    s.assumptions.push_back({std::move(row[0]), std::move(row[1]), std::move(row[2]), std::move(row[3]),
                             std::move(row[4]), std::move(row[5]), std::move(row[6]), std::move(row[7]),
                             std::move(row[8]), std::move(row[9])});
}

void analyse(ReportSources& s) {
  try {
    RiskOptions o;
    o.run = s.run().folder();
    s.risk = risk_summary(s.run(), o);
  } catch (const UserError& error) {
    s.no_risk = error.what();
  }
  const auto series = s.run().find({"cumulative_deficit"});
  if (!series || s.run().periods(*series).empty()) {
    s.no_sensitivity = "the run has no cumulative deficit";
    return;
  }
  const auto last = static_cast<std::uint32_t>(s.run().periods(*series).size() - 1);
  s.sensitivity = figure_sensitivity(s.run(), {*series, last}, 0);
  s.no_sensitivity = s.sensitivity->why_not;
}

}  // namespace

std::optional<ReportSources::Line> ReportSources::line(const SeriesName& name) const {
  const auto series = store().layout().find_series(name.metric, name.breakdown, name.category, run().area());
  if (!series || run().periods(*series).empty()) return {};
  Line out{store().layout().metric_of(*series), run().periods(*series), {}};
  for (const auto& one : sim::summarise(store(), *series, *series + 1)) out.figures.push_back(one.figures);
  return out;
}

std::optional<double> ReportSources::outturn(const sim::Metric& metric, const std::string& period) const {
  if (stated && !metric.is_ratio())
    if (const auto whole = stated->figure(metric.name, "total", "total", period, 1); whole && !whole->empty())
      return static_cast<double>(whole->front()) / sim::divisor(metric.unit);
  for (const auto& goal : outturns)
    if (goal.metric == metric.name && goal.breakdown == "total" && goal.period == period &&
        goal.kind != "forecast")
      return goal.value;
  return {};
}

std::optional<double> ReportSources::target(const std::string& metric, const std::string& period) const {
  for (const auto& goal : targets)
    if (goal.metric == metric && goal.breakdown == "total" && goal.period == period && goal.aim != "above")
      return goal.value;
  return {};
}

std::string ReportSources::placement_title(const std::string& id) const {
  if (const auto* c = config())
    if (const auto& all = c->members("placement"); std::find(all.begin(), all.end(), id) != all.end())
      return c->text("placement", id, "title");
  return id_in_words(id);
}

ReportSources report_sources(const ReportOptions& options) {
  ReportSources s;
  s.options = options;
  open_runs(s);
  check_files(s);
  if (s.config() != nullptr && s.configs[s.main].options.discrepancy)
    s.widened = widened_figures(*s.config(), s.store());
  if (s.config() != nullptr) {
    s.targets = goals(*s.config(), s.store().layout(), "target");
    s.outturns = goals(*s.config(), s.store().layout(), "outturn");
  }
  read_outturns(s);
  read_assumptions(s);
  analyse(s);
  constexpr double discount = 0.035;  // the Green Book's
  for (auto& pair : s.pairs) {
    pair.summary = pair_summary(compared(s, pair.a), compared(s, pair.b), discount);
    add_attribution(s, pair);
  }
  return s;
}

}  // namespace app
