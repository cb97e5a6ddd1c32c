#pragma once
// Which kind of file a file is, and which of its columns is meant.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/import/csv_stream.hpp"
#include "app/import/data_log.hpp"
#include "app/import/release_shape.hpp"

namespace app {

/// "a | b" or "a + b" in parts.
std::vector<std::string_view> name_parts(std::string_view text, char by);

/// The column under the first of its names ("a | b") that the file has, or CsvStream::absent. `used`
/// remembers it.
std::size_t column_of(const CsvStream& csv, std::string_view names, std::set<std::size_t>& used);

/// The kind of a file by its name, whatever number or year stands around it; failing that, by columns that
/// only one kind has, with a note in the log. Null for another file.
const FileShape* shape_of(const std::string& name, const CsvStream& csv, FileLog& log);

}  // namespace app
