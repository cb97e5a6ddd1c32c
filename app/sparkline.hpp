#pragma once
// A row of small bars that shows the shape of a few figures.

#include <span>
#include <string>

#include "app/terminal.hpp"

namespace app {

/// One block character for each value, from the lowest to the highest of them; a space where there is none
/// (NaN). Equal values are all half high.
std::string sparkline(std::span<const double> values);

/// True for a terminal (not a pipe) whose locale is one of UTF-8.
bool can_draw_bars(Stream stream);

}  // namespace app
