#pragma once
// CSV files inside a ZIP archive, unpacked in memory piece by piece.

#include <filesystem>
#include <string>

#include "app/import/byte_source.hpp"

namespace app {

/// "*.csv" but not "*.meta.csv", in any letter case.
bool is_csv_name(const std::string& name);

/// See for_each_csv.
void for_each_csv_in_archive(const std::filesystem::path& path, const UseFile& use);

}  // namespace app
