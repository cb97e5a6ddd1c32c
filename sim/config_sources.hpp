#pragma once
// The files that one configuration consists of: counted, listed, and kept while it is read.

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "sim/config.hpp"
#include "sim/config_files.hpp"
#include "sim/csv.hpp"
#include "sim/faults.hpp"
#include "sim/toml_value.hpp"

namespace sim {

/// Sources stay where they are for the life of this object: places point to them.
class ConfigSources {
 public:
  ConfigSources(const std::filesystem::path& root, ConfigFiles& files, Faults& faults);

  Faults& faults() { return faults_; }

  /// A TOML file; faults in opening it are laid at `asked_from`, or at the file itself if that is empty. Null
  /// if it could not be read.
  const TomlValue* toml(const std::filesystem::path& path, const Place* asked_from);

  /// The text of an option as TOML, as a table under the source name "--set name=value".
  const TomlValue* option(const Override& option);

  /// Where values that are not read from a file may be kept for as long as the files' own.
  std::deque<TomlValue>& kept() { return documents_; }

  /// A CSV file, parsed once however often it is named. Null if it could not be read.
  const CsvTable* csv(const std::filesystem::path& path, const Place& asked_from);

  /// The *.toml files of a folder, sorted by name; nothing (and a fault) if it cannot be listed.
  std::vector<std::filesystem::path> folder(const std::filesystem::path& path, const Place& asked_from);

  /// The parameter as an earlier configuration read it from the same file and the same tables, counted as if
  /// it had been read now; null if it must be read.
  std::shared_ptr<const ReadParam> recall(const TomlValue& value, const ParamSpec& spec,
                                          const std::string& name);
  /// What has been read so far, to tell what reading one parameter takes.
  struct Mark {
    std::size_t faults = 0, distributions = 0, tables = 0;
  };
  Mark mark() const { return {faults_.size(), distributions_, asked_.size()}; }
  /// Keeps for others what was read since the mark, if there was no fault in it and it came from a file.
  void remember(const TomlValue& value, const ParamSpec& spec, const std::string& name, const Mark& since,
                std::shared_ptr<const ReadParam> param);

  /// Counts one more number given as a table; false, after one fault, when there have been too many.
  bool another_distribution(const Place& place);

  /// True if some file could not be read in full, so that what it would have set is unknown.
  bool incomplete() const { return incomplete_; }
  void mark_incomplete() { incomplete_ = true; }

  std::vector<InputFile> inputs() const;

 private:
  /// Counts the file in; null, and a fault, if there is none or it is one too many.
  template <class Content>
  const Content* counted(const SharedFile<Content>& read, const std::filesystem::path& path,
                         const Place* asked_from);
  bool within_limits(std::size_t bytes, const Origin& where);

  std::filesystem::path root_folder_;
  ConfigFiles& files_;
  Faults& faults_;
  std::deque<Source> options_;
  std::deque<TomlValue> documents_;
  std::deque<std::shared_ptr<const void>> held_;
  std::map<std::string, const CsvTable*> tables_;
  std::vector<std::filesystem::path> asked_;  // tables, in the order in which they were asked for
  std::map<const Source*, const ConfigFile<TomlValue>*> documents_of_;
  std::map<std::string, InputFile> inputs_;
  std::size_t total_bytes_ = 0, opened_ = 0, distributions_ = 0;
  bool incomplete_ = false, over_limit_ = false;
};

}  // namespace sim
