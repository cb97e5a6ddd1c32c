#pragma once
// The figures of summary.csv as the Department's open data standard has them: one pair of files (data and
// .meta.csv) for each kind of period.

#include <map>
#include <string>
#include <vector>

#include "app/export/geography.hpp"
#include "app/export/run_names.hpp"
#include "app/import/authorities.hpp"
#include "app/stored/stored_run.hpp"

namespace app {

struct OpenDataFile {
  std::string name;  ///< "send_forecast_january"
  std::string data, meta;
};

struct OpenData {
  std::vector<OpenDataFile> files;
  std::vector<std::string> notes;
};

/// A run of one area. `authority`: null if the area is none, so that its codes are not available (x).
OpenData open_data(const StoredRun& run, const RunNames& names, const KnownAuthority* authority);

/// The same of a run of several areas: rows of all together, of each region and of each area.
OpenData open_data_of_all(const StoredRun& run, const RunNames& names, const Authorities& authorities,
                          const std::map<std::string, std::string>& regions);

/// "201920" and "Academic year" of a period of summary.csv.
struct TimePeriod {
  std::string period, identifier;
};
TimePeriod time_period(sim::PeriodType type, const std::string& period);

}  // namespace app
