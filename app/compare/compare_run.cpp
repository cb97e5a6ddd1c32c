// A whole comparison: simulates what is not finished yet, pairs the runs, and writes a folder of files.

#include "app/compare/compare_run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "app/interrupt.hpp"
#include "app/run/ensemble_run.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "models/country.hpp"
#include "models/measures.hpp"
#include "models/structure.hpp"
#include "sim/comparison_csv.hpp"
#include "sim/math_fingerprint.hpp"
#include "sim/output_folder.hpp"
#include "sim/pairing.hpp"
#include "sim/threads.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr const char* store_file = "run.sqlite";
constexpr const char* assumptions_file = "assumptions.csv";
constexpr const char* comparison_file = "comparison.csv";
constexpr const char* manifest_file = "manifest.json";

std::string letter_of(std::size_t i) { return std::string(1, static_cast<char>('A' + i)); }
std::string folder_of(std::size_t i) { return std::string(1, static_cast<char>('a' + i)); }

sim::Pairing pairing_of(const CompareOptions& o, const sim::Config& config) {
  const sim::RunInfo info{
      .seed = o.run.seed, .replicates = o.run.replicates, .design = std::string(sim::name_of(o.run.design))};
  if (!config.areas().empty()) return sim::pairing_of(info, models::country_layout(config));
  return sim::pairing_of(info, models::Measures(models::Structure(config)).layout());
}

/// The interventions that rows of assumptions speak of.
std::vector<std::string> interventions_in(const std::vector<AssumptionRow>& rows) {
  constexpr std::string_view family = "intervention.";
  std::vector<std::string> out;
  for (const auto& row : rows) {
    if (!row.parameter.starts_with(family)) continue;
    const auto end = row.parameter.find('.', family.size());
    auto id = row.parameter.substr(family.size(), end - family.size());
    if (std::find(out.begin(), out.end(), id) == out.end()) out.push_back(std::move(id));
  }
  return out;
}

std::vector<AssumptionRow> assumptions_of(const Subject& subject, const std::optional<sim::Config>& config) {
  return config ? assumption_rows(*config) : assumption_rows(subject.folder / assumptions_file);
}

/// By subject, its interventions that the reference has not: what a difference is divided among.
struct Actions {
  std::vector<std::vector<std::string>> of;
  std::vector<std::string> not_divided;  ///< why not, of subjects that have none
};

/// Why the difference of a subject cannot be divided; empty if it can.
std::string not_divided(const CompareOptions& o, std::size_t i, const std::optional<sim::Config>& config,
                        const std::vector<std::string>& actions) {
  const std::string &word = o.subjects[i].word, &reference = o.subjects[0].word;
  if (!config)
    return fmt::format(
        "{} is a finished run; name its configuration, which is simulated with some of its "
        "interventions at a time",
        word);
  if (actions.empty()) return fmt::format("{} has no intervention that {} has not", word, reference);
  if (actions.size() > sim::most_players)
    return fmt::format("{} has {} interventions that {} has not; at most {} can be told apart", word,
                       actions.size(), reference, sim::most_players);
  return {};
}

/// Refuses, before anything is simulated, if no difference can be divided.
Actions actions_of(const CompareOptions& o, const std::vector<std::optional<sim::Config>>& configs) {
  Actions out{std::vector<std::vector<std::string>>(configs.size()), {}};
  if (!o.attribute) return out;
  const auto of_reference = interventions_in(assumptions_of(o.subjects[0], configs[0]));
  for (std::size_t i = 1; i < configs.size(); ++i) {
    std::vector<std::string> actions;
    for (const auto& id : interventions_in(assumptions_of(o.subjects[i], configs[i])))
      if (std::find(of_reference.begin(), of_reference.end(), id) == of_reference.end())
        actions.push_back(id);
    if (auto why = not_divided(o, i, configs[i], actions); !why.empty())
      out.not_divided.push_back(std::move(why));
    else
      out.of[i] = std::move(actions);
  }
  if (out.not_divided.size() + 1 == configs.size())
    throw UserError(folded_fault(fmt::format("--attribute: {}", fmt::join(out.not_divided, "; "))));
  return out;
}

/// Refuses runs that are no pairs, before anything is simulated.
void check_paired(const CompareOptions& o, const std::vector<std::optional<sim::Config>>& configs) {
  std::vector<sim::Pairing> pairings;
  for (std::size_t i = 0; i < configs.size(); ++i) {
    if (configs[i]) {
      pairings.push_back(pairing_of(o, *configs[i]));
    } else {
      const sim::StoreReader store(o.subjects[i].folder / store_file);
      pairings.push_back(sim::pairing_of(store.info(), store.layout()));
    }
    const std::string why = sim::unpaired(pairings.front(), pairings.back());
    if (!why.empty())
      throw UserError(folded_fault(fmt::format("{} and {} cannot be compared in pairs ({})",
                                               o.subjects[0].word, o.subjects[i].word, why)));
  }
}

/// The runs as they are compared, and what was said while they were made.
struct Runs {
  std::vector<std::unique_ptr<sim::StoreReader>> stores;
  std::vector<ComparedRun> compared;
  std::vector<ComparedProgramme> programmes;
  std::vector<std::string> notes;

  void note(std::string text) {
    if (std::find(notes.begin(), notes.end(), text) == notes.end()) notes.push_back(std::move(text));
  }
};

/// Simulates into a folder of its own within the output.
fs::path simulated(const CompareOptions& o, std::size_t i, const sim::Config& config, const fs::path& folder,
                   bool progress, Runs& runs) {
  RunOptions run = o.run;
  run.choice = o.subjects[i].choice;
  run.out = folder / folder_of(i);
  RunSummary summary = ensemble_run(run, config, progress);
  for (auto& note : summary.notes) runs.note(std::move(note));
  if (summary.programme) runs.programmes.push_back({letter_of(i), std::move(*summary.programme)});
  return run.out;
}

void add_run(const fs::path& folder, const sim::Config* config, Runs& runs) {
  const std::string letter = letter_of(runs.stores.size());
  const auto& store = *runs.stores.emplace_back(std::make_unique<sim::StoreReader>(folder / store_file));
  ComparedRun run{letter, store.info().scenario, &store, config, {}};
  for (const auto& other : runs.compared)  // names tell them apart in comparison.csv
    if (other.scenario == run.scenario) run.scenario = fmt::format("{} ({})", store.info().scenario, letter);
  run.assumptions = assumption_rows(folder / assumptions_file);
  if (config != nullptr) run.settings = setting_rows(*config);
  runs.compared.push_back(std::move(run));
}

/// What makes a difference between runs doubtful.
void warn(const CompareOptions& o, Runs& runs) {
  for (std::size_t i = 0; i < runs.stores.size(); ++i) {
    const Subject& subject = o.subjects[i];
    const std::string& letter = runs.compared[i].letter;
    if (!subject.finished()) continue;
    runs.note(fmt::format("{} is a finished run, which does not say its targets", letter));
    if (runs.stores[i]->info().fingerprint != sim::math_fingerprint())
      runs.note(
          fmt::format("{} was simulated with another mathematical library: last digits may differ", letter));
    const std::string commit = sim::read_manifest(subject.folder / manifest_file).commit;
    if (commit != sim::program_commit())
      runs.note(
          fmt::format("{} was simulated by another version of the program ({}); what changed in the "
                      "program since is part of the difference",
                      letter, commit));
    if (runs.stores[i]->info().mode != sim::StoreMode::full)
      runs.note(
          fmt::format("{} kept draws of headline figures only (--store headline); the others are left "
                      "out",
                      letter));
  }
}

void write_csv(const fs::path& path, const Runs& runs, unsigned threads, sim::StopToken stop) {
  sim::TextFile file(path);
  file.write(sim::comparison_csv_header());
  file.write("\n");
  const ComparedRun& a = runs.compared.front();
  for (std::size_t i = 1; i < runs.compared.size(); ++i) {
    const ComparedRun& b = runs.compared[i];
    sim::append_comparison(file, sim::store_pair(*a.store, *b.store), {a.scenario, b.scenario}, threads,
                           stop);
  }
  file.finish();
}

/// What the saving is made of and when it pays for itself, as files.
void write_effects(const ComparisonSummary& s, const fs::path& folder, std::vector<std::string>& files) {
  std::string savings = savings_csv_header(), break_even = break_even_csv_header();
  for (const auto& pair : s.pairs) {
    savings += savings_csv(s, pair);
    break_even += break_even_csv(s, pair);
  }
  sim::write_text(folder / "savings.csv", savings);
  sim::write_text(folder / "break_even.csv", break_even);
  files.insert(files.begin() + 1, {"savings.csv", "break_even.csv"});
}

/// Divides each difference among its actions, and writes attribution.csv.
void attribute(const CompareOptions& o, const std::vector<std::optional<sim::Config>>& configs,
               const std::vector<std::vector<std::string>>& actions, const fs::path& folder, const Runs& runs,
               bool progress, ComparisonSummary& s, std::vector<std::string>& files) {
  std::string text = attribution_csv_header();
  const ComparedRun& a = runs.compared.front();
  for (std::size_t i = 1; i < runs.compared.size(); ++i) {
    if (actions[i].empty()) continue;
    const ComparedRun& b = runs.compared[i];
    RunOptions run = o.run;
    run.choice = o.subjects[i].choice;
    auto& own = s.pairs[i - 1].attribution;
    own = attribution(run, *configs[i], actions[i], *a.store, *b.store, o.orders, progress);
    text += attribution_csv(*own, s.area, a.scenario, b.scenario);
  }
  sim::write_text(folder / "attribution.csv", text);
  files.insert(files.begin() + 1, "attribution.csv");
}

ComparisonSummary figures(const CompareOptions& o, const Runs& runs, sim::StopToken stop) {
  const ComparedRun& reference = runs.compared.front();
  const sim::RunInfo& info = reference.store->info();
  const sim::Pairing pairing = sim::pairing_of(info, reference.store->layout());
  ComparisonSummary s;
  s.area = pairing.area;
  s.first_term = pairing.start;
  s.take(info);
  s.discount = o.discount;
  s.letter = reference.letter;
  s.scenario = reference.scenario;
  for (std::size_t i = 1; i < runs.compared.size(); ++i) {
    stop.check();
    s.pairs.push_back(pair_summary(reference, runs.compared[i], o.discount));
  }
  return s;
}

}  // namespace

ComparisonSummary compare_run(const CompareOptions& o, const std::vector<std::optional<sim::Config>>& configs,
                              const std::string& command, bool progress) {
  const auto began = std::chrono::steady_clock::now();
  const sim::StopToken stop = interrupted();
  check_paired(o, configs);
  const auto actions = actions_of(o, configs);
  sim::OutputFolder folder(o.run.out, "compare");
  sim::Execution execution = sim::execution_here(static_cast<unsigned>(sim::thread_count(o.run.threads)));
  Runs runs;
  std::vector<std::string> files{comparison_file, manifest_file};
  std::vector<sim::ComparedManifest> compared;
  for (std::size_t i = 0; i < configs.size(); ++i) {
    const Subject& subject = o.subjects[i];
    const fs::path from =
        subject.finished() ? subject.folder : simulated(o, i, *configs[i], folder.path(), progress, runs);
    add_run(from, configs[i] ? &*configs[i] : nullptr, runs);
    if (!subject.finished()) files.push_back(folder_of(i) + "/");
    compared.push_back({letter_of(i), runs.compared[i].scenario,
                        subject.finished() ? subject.folder.string() : folder_of(i),
                        runs.stores[i]->info().config_digest});
  }
  for (const auto& note : o.notes) runs.note(note);
  for (const auto& run : runs.compared)
    if (run.config == nullptr && run.store->layout().find_series("savings_delivered", "total", "total",
                                                                 run.store->layout().series().front().area))
      runs.note(fmt::format(
          "the folder of {} does not say which of its savings are block transfers: all count as cash; "
          "name the configuration to tell them apart",
          run.letter));
  for (const auto& why : actions.not_divided) runs.note("--attribute: " + why);
  warn(o, runs);
  write_csv(folder.path() / comparison_file, runs, o.run.threads, stop);

  ComparisonSummary s = figures(o, runs, stop);
  write_effects(s, folder.path(), files);
  if (o.attribute) attribute(o, configs, actions.of, folder.path(), runs, progress, s, files);
  s.notes = std::move(runs.notes);
  s.programmes = std::move(runs.programmes);
  s.folder = o.run.out;
  s.files = files;
  s.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  execution.seconds = s.seconds;
  const sim::RunInfo& info = runs.stores.front()->info();
  execution.replicates_per_second = info.replicates * static_cast<double>(configs.size()) / s.seconds;
  sim::write_text(folder.path() / manifest_file,
                  sim::manifest_json(sim::ComparisonManifest{info, compared, files, command, execution,
                                                             sim::output_digests(folder.path(), files)}));
  stop.check();
  folder.commit();
  return s;
}

}  // namespace app
