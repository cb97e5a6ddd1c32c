// Words that may stand in a script, a comment or YAML.

#include "app/cluster/printable.hpp"

#include "sim/utf8.hpp"

namespace app {
namespace {

constexpr std::string_view line_separators[] = {"\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};
constexpr std::string_view non_characters[] = {"\xef\xbb\xbf", "\xef\xbf\xbe", "\xef\xbf\xbf"};

bool holds_control(std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto byte = static_cast<unsigned char>(word[i]);
    if (byte < 0x20 || byte == 0x7f) return true;
    if (byte == 0xc2 && i + 1 < word.size() && static_cast<unsigned char>(word[i + 1]) < 0xa0) return true;
  }
  return false;
}

}  // namespace

std::string why_not_printable(std::string_view word) {
  if (!sim::is_utf8(word)) return "is not UTF-8";
  bool breaks = word.find_first_of("\n\r") != std::string_view::npos;
  for (const auto separator : line_separators) breaks |= word.find(separator) != std::string_view::npos;
  if (breaks) return "holds a line break";
  if (holds_control(word)) return "holds a control character";
  for (const auto mark : non_characters)
    if (word.find(mark) != std::string_view::npos) return "holds a character that YAML does not allow";
  return {};
}

}  // namespace app
