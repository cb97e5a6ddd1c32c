// The search for the smallest dose: every dose is a run of its own with the replicates of all the others.

#include "app/goal/goal_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "app/interrupt.hpp"
#include "app/progress_bar.hpp"
#include "app/run/ensemble_run.hpp"
#include "app/run/figure_lines.hpp"
#include "app/user_error.hpp"
#include "models/model.hpp"
#include "sim/config_draws.hpp"
#include "sim/config_files.hpp"
#include "sim/ensemble.hpp"
#include "sim/manifest.hpp"
#include "sim/output_folder.hpp"
#include "sim/threads.hpp"

namespace app {
namespace {

class Doses {
 public:
  Doses(const GoalOptions& o, bool progress)
      : o_(o), bar_(progress), total_(std::uint64_t{sim::most_doses(o.question)} * o.run.replicates) {}

  /// Whether each replicate reaches the target at a dose.
  std::vector<double> reached_at(double dose) {
    auto loaded = load(at_dose(o_.run.choice, o_.lever, dose), files_);
    if (!loaded.config) {
      o_.lever.own_faults(loaded.faults);
      throw UserError(fmt::format("the dose {} cannot be simulated\n{}", dose, faults_text(loaded.faults)));
    }
    const auto values = simulated(*loaded.config);
    figures_.emplace(dose, sim::summarise(values));
    done_ += o_.run.replicates;
    return met(values, o_.target);
  }

  const sim::Summary& figure_at(double dose) const { return figures_.at(dose); }
  const std::vector<std::string>& notes() const { return notes_; }
  void clear() { bar_.clear(); }

 private:
  /// The target's figure in every replicate.
  std::vector<double> simulated(const sim::Config& config) {
    const models::SendModel model(config);
    if (notes_.empty()) notes_ = model.prepared().notes;
    const auto& layout = model.layout();
    const auto series =
        layout.find_series(o_.target.metric, o_.target.breakdown, o_.target.category, config.text("area"))
            .value();
    const auto& periods = layout.periods(series);
    const auto period = static_cast<std::uint32_t>(
        std::find(periods.begin(), periods.end(), o_.target.period) - periods.begin());
    std::vector<double> values;
    const auto keep = [&](const sim::ReplicateBlock& block) {
      for (std::uint32_t i = 0; i < block.count; ++i)
        values.push_back(figure(layout, series, period, [row = block.row(i)](std::uint32_t column) {
          return static_cast<double>(row[column]);
        }));
    };
    const auto draws = sim::assumption_draws(config, o_.run.design, o_.run.seed, o_.run.replicates);
    const sim::EnsembleOptions options{.seed = o_.run.seed,
                                       .replicates = o_.run.replicates,
                                       .threads = o_.run.threads,
                                       .command = model_command(o_.run)};
    sim::run_ensemble(
        model, draws, options, keep,
        {.progress = [&](std::uint64_t done, std::uint64_t) { bar_.update(done_ + done, total_); },
         .stop = interrupted()});
    interrupted().check();
    return values;
  }

  const GoalOptions& o_;
  ProgressBar bar_;
  std::uint64_t done_ = 0, total_;
  sim::ConfigFiles files_;
  std::map<double, sim::Summary> figures_;
  std::vector<std::string> notes_;
};

/// A dose that does nothing at all is a mistake in the question, more often than an answer.
void note_no_effect(GoalSummary& s) {
  const auto same = [&](const sim::Summary& f) {
    return f.mean == s.figures.front().mean && f.sd == s.figures.front().sd;
  };
  if (s.figures.size() > 1 && std::all_of(s.figures.begin(), s.figures.end(), same))
    s.notes.push_back(fmt::format("{} is the same at every dose: nothing leads from the lever to it by {}",
                                  s.target.metric, s.target.period));
}

}  // namespace

GoalSummary goal_run(const GoalOptions& o, const std::string& command, bool progress) {
  const auto began = std::chrono::steady_clock::now();
  const sim::StopToken stop = interrupted();
  sim::OutputFolder folder(o.run.out, "goal");
  sim::Execution execution = sim::execution_here(static_cast<unsigned>(sim::thread_count(o.run.threads)));
  const auto base = load(o.run.choice);
  const sim::Config& config = base.config.value();

  GoalSummary s;
  Doses doses(o, progress);
  s.answer = sim::smallest_dose(o.question, [&](double dose) { return doses.reached_at(dose); });
  doses.clear();
  for (const auto& tried : s.answer.tried) s.figures.push_back(doses.figure_at(tried.dose));
  sim::RunInfo info = run_info(o.run, config);
  info.mode = sim::StoreMode::headline;  // of each dose it keeps one figure
  s.area = config.text("area");
  s.scenario = info.scenario;
  s.start = config.text("start");
  s.years = config.integer("years");
  s.take(info);
  s.lever = o.lever;
  s.target = o.target;
  s.question = o.question;
  s.notes = o.notes;
  for (const auto& note : doses.notes())
    if (std::find(s.notes.begin(), s.notes.end(), note) == s.notes.end()) s.notes.push_back(note);
  note_no_effect(s);
  s.folder = o.run.out;
  s.files = {"goal.csv", "goal.json", "manifest.json"};
  sim::write_text(folder.path() / s.files[0], goal_csv(s));
  sim::write_text(folder.path() / s.files[1], goal_json(s));
  s.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  execution.seconds = s.seconds;
  execution.replicates_per_second =
      static_cast<double>(s.replicates) * static_cast<double>(s.figures.size()) / std::max(s.seconds, 1e-9);
  sim::write_text(folder.path() / s.files[2],
                  sim::manifest_json({info, manifest_inputs(config), s.files, command, execution}));
  stop.check();
  folder.commit();
  return s;
}

}  // namespace app
