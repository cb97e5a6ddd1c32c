// Text that a reader of YAML (1.1 and 1.2) gives back unchanged.

#include "app/cluster/yaml_text.hpp"

namespace app {

std::string yaml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string yaml_block(std::string_view lines, unsigned indent) {
  std::string out;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    out.append(indent, ' ').append(lines.substr(0, end)).append("\n");
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
  }
  return out;
}

}  // namespace app
