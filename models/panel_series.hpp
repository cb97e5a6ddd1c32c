#pragma once
// The panel: yearly figures of all authorities and of England, as published.

#include <map>
#include <string>
#include <vector>

namespace models {

/// Figures by year; NaN where there is none.
class YearSeries {
 public:
  /// NaN outside the years that were set.
  double at(int year) const;
  bool has(int year) const;
  void set(int year, double value);
  /// Drops what is later.
  void cut_after(int year);
  bool empty() const { return values_.empty(); }
  int first() const { return first_; }
  int last() const { return first_ + static_cast<int>(values_.size()) - 1; }

 private:
  int first_ = 0;
  std::vector<double> values_;
};

/// One authority, or England. Stocks are those of January; flows those of the calendar year.
struct AuthoritySeries {
  std::string code, name;
  YearSeries plans;      ///< EHC plans and statements in January
  YearSeries new_plans;  ///< issued in the year
  YearSeries requests;   ///< for an assessment, received in the year
  YearSeries undecided;  ///< assessments begun and not decided at the end of the year
  /// Parts of the plans in January by name, such as "independent" or "age_5-10".
  std::map<std::string, YearSeries> parts;
};

struct PanelSeries {
  AuthoritySeries england;
  std::vector<AuthoritySeries> authorities;
  int first_year() const;  ///< first January of England
  int last_year() const;   ///< last January of England
};

/// What was known in January of a year: stocks up to it, flows of the years before. Forecasts see nothing
/// else. All authorities keep their places, those that begin later without figures.
PanelSeries known_in_january(PanelSeries panel, int year);

}  // namespace models
