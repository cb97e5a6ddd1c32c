// The command `sensitivity` from its options to its files.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "app/sensitivity/sensitivity.hpp"
#include "app/user_error.hpp"
#include "sim/output_folder.hpp"
#include "sim/threads.hpp"

namespace app {
namespace {

/// What people ask about first.
const std::vector<std::string> usual{"cumulative_deficit", "ehcp_stock"};

std::vector<Figure> figures_of(const StoredRun& run, const SensitivityOptions& o) {
  std::vector<Figure> out;
  for (const auto& words : o.figures) {
    const auto f = figure_of(run, words);
    if (std::find(out.begin(), out.end(), f) != out.end())
      throw UserError(fmt::format("--of: {} is asked for twice", figure_name(run, f)));
    out.push_back(f);
  }
  if (!o.figures.empty()) return out;
  for (const auto& metric : usual)
    if (const auto series = run.find({metric}); series && !run.periods(*series).empty())
      out.push_back(figure_of(run, {{metric}, {}}));
  if (out.empty())
    throw UserError(fmt::format("{}: has neither {} nor {}; say with --of which figure to explain",
                                run.folder().string(), usual[0], usual[1]));
  return out;
}

void add_notes(const StoredRun& run, SensitivitySummary& s) {
  for (const auto& f : s.figures) {
    if (!f.why_not.empty()) s.notes.push_back(f.name + ": " + f.why_not);
    if (f.needed_together > 0)
      s.notes.push_back(fmt::format(
          "{}: {} replicates do not tell what {} assumptions explain together; that takes {}, four for each",
          f.name, f.replicates, f.singles.size(), f.needed_together));
  }
  const auto same = [](const FigureSensitivity& f) { return !f.why_not.empty(); };
  if (std::all_of(s.figures.begin(), s.figures.end(), same) && !s.design)
    throw UserError(fmt::format("{}: {}", run.folder().string(), s.notes.front()));
  if (run.info().members < sim::layer_members && !s.design)
    s.notes.push_back(
        "the rest is luck, years and what a smooth curve cannot show; `run --layers` or --design sobol tells "
        "them apart");
}

}  // namespace

SensitivitySummary sensitivity_run(const SensitivityOptions& o, const std::string& command, bool say,
                                   bool progress) {
  const auto began = std::chrono::steady_clock::now();
  const StoredRun run(o.run);
  sim::OutputFolder folder(o.out, "sensitivity");
  SensitivitySummary s;
  s.area = run.area();
  s.scenario = run.info().scenario;
  s.take(run.info());
  s.shown = o.shown;
  s.folder = o.out;
  for (const Figure f : figures_of(run, o)) s.figures.push_back(figure_sensitivity(run, f, o.threads));
  if (o.design != IndexDesign::none) s.design = simulated_design(run, o, s.figures, say, progress);
  add_notes(run, s);
  const auto table = sensitivity_table(s);
  if (auto why = put_into_store(run, {table}); !why.empty()) s.notes.push_back(std::move(why));
  s.files = {"sensitivity.csv", "sensitivity.json", "manifest.json"};
  s.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  sim::write_text(folder.path() / s.files[0], csv_text(table));
  sim::write_text(folder.path() / s.files[1], sensitivity_json(s));
  sim::Execution execution = sim::execution_here(static_cast<unsigned>(sim::thread_count(o.threads)));
  execution.seconds = s.seconds;
  sim::write_text(folder.path() / s.files[2],
                  sim::manifest_json(sim::ComparisonManifest{
                      run.info(),
                      {{"A", s.scenario, run.folder().string(), run.info().config_digest}},
                      s.files,
                      command,
                      execution}));
  folder.commit();
  return s;
}

}  // namespace app
