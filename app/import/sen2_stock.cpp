// Plans on the day of the census: children, their ages, needs and settings, and moves since the year before.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "app/import/sen2_counts.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

using Unread = Sen2Counts::Unread;
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

/// Placements of first rank on a day, by active plan.
class Placed {
 public:
  /// `entered`: only those with a day of entry.
  Placed(const Sen2Counts& c, Day day, bool entered) {
    for (const auto& placement : c.t.placements) {
      if (placement.entry.day && *placement.entry.day > day) continue;
      if (!placement.entry.day && !placement.entry.unreadable && entered) continue;
      if (placement.leaving.day && *placement.leaving.day <= day) continue;
      const bool doubtful =
          placement.entry.unreadable || placement.leaving.unreadable || placement.unreadable;
      const auto [found, is_new] = (doubtful ? doubtful_ : first_).try_emplace(placement.active, &placement);
      if (!is_new && placement.rank < found->second->rank) found->second = &placement;
    }
  }
  /// True where a row that cannot be read may be the placement of first rank.
  bool doubtful(const std::string& active) const {
    const auto unread = doubtful_.find(active), read = first_.find(active);
    return unread != doubtful_.end() && (read == first_.end() || unread->second->rank <= read->second->rank);
  }
  /// Its setting; nothing where there is none, or none that is certain.
  const std::string* setting(const std::string& active) const {
    const auto read = first_.find(active);
    return read == first_.end() || doubtful(active) ? nullptr : &read->second->setting;
  }

 private:
  std::unordered_map<std::string, const Sen2Placement*> first_, doubtful_;
};

constexpr std::array both_januaries{"children_in_setting_both_januaries", "moves",
                                    "moved_mainstream_to_special",        "moved_mainstream_to_home",
                                    "moved_special_to_mainstream",        "moved_special_to_home",
                                    "moved_home_to_mainstream",           "moved_home_to_special"};

void count_move(Sen2Counts& c, const std::string& from, const std::string& to) {
  if (from == "unknown" || to == "unknown") return;
  c.flow("children_in_setting_both_januaries", "setting", from);
  if (from == to) return;
  c.flow("moves", "setting", from + " to " + to);
  const auto a = move_group(from), b = move_group(to);
  if (!a.empty() && !b.empty() && a != b) c.flow(fmt::format("moved_{}_to_{}", a, b));
}

void place(Sen2Counts& c, const Held& held) {
  const Placed now(c, c.day, false), before(c, day_of(c.january - 1, 1, 16), true);
  for (const auto& [person, active] : held) {
    c.stock("plans", "age", c.age(person, c.day));
    c.part("plans", "age", Clock::january, Unread::age, c.age_known(person, c.day));
    const auto need = c.t.needs.find(active);
    const bool has_need = need != c.t.needs.end();
    c.stock("plans", "need", has_need ? need->second.need : "unknown");
    c.part("plans", "need", Clock::january, Unread::need, !has_need || !need->second.unreadable);
    const auto *here = now.setting(active), *there = before.setting(active);
    c.stock("plans", "setting", here ? *here : "unknown");
    c.part("plans", "setting", Clock::january, Unread::setting, !now.doubtful(active));
    if (here && there) count_move(c, *there, *here);
    const bool doubtful = now.doubtful(active) || before.doubtful(active);
    if ((here || now.doubtful(active)) && (there || before.doubtful(active)))
      for (const char* measure : both_januaries)
        c.part(measure, measure == std::string_view("moves") ? "setting" : any_breakdown,
               Clock::calendar_year, Unread::setting, !doubtful);
  }
}

}  // namespace

void count_sen2_stock(Sen2Counts& c) {
  const auto held = held_at_census(c);
  c.stock("plans", "total", "total", static_cast<double>(held.size()));
  place(c, held);
}

}  // namespace app
