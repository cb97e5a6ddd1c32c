// `sendcast bridge`: why spend, plans or a deficit differ between two years, two runs, or forecast and
// outturn.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <memory>

#include "app/bridge/bridge_summary.hpp"
#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/interrupt.hpp"
#include "app/load.hpp"
#include "app/run/run_options.hpp"
#include "app/stored/stored_run.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "sim/manifest.hpp"
#include "sim/nearest_name.hpp"
#include "sim/output_folder.hpp"
#include "sim/pairing.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

struct BridgeWords {
  std::string a, b, from, to;
  std::vector<std::string> of;
  std::optional<std::string> out;
  bool quiet = false, json = false;
};

fs::path folder_of(const std::string& word) {
  const fs::path folder = fs::path(word).lexically_normal();
  return folder.has_filename() ? folder : folder.parent_path();  // "out/a/"
}

std::unique_ptr<sim::StoreReader> opened(const std::string& word) {
  if (!fs::exists(fs::path(word) / "run.sqlite"))
    throw UserError(folded_fault(
        word + ": holds no finished run (there is no run.sqlite in it); `sendcast run` makes one"));
  refuse_shard(word);
  return std::make_unique<sim::StoreReader>(fs::path(word) / "run.sqlite");
}

std::vector<BridgeMeasure> measures(const BridgeWords& words) {
  if (words.of.empty()) return bridge_measures();
  std::vector<BridgeMeasure> out;
  for (const auto& name : words.of) {
    const auto& all = bridge_measures();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& m) { return m.name == name; });
    if (found == all.end())
      throw UserError(folded_fault(fmt::format("--of {}: choose spend, position, deficit or plans", name)));
    if (std::none_of(out.begin(), out.end(), [&](const auto& m) { return m.name == name; }))
      out.push_back(*found);
  }
  return out;
}

/// A year as people say it on the periods of a metric: the one that is named so, or that a financial year
/// begins in. January 2021 is in 2020-21.
std::optional<std::string> period_for(const std::vector<std::string>& periods, const std::string& year) {
  for (const auto& p : periods)
    if (p == year) return p;
  if (periods.empty() || periods.front().size() == year.size()) return {};
  if (year.size() == 4) {
    for (const auto& p : periods)
      if (p.starts_with(year)) return p;
  } else if (year.size() == 7) {
    const auto january = std::to_string(std::stoi(year.substr(0, 4)) + 1);
    for (const auto& p : periods)
      if (p == january) return p;
  }
  return {};
}

bool is_year(const std::string& text) {
  return sim::is_period(sim::PeriodType::january, text) ||
         sim::is_period(sim::PeriodType::financial_year, text);
}

/// Periods of a measure's metric that both sides hold.
std::vector<std::string> common_periods(const BridgeFigures& a, const BridgeFigures& b,
                                        const std::string& metric) {
  std::vector<std::string> out;
  const auto theirs = b.periods(metric);
  for (auto& p : a.periods(metric))
    if (std::find(theirs.begin(), theirs.end(), p) != theirs.end()) out.push_back(std::move(p));
  return out;
}

/// The period that an option names, or another where it names none; UserError where there is no such period.
std::string chosen(const char* option, const std::string& year, const std::vector<std::string>& periods,
                   const std::string& otherwise, const BridgeMeasure& measure) {
  if (year.empty()) return otherwise;
  if (const auto found = period_for(periods, year)) return *found;
  throw UserError(folded_fault(
      fmt::format("{} {}: {} has {} to {}", option, year, measure.name, periods.front(), periods.back())));
}

/// All bridges of one measure: the one that is asked for, and all others between neighbouring years or of
/// other years.
void add_tables(const BridgeWords& words, const BridgeMeasure& measure, const sim::Layout& layout,
                const BridgeFigures& a, const BridgeFigures& b, std::size_t replicates, BridgeSummary& s) {
  const std::string name(measure.metric);
  const auto metric = layout.find_metric(name);
  const auto periods = common_periods(a, b, name);
  if (!metric || periods.size() < (s.within ? 2U : 1U)) {
    s.notes.push_back(
        fmt::format("{} left out: {}", measure.name,
                    s.within ? "the run has fewer than two years of it" : "no year of it is in both"));
    return;
  }
  const auto add = [&](const std::string& from, const std::string& to, std::vector<BridgeTable>& tables) {
    interrupted().check();
    tables.push_back(
        bridge_table(measure, bridge(measure, layout.metrics()[*metric], {a, b, from, to, replicates})));
  };
  const std::string to = chosen("--to", words.to, periods, periods.back(), measure);
  const std::string from = s.within ? chosen("--from", words.from, periods, periods.front(), measure) : to;
  if (s.within && from >= to)
    throw UserError(
        folded_fault(fmt::format("--from {} --to {}: the first comes before the second", from, to)));
  add(from, to, s.tables);
  for (std::size_t i = s.within ? 1 : 0; i < periods.size(); ++i) {
    const std::string& before = s.within ? periods[i - 1] : periods[i];
    if (before != from || periods[i] != to) add(before, periods[i], s.also);
  }
}

struct Sides {
  std::unique_ptr<sim::StoreReader> store_b;
  std::unique_ptr<BridgeFigures> a, b;  ///< b: none for two years of one run
};

std::vector<sim::ComparedManifest> compared(const BridgeWords& words, const sim::StoreReader& a,
                                            const Sides& sides) {
  std::vector<sim::ComparedManifest> out{
      {"A", a.info().scenario, folder_of(words.a).string(), a.info().config_digest}};
  if (sides.store_b)
    out.push_back({"B", sides.store_b->info().scenario, folder_of(words.b).string(),
                   sides.store_b->info().config_digest});
  else if (sides.b)
    out.push_back({"B", sides.b->name(), words.b, ""});
  return out;
}

std::string command_of(const BridgeWords& words) {
  std::string text = "sendcast bridge " + shell_word(words.a);
  if (!words.b.empty()) text += " " + shell_word(words.b);
  if (!words.from.empty()) text += " --from " + words.from;
  if (!words.to.empty()) text += " --to " + words.to;
  for (const auto& of : words.of) text += " --of " + of;
  return text;
}

/// What makes the parts doubtful.
void warn(const sim::StoreReader& a, const Sides& sides, BridgeSummary& s) {
  if (a.info().mode != sim::StoreMode::full ||
      (sides.store_b && sides.store_b->info().mode != sim::StoreMode::full))
    s.notes.push_back(
        "draws of headline figures only were kept (--store headline): what is counted by placement "
        "is in part 'other'");
  if (!sides.store_b) return;
  const auto why = sim::unpaired(sim::pairing_of(a.info(), a.layout()),
                                 sim::pairing_of(sides.store_b->info(), sides.store_b->layout()));
  if (!why.empty())
    s.notes.push_back(
        fmt::format("the runs are no pairs ({}): means hold, but the intervals of differences are "
                    "those of independent runs",
                    why));
}

void write(const BridgeWords& words, const sim::StoreReader& a, const Sides& sides, double seconds,
           BridgeSummary& s) {
  sim::OutputFolder folder(s.folder, "bridge");
  s.files = {"bridge.csv", "manifest.json"};
  sim::write_text(folder.path() / s.files[0], bridge_csv(s));
  sim::Execution execution = sim::execution_here(1);
  execution.seconds = seconds;
  sim::write_text(folder.path() / s.files[1],
                  sim::manifest_json(sim::ComparisonManifest{a.info(), compared(words, a, sides), s.files,
                                                             command_of(words), execution}));
  folder.commit();
}

fs::path output_folder(const BridgeWords& words) {
  if (words.out && words.out->empty()) throw UserError("-o '': names no folder");
  if (words.out) return *words.out;
  std::string name = "bridge-" + name_of_run(words.a);
  if (!words.b.empty())
    name += "-to-" + (fs::is_directory(words.b) ? name_of_run(words.b) : fs::path(words.b).stem().string());
  for (const auto& [before, year] : {std::pair{"-from-", words.from}, {"-until-", words.to}})
    if (!year.empty()) name += before + year;
  for (const auto& of : words.of) name += "-" + of;
  return fs::path("out") / name;
}

int run_bridge(const BridgeWords& words) {
  const auto began = std::chrono::steady_clock::now();
  catch_interrupts();
  const auto wanted = measures(words);
  for (const auto& [option, year] : {std::pair{"--from", &words.from}, {"--to", &words.to}})
    if (!year->empty() && !is_year(*year))
      throw UserError(folded_fault(fmt::format("{} {}: write a year, 2021 or 2020-21", option, *year)));
  if (!words.b.empty() && !words.from.empty())
    throw UserError("--from: is for two years of one run; name one run, or give --to alone");
  const auto opened_a = opened(words.a);
  const sim::StoreReader& store = *opened_a;
  Sides sides;
  sides.a = run_figures(store);
  BridgeSummary s;
  s.within = words.b.empty();
  std::size_t replicates = store.info().replicates;
  if (!s.within && fs::is_regular_file(words.b)) {
    auto outturn = outturn_figures(words.b, store.layout());
    if (!outturn.faults.empty()) {
      print_error(faults_text(outturn.faults));
      return exit_input;
    }
    sides.b = std::move(outturn.figures);
  } else if (!s.within) {
    sides.store_b = opened(words.b);
    sides.b = run_figures(*sides.store_b);
    replicates = std::min<std::size_t>(replicates, sides.store_b->info().replicates);
  }
  const BridgeFigures& other = s.within ? *sides.a : *sides.b;
  s.area = store.layout().series().front().area;
  s.name_a = sides.a->name();
  s.name_b = other.name() == s.name_a && !s.within ? other.name() + " (B)" : other.name();
  s.replicates = static_cast<std::uint32_t>(replicates);
  s.folder = output_folder(words);
  warn(store, sides, s);
  for (const auto& measure : wanted)
    add_tables(words, measure, store.layout(), *sides.a, other, replicates, s);
  if (s.tables.empty())
    throw UserError(folded_fault(fmt::format("nothing to bridge: {}", fmt::join(s.notes, "; "))));
  write(words, store, sides, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(),
        s);
  if (words.json)
    print(bridge_json(s));
  else if (!words.quiet)
    print(bridge_text(s, Style(wants_colour(Stream::out))));
  return exit_done;
}

}  // namespace

void add_bridge(CLI::App& app, Action& action) {
  auto words = std::make_shared<BridgeWords>();
  CLI::App* c = app.add_subcommand("bridge", "Why spend, plans or a deficit differ, part by part");
  c->add_option("A", words->a, "Folder of a finished run")->required()->type_name("");
  c->add_option("B", words->b, "Folder of another run, or an outturn (CSV); without it, two years of A")
      ->type_name("");
  c->add_option("--from", words->from, "First year, of two years of A (default: the first)")
      ->type_name("YEAR");
  c->add_option("--to", words->to, "Year that is explained (default: the last that both hold)")
      ->type_name("YEAR");
  c->add_option("--of", words->of, "spend, position, deficit or plans (default: all)")
      ->type_name("MEASURE")
      ->take_all();
  c->add_option_function<std::string>(
       "-o,--out", [words](const std::string& folder) { words->out = folder; },
       "Output folder (default: out/bridge-A, or out/bridge-A-to-B, with the years and measures that are "
       "asked for)")
      ->type_name("DIR");
  c->add_flag("-q,--quiet", words->quiet, "Print no summary");
  c->add_flag("--json", words->json, "Print the summary as JSON");
  c->callback([&action, words] { action = [words] { return run_bridge(*words); }; });
}

}  // namespace app
