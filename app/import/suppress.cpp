// Counts that are too small to be shown.

#include "app/import/suppress.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/import/labels.hpp"
#include "app/import/sen2_tables.hpp"
#include "app/import/suppress_cells.hpp"
#include "models/axes.hpp"

namespace app {
namespace {

using Parts = SuppressCells::Parts;
using Rest = SuppressCells::Rest;

/// The counts of one return and how they add up.
class Return {
 public:
  Return(SuppressCells& cells, int january) : cells_(cells), january_(january) {}

  void relate() const {
    for (const char* breakdown : {"age", "need", "setting"})
      adds(cell({"plans", "total", "total", Clock::january}), parts("plans", breakdown), Rest::of_no_harm);
    for (const auto& [measure, breakdown] : {std::pair{"requests", "age"},
                                             {"new_plans", "age_august_before"},
                                             {"plans_ceased", "reason"},
                                             {"plans_ceased", "age"},
                                             {"plans_a_year_before", "age_group"}})
      adds(cell(total_of(measure)), parts(measure, breakdown), Rest::of_no_harm);
    decisions("requests_agreed", "refused_to_assess", "decision_by_age");
    decisions("assessed_and_issued", "refused_to_issue", "outcome_by_age");
    Parts outcomes;
    for (const char* outcome : {"requests_agreed", "refused_to_assess", "requests_withdrawn"})
      if (const auto at = cell(total_of(outcome))) outcomes.push_back(*at);
    adds(cell(total_of("requests")), outcomes, Rest::of_children);
    times();
    reasons();
    moves();
  }

 private:
  static Series total_of(const char* measure) { return {measure, "total", "total", Clock::calendar_year}; }
  int year_of(const std::string& measure) const { return measure == "plans" ? january_ : january_ - 1; }
  std::optional<std::size_t> cell(const Series& series) const {
    return cells_.cell(series, year_of(series.measure));
  }
  /// All categories of a breakdown for which `take` is true.
  template <class Take>
  Parts parts(const std::string& measure, const std::string& breakdown, Take take) const {
    Parts out;
    for (const auto& [category, at] : cells_.categories(measure, breakdown, year_of(measure)))
      if (take(category)) out.push_back(at);
    return out;
  }
  Parts parts(const std::string& measure, const std::string& breakdown) const {
    return parts(measure, breakdown, [](const std::string&) { return true; });
  }
  void adds(std::optional<std::size_t> whole, const Parts& parts, Rest rest) const {
    cells_.adds(whole, parts, rest);
  }
  void adds(const Series& whole, const std::vector<Series>& of, Rest rest) const {
    Parts all;
    for (const auto& series : of)
      if (const auto at = cell(series)) all.push_back(*at);
    if (all.size() == of.size()) adds(cell(whole), all, rest);
  }

  /// A table of ages by "yes" and "no", and its totals.
  void decisions(const char* yes, const char* no, const char* table) const {
    for (const auto& [whole, answer] : {std::pair{yes, " yes"}, {no, " no"}})
      adds(cell(total_of(whole)),
           parts(yes, table, [a = answer](const std::string& c) { return c.ends_with(a); }),
           Rest::of_no_harm);
    if (std::string_view(yes) != "requests_agreed") return;
    by_group("requests", "age", yes, table);
  }

  /// Single ages of one table and the groups of another: both are known of a group.
  void by_group(const char* measure, const char* breakdown, const char* other, const char* table) const {
    std::map<std::size_t, DisclosureRelation> groups;
    std::set<std::size_t> of_table;
    const auto sort = [&](const char* m, const char* b, double factor) {
      for (const auto& [category, at] : cells_.categories(m, b, year_of(m)))
        if (const auto band = age_band(category.substr(0, category.find(' ')))) {
          const auto group = models::age_group(static_cast<std::size_t>(band->from));
          groups[group].emplace_back(at, factor);
          if (factor < 0) of_table.insert(group);
        }
    };
    sort(measure, breakdown, 1);
    sort(other, table, -1);
    for (auto& [group, terms] : groups)
      if (of_table.contains(group)) cells_.leaves(std::move(terms), Rest::of_children);
  }

  /// Plans that are timed, of these without exceptions, of these within 20 weeks: who is late, and who is an
  /// exception, are differences.
  void times() const {
    const auto timed = total_of("issued_timed"), plain = total_of("issued_timed_excl_exceptions"),
               within = total_of("issued_within_20_weeks"),
               plain_within = total_of("issued_within_20_weeks_excl_exceptions"),
               over = total_of("issued_over_a_year");
    adds(total_of("new_plans"), {timed}, Rest::of_no_harm);
    adds(timed, {within}, Rest::of_children);
    adds(timed, {within, over}, Rest::of_children);
    adds(timed, {plain}, Rest::of_children);
    adds(plain, {plain_within}, Rest::of_children);
    adds(within, {plain_within}, Rest::of_children);
    adds(timed, {over}, Rest::of_no_harm);
    const auto a = cell(timed), b = cell(plain), c = cell(within), d = cell(plain_within);
    if (!a || !b || !c || !d) return;
    // With an exception, and late all the same.
    cells_.leaves({{*a, 1.0}, {*b, -1.0}, {*c, -1.0}, {*d, 1.0}}, Rest::of_children);
  }

  void reasons() const {
    std::set<std::string> all;
    for (const auto& [category, at] : cells_.categories("plans_ceased", "reason_by_age", january_ - 1))
      all.insert(category.substr(category.find(' ') + 1));
    for (const auto& reason : all)
      adds(cell({"plans_ceased", "reason", reason, Clock::calendar_year}),
           parts("plans_ceased", "reason_by_age",
                 [&](const std::string& c) { return c.substr(c.find(' ') + 1) == reason; }),
           Rest::of_no_harm);
  }

  /// Children who were in a setting a year before: moved to others, or stayed.
  void moves() const {
    for (const auto& [setting, at] :
         cells_.categories("children_in_setting_both_januaries", "setting", january_ - 1))
      adds(at,
           parts("moves", "setting",
                 [from = setting + " to "](const std::string& c) { return c.starts_with(from); }),
           Rest::of_children);
    for (const auto& [series, at] : cells_.of_measure("moved_", january_ - 1))
      adds(at, between_groups(series.measure), Rest::of_no_harm);
  }

  /// Moves that are counted within "moved_mainstream_to_special".
  Parts between_groups(const std::string& measure) const {
    return parts("moves", "setting", [&](const std::string& c) {
      const auto to = c.find(" to ");
      return measure ==
             fmt::format("moved_{}_to_{}", move_group(c.substr(0, to)), move_group(c.substr(to + 4)));
    });
  }

  SuppressCells& cells_;
  int january_;
};

}  // namespace

void relate_return(SuppressCells& cells, int january) { Return(cells, january).relate(); }

long suppress_small(const Panel& panel, Authority& area, int smallest, const std::set<int>& januaries,
                    const Authority* elsewhere) {
  if (smallest <= 1) return 0;
  SuppressCells cells(panel, area, elsewhere, smallest, januaries);
  for (const int january : januaries) {
    relate_return(cells, january);
    relate_years(cells, january);
  }
  return cells.suppress(area);
}

}  // namespace app
