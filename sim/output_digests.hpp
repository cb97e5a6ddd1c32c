#pragma once
// What the files of a finished folder were when they were written, by their SHA-256.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sim {

/// SHA-256 by the name of a file.
using OutputDigests = std::map<std::string, std::string>;

/// Of those of the named files that can be read. Folders, run.sqlite (into which later commands put tables of
/// results, and whose parts have checksums of their own) and manifest.json are passed over.
OutputDigests output_digests(const std::filesystem::path& folder, const std::vector<std::string>& names);

/// The files of a folder against what its manifest says they were.
struct OutputCheck {
  bool known = false;  ///< the manifest says what they were
  std::vector<std::string> changed, missing;
  bool as_written() const { return changed.empty() && missing.empty(); }
};
/// Reads every byte of them. A folder without a manifest, or with one that says nothing of its files, is not
/// known.
OutputCheck check_outputs(const std::filesystem::path& folder);

}  // namespace sim
