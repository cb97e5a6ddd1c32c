#pragma once
// What `sendcast report` was asked to do, checked.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace app {

/// The words of the command line.
struct ReportWords {
  std::string run, outturns;
  std::vector<std::string> compare;
  std::optional<std::string> out;
  bool assurance = false, quiet = false, json = false;
};

struct ReportOptions {
  std::filesystem::path folder;                   ///< of a finished run or of a comparison
  std::vector<std::string> compare;               ///< folders of finished runs that it is set against
  std::optional<std::filesystem::path> outturns;  ///< CSV file of what happened
  std::filesystem::path out;                      ///< the page
  bool in_folder = false;                         ///< whether that is the run's own folder
  bool assurance = false, quiet = false, json = false;
};

/// Throws UserError for the first word that makes no sense.
ReportOptions report_options(const ReportWords& words);
/// The command that repeats it.
std::string report_command(const ReportWords& words);

}  // namespace app
