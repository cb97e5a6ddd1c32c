#pragma once
// A folder that holds a shard of a run and says so: run.sqlite with its replicates, manifest.json, and the
// SHA-256 of both as `sha256sum -c SHA256SUMS` reads them.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/manifest.hpp"

namespace sim {

inline constexpr const char* checksums_file = "SHA256SUMS";

/// Names of the files of a shard, as its manifest lists them.
std::vector<std::string> shard_files();

/// Writes SHA256SUMS of the other two. Throws OutputError.
void write_checksums(const std::filesystem::path& folder);

/// True for a folder that holds a shard, whole or damaged; not for a whole run.
bool is_shard_folder(const std::filesystem::path& folder);

/// A shard that was looked at. `fault` says why it cannot be used ("is damaged (...)"); the manifest is there
/// if its own checksum is right.
struct Shard {
  std::filesystem::path folder;
  std::optional<Manifest> manifest;
  std::string fault;
};

/// Reads every byte, so that a single wrong bit in any of the three files is a fault. Throws nothing for what
/// is in the folder.
Shard read_shard(const std::filesystem::path& folder);

}  // namespace sim
