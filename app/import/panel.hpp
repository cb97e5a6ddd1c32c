#pragma once
// What published files say of authorities: facts by authority, series and year, in memory.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/import/authorities.hpp"

namespace app {

/// What the year of a fact means.
enum class Clock : std::uint8_t {
  january,        ///< counted in January of the year
  calendar_year,  ///< happened in the year
  mid_year        ///< counted on 30 June of the year
};
std::string_view name_of(Clock clock);

/// One series of figures. `measure` such as "plans", "new_plans", "requests", "plans_ceased"; `breakdown`
/// "total", "age" ("4", "0-2", "20-25"), "setting", "need", "reason", ...; `category` "total" where there is
/// none.
struct Series {
  std::string measure, breakdown = "total", category = "total";
  Clock clock = Clock::calendar_year;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy takes the 0 inside <=> for a pointer
  friend auto operator<=>(const Series&, const Series&) = default;
};

/// A figure and where it comes from: `release` and `file` are places in Panel::sources.
struct Fact {
  double value = 0;
  std::uint32_t source = 0;  ///< place in Panel::sources
  std::uint8_t rank = 0;     ///< of two files of one release, the lower speaks
};

struct YearValue {
  int year = 0;
  double value = 0;
};

/// One local authority, or England.
struct Authority {
  std::string code;    ///< nine-character ONS code, the latest one seen ("E92000001" for England)
  std::string number;  ///< the three-digit number of the DfE; it stays when the code changes
  std::string name, region;
  std::set<std::string> codes;                          ///< ONS codes that it has had in these files
  std::map<std::pair<std::uint32_t, int>, Fact> facts;  ///< by (series, year)
  std::set<std::pair<std::uint32_t, int>> suppressed;   ///< facts that this import took out
};

/// What stays the same when an authority's code changes: the number, or the code where there is none.
inline const std::string& key_of(const Authority& authority) {
  return authority.number.empty() ? authority.code : authority.number;
}

/// Facts of many authorities. Series are interned: a fact costs a few words.
class Panel {
 public:
  std::vector<Authority> authorities;  ///< sorted by name, England apart
  Authority england;
  std::vector<std::string> sources;  ///< files, as messages call them

  std::uint32_t intern(const Series& series);
  const Series& series(std::uint32_t index) const { return series_[index]; }
  std::size_t series_count() const { return series_.size(); }

  std::optional<double> value(const Authority& authority, const Series& series, int year) const;
  /// True if this import took the figure out.
  bool suppressed(const Authority& authority, const Series& series, int year) const;
  /// All years of a series, ascending.
  std::vector<YearValue> years(const Authority& authority, const Series& series) const;
  /// All categories of a breakdown in one year, by name.
  std::map<std::string, double> categories(const Authority& authority, std::string_view measure,
                                           std::string_view breakdown, Clock clock, int year) const;
  /// Every year in which a measure has a figure in the breakdown.
  std::vector<int> years_of(const Authority& authority, std::string_view measure,
                            std::string_view breakdown) const;

  /// By name (letter case and punctuation aside), ONS code (also one that it had before) or DfE number.
  /// Throws UserError for none, with the nearest name or what `known` says became of it, and for a beginning
  /// that several names share.
  const Authority& find(std::string_view wanted, const Authorities& known = {}) const;

 private:
  std::optional<std::uint32_t> known(const Series& series) const;
  std::vector<Series> series_;
  std::map<Series, std::uint32_t> index_;
};

}  // namespace app
