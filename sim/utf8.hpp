#pragma once
// Is this text UTF-8?

#include <cstddef>
#include <string_view>

namespace sim {

/// Offset of the first byte that is not well-formed UTF-8 (overlong forms and surrogates included), or npos.
std::size_t find_invalid_utf8(std::string_view text);

bool is_utf8(std::string_view text);

/// The longest prefix of at most `bytes` bytes that does not cut a character in two.
std::size_t utf8_prefix(std::string_view text, std::size_t bytes);

}  // namespace sim
