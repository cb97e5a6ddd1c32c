#pragma once
// Where a figure is of, in the columns of the Department's open data standard: country, region, authority.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "app/export/run_names.hpp"
#include "app/import/authorities.hpp"
#include "app/stored/stored_run.hpp"

namespace app {

/// An area of a run, and its cells from geographic_level to la_name.
struct Geography {
  std::string area, cells;
};

/// Codes of England's regions by their names: `configs/national/regions.csv`. Throws UserError.
std::map<std::string, std::string> read_regions(const std::filesystem::path& configs);

/// The one area of a run. `authority`: null if it is none, so that its codes are not available (x).
Geography one_geography(const std::string& area, const KnownAuthority* authority);

/// All together, regions and areas of a run of several; what levels beyond the standard stand as is added to
/// `notes`. As in the Department's releases the columns of a narrower level are empty.
std::vector<Geography> geographies(const StoredRun& run, const RunNames& names,
                                   const Authorities& authorities,
                                   const std::map<std::string, std::string>& regions,
                                   std::vector<std::string>& notes);

}  // namespace app
