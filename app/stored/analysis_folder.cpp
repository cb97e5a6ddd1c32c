// What a command that reads finished runs leaves behind.

#include "app/stored/analysis_folder.hpp"

#include <fmt/format.h>

#include "app/interrupt.hpp"
#include "app/user_error.hpp"
#include "sim/output_folder.hpp"
#include "sim/threads.hpp"

namespace app {

namespace fs = std::filesystem;

void spare_runs(const fs::path& out, const std::vector<fs::path>& runs) {
  const auto real = [](const fs::path& path) {
    std::error_code none;
    const fs::path whole = fs::weakly_canonical(fs::absolute(path), none);
    return whole.has_filename() ? whole : whole.parent_path();
  };
  const fs::path target = real(out);
  for (const auto& run : runs) {
    const fs::path own = real(run);
    for (fs::path at = own; at != at.root_path(); at = at.parent_path())
      if (at == target)
        throw UserError(fmt::format("-o {}: would take the place of {}, which it reads; name another folder",
                                    out.string(), run.string()));
  }
}

std::vector<std::string> write_analysis(const AnalysisOutput& output,
                                        const std::vector<const StoredRun*>& runs,
                                        const std::vector<ResultTable>& tables,
                                        std::vector<std::string>& notes) {
  sim::OutputFolder folder(output.folder, output.kind);
  std::vector<std::string> files;
  for (const auto& table : tables) {
    if (table.rows.empty()) continue;
    files.push_back(table.name + ".csv");
    sim::write_text(folder.path() / files.back(), csv_text(table));
  }
  files.emplace_back("manifest.json");
  std::vector<sim::ComparedManifest> compared;
  for (std::size_t i = 0; i < runs.size(); ++i)
    compared.push_back({i < 26 ? std::string(1, static_cast<char>('A' + i)) : fmt::format("{}", i + 1),
                        runs[i]->info().scenario, runs[i]->folder().string(), runs[i]->info().config_digest});
  sim::Execution execution = sim::execution_here(1);
  execution.seconds = output.seconds;
  sim::write_text(folder.path() / files.back(),
                  sim::manifest_json(
                      sim::ComparisonManifest{runs[0]->info(), compared, files, output.command, execution}));
  interrupted().check();
  folder.commit();
  if (auto why = put_into_store(*runs[0], tables); !why.empty()) notes.push_back(std::move(why));
  return files;
}

}  // namespace app
