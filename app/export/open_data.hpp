#pragma once
// The figures of summary.csv as the Department's open data standard has them: one pair of files (data and
// .meta.csv) for each kind of period.

#include <string>
#include <vector>

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

/// `authority`: null if the area is none, so that its codes are not available (x).
OpenData open_data(const StoredRun& run, const RunNames& names, const KnownAuthority* authority);

/// "201920" and "Academic year" of a period of summary.csv.
struct TimePeriod {
  std::string period, identifier;
};
TimePeriod time_period(sim::PeriodType type, const std::string& period);

}  // namespace app
