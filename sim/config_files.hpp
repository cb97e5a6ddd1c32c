#pragma once
// The files of configurations, read and parsed once however many configurations name them.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "sim/config.hpp"
#include "sim/csv.hpp"
#include "sim/faults.hpp"
#include "sim/read_file.hpp"
#include "sim/toml_value.hpp"

namespace sim {

/// A parameter as a file gives it: the same in every configuration that names the file.
struct ReadParam {
  std::vector<Assumption> assumptions;     // their cells count from the parameter's first
  std::vector<DirichletGroup> wholes;      // shares that are drawn together
  std::optional<std::uint32_t> last_year;  // see TableValues
  bool whole = true;                       // every cell has a value
};

template <class Content>
struct ConfigFile;

/// What reading a parameter gave and used, if there was no fault in it.
struct RememberedParam {
  std::shared_ptr<const ReadParam> param;
  std::size_t distributions = 0;
  /// The tables as they were then; they are kept, so that another one is never taken for them.
  std::vector<std::pair<std::filesystem::path, std::shared_ptr<const ConfigFile<CsvTable>>>> tables;
};

/// A file as it was read. Places in `content` and `faults` point to `source`, so it stays where it is.
template <class Content>
struct ConfigFile {
  Source source;
  InputFile input;
  std::optional<Content> content;  // nothing if it could not be parsed at all
  Faults faults;
  /// By value, declaration and full name. Grows while configurations are read, and goes with the file.
  mutable std::map<std::tuple<const TomlValue*, const ParamSpec*, std::string>, RememberedParam> params;
};

/// A file is shared by those who hold it, so that it may be forgotten while somebody reads it.
template <class Content>
using SharedFile = std::variant<std::shared_ptr<const ConfigFile<Content>>, Unreadable>;

/// Where the paths in a file are looked for: its own folder.
std::filesystem::path folder_of(const std::filesystem::path& file);

/// Not for several threads at once. All configurations that share one are of one schema.
class ConfigFiles {
 public:
  /// `root_folder` is the folder of the root configuration, from which the file's recorded name is seen.
  SharedFile<TomlValue> toml(const std::filesystem::path& path, const std::filesystem::path& root_folder);
  SharedFile<CsvTable> csv(const std::filesystem::path& path, const std::filesystem::path& root_folder);

  /// The file may have changed: it is read again when it is next asked for.
  void forget(const std::filesystem::path& path);

  /// Looks at every file anew and forgets those whose bytes are no longer what was read: for who reads
  /// configurations again and again while people edit them.
  void forget_changed();

 private:
  /// By the file on the disk and the name that is recorded of it, which areas side by side give to the same
  /// files.
  template <class Content>
  using Known = std::map<std::pair<std::string, std::string>, std::shared_ptr<const ConfigFile<Content>>>;

  Known<TomlValue> toml_;
  Known<CsvTable> csv_;
};

}  // namespace sim
