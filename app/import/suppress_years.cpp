// What follows from two Januaries and the year between: plans + new - ceased = plans a year later.

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>

#include "app/import/labels.hpp"
#include "app/import/suppress_cells.hpp"
#include "models/axes.hpp"

namespace app {
namespace {

using Rest = SuppressCells::Rest;
using Cells = std::map<std::string, std::size_t>;  // by category

class Years {
 public:
  Years(SuppressCells& cells, int january) : cells_(cells), january_(january), year_(january - 1) {}

  void relate() const {
    in_all();
    by_age();
    by_age_group();
    by_setting();
  }

 private:
  std::optional<std::size_t> flow(const char* measure) const {
    return cells_.cell({measure, "total", "total", Clock::calendar_year}, year_);
  }
  std::optional<std::size_t> plans(int january) const {
    return cells_.cell({"plans", "total", "total", Clock::january}, january);
  }
  static void term(DisclosureRelation& terms, const Cells& of, const std::string& category, double factor) {
    if (const auto at = of.find(category); at != of.end()) terms.emplace_back(at->second, factor);
  }

  /// Plans of the January before are published, whether these files have them or not.
  void in_all() const {
    const auto fresh = flow("new_plans"), ceased = flow("plans_ceased"), after = plans(january_);
    if (!fresh || !ceased) return;
    if (const auto before = plans(year_); before && after)
      cells_.balances({{*before, 1.0}, {*fresh, 1.0}, {*ceased, -1.0}, {*after, -1.0}});
    else
      cells_.grows_by_known(*fresh, *ceased);
    if (const auto held = flow("plans_a_year_before"); held && after)
      cells_.balances({{*held, 1.0}, {*fresh, 1.0}, {*ceased, -1.0}, {*after, -1.0}});
  }

  /// Who is a in January is a + 1 in the next. New plans and ceased ones are of the age at the August before,
  /// which is a for those of January to August: nearly what somebody would need, and taken for it.
  void by_age() const {
    const auto before = cells_.categories("plans", "age", year_),
               after = cells_.categories("plans", "age", january_),
               fresh = cells_.categories("new_plans", "age_august_before", year_),
               ceased = cells_.categories("plans_ceased", "age", year_);
    if (before.empty() || after.empty() || fresh.empty()) return;
    for (std::size_t age = 0; age + 1 < models::ages; ++age) {
      const std::string now = fmt::format("{}", age);
      if (!before.contains(now)) continue;
      DisclosureRelation terms;
      term(terms, before, now, 1);
      term(terms, fresh, now, 1);
      term(terms, after, fmt::format("{}", age + 1), -1);
      cells_.leaves(terms, Rest::of_children);
      if (!ceased.contains(now)) continue;
      term(terms, ceased, now, -1);
      cells_.balances(std::move(terms));
    }
  }

  /// Ages at the same August: who held a plan and no longer does, where few are new.
  void by_age_group() const {
    std::map<std::string, DisclosureRelation> groups;
    const auto take = [&](const Cells& of, double factor) {
      for (const auto& [category, at] : of)
        if (const auto band = age_band(category.substr(0, category.find(' ')));
            band && band->from >= 0 && band->from < static_cast<int>(models::ages))
          groups[std::string(models::age_groups[models::age_group(static_cast<std::size_t>(band->from))])]
              .emplace_back(at, factor);
    };
    const auto held = cells_.categories("plans_a_year_before", "age_group", year_),
               after = cells_.categories("plans", "age", january_),
               ceased = cells_.categories("plans_ceased", "reason_by_age", year_);
    if (held.empty() || after.empty() || ceased.empty()) return;
    take(held, 1);
    take(after, -1);
    take(ceased, -1);
    for (auto& [group, terms] : groups) cells_.balances(std::move(terms));
  }

  /// Children of a setting who are in none a year later, and children of it who were in none.
  void by_setting() const {
    const auto before = cells_.categories("plans", "setting", year_),
               after = cells_.categories("plans", "setting", january_),
               both = cells_.categories("children_in_setting_both_januaries", "setting", year_),
               moves = cells_.categories("moves", "setting", year_);
    for (const auto& [setting, stayed_or_moved] : both) {
      if (const auto at = before.find(setting); at != before.end())
        cells_.adds(at->second, {stayed_or_moved}, Rest::of_children);
      const auto at = after.find(setting);
      if (at == after.end()) continue;
      DisclosureRelation terms{{at->second, 1.0}, {stayed_or_moved, -1.0}};
      for (const auto& [move, count] : moves) {
        if (move.starts_with(setting + " to ")) terms.emplace_back(count, 1.0);
        if (move.ends_with(" to " + setting)) terms.emplace_back(count, -1.0);
      }
      cells_.leaves(std::move(terms), Rest::of_children);
    }
  }

  SuppressCells& cells_;
  int january_, year_;
};

}  // namespace

void relate_years(SuppressCells& cells, int january) { Years(cells, january).relate(); }

}  // namespace app
