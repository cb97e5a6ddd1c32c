// The SEN2 person-level return as counts of one authority.

#include "app/import/read_sen2.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "app/import/dates.hpp"
#include "app/import/labels.hpp"
#include "app/import/sen2_tables.hpp"
#include "app/import/suppress.hpp"
#include "app/user_error.hpp"
#include "models/axes.hpp"

namespace app {
namespace {

constexpr std::chrono::days twenty_weeks{140}, a_year{364};

/// Cease reasons 1 to 9 of the return.
constexpr std::array<std::string_view, 10> reasons{
    "unknown",    "maximum_age", "needs_met",     "higher_education",
    "employment", "transferred", "no_engagement", "left_england",
    "died",       "other"};

/// Groups of settings between which the DfE counts moves.
std::string_view group_of(std::string_view setting) {
  if (setting == "mainstream" || setting == "resourced" || setting == "sen_unit" ||
      setting == "independent_mainstream")
    return "mainstream";
  if (setting == "state_special" || setting == "independent_special" || setting == "non_maintained_special")
    return "special";
  if (setting == "elective_home_education") return "home";
  return "";
}

class Counter {
 public:
  Counter(const Sen2Tables& tables, const Sen2Choice& choice, Panel& panel, Authority& area, DataLog& log,
          std::size_t first_file)
      : t_(tables), choice_(choice), panel_(panel), area_(area), log_(log), files_before_(first_file) {}

  void find_census() {
    auto census = t_.census;
    if (!census) {
      for (const auto& plan : t_.named)
        if (plan.start && (!census || *plan.start > *census)) census = plan.start;
      if (!census) throw UserError("the return has neither a reference date nor plans with a start");
      log_.repairs.push_back(
          {"", "the reference date is not said; the January after the last plan started is taken"});
      census = day_of(year_of(*census) + 1, 1, 16);
    }
    day_ = *census;
    january_ = year_of(day_);
    if (choice_.as_of && january_ > *choice_.as_of)
      throw UserError(
          fmt::format("the return is of January {}, later than --as-of {}", january_, *choice_.as_of));
  }

  void add(const char* measure, std::string_view breakdown, const std::string& category, bool stock,
           double value = 1) {
    counts_[{{measure, std::string(breakdown), category, stock ? Clock::january : Clock::calendar_year},
             stock ? january_ : january_ - 1}] += value;
  }

  bool in_year(const std::optional<Day>& day) const { return day && year_of(*day) == january_ - 1; }

  const Sen2Request* request_of(const Sen2NamedPlan& plan) const {
    const auto assessment = t_.assessments.find(plan.assessment);
    if (assessment == t_.assessments.end()) return nullptr;
    const auto request = t_.requests.find(assessment->second.request);
    return request == t_.requests.end() ? nullptr : &request->second;
  }

  void count() {
    find_census();
    if (area_.number.empty()) area_.number = t_.number;
    source_ = static_cast<std::uint32_t>(panel_.sources.size()) - 1;
    count_requests();
    count_new_plans();
    count_ceased();
    count_held_before();
    count_stock();
    for (const auto& [key, value] : counts_)
      area_.facts[{panel_.intern(key.first), key.second}] = {value, source_, 0};
    if (const long hidden = suppress_small(panel_, area_, choice_.smallest); hidden > 0)
      log_.repairs.push_back(
          {"", fmt::format("{} counts below {} are suppressed", hidden, choice_.smallest)});
    for (auto& repair : log_.repairs) repair.authority = key_of(area_);
    for (std::size_t i = files_before_; i < log_.files.size(); ++i)
      log_.files[i].first_year = january_ - 1, log_.files[i].last_year = january_;
  }

  void count_requests() {
    for (const char* measure :
         {"requests", "refused_to_assess", "requests_agreed", "refused_to_issue", "assessed_and_issued"})
      add(measure, "total", "total", false, 0);
    for (const auto& [id, request] : t_.requests) {
      if (!in_year(request.received)) continue;
      add("requests", "total", "total", false);
      add("requests", "age", age(request.person, *request.received), false);
      if (request.outcome == Sen2Outcome::no) add("refused_to_assess", "total", "total", false);
      if (request.outcome == Sen2Outcome::yes) add("requests_agreed", "total", "total", false);
      if (request.outcome == Sen2Outcome::withdrawn) add("requests_withdrawn", "total", "total", false);
      decision("requests_agreed", "decision_by_age", request.person, *request.received, request.outcome);
    }
    for (const auto& [id, assessment] : t_.assessments) {
      if (!in_year(assessment.decided)) continue;
      if (assessment.outcome == Sen2Outcome::no) add("refused_to_issue", "total", "total", false);
      if (assessment.outcome == Sen2Outcome::yes) add("assessed_and_issued", "total", "total", false);
      if (const auto request = t_.requests.find(assessment.request); request != t_.requests.end())
        decision("assessed_and_issued", "outcome_by_age", request->second.person, *assessment.decided,
                 assessment.outcome);
    }
  }

  void decision(const char* measure, const char* table, const std::string& person, Day at,
                Sen2Outcome outcome) {
    const auto group = age_group(person, at);
    if (group.empty() || (outcome != Sen2Outcome::yes && outcome != Sen2Outcome::no)) return;
    add(measure, table, fmt::format("{} {}", group, outcome == Sen2Outcome::yes ? "yes" : "no"), false);
  }

  /// One of the five groups of the statistics; empty where the age is not known.
  std::string age_group(const std::string& person, Day at) const {
    const auto years = age_band(age(person, at));
    if (!years) return "";
    const auto group = models::age_group(static_cast<std::size_t>(years->from));
    return group == 0 ? "0-4" : std::string(models::age_groups[group]);
  }

  /// Age at 31 August before, of those between 0 and 25.
  std::string age(const std::string& person, Day at) const {
    const auto born = t_.born.find(person);
    if (born == t_.born.end() || !born->second) return "unknown";
    const int years = academic_age(*born->second, at);
    return years >= 0 && years <= 25 ? fmt::format("{}", years) : "unknown";
  }

  void count_new_plans() {
    for (const char* measure : {"new_plans", "issued_timed", "issued_within_20_weeks", "issued_over_a_year",
                                "issued_timed_excl_exceptions", "issued_within_20_weeks_excl_exceptions"})
      add(measure, "total", "total", false, 0);
    for (const auto& plan : t_.named) {
      if (!in_year(plan.start)) continue;
      add("new_plans", "total", "total", false);
      const Sen2Request* request = request_of(plan);
      if (request == nullptr) continue;
      add("new_plans", "age_august_before", age(request->person, *plan.start), false);
      if (!request->received) continue;
      const auto took = *plan.start - *request->received;
      const bool exception = t_.assessments.find(plan.assessment)->second.exception;
      add("issued_timed", "total", "total", false);
      if (took <= twenty_weeks) add("issued_within_20_weeks", "total", "total", false);
      if (took > a_year) add("issued_over_a_year", "total", "total", false);
      if (exception) continue;
      add("issued_timed_excl_exceptions", "total", "total", false);
      if (took <= twenty_weeks) add("issued_within_20_weeks_excl_exceptions", "total", "total", false);
    }
  }

  void count_ceased() {
    add("plans_ceased", "total", "total", false, 0);
    add("plans_ceased", "reason", "transferred", false, 0);
    for (const auto& plan : t_.named) {
      if (!in_year(plan.ceased)) continue;
      add("plans_ceased", "total", "total", false);
      add("plans_ceased", "reason", std::string(reasons[static_cast<std::size_t>(plan.reason)]), false);
      const Sen2Request* request = request_of(plan);
      if (request == nullptr) continue;
      add("plans_ceased", "age", age(request->person, *plan.ceased), false);
      if (const auto group = age_group(request->person, day_); !group.empty())
        add("plans_ceased", "reason_by_age",
            fmt::format("{} {}", group, reasons[static_cast<std::size_t>(plan.reason)]), false);
    }
  }

  /// Children with a named plan a year before the census, by their age at 31 August of the year between:
  /// those of whom the year's leavers are. Plans that moved in have no day and are not among them.
  void count_held_before() {
    const Day then = day_of(january_ - 1, 1, 16);
    std::set<std::string> persons;
    for (const auto& plan : t_.named)
      if (const Sen2Request* request = request_of(plan);
          request != nullptr && plan.start && *plan.start <= then && (!plan.ceased || *plan.ceased > then))
        persons.insert(request->person);
    for (const auto& person : persons) {
      add("plans_a_year_before", "total", "total", false);
      if (const auto group = age_group(person, day_); !group.empty())
        add("plans_a_year_before", "age_group", group, false);
    }
  }

  /// Plans on the day of the census: named and not ceased, or active (those that moved in have no named
  /// plan). A child with two requests is counted once.
  void count_stock() {
    std::map<std::string, std::string> held;  // person -> active plan
    std::map<std::string, bool> has_named, active_now;
    for (const auto& plan : t_.named) {
      const auto assessment = t_.assessments.find(plan.assessment);
      if (assessment == t_.assessments.end()) continue;
      const bool now = (!plan.start || *plan.start <= day_) && (!plan.ceased || *plan.ceased > day_);
      has_named[assessment->second.request] = true;
      if (now) active_now[assessment->second.request] = true;
    }
    long twice = 0, lost = 0;
    const auto hold = [&](const std::string& request, const std::string& active) {
      const auto found = t_.requests.find(request);
      if (found == t_.requests.end()) return void(++lost);
      const auto [at, is_new] = held.try_emplace(found->second.person, active);
      if (!is_new && !active.empty()) {
        if (!at->second.empty() && at->second != active) ++twice;
        if (at->second.empty()) at->second = active;
      }
    };
    for (const auto& [request, now] : active_now) hold(request, "");
    for (const auto& [id, plan] : t_.active)
      if (active_now.contains(plan.request) || !has_named.contains(plan.request)) hold(plan.request, id);
    if (twice > 0)
      log_.repairs.push_back({"", fmt::format("{} children have two active plans; counted once", twice)});
    if (lost > 0) log_.repairs.push_back({"", fmt::format("{} plans belong to no request; left out", lost)});
    add("plans", "total", "total", true, static_cast<double>(held.size()));
    place(held);
  }

  void place(const std::map<std::string, std::string>& held) {
    std::unordered_map<std::string, const Sen2Placement*> now, before;  // by active plan
    const Day year_ago = day_of(january_ - 1, 1, 16);
    for (const auto& placement : t_.placements) {
      const auto is_at = [&](Day day) {
        return (!placement.entry || *placement.entry <= day) &&
               (!placement.leaving || *placement.leaving > day);
      };
      const auto take = [&](auto& at) {
        const auto [found, is_new] = at.try_emplace(placement.active, &placement);
        if (!is_new && placement.rank < found->second->rank) found->second = &placement;
      };
      if (is_at(day_)) take(now);
      if (placement.entry && is_at(year_ago)) take(before);
    }
    for (const auto& [person, active] : held) {
      add("plans", "age", age(person, day_), true);
      const auto need = t_.needs.find(active);
      const bool known = need != t_.needs.end() && std::find(models::needs.begin(), models::needs.end(),
                                                             need->second) != models::needs.end();
      add("plans", "need", known ? need->second : "unknown", true);
      const auto here = now.find(active), there = before.find(active);
      add("plans", "setting", here == now.end() ? "unknown" : here->second->setting, true);
      if (here != now.end() && there != before.end())
        count_move(there->second->setting, here->second->setting);
    }
  }

  void count_move(const std::string& from, const std::string& to) {
    if (from == "unknown" || to == "unknown") return;
    add("children_in_setting_both_januaries", "setting", from, false);
    if (from == to) return;
    add("moves", "setting", from + " to " + to, false);
    const auto a = group_of(from), b = group_of(to);
    if (!a.empty() && !b.empty() && a != b)
      add(fmt::format("moved_{}_to_{}", a, b).c_str(), "total", "total", false);
  }

  const Sen2Tables& t_;
  const Sen2Choice& choice_;
  Panel& panel_;
  Authority& area_;
  DataLog& log_;
  std::size_t files_before_;  ///< of returns of other years
  std::uint32_t source_ = 0;
  Day day_{};  ///< of the census
  int january_ = 0;
  std::map<std::pair<Series, int>, double> counts_;
};

}  // namespace

void read_sen2(const std::filesystem::path& folder, const Sen2Choice& choice, Panel& panel, Authority& area,
               DataLog& log) {
  const std::size_t files_before = log.files.size();
  const auto tables = read_sen2_tables(folder, choice.schools, panel.sources, log);
  Counter(tables, choice, panel, area, log, files_before).count();
}

}  // namespace app
