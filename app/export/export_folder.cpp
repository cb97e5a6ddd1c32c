// What `sendcast export` leaves behind: a folder of files with a manifest, whole or not at all.

#include "app/export/export_folder.hpp"

#include <fmt/format.h>

#include "app/interrupt.hpp"
#include "app/run/run_options.hpp"
#include "app/run/summary_parts.hpp"
#include "app/stored/analysis_folder.hpp"
#include "app/terminal.hpp"
#include "sim/threads.hpp"

namespace app {

namespace fs = std::filesystem;

namespace {

/// "kingston-upon-thames" of "Kingston upon Thames".
std::string in_a_path(const std::string& name) {
  std::string out;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      out += upper ? static_cast<char>(c - 'A' + 'a') : c;
    else if (!out.empty() && out.back() != '-')
      out += '-';
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

}  // namespace

fs::path export_folder(const ExportWords& words) {
  if (!words.out.empty()) return words.out;
  auto name = fmt::format("export-{}-{}", words.what, name_of_run(words.run));
  if (!words.area.empty()) name += "-" + in_a_path(words.area);
  return fs::path("out") / name;
}

namespace {

fs::path spared(const ExportWords& words, const std::vector<fs::path>& runs) {
  fs::path target = export_folder(words);
  spare_runs(target, runs);
  return target;
}

std::string notes_text(const std::vector<std::string>& notes) {
  std::string text;
  for (const auto& note : notes) text += folded(note, "* ", "  ");
  return text;
}

}  // namespace

ExportFolder::ExportFolder(const ExportWords& words, const std::vector<fs::path>& runs)
    : words_(words), target_(spared(words, runs)), folder_(target_, "export") {}

fs::path ExportFolder::file(const std::string& name) {
  files_.push_back(name);
  return folder_.path() / name;
}

void ExportFolder::write(const std::string& name, std::string_view text) {
  sim::write_text(file(name), text);
}

void ExportFolder::finish(const std::vector<const StoredRun*>& runs, const std::string& options,
                          const std::vector<std::string>& notes) {
  if (!notes.empty()) write("notes.txt", notes_text(notes));
  files_.emplace_back("manifest.json");
  std::vector<sim::ComparedManifest> read;
  for (std::size_t i = 0; i < runs.size(); ++i)
    read.push_back({std::string(1, static_cast<char>('A' + i)), runs[i]->info().scenario,
                    runs[i]->folder().string(), runs[i]->info().config_digest});
  sim::Execution execution = sim::execution_here(1);
  execution.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  const std::string area = words_.area.empty() ? "" : " --area " + shell_word(words_.area);
  const std::string command =
      fmt::format("sendcast export {} {}{}{}", words_.what, shell_word(words_.run.string()), area, options);
  sim::write_text(folder_.path() / files_.back(), sim::manifest_json(sim::ComparisonManifest{
                                                      runs[0]->info(), read, files_, command, execution}));
  interrupted().check();
  folder_.commit();
  if (words_.quiet) return;
  print(notes_and_files(runs[0]->info().replicates, notes, target_, files_));
}

}  // namespace app
