// Long names of parameters in narrow columns.

#include "app/name_lines.hpp"

#include <string_view>

namespace app {

std::vector<std::string> name_lines(const std::string& name, std::size_t width) {
  constexpr std::string_view indent = "  ";
  std::vector<std::string> out;
  std::string_view rest = name;
  while (!rest.empty()) {
    const std::size_t room = out.empty() ? width : width - indent.size();
    std::size_t length = rest.size();
    if (length > room) {
      const auto at = rest.substr(0, room).find_last_of(".-_");
      length = at == std::string_view::npos || at == 0 ? room : at + 1;
    }
    out.push_back(std::string(out.empty() ? "" : indent) + std::string(rest.substr(0, length)));
    rest.remove_prefix(length);
  }
  if (out.empty()) out.emplace_back();
  return out;
}

}  // namespace app
