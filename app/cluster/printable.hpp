#pragma once
// Words that may stand in a script, a comment or YAML.

#include <string>
#include <string_view>

namespace app {

/// Why a word must not be printed into any of these: "holds a line break", "holds a control character", "is
/// not UTF-8"; empty if it may. What any reader of YAML takes for a break or leaves out counts: U+0085,
/// U+2028, U+2029, U+FEFF.
std::string why_not_printable(std::string_view word);

}  // namespace app
