#pragma once
// manifest.json: what a run was made from, and how to make it again.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/output_digests.hpp"
#include "sim/store_format.hpp"

namespace sim {

/// An input as the manifest lists it; `period` says what years or dates it covers (empty
/// where nobody said; null in the file).
struct ManifestInput {
  std::string path, period, sha256;
  std::uint64_t bytes = 0;
};

/// Where and how fast; the one block of the manifest that differs between equal runs.
struct Execution {
  std::string host, started, simd;  ///< started: ISO 8601, UTC
  unsigned threads = 0;
  double seconds = 0;
  double replicates_per_second = 0;
};

/// Which part of a run a folder holds: shard 2 of 7.
struct ShardOf {
  std::uint32_t index = 1, shards = 1;  ///< index from 1, as people count
  bool operator==(const ShardOf&) const = default;
};

struct Manifest {
  RunInfo run;
  std::vector<ManifestInput> inputs;
  std::vector<std::string> outputs;  ///< names of the files beside it
  std::string command;               ///< repeats the run
  Execution execution;
  std::string commit = {};            ///< of the program that wrote it, once read back
  std::optional<ShardOf> shard = {};  ///< of a folder that holds a part of a run
  std::string version = {};           ///< of the program that wrote it, once read back
  OutputDigests digests = {};         ///< of the outputs as they were written
  std::string store_index = {};       ///< StoreReader::index_digest; empty where nobody said
};

/// One of the runs that a comparison read: its letter, and its folder (relative to the manifest's own if it
/// was simulated for it).
struct ComparedManifest {
  std::string letter, scenario, folder, config_digest;
};

/// What a comparison was made from. `run` holds what its runs have in common.
struct ComparisonManifest {
  RunInfo run;
  std::vector<ComparedManifest> compared;
  std::vector<std::string> outputs;
  std::string command;
  Execution execution;
  OutputDigests digests = {};
};

/// The program's version and the commit it was built from ("unknown" outside git, "-dirty" with changes).
std::string program_version();
std::string program_commit();

/// This machine now; seconds and rates are for the caller to add.
Execution execution_here(unsigned threads);

/// SHA-256 of the inputs' digests and whatever else fixes the result (overrides, the store's form): a run's
/// digest.
std::string config_digest(const std::vector<ManifestInput>& inputs, const std::vector<std::string>& settings);

/// The text, with keys in a fixed order and a final newline.
std::string manifest_json(const Manifest& manifest);
std::string manifest_json(const ComparisonManifest& manifest);
/// Reads back what `merge` and `report` need. Throws StoreError for a file that is no manifest.
Manifest read_manifest(const std::filesystem::path& file);

}  // namespace sim
