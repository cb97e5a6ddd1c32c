// The files of a whole run, for a browser to save: made anew by the command's own code, with the same
// numbers.

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "app/export/workbook.hpp"
#include "app/load.hpp"
#include "app/report/page.hpp"
#include "app/report/sections.hpp"
#include "app/report/write_page.hpp"
#include "app/run/ensemble_run.hpp"
#include "app/serve/workbench.hpp"
#include "app/user_error.hpp"

namespace app {

using http::Call;
using http::problem;
using http::Reply;

namespace {

/// How each is served; a browser saves them all.
constexpr std::pair<const char*, const char*> kinds[] = {
    {"report.html", "text/html; charset=utf-8"},
    {"results.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"summary.csv", "text/csv; charset=utf-8"},
    {"assumptions.csv", "text/csv; charset=utf-8"},
    {"manifest.json", "application/json; charset=utf-8"},
    {"run.sqlite", "application/vnd.sqlite3"}};

/// Report and workbook of a finished run, into its folder.
void write_for_people(const std::filesystem::path& folder, sim::StopToken stop) {
  stop.check();
  write_workbook(StoredRun(folder), folder / "results.xlsx");
  stop.check();
  ReportOptions report;
  report.folder = folder;
  report.out = folder / "report.html";
  report.in_folder = true;
  write_page(report.out, page_html(report_document(report_sources(report))), report.in_folder);
}

}  // namespace

const std::vector<std::string>& Workbench::file_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const auto& [name, type] : kinds) out.emplace_back(name);
    return out;
  }();
  return names;
}

void Workbench::write_files(const std::string& session, const OfferedArea& area, const Choices& choices,
                            const Wishes& wishes, http::JobControl& control) {
  RunOptions o;
  o.choice = {area.file, {}, words_of_run(wishes, choices)};
  o.replicates = wishes.run.replicates;
  o.seed = wishes.run.seed;
  o.threads = wishes.run.threads;
  const auto loaded = load(o.choice);
  if (!loaded.config) throw UserError(faults_text(loaded.faults));
  {
    const std::lock_guard lock(mutex_);
    o.out = scratch_ / fmt::format("{}", ++folders_);
  }
  const auto progress = [&](std::uint64_t done, std::uint64_t total) { control.progress(done, total); };
  ensemble_run(o, *loaded.config, {.stop = control.stop(), .progress = progress});
  write_for_people(o.out, control.stop());
  const std::lock_guard lock(mutex_);
  const auto it = benches_.find(session);
  if (it == benches_.end()) return;
  drop_folder(it->second);
  it->second.folder = o.out;
}

Reply Workbench::make_files(const Call& call) {
  std::shared_ptr<const OpenedArea> area;
  Wishes wishes;
  {
    const std::lock_guard lock(mutex_);
    const Bench& bench = benches_[call.session];
    if (!bench.opened || !bench.figures) return problem(409, "nothing has been run yet");
    area = bench.opened;
    wishes = bench.wishes;
  }
  const std::string session = call.session;
  return submit(session, "files", [this, session, area, wishes](http::JobControl& control) {
    write_files(session, area->choices.area, area->choices, wishes, control);
  });
}

Reply Workbench::file(const Call& call, const std::string& name) {
  const std::lock_guard lock(mutex_);
  const Bench& bench = benches_[call.session];
  if (bench.folder.empty()) return problem(409, "the files have not been made");
  for (const auto& [known, type] : kinds) {
    if (name != known) continue;
    std::ifstream stream(bench.folder / known, std::ios::binary);
    if (!stream) break;
    std::string text((std::istreambuf_iterator<char>(stream)), {});
    return {.type = type, .body = std::move(text), .download = known};
  }
  return problem(404, "there is no such file");
}

}  // namespace app
