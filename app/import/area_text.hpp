#pragma once
// The configuration of an area as text, and the tables beside it.

#include <map>
#include <string>

#include "app/import/area_figures.hpp"

namespace app {

struct AreaNames {
  std::string name, code;
  std::string national;  ///< path of England's file, from the area's folder
};

/// area.toml and the CSV files that it names, by name of the file.
std::map<std::string, std::string> area_files(const AreaFigures& figures, const AreaNames& names,
                                              const England& england);

}  // namespace app
