// The configurations that the workbench offers.

#include "app/serve/areas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/load.hpp"
#include "app/user_error.hpp"
#include "sim/config_files.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code none;
  for (const auto& area : fs::directory_iterator(folder, none))
    if (area.is_directory(none))
      for (const auto& file : fs::directory_iterator(area.path(), none))
        if (file.path().extension() == ".toml" && file.is_regular_file(none)) out.push_back(file.path());
  std::sort(out.begin(), out.end());
  return out;
}

/// "kingston/plan-2018", and a number after it if the name is taken.
std::string id_of(const fs::path& file, std::set<std::string>& taken) {
  const auto whole = fs::absolute(file).lexically_normal();
  const std::string name = whole.parent_path().filename().string() + "/" + whole.stem().string();
  std::string id = name;
  for (int i = 2; !taken.insert(id).second; ++i) id = fmt::format("{} ({})", name, i);
  return id;
}

OfferedArea offered(const fs::path& file, const sim::Config& config, std::set<std::string>& taken) {
  return {id_of(file, taken), file, config.text("area"), config.text("scenario"), config.text("description")};
}

}  // namespace

std::vector<OfferedArea> offered_areas(const fs::path& folder, const std::vector<fs::path>& more,
                                       std::vector<std::string>& passed_over) {
  std::vector<OfferedArea> out;
  std::set<std::string> taken;
  sim::ConfigFiles files;
  for (const auto& file : files_below(folder)) {
    const auto loaded = load({file, {}, {}}, files);
    if (loaded.config && loaded.config->areas().empty())
      out.push_back(offered(file, *loaded.config, taken));
    else
      passed_over.push_back(file.string());
  }
  std::vector<sim::Diagnostic> faults;
  for (const auto& file : more) {
    const auto loaded = load({file, {}, {}}, files);
    faults.insert(faults.end(), loaded.faults.begin(), loaded.faults.end());
    if (!loaded.config) continue;
    if (loaded.config->areas().empty())
      out.push_back(offered(file, *loaded.config, taken));
    else
      faults.push_back({loaded.config->origin("areas"), "the configuration is of several areas",
                        "the workbench shows one", "name its file area.toml"});
  }
  if (!faults.empty()) throw UserError(faults_text(faults));
  if (out.empty())
    throw UserError(
        fmt::format("serve: no configuration in {}/*/*.toml can be run; start it where configs/ "
                    "is, or name configurations: sendcast serve areas/leeds/area.toml",
                    folder.string()));
  return out;
}

}  // namespace app
