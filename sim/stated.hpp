#pragma once
// Whether somebody set a name, before it is known whether the configuration can be read.

#include <filesystem>
#include <span>
#include <string_view>

#include "sim/config.hpp"
#include "sim/config_files.hpp"

namespace sim {

/// True if the configuration, its scenarios or the overrides give a top-level name of the schema a value,
/// sound or not, other than an empty text. What cannot be read states nothing.
bool states(ConfigFiles& files, const std::filesystem::path& root, const Schema& schema,
            std::span<const std::filesystem::path> scenarios, std::span<const Override> overrides,
            std::string_view name);

}  // namespace sim
