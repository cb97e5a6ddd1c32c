// What two pieces of one run have in common, by name.

#include "sim/run_identity.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace sim {
namespace {

using Json = nlohmann::ordered_json;

/// What is too long to be shown, and how its difference is told.
struct Told {
  const char *name, *text;
};
constexpr Told told[] = {
    {"configuration", "it was made from another configuration, or from files that have changed since"},
    {"mathematical library", "its machine's mathematical library gives other results"},
};

std::string clause(const std::string& name, const std::string& here, const std::string& there) {
  for (const auto& [known, text] : told)
    if (name == known) return text;
  return fmt::format("its {} is {}, not {}", name, there, here);
}

}  // namespace

RunIdentity::RunIdentity(const Manifest& m, const std::string& command) {
  const bool own = m.version.empty();
  const RunInfo& run = m.run;
  parts_ = {{"program", fmt::format("sendcast {} ({})", own ? program_version() : m.version,
                                    own ? program_commit() : m.commit)},
            {"mathematical library", run.fingerprint},
            {"configuration", run.config_digest},
            {"scenario", run.scenario},
            {"seed", fmt::to_string(run.seed)},
            {"number of replicates", fmt::to_string(run.planned)},
            {"design", run.design},
            {"number of members", fmt::to_string(run.members)},
            {"store", std::string(to_string(run.mode))},
            {"command", command}};
}

RunIdentity RunIdentity::read(const std::string& text) {
  RunIdentity out;
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return out;
  for (const auto& [name, value] : json.items())
    if (value.is_string()) out.parts_.emplace_back(name, value.get<std::string>());
  return out;
}

std::string RunIdentity::json() const {
  Json json;
  for (const auto& [name, value] : parts_) json[name] = value;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string RunIdentity::difference(const RunIdentity& other) const {
  if (parts_.size() != other.parts_.size()) return "it does not say which run it belongs to";
  std::string out;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const auto& [name, here] = parts_[i];
    const auto& [other_name, there] = other.parts_[i];
    if (name != other_name) return "it does not say which run it belongs to";
    if (here == there || (name == "command" && !out.empty())) continue;
    out += (out.empty() ? "" : "; ") + clause(name, here, there);
  }
  return out;
}

}  // namespace sim
