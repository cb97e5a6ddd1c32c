#pragma once
// The small tables beside transitions.csv: residents, costs and valid states, each of which is said once.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/import/csv_stream.hpp"
#include "app/import/data_log.hpp"
#include "sim/faults.hpp"

namespace app {

/// Academic year 0 is Reception: age at 31 August before.
inline constexpr int reception_age = 4;

/// Place of a column. Throws UserError if it is not there.
std::size_t needed_column(const CsvStream& csv, std::string_view name);

/// Reads the tables row by row. The same row once more is dropped and logged; one that says something else
/// is a fault with both lines, as are cells that are no numbers and ages that a year of residents lacks.
class TransitionTables {
 public:
  /// Called for every row that is used, after it was read.
  using Noted = std::function<void()>;

  explicit TransitionTables(std::optional<int> as_of) : as_of_(as_of) {}
  void read_population(CsvStream& csv, FileLog& log, const Noted& noted);
  void read_costs(CsvStream& csv, FileLog& log, const Noted& noted);
  void read_valid_states(CsvStream& csv, FileLog& log, const Noted& noted);
  /// Throws UserError with the faults of all tables.
  void check();

  /// Residents by mid-year and age: the middle of the year before the January that the file names.
  std::map<int, std::map<int, double>> residents() const;
  /// GBP a year; nothing if it is not reported.
  std::optional<double> cost(const std::string& setting, const std::string& need) const;
  /// First and last age by setting.
  std::map<std::string, std::pair<int, int>> valid_ages() const;

 private:
  /// What a line says.
  template <class Value>
  struct Said {
    Value value{};
    long line = 0;
  };
  template <class Key, class Value>
  using Sayings = std::map<Key, Said<Value>>;

  template <class Key, class Value>
  void say(Sayings<Key, Value>& known, const Key& key, const Said<Value>& said, const std::string& of,
           const CsvStream& csv, FileLog& log);
  void find_gaps(const CsvStream& csv);
  void fault(const CsvStream& csv, long line, std::string problem, std::string why = {});

  std::optional<int> as_of_;
  Sayings<std::pair<int, int>, double> residents_;              ///< by calendar year and age
  Sayings<std::pair<std::string, std::string>, double> costs_;  ///< by setting and need
  Sayings<std::string, std::pair<int, int>> valid_;             ///< ages by setting
  sim::Faults faults_;
};

}  // namespace app
