#pragma once
// The areas of a configuration that speaks for several: a folder each, in one folder.

#include "app/load.hpp"
#include "sim/config_files.hpp"
#include "sim/layout.hpp"

namespace app {

/// Reads and checks the areas of `whole`, each under the same scenarios and settings: the whole with its
/// areas, or everything that is wrong with any of them. Gives `whole` back if it is of one area.
Loaded with_areas(Loaded whole, const ConfigChoice& choice, sim::ConfigFiles& files);

/// Targets, outturns and discrepancies that speak of figures which a run has not: faults, and notes on those
/// outside its time.
void look_for_figures(const sim::Config& config, const sim::Layout& layout, Loaded& into);

}  // namespace app
