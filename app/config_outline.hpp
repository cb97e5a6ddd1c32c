#pragma once
// A checked configuration in a few lines: where, when, what it holds, and how much of it is weakly founded.

#include <string>

#include "sim/config.hpp"

namespace app {

std::string config_outline(const sim::Config& config);

}  // namespace app
