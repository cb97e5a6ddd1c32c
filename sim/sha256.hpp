#pragma once
// SHA-256 (FIPS 180-4), to name an input file by its content.

#include <string>
#include <string_view>

namespace sim {

/// The digest of `bytes`, as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace sim
