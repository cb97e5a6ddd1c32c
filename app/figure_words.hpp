#pragma once
// A figure in a few words, as the command line takes it: "cumulative_deficit in 2024-25".

#include <string>
#include <string_view>

#include "app/stored/stored_run.hpp"

namespace app {

/// What was asked for; the period is empty where none was named.
struct FigureWords {
  SeriesName name;
  std::string period;
};

/// "METRIC", "METRIC in PERIOD", "METRIC[BREAKDOWN=CATEGORY] in PERIOD". Throws UserError that begins with
/// the option.
FigureWords read_figure(std::string_view option, const std::string& text);

/// The figure in a run, at the last period of the line where none was named. Throws UserError.
Figure figure_of(const StoredRun& run, const FigureWords& words);

/// "cumulative_deficit in 2024-25".
std::string figure_name(const StoredRun& run, Figure figure);

}  // namespace app
