// A folder that holds a shard of a run and says so.

#include "sim/shard_folder.hpp"

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <sstream>

#include "sim/sha256.hpp"
#include "sim/sqlite.hpp"
#include "sim/text_file.hpp"

namespace sim {
namespace {

namespace fs = std::filesystem;

constexpr const char* store_file = "run.sqlite";
constexpr const char* manifest_file = "manifest.json";

std::string line_of(const std::string& digest, const std::string& name) {
  return fmt::format("{}  {}\n", digest, name);
}

/// The text of a file of a few lines.
std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// What is not as the checksums say, in words; empty if all is.
std::string damage(const fs::path& folder, const std::map<std::string, std::string>& digests) {
  std::string expected, wrong;
  const std::string sums = text_of(folder / checksums_file);
  for (const auto& [name, digest] : digests) {
    expected += line_of(digest, name);
    if (sums.find(line_of(digest, name)) == std::string::npos) wrong += (wrong.empty() ? "" : ", ") + name;
  }
  if (sums == expected) return {};
  const std::string how =
      wrong.empty() ? std::string(checksums_file) : fmt::format("{} and {} disagree", wrong, checksums_file);
  return fmt::format("is damaged ({}); run it again or copy it anew", how);
}

}  // namespace

std::vector<std::string> shard_files() { return {store_file, checksums_file, manifest_file}; }

void write_checksums(const fs::path& folder) {
  std::string text;
  for (const char* name : {manifest_file, store_file}) text += line_of(sha256_of_file(folder / name), name);
  write_text(folder / checksums_file, text);
}

bool is_shard_folder(const fs::path& folder) {
  std::error_code none;
  if (fs::exists(folder / checksums_file, none)) return true;
  if (!fs::exists(folder / manifest_file, none)) return false;
  try {
    return read_manifest(folder / manifest_file).shard.has_value();
  } catch (const StoreError&) {
    return false;
  }
}

Shard read_shard(const fs::path& folder) {
  Shard out{folder, {}, {}};
  std::error_code none;
  if (!fs::is_directory(folder, none)) {
    out.fault = fs::exists(folder, none) ? "is no folder" : "there is no such folder";
    return out;
  }
  std::string missing;
  for (const auto& name : shard_files())
    if (!fs::is_regular_file(folder / name, none)) missing += (missing.empty() ? "" : ", ") + name;
  std::map<std::string, std::string> digests;
  for (const char* name : {manifest_file, store_file}) digests[name] = sha256_of_file(folder / name);
  const std::string& own = digests[manifest_file];
  const bool known =
      !own.empty() && text_of(folder / checksums_file).find(line_of(own, manifest_file)) != std::string::npos;
  if (!missing.empty())
    out.fault = fmt::format("is not whole (without {}); run it again or copy it anew", missing);
  else
    out.fault = damage(folder, digests);
  if (!known) return out;
  try {
    out.manifest = read_manifest(folder / manifest_file);
    const auto& shard = out.manifest->shard;
    if (!shard || shard->index < 1 || shard->index > shard->shards) {
      out.fault = "holds no shard";
      out.manifest.reset();
    }
  } catch (const StoreError& error) {
    out.fault = fmt::format("holds no shard ({})", error.what());
  }
  return out;
}

}  // namespace sim
