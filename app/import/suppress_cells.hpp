#pragma once
// The counts of person-level returns and how they add up, before any of them is shown.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/import/disclosure.hpp"
#include "app/import/panel.hpp"

namespace app {

/// Facts of returns as cells of relations. Counts from 1 to `smallest` - 1 are secret; totals of plans are
/// fixed, and so is what other files say.
class SuppressCells {
 public:
  using Parts = std::vector<std::size_t>;
  enum class Rest {
    of_no_harm,  ///< records that say less, such as an age that is not known
    of_children  ///< a count of children by what became of them
  };

  /// Stocks of `januaries` and flows of the years before them; `elsewhere` may be null.
  SuppressCells(const Panel& panel, const Authority& area, const Authority* elsewhere, int smallest,
                const std::set<int>& januaries);

  std::optional<std::size_t> cell(const Series& series, int year) const;
  double value(std::size_t cell) const { return cells_[cell].value; }
  /// All categories of a breakdown in a year, by name.
  std::map<std::string, std::size_t> categories(const std::string& measure, const std::string& breakdown,
                                                int year) const;
  std::vector<std::pair<Series, std::size_t>> of_measure(const std::string& beginning, int year) const;

  /// The parts add up to the whole, but for a rest that is nowhere shown. A whole that is not among the facts
  /// is taken to be known from elsewhere.
  void adds(std::optional<std::size_t> whole, const Parts& parts, Rest rest);
  /// The sum of the terms is a count that is nowhere shown; nothing is related where it is below 0.
  void leaves(DisclosureRelation terms, Rest rest);
  /// The sum of the terms is nought, but for fewer than `smallest` whom somebody may know of, or may take to
  /// be none; nothing is related where it is more.
  void balances(DisclosureRelation terms);
  /// `more` less `fewer` is known from elsewhere.
  void grows_by_known(std::size_t more, std::size_t fewer);

  /// Takes out of `area` what is secret and what would give it away; returns how many.
  long suppress(Authority& area);

 private:
  bool small(double value) const { return value > 0 && value < smallest_; }
  std::size_t add(double value, DisclosureCell::Role role);
  double sum(const DisclosureRelation& terms) const;

  const int smallest_;
  std::vector<DisclosureCell> cells_;
  std::vector<DisclosureRelation> relations_;
  std::map<std::pair<Series, int>, std::size_t> cell_;
  std::map<std::pair<std::uint32_t, int>, std::size_t> fact_;
};

/// How the counts of the return of one January add up.
void relate_return(SuppressCells& cells, int january);
/// Plans of one January, the year's new and ceased ones, and plans of the next: in all, by age and by
/// setting.
void relate_years(SuppressCells& cells, int january);

}  // namespace app
