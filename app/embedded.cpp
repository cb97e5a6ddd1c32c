#include "app/embedded.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace app {

std::string_view embedded(std::string_view name) {
  const auto& texts = embedded_texts();
  const auto found = std::ranges::find(texts, name, &EmbeddedText::name);
  if (found == texts.end())
    throw std::logic_error("no text named " + std::string(name) + " is built into the program");
  return found->text;
}

}  // namespace app
