#pragma once
// Texts that the program carries with it: chart specifications and page templates of plots/, and Vega.

#include <string_view>
#include <vector>

namespace app {

/// A file of plots/ by its name ("fan.vg.json", "report.html"), or "vega.js", which makes window.vega.
struct EmbeddedText {
  std::string_view name, text;
};

/// All of them. Written at build by cmake/embed.cmake.
const std::vector<EmbeddedText>& embedded_texts();

/// One of them. Throws std::logic_error if the program carries none of that name.
std::string_view embedded(std::string_view name);

}  // namespace app
