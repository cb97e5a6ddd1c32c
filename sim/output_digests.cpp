// What the files of a finished folder were when they were written, by their SHA-256.

#include "sim/output_digests.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

#include "sim/sha256.hpp"

namespace sim {
namespace {

namespace fs = std::filesystem;

/// A name within the folder, not a way out of it.
bool is_plain(const fs::path& name) { return name.has_filename() && name == name.filename(); }

}  // namespace

OutputDigests output_digests(const fs::path& folder, const std::vector<std::string>& names) {
  OutputDigests out;
  for (const auto& name : names)
    if (is_plain(name) && name != "run.sqlite" && name != "manifest.json")
      if (auto digest = sha256_of_file(folder / name); !digest.empty()) out[name] = std::move(digest);
  return out;
}

OutputCheck check_outputs(const fs::path& folder) {
  OutputCheck out;
  std::ifstream file(folder / "manifest.json");
  const auto manifest = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!manifest.is_object() || !manifest.contains("outputs_sha256") ||
      !manifest["outputs_sha256"].is_object())
    return out;
  out.known = true;
  std::error_code none;
  for (const auto& [name, digest] : manifest["outputs_sha256"].items()) {
    if (!is_plain(name)) continue;
    if (!fs::exists(folder / name, none))
      out.missing.push_back(name);
    else if (digest != sha256_of_file(folder / name))
      out.changed.push_back(name);
  }
  return out;
}

}  // namespace sim
