#pragma once
// Layers of files flattened to settings: which name was given which value, and which value counts in the end.

#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "sim/config_sources.hpp"
#include "sim/schema.hpp"

namespace sim {

/// The names that may be set in one place: at the top level, or in a member of a family.
struct Scope {
  std::map<std::string, const ParamSpec*, std::less<>> params;
  std::map<std::string, const FieldSpec*, std::less<>> fields;
  std::set<std::string, std::less<>> tables;  // "request" of "request.rate"
  std::vector<std::string> known;             // everything that a mistyped key may have meant

  Scope(const std::vector<ParamSpec>& params, const std::vector<FieldSpec>& fields);
};

/// One name given one value; exactly one of `param` and `field` is set.
struct Setting {
  std::string name;  // full: "request.rate", "placement.special.group"
  const ParamSpec* param = nullptr;
  const FieldSpec* field = nullptr;
  const TomlValue* value = nullptr;
};

struct Member {
  Place place;            // where it was first named
  bool numbered = false;  // its id is its place in a list
};

struct Settings {
  std::vector<Setting> all;                                  // as applied; overruled ones included
  std::map<std::string, std::size_t, std::less<>> in_force;  // full name -> index in `all`
  std::map<std::string, std::map<std::string, Member>>
      members;                                              // family -> id -> member; parts: "family.id.part"
  std::map<std::string, std::vector<std::string>> library;  // family -> ids of its files
  std::vector<const TomlValue*> correlations;               // the entries of every `correlations` list
  std::vector<ScenarioLabel> scenarios;
};

/// Reads `root` and what it extends, the scenarios, then the overrides, and names every unknown key.
Settings collect_settings(const std::filesystem::path& root, std::span<const std::filesystem::path> scenarios,
                          std::span<const Override> overrides, const Schema& schema, ConfigSources& sources);

}  // namespace sim
