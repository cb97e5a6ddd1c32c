// Counts that are too small to be shown.

#include "app/import/suppress.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/import/disclosure.hpp"
#include "app/import/labels.hpp"
#include "app/import/sen2_tables.hpp"
#include "models/axes.hpp"

namespace app {
namespace {

using Role = DisclosureCell::Role;

/// A table of two breakdowns: what is taken out of it could be worked out from its margins.
bool is_crossed(const std::string& breakdown) { return breakdown.find("_by_") != std::string::npos; }

/// The counts of one return and how they add up.
class Return {
 public:
  Return(Panel& panel, Authority& area, int smallest, int january)
      : panel_(panel), area_(area), smallest_(smallest), january_(january) {}

  long suppress() {
    collect();
    relate();
    protect(cells_, relations_);
    long hidden = 0;
    for (const auto& [key, cell] : fact_)
      if (cells_[cell].role == Role::hidden || cells_[cell].role == Role::secret) {
        area_.facts.erase(key);
        ++hidden;
      }
    return hidden;
  }

 private:
  bool small(double value) const { return value > 0 && value < smallest_; }

  void collect() {
    std::set<std::pair<std::string, std::string>> crossed;  // with a small count
    for (const auto& [key, fact] : area_.facts) {
      const Series& series = panel_.series(key.first);
      const bool of_return = (series.clock == Clock::january && key.second == january_) ||
                             (series.clock == Clock::calendar_year && key.second == january_ - 1);
      if (!of_return) continue;
      const bool start = series == Series{"plans", "total", "total", Clock::january};
      Role role = start ? Role::fixed : Role::shown;
      if (small(fact.value)) role = Role::secret;
      fact_[key] = cell_[series] = add(fact.value, role);
      if (role == Role::secret && is_crossed(series.breakdown))
        crossed.insert({series.measure, series.breakdown});
    }
    for (const auto& [series, cell] : cell_)
      if (crossed.contains({series.measure, series.breakdown}) && cells_[cell].role == Role::shown &&
          cells_[cell].value > 0)
        cells_[cell].role = Role::hidden, cells_[cell].least = 1;
  }

  std::size_t add(double value, Role role) {
    cells_.push_back({value, role, role == Role::secret ? 1.0 : 0.0});
    return cells_.size() - 1;
  }

  using Parts = std::vector<std::size_t>;

  static Series total_of(const char* measure) { return {measure, "total", "total", Clock::calendar_year}; }
  std::optional<std::size_t> cell(const Series& series) const {
    const auto at = cell_.find(series);
    if (at == cell_.end()) return std::nullopt;
    return at->second;
  }
  /// All categories of a breakdown for which `take` is true.
  template <class Take>
  Parts parts(const std::string& measure, const std::string& breakdown, Take take) const {
    Parts out;
    for (const auto& [series, at] : cell_)
      if (series.measure == measure && series.breakdown == breakdown && take(series.category))
        out.push_back(at);
    return out;
  }
  Parts parts(const std::string& measure, const std::string& breakdown) const {
    return parts(measure, breakdown, [](const std::string&) { return true; });
  }

  enum class Rest {
    of_no_harm,  ///< records that say less, such as an age that is not known
    of_children  ///< a count of children by what became of them
  };

  /// The parts add up to the whole, but for a rest that is nowhere shown. A whole that is not among the facts
  /// is taken to be known from elsewhere.
  void adds(std::optional<std::size_t> whole, const Parts& parts, Rest rest) {
    if (parts.empty()) return;
    double sum = 0;
    for (const auto part : parts) sum += cells_[part].value;
    if (!whole) whole = add(sum, Role::fixed);
    const double left = cells_[*whole].value - sum;
    if (left < 0) return;
    DisclosureRelation relation{{*whole, -1.0}};
    for (const auto part : parts) relation.push_back({part, 1.0});
    if (left > 0)
      relation.push_back(
          {add(left, rest == Rest::of_children && small(left) ? Role::secret : Role::hidden), 1.0});
    relations_.push_back(std::move(relation));
  }
  void adds(const Series& whole, const std::vector<Series>& of, Rest rest) {
    Parts all;
    for (const auto& series : of)
      if (const auto at = cell(series)) all.push_back(*at);
    if (all.size() == of.size()) adds(cell(whole), all, rest);
  }

  void relate() {
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

  /// A table of ages by "yes" and "no", and its totals.
  void decisions(const char* yes, const char* no, const char* table) {
    for (const auto& [whole, answer] : {std::pair{yes, " yes"}, {no, " no"}})
      adds(cell(total_of(whole)),
           parts(yes, table, [a = answer](const std::string& c) { return c.ends_with(a); }),
           Rest::of_no_harm);
    if (std::string_view(yes) != "requests_agreed") return;
    by_group("requests", "age", yes, table);
  }

  /// Single ages of one table and the groups of another: both are known of a group.
  void by_group(const char* measure, const char* breakdown, const char* other, const char* table) {
    std::map<std::size_t, Parts> ages, groups;
    const auto sort = [&](const char* m, const char* b, std::map<std::size_t, Parts>& into) {
      for (const auto& [series, at] : cell_)
        if (series.measure == m && series.breakdown == b)
          if (const auto band = age_band(series.category.substr(0, series.category.find(' '))))
            into[models::age_group(static_cast<std::size_t>(band->from))].push_back(at);
    };
    sort(measure, breakdown, ages);
    sort(other, table, groups);
    for (const auto& [group, of] : groups) {
      const auto single = ages.find(group);
      if (single == ages.end()) continue;
      double more = 0;
      for (const auto at : single->second) more += cells_[at].value;
      for (const auto at : of) more -= cells_[at].value;
      if (more < 0) continue;
      DisclosureRelation relation;
      for (const auto at : single->second) relation.push_back({at, -1.0});
      for (const auto at : of) relation.push_back({at, 1.0});
      if (more > 0) relation.push_back({add(more, small(more) ? Role::secret : Role::hidden), 1.0});
      relations_.push_back(std::move(relation));
    }
  }

  /// Plans that are timed, of these without exceptions, of these within 20 weeks: who is late, and who is an
  /// exception, are differences.
  void times() {
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
    const double late = cells_[*a].value - cells_[*b].value - cells_[*c].value + cells_[*d].value;
    if (late >= 0)  // with an exception, and late all the same
      relations_.push_back({{*a, -1.0},
                            {*b, 1.0},
                            {*c, 1.0},
                            {*d, -1.0},
                            {add(late, small(late) ? Role::secret : Role::hidden), 1.0}});
  }

  void reasons() {
    std::set<std::string> all;
    for (const auto& [series, at] : cell_)
      if (series.measure == "plans_ceased" && series.breakdown == "reason_by_age")
        all.insert(series.category.substr(series.category.find(' ') + 1));
    for (const auto& reason : all)
      adds(cell({"plans_ceased", "reason", reason, Clock::calendar_year}),
           parts("plans_ceased", "reason_by_age",
                 [&](const std::string& c) { return c.substr(c.find(' ') + 1) == reason; }),
           Rest::of_no_harm);
  }

  /// Children who were in a setting a year before: moved to others, or stayed.
  void moves() {
    for (const auto& [series, at] : cell_)
      if (series.measure == "children_in_setting_both_januaries")
        adds(at,
             parts("moves", "setting",
                   [from = series.category + " to "](const std::string& c) { return c.starts_with(from); }),
             Rest::of_children);
    for (const auto& [series, at] : cell_)
      if (series.measure.starts_with("moved_")) adds(at, between_groups(series.measure), Rest::of_no_harm);
  }

  /// Moves that are counted within "moved_mainstream_to_special".
  Parts between_groups(const std::string& measure) const {
    return parts("moves", "setting", [&](const std::string& c) {
      const auto to = c.find(" to ");
      return measure ==
             fmt::format("moved_{}_to_{}", move_group(c.substr(0, to)), move_group(c.substr(to + 4)));
    });
  }

  Panel& panel_;
  Authority& area_;
  int smallest_, january_;
  std::vector<DisclosureCell> cells_;
  std::vector<DisclosureRelation> relations_;
  std::map<Series, std::size_t> cell_;
  std::map<std::pair<std::uint32_t, int>, std::size_t> fact_;
};

}  // namespace

long suppress_small(Panel& panel, Authority& area, int smallest, int january) {
  return smallest <= 1 ? 0 : Return(panel, area, smallest, january).suppress();
}

}  // namespace app
