// manifest.json: what a run was made from, and how to make it again.

#include "sim/manifest.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>

#include "build_info.hpp"
#include "sim/math_fingerprint.hpp"
#include "sim/philox.hpp"
#include "sim/sha256.hpp"
#include "sim/sqlite.hpp"

namespace sim {
namespace {

using Json = nlohmann::ordered_json;

std::string_view name_of_path(SimdPath path) {
  switch (path) {
    case SimdPath::scalar:
      return "scalar";
    case SimdPath::avx2:
      return "avx2";
    case SimdPath::avx512:
      break;
  }
  return "avx512";
}

Json input_json(const ManifestInput& input) {
  return {{"path", input.path},
          {"period", input.period.empty() ? Json(nullptr) : Json(input.period)},
          {"bytes", input.bytes},
          {"sha256", input.sha256}};
}

Json execution_json(const Execution& e) {
  return {{"host", e.host},       {"started", e.started},
          {"seconds", e.seconds}, {"replicates_per_second", e.replicates_per_second},
          {"threads", e.threads}, {"simd", e.simd}};
}

/// A path need not be UTF-8; such a byte is replaced rather than refused after a whole run.
std::string written(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string program_version() { return SENDCAST_VERSION; }
std::string program_commit() { return SENDCAST_COMMIT; }

Execution execution_here(unsigned threads) {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  const auto now = std::chrono::system_clock::now();
  Execution here;
  here.host = host.data();
  here.started = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
  here.simd = name_of_path(simd_path());
  here.threads = threads;
  return here;
}

std::string config_digest(const std::vector<ManifestInput>& inputs,
                          const std::vector<std::string>& settings) {
  // Each part is preceded by its length, so that no two lists run together into one text.
  std::string text;
  const auto add = [&text](const std::string& part) { text += fmt::format("{}:{}\n", part.size(), part); };
  for (const ManifestInput& input : inputs) {
    add(input.path);
    add(input.sha256);
  }
  for (const std::string& setting : settings) add(setting);
  return sha256_hex(text);
}

std::string manifest_json(const Manifest& manifest) {
  const RunInfo& run = manifest.run;
  Json inputs = Json::array();
  for (const ManifestInput& input : manifest.inputs) inputs.push_back(input_json(input));
  Json json = {{"program", "sendcast"},
               {"version", program_version()},
               {"commit", program_commit()},
               {"schema_version", store_version},
               {"scenario", run.scenario},
               {"seed", run.seed},
               {"replicates", run.replicates},
               {"first_replicate", run.first},
               {"planned_replicates", run.planned},
               {"members", run.members},
               {"design", run.design},
               {"store", to_string(run.mode)},
               {"config_digest", run.config_digest},
               {"math_fingerprint", run.fingerprint},
               {"command", manifest.command},
               {"inputs", std::move(inputs)},
               {"outputs", manifest.outputs}};
  if (!manifest.digests.empty()) json["outputs_sha256"] = manifest.digests;
  if (!manifest.store_index.empty()) json["store_index_sha256"] = manifest.store_index;
  json["execution"] = execution_json(manifest.execution);
  if (manifest.shard) json["shard"] = {{"index", manifest.shard->index}, {"of", manifest.shard->shards}};
  return written(json);
}

std::string manifest_json(const ComparisonManifest& manifest) {
  const RunInfo& run = manifest.run;
  Json compared = Json::array();
  for (const ComparedManifest& c : manifest.compared)
    compared.push_back({{"letter", c.letter},
                        {"scenario", c.scenario},
                        {"folder", c.folder},
                        {"config_digest", c.config_digest}});
  Json json = {{"program", "sendcast"},
               {"version", program_version()},
               {"commit", program_commit()},
               {"schema_version", store_version},
               {"seed", run.seed},
               {"replicates", run.replicates},
               {"members", run.members},
               {"design", run.design},
               {"math_fingerprint", run.fingerprint},
               {"command", manifest.command},
               {"compared", std::move(compared)},
               {"outputs", manifest.outputs}};
  if (!manifest.digests.empty()) json["outputs_sha256"] = manifest.digests;
  json["execution"] = execution_json(manifest.execution);
  return written(json);
}

Manifest read_manifest(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) throw StoreError(file.string() + ": cannot be read (is it the folder of a run?)");
  try {
    const Json json = Json::parse(stream);
    if (json.at("program") != "sendcast")
      throw StoreError(file.string() + ": is not the manifest of a run of sendcast");
    if (const Json version = json.value("schema_version", Json(store_version)); version != store_version)
      throw StoreError(fmt::format("{}: has format {} (this program reads format {}); run it again",
                                   file.string(), version.dump(), store_version));
    Manifest manifest;
    RunInfo& run = manifest.run;
    run.scenario = json.at("scenario");
    run.seed = json.at("seed");
    run.replicates = json.at("replicates");
    run.first = json.at("first_replicate");
    run.planned = json.at("planned_replicates");
    run.members = json.at("members");
    run.design = json.at("design");
    run.mode = store_mode_from(json.at("store").get<std::string>()).value_or(StoreMode::full);
    run.config_digest = json.at("config_digest");
    run.fingerprint = json.at("math_fingerprint");
    manifest.command = json.at("command");
    manifest.version = json.at("version");
    manifest.commit = json.at("commit");
    if (json.contains("shard")) manifest.shard = {json["shard"].at("index"), json["shard"].at("of")};
    manifest.outputs = json.at("outputs").get<std::vector<std::string>>();
    if (json.contains("outputs_sha256")) manifest.digests = json["outputs_sha256"].get<OutputDigests>();
    manifest.store_index = json.value("store_index_sha256", std::string());
    for (const Json& input : json.at("inputs")) {
      manifest.inputs.push_back(
          {input.at("path"),
           input.at("period").is_null() ? std::string() : input.at("period").get<std::string>(),
           input.at("sha256"), input.at("bytes")});
    }
    const Json& e = json.at("execution");
    manifest.execution = {e.at("host"),    e.at("started"), e.at("simd"),
                          e.at("threads"), e.at("seconds"), e.at("replicates_per_second")};
    return manifest;
  } catch (const nlohmann::json::exception& error) {
    throw StoreError(file.string() + ": is not the manifest of a run of sendcast (" + error.what() + ")");
  }
}

}  // namespace sim
