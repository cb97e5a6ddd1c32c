#pragma once
// What has happened since, against the forecast: one list for every sentence and table that counts it.

#include <string>
#include <vector>

#include "app/report/report_sources.hpp"

namespace app {

/// A figure that has come since, from the file of --outturns or from the configuration.
struct OutturnRecord {
  sim::Metric metric;
  std::string period;
  double happened = 0;
  sim::Summary forecast;
  double percentile = 0, mcse = 0;  ///< 0 to 1; by how many replicates lie below, ties counted half

  /// Between P10 and P90 as they are printed beside it, the ends included.
  bool inside() const { return happened >= forecast.p10 && happened <= forecast.p90; }
};

std::vector<OutturnRecord> outturn_record(const ReportSources& s);
/// "Of 5 figures of this forecast that have come since, 3 lie between P10 and P90"; of none empty.
std::string record_words(const std::vector<OutturnRecord>& record);

}  // namespace app
