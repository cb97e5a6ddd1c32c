// Plans on the day of the census: children, their ages, needs and settings, and moves since the year before.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "app/import/sen2_counts.hpp"
#include "app/user_error.hpp"
#include "models/axes.hpp"

namespace app {
namespace {

using Held = std::map<std::string, std::string>;  // person -> active plan

long first_doubtful(const Sen2Counts& c) {
  for (const auto& row : c.t.named)
    if (row.ceased.unreadable || (row.start.day && row.ceased.day && *row.ceased.day < *row.start.day))
      return row.line;
  return 0;
}

/// Named and not ceased, or active (those that moved in have no named plan). A child with two requests is
/// counted once.
Held held_at_census(Sen2Counts& c) {
  std::set<std::string> has_named, active_now;  // requests
  long doubtful = 0, lost = 0, twice = 0;
  for (const auto& row : c.t.named)
    if (const auto at = c.t.assessments.find(row.assessment); at != c.t.assessments.end())
      has_named.insert(at->second.request);
  for (const auto& plan : c.held.plans) {
    doubtful += plan.end_unknown ? 1 : 0;
    if (!plan.held_on(c.day)) continue;
    active_now.insert(plan.requests.begin(), plan.requests.end());
    lost += plan.requests.empty() ? 1 : 0;
  }
  Held held;
  const auto hold = [&](const std::string& request, const std::string& active) {
    const auto found = c.t.requests.find(request);
    if (found == c.t.requests.end()) return void(++lost);
    const auto [at, is_new] = held.try_emplace(found->second.person, active);
    if (!is_new && !active.empty()) {
      if (!at->second.empty() && at->second != active) ++twice;
      if (at->second.empty()) at->second = active;
    }
  };
  for (const auto& request : active_now) hold(request, "");
  for (const auto& [id, plan] : c.t.active)
    if (active_now.contains(plan.request) || !has_named.contains(plan.request)) hold(plan.request, id);
  if (twice > 0)
    c.repairs.push_back(fmt::format("{} of a second active plan of a child; counted once", c.rows(twice)));
  if (lost > 0)
    c.repairs.push_back(fmt::format("{} of plans that belong to no request; left out", c.rows(lost)));
  doubtful += static_cast<long>(c.held.contradictory.size());
  if (doubtful > 0 && Sen2Counts::too_many(doubtful, static_cast<double>(held.size())))
    throw UserError(fmt::format(
        "{}:{}: the first of {} with a cease date before the start, or that cannot be read ({}); how many "
        "plans there are is not known",
        c.t.named_file, first_doubtful(c), c.rows(doubtful, "plan"), dates_read));
  if (doubtful > 0)
    c.repairs.push_back(fmt::format(
        "{} with a cease date before the start or that cannot be read; taken as ceased in the stock",
        c.rows(doubtful)));
  return held;
}

/// Of first rank on a day, by active plan. Placements with a date that cannot be read are of no known day.
using Placed = std::unordered_map<std::string, const Sen2Placement*>;
Placed placed_on(const Sen2Counts& c, Day day, bool entered) {
  Placed out;
  for (const auto& placement : c.t.placements) {
    if (placement.entry.unreadable || placement.leaving.unreadable) continue;
    if (placement.entry.day ? *placement.entry.day > day : entered) continue;
    if (placement.leaving.day && *placement.leaving.day <= day) continue;
    const auto [found, is_new] = out.try_emplace(placement.active, &placement);
    if (!is_new && placement.rank < found->second->rank) found->second = &placement;
  }
  return out;
}

void count_move(Sen2Counts& c, const std::string& from, const std::string& to) {
  if (from == "unknown" || to == "unknown") return;
  c.flow("children_in_setting_both_januaries", "setting", from);
  if (from == to) return;
  c.flow("moves", "setting", from + " to " + to);
  const auto a = move_group(from), b = move_group(to);
  if (!a.empty() && !b.empty() && a != b) c.flow(fmt::format("moved_{}_to_{}", a, b));
}

void place(Sen2Counts& c, const Held& held) {
  const auto now = placed_on(c, c.day, false), before = placed_on(c, day_of(c.january - 1, 1, 16), true);
  for (const auto& [person, active] : held) {
    c.stock("plans", "age", c.age(person, c.day));
    const auto need = c.t.needs.find(active);
    const bool known = need != c.t.needs.end() && std::find(models::needs.begin(), models::needs.end(),
                                                            need->second) != models::needs.end();
    c.stock("plans", "need", known ? need->second : "unknown");
    const auto here = now.find(active), there = before.find(active);
    c.stock("plans", "setting", here == now.end() ? "unknown" : here->second->setting);
    if (here != now.end() && there != before.end())
      count_move(c, there->second->setting, here->second->setting);
  }
}

}  // namespace

void count_sen2_stock(Sen2Counts& c) {
  const auto held = held_at_census(c);
  c.stock("plans", "total", "total", static_cast<double>(held.size()));
  place(c, held);
}

}  // namespace app
