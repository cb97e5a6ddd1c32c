#pragma once
// Which category of a return a placement or a line of the ledger belongs to: data files in configs/returns/.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace app {

/// Rows of a data file: column -> cell. Throws UserError (file, line) if it cannot be read or lacks a column.
std::vector<std::map<std::string, std::string>> read_return_file(const std::filesystem::path& file,
                                                                 const std::vector<std::string>& columns);

/// What belongs where, by name; for one that the file does not name, by its origin group.
class ReturnMap {
 public:
  /// `key`: the column with the names ("placement"). Throws UserError, also for a name that is there twice.
  ReturnMap(const std::filesystem::path& file, const std::string& key,
            const std::vector<std::string>& columns);

  /// The cell of a column ("dsg"); empty where the row has none, or there is no row.
  std::string of(const std::string& name, const std::string& group, const std::string& column) const;
  bool knows(const std::string& name, const std::string& group) const;

 private:
  const std::map<std::string, std::string>* row(const std::string& name, const std::string& group) const;
  std::map<std::string, std::map<std::string, std::string>> by_name_, by_group_;
};

}  // namespace app
