#pragma once
// Bytes of a file that is read once, from its beginning: so that a table of gigabytes needs no more memory
// than one line.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace app {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Up to `size` bytes into `to`; 0 at the end. Throws UserError if the file cannot be read.
  virtual std::size_t read(char* to, std::size_t size) = 0;
};

namespace input_limits {
inline constexpr std::size_t files = 4096;                   // looked at in one folder or archive
inline constexpr std::uint64_t file_bytes = 4ull << 30;      // of one file: read in pieces, in bounded memory
inline constexpr std::uint64_t archive_bytes = 2ull << 30;   // of all files of an archive, unpacked
inline constexpr std::uint64_t trusted_bytes = 64ull << 20;  // unpacked before the ratio is looked at
inline constexpr std::uint64_t unpacked_per_packed = 200;    // releases of the DfE: at most 26
inline constexpr int folder_depth = 3;  // an unpacked release has data/ and supporting files
}  // namespace input_limits

/// One CSV file: `name` as it is called in its folder or archive, `shown` as messages call it.
using UseFile = std::function<void(const std::string& name, const std::string& shown, ByteSource& bytes)>;

/// Gives every file `*.csv` of a folder (and of folders in it, sorted by name) or of a ZIP archive (in its
/// own order) to `use`. Metadata files (`*.meta.csv`) are passed over. Throws UserError for a path that is
/// neither, a damaged or encrypted archive, one that unpacks to more than the limits (nothing is unpacked to
/// the disk), and files that cannot be read. A single CSV file is taken as it is.
void for_each_csv(const std::filesystem::path& path, const UseFile& use);

}  // namespace app
