#include "app/report/write_page.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "sim/text_file.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Gone at the end of the scope unless it was put in its place.
class Draft {
 public:
  explicit Draft(const fs::path& place)
      : place_(place),
        draft_(place.parent_path() / fmt::format(".{}.{}.partial", place.filename().string(), getpid())) {}
  ~Draft() {
    std::error_code ignored;
    fs::remove(draft_, ignored);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  void put(std::string_view text) const {
    sim::TextFile file(draft_);
    file.write(text);
    file.finish();
    std::error_code code;
    fs::rename(draft_, place_, code);
    if (code)
      throw sim::OutputError(fmt::format("{}: cannot be written ({})", place_.string(), code.message()));
  }

 private:
  fs::path place_, draft_;
};

/// Where a file that is a symbolic link leads: renaming onto the link itself would replace the link.
fs::path through_link(const fs::path& file) {
  std::error_code code;
  if (!fs::is_symlink(fs::symlink_status(file, code))) return file;
  fs::path real = fs::weakly_canonical(file, code);
  if (code)
    throw sim::OutputError(
        fmt::format("{}: is a symbolic link that leads nowhere ({})", file.string(), code.message()));
  return real;
}

void tell_manifest(const fs::path& folder, const std::string& name) {
  const auto path = folder / "manifest.json";
  std::ifstream file(path);
  auto manifest = Json::parse(file, nullptr, false);
  if (!manifest.is_object() || !manifest.contains("outputs") || !manifest["outputs"].is_array()) return;
  auto& outputs = manifest["outputs"];
  if (std::find(outputs.begin(), outputs.end(), name) != outputs.end()) return;
  outputs.push_back(name);
  Draft(path).put(manifest.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace

void write_page(const fs::path& file, std::string_view text, bool in_run_folder) {
  std::error_code code;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), code);
  if (code)
    throw sim::OutputError(
        fmt::format("{}: cannot be created ({})", file.parent_path().string(), code.message()));
  Draft(through_link(file)).put(text);
  // Last: a manifest lists what is there.
  if (in_run_folder) tell_manifest(file.parent_path(), file.filename().string());
}

}  // namespace app
