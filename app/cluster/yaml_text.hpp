#pragma once
// Text that a reader of YAML (1.1 and 1.2) gives back unchanged.

#include <string>
#include <string_view>

namespace app {

/// In double quotes. The text is UTF-8 without line breaks and control characters.
std::string yaml_text(std::string_view text);

/// Lines as the content of a literal block ("|"), each after `indent` spaces. Ends with a newline, as they
/// do.
std::string yaml_block(std::string_view lines, unsigned indent);

}  // namespace app
