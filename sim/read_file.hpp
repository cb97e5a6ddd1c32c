#pragma once
// Whole regular files, and nothing else: never a pipe, a device or more than the limit.

#include <cstddef>
#include <filesystem>
#include <string>
#include <variant>

namespace sim {

/// Why a file could not be read, in words: "there is no such file".
struct Unreadable {
  std::string why;
};

/// The content of a regular file (symbolic links are followed) of at most `limit` bytes. Never blocks.
std::variant<std::string, Unreadable> read_regular_file(const std::filesystem::path& path, std::size_t limit);

}  // namespace sim
