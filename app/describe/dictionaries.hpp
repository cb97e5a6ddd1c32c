#pragma once
// What the program knows of itself, as text and as the Markdown dictionaries in docs/.

#include <string>

#include "sim/config.hpp"

namespace app {

std::string parameters_text();
std::string parameters_markdown();
std::string metrics_text();
std::string metrics_markdown();
std::string stages_text();
/// The placement types of a configuration.
std::string placements_text(const sim::Config& config);

}  // namespace app
