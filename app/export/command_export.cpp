// `sendcast export`: a finished run in the forms that others ask for.

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/commands.hpp"
#include "app/exit_codes.hpp"
#include "app/export/draws.hpp"
#include "app/export/dsg.hpp"
#include "app/export/export_folder.hpp"
#include "app/export/one_area.hpp"
#include "app/export/open_data.hpp"
#include "app/export/s251.hpp"
#include "app/export/scap.hpp"
#include "app/export/workbook.hpp"
#include "app/interrupt.hpp"
#include "app/number_words.hpp"
#include "app/run/run_options.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

/// The options of all kinds; each kind has its own of them.
struct Words : ExportWords {
  std::string authority, from, recouped;
  std::filesystem::path mitigated;
  DrawsWords draws;
};

/// What is said of a run of several areas comes first.
std::vector<std::string> with_area(const StoredRun& run, std::vector<std::string> notes) {
  if (auto text = area_note(run); !text.empty()) notes.insert(notes.begin(), std::move(text));
  return notes;
}

/// libxlsxwriter prints its own words about a full disk; what it returns says the same. Silent while this
/// lives.
class SilentErrors {
 public:
  SilentErrors() : kept_(::dup(STDERR_FILENO)) {
    const int nothing = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (kept_ >= 0 && nothing >= 0) ::dup2(nothing, STDERR_FILENO);
    if (nothing >= 0) ::close(nothing);
  }
  ~SilentErrors() {
    std::fflush(stderr);
    if (kept_ < 0) return;
    ::dup2(kept_, STDERR_FILENO);
    ::close(kept_);
  }
  SilentErrors(const SilentErrors&) = delete;
  SilentErrors& operator=(const SilentErrors&) = delete;

 private:
  int kept_;
};

int workbook(const Words& w) {
  const StoredRun run(w.run, w.area);
  ExportFolder out(w, {w.run});
  const auto notes = [&] {
    const SilentErrors silent;
    return write_workbook(run, out.file("results.xlsx"));
  }();
  out.finish({&run}, "", with_area(run, notes));
  return exit_done;
}

const KnownAuthority* authority_of(const Words& w, const StoredRun& run, const Authorities& all) {
  const auto* found = all.find(w.authority.empty() ? run.area() : w.authority);
  if (found == nullptr && !w.authority.empty())
    throw UserError(
        fmt::format("--authority {}: no authority of that name, number or ONS code", w.authority));
  return found;
}

int standard_files(const Words& w) {
  const StoredRun run(w.run);
  const RunNames names(run);
  const Authorities all = read_authorities(RunNames::configs(run));
  const bool several = run.areas().size() > 1;
  if (several && !w.authority.empty())
    throw UserError(folded_fault(fmt::format(
        "--authority {}: the run is of several areas, whose codes go by their names", w.authority)));
  const auto made = several ? open_data_of_all(run, names, all, read_regions(RunNames::configs(run)))
                            : open_data(run, names, authority_of(w, run, all));
  ExportFolder out(w, {w.run});
  for (const auto& file : made.files) {
    out.write(file.name + ".csv", file.data);
    out.write(file.name + ".meta.csv", file.meta);
  }
  out.finish({&run}, w.authority.empty() ? "" : " --authority " + shell_word(w.authority), made.notes);
  return exit_done;
}

int scap(const Words& w) {
  const auto opened = run_of_one_area(
      w.run, w.area, "SCAP", {{"placement_stock", "placement"}, {"placement_stock", "placement_phase"}});
  const StoredRun& run = *opened;
  const auto made = scap_return(run, w.from);
  ExportFolder out(w, {w.run});
  for (const auto& table : made.tables) out.write(table);
  out.finish({&run}, w.from.empty() ? "" : " --from " + shell_word(w.from), with_area(run, made.notes));
  return exit_done;
}

int dsg(const Words& w) {
  const std::vector<NeededBreakdown> needed{{"placement_stock", "placement"},
                                            {"placement_stock", "placement_age_group"},
                                            {"placement_stock", "placement_need"},
                                            {"hnb_spend", "line"},
                                            {"hnb_spend", "total"}};
  const auto opened = run_of_one_area(w.run, w.area, "the DSG management plan", needed);
  const StoredRun& run = *opened;
  std::unique_ptr<const StoredRun> twin;
  std::vector<std::filesystem::path> read{w.run};
  std::vector<const StoredRun*> runs{&run};
  std::string options;
  if (!w.mitigated.empty()) {
    twin = run_of_one_area(w.mitigated, w.area, "the DSG management plan", needed);
    runs.push_back(twin.get());
    read.push_back(w.mitigated);
    options = " --mitigated " + shell_word(w.mitigated.string());
  }
  const auto made = dsg_return(run, twin.get());
  ExportFolder out(w, read);
  for (const auto& table : made.tables) out.write(table);
  out.finish(runs, options, with_area(run, made.notes));
  return exit_done;
}

int s251(const Words& w) {
  std::optional<double> recouped;
  if (!w.recouped.empty()) recouped = real_number("--recouped", w.recouped, 0, 100) / 100;
  const auto opened =
      run_of_one_area(w.run, w.area, "the section 251 statement",
                      {{"hnb_spend", "line"}, {"hnb_spend", "total"}, {"travel_spend", "total"}});
  const StoredRun& run = *opened;
  const auto made = s251_return(run, recouped);
  ExportFolder out(w, {w.run});
  for (const auto& table : made.tables) out.write(table);
  out.finish({&run}, recouped ? " --recouped " + w.recouped : "", with_area(run, made.notes));
  return exit_done;
}

int draws(const Words& w) {
  const StoredRun run(w.run, w.area);
  const auto figures = drawn_figures(run, w.draws);
  ExportFolder out(w, {w.run});
  write_draws(out.file("draws.csv"), run, figures);
  if (w.draws.assumptions) write_assumption_draws(out.file("assumption_draws.csv"), run);
  std::string options;
  for (const auto& metric : w.draws.metrics) options += " --metric " + shell_word(metric);
  if (!w.draws.by.empty()) options += " --by " + shell_word(w.draws.by);
  if (w.draws.assumptions) options += " --assumptions";
  std::vector<std::string> notes;
  if (run.info().members > 1) notes.emplace_back("Of a run with --layers: its first member, the run itself.");
  out.finish({&run}, options, with_area(run, notes));
  return exit_done;
}

struct Kind {
  CLI::App* command;
  std::shared_ptr<Words> words;
};

Kind add_kind(CLI::App& parent, Action& action, const char* name, const char* what,
              int (*perform)(const Words&)) {
  const auto words = std::make_shared<Words>();
  words->what = name;
  CLI::App* c = parent.add_subcommand(name, what);
  c->add_option("RUN", words->run, "Folder of a finished run")->required()->type_name("");
  c->add_option("-o,--out", words->out, fmt::format("Output folder (default: out/export-{}-RUN)", name))
      ->type_name("DIR");
  c->add_flag("-q,--quiet", words->quiet, "Print nothing but faults");
  c->callback([&action, words, perform] {
    action = [words, perform] {
      catch_interrupts();
      return perform(*words);
    };
  });
  return {c, words};
}

void add_area(const Kind& kind, const char* text) {
  kind.command->add_option("--area", kind.words->area, text)->type_name("NAME");
}

}  // namespace

void add_export(CLI::App& app, Action& action) {
  CLI::App* c = app.add_subcommand("export", "A finished run as a workbook, a return, or draws");
  c->require_subcommand(1);
  const Kind x =
      add_kind(*c, action, "workbook", "Excel workbook: tables, charts, notes (results.xlsx)", workbook);
  const char* const of_some = "An area, or a region, of a run of several (default: all together)";
  const char* const of_one = "The authority, of a run of several areas";
  add_area(x, of_some);
  const Kind o =
      add_kind(*c, action, "open-data",
               "All figures as the DfE open data standard has them (.csv, .meta.csv)", standard_files);
  o.command->add_option("--authority", o.words->authority, "Whose codes: name, ONS code or DfE number")
      ->type_name("NAME");
  const Kind s = add_kind(*c, action, "scap", "SCAP forecast of special provision", scap);
  s.command->add_option("--from", s.words->from, "First academic year of the forecast, such as 2026-27")
      ->type_name("YEAR");
  add_area(s, of_one);
  const Kind d = add_kind(*c, action, "dsg", "DSG management plan: plans and spend by category", dsg);
  d.command
      ->add_option("--mitigated", d.words->mitigated, "The same area with the plan's actions: a finished run")
      ->type_name("RUN");
  add_area(d, of_one);
  const Kind b = add_kind(*c, action, "s251", "Spend by line of the section 251 budget statement", s251);
  b.command
      ->add_option("--recouped", b.words->recouped,
                   "Share of place funding that the DfE recoups for academies")
      ->type_name("PERCENT");
  add_area(b, of_one);
  const Kind r = add_kind(*c, action, "draws", "Every replicate of chosen figures, for R and Python", draws);
  r.command
      ->add_option("--metric", r.words->draws.metrics,
                   "METRIC, METRIC in PERIOD, or METRIC[BREAKDOWN=CATEGORY]; again for more")
      ->required()
      ->type_name("METRIC")
      ->take_all();
  r.command->add_option("--by", r.words->draws.by, "All categories of this breakdown")
      ->type_name("BREAKDOWN");
  add_area(r, of_some);
  r.command->add_flag("--assumptions", r.words->draws.assumptions,
                      "The draws of every uncertain assumption as well");
}

}  // namespace app
