#pragma once
// Columns of a CSV file that another command has written beside a run.

#include <filesystem>
#include <string>
#include <vector>

namespace app {

/// The cells of these columns, row by row, in the order asked for. Throws UserError if the file cannot be
/// read or lacks one of them.
std::vector<std::vector<std::string>> csv_rows(const std::filesystem::path& file,
                                               const std::vector<std::string>& columns);

}  // namespace app
