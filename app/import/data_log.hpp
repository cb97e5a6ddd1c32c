#pragma once
// What an import read, left out and mended: the record that goes with the figures.

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace app {

/// Whose rows they are where an import knows one area only.
inline constexpr const char* own_area = "";
/// Note on a file that holds a header and nothing else.
inline constexpr const char* no_rows = "no rows";

/// One file. Rows later than `--as-of` are nowhere in it: it is as if they were not in the file.
struct FileLog {
  std::string name;    ///< in its folder or archive
  std::string kind;    ///< title of its shape; "" if it was not read
  std::string sha256;  ///< of the file; with --as-of, of its header and the rows not later
  std::uint64_t bytes = 0;
  long rows = 0;                        ///< read, without the header
  std::map<std::string, long> dropped;  ///< rows by reason
  std::map<std::string, long> rows_of;  ///< rows used, by key_of(authority), or own_area
  std::optional<int> first_year, last_year;
  long unreadable_days = 0;        ///< cells that should hold a date and hold something else
  std::vector<std::string> notes;  ///< on columns and the file as a whole
};

/// A figure that was mended or set aside, with its authority.
struct Repair {
  std::string authority;  ///< key_of(authority); "" for the whole
  std::string what;       ///< a sentence
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy takes the 0 inside <=> for a pointer
  friend auto operator<=>(const Repair&, const Repair&) = default;
};

struct DataLog {
  std::vector<FileLog> files;
  std::vector<Repair> repairs;
};

}  // namespace app
