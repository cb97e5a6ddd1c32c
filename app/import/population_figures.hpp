#pragma once
// Residents, births and migration of an area at a January, from what files say of mid-years.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/import/england.hpp"
#include "app/import/panel.hpp"

namespace app {

/// A number or table with its evidence.
struct Evidence {
  std::string source, reliability, note;
};

/// What the files do not say, and what stands in for it.
struct Missing {
  std::string what, instead;
};

/// What `Missing` calls residents.
inline constexpr const char* residents_missing = "residents by age";

struct PopulationFigures {
  ByAge residents{};
  Evidence evidence;
  std::optional<ByAge> net_migration;  ///< share of the cohort on reaching the age
  Evidence migration_evidence;
  std::map<int, double> births;
  Evidence births_evidence;
};

/// Where a figure comes from: "SEN2 (caseload.csv)", or the name of another import's file.
std::string source_of(const Panel& panel, const Authority& authority, const Series& series, int year);

class PopulationOfArea {
 public:
  PopulationOfArea(const Panel& panel, const Authority& authority, const England& england)
      : panel_(panel), authority_(authority), england_(england) {}

  void set_january(int january) { january_ = january; }
  /// The mid-year before the January, or the nearest one that is known, earlier ones first; nothing if none
  /// is.
  std::optional<int> year() const;
  bool known(const Authority& of, int year) const;
  /// Residents at the middle of the year before the January: cohorts of `year`, older or younger by the
  /// difference. Ages without a cohort have that of the nearest age.
  ByAge residents(const Authority& of, int year) const;
  /// Everything that the configuration states; England's ages where nothing is known, said in `missing`.
  PopulationFigures figures(double plans, std::vector<Missing>& missing) const;

 private:
  std::map<int, double> births(double at_start) const;
  void add_migration(PopulationFigures& p) const;
  PopulationFigures of_england(double plans) const;

  const Panel& panel_;
  const Authority& authority_;
  const England& england_;
  int january_ = 0;
};

}  // namespace app
