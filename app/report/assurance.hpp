#pragma once
// The assurance pack: what the government's AQuA Book asks for and a program can honestly produce.

#include <string>
#include <vector>

#include "app/report/document.hpp"
#include "app/report/report_sources.hpp"

namespace app {

/// A check of this build on this run. `passed`: yes, no, or nothing where it could not be made, and why.
struct RunCheck {
  std::string what, result;
  std::optional<bool> passed;
  bool advice = false;  ///< of how much the run can say, not of whether it is right
};

/// Identities that hold in every replicate, the files against the store, and replicates simulated anew.
std::vector<RunCheck> run_checks(const ReportSources& s);

PageSection assumption_log(const ReportSources& s);
PageSection data_log(const ReportSources& s);

/// `command`: that makes the pack again.
Document assurance_document(const ReportSources& s, const std::string& command);

}  // namespace app
