#pragma once
// SHA-256 (FIPS 180-4), to name an input file by its content.

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace sim {

/// The digest of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  /// Of all bytes added so far, as 64 lower-case hexadecimal digits.
  std::string hex() const;

 private:
  std::array<std::uint32_t, 8> state_;
  std::string tail_;  ///< less than a block
  std::uint64_t bytes_ = 0;
};

/// The digest of `bytes`, as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);
/// The digest of a file's bytes, read in pieces; empty if it cannot be read.
std::string sha256_of_file(const std::filesystem::path& file);

}  // namespace sim
