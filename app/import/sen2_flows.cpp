// What happened in the year before a return: requests, decisions, new plans, their time, ceasing.

#include <fmt/format.h>

#include <array>
#include <set>

#include "app/import/dates.hpp"
#include "app/import/sen2_counts.hpp"

namespace app {
namespace {

constexpr std::chrono::days twenty_weeks{140}, a_year{364};

/// Cease reasons 1 to 9 of the return.
constexpr std::array<std::string_view, 10> reasons{
    "unknown",    "maximum_age", "needs_met",     "higher_education",
    "employment", "transferred", "no_engagement", "left_england",
    "died",       "other"};

/// Who held a plan at 25 is 26 a year later.
constexpr int oldest_leaver = 26;

using Unread = Sen2Counts::Unread;

const std::string unreadable = fmt::format("with a date that cannot be read ({})", dates_read);

void decision(Sen2Counts& c, const char* measure, const char* table, const std::string& person, Day at,
              Sen2Outcome outcome) {
  if (outcome != Sen2Outcome::yes && outcome != Sen2Outcome::no) return;
  c.part(measure, table, Clock::calendar_year, Unread::age, c.age_known(person, at));
  const auto group = c.age_group(person, at);
  if (group.empty()) return;
  c.flow(measure, table, fmt::format("{} {}", group, outcome == Sen2Outcome::yes ? "yes" : "no"));
}

void requests(Sen2Counts& c) {
  for (const char* measure : {"requests", "refused_to_assess", "requests_agreed"})
    c.flow(measure, "total", "total", 0);
  long unknown = 0, dated = 0;
  for (const auto& [id, request] : c.t.requests) {
    unknown += request.received.unreadable ? 1 : 0;
    dated += request.received.day ? 1 : 0;
    if (!c.in_year(request.received.day)) continue;
    const Day received = *request.received.day;
    c.flow("requests");
    c.flow("requests", "age", c.age(request.person, received));
    c.part("requests", "age", Clock::calendar_year, Unread::age, c.age_known(request.person, received));
    if (request.outcome == Sen2Outcome::no) c.flow("refused_to_assess");
    if (request.outcome == Sen2Outcome::yes) c.flow("requests_agreed");
    if (request.outcome == Sen2Outcome::withdrawn) c.flow("requests_withdrawn");
    decision(c, "requests_agreed", "decision_by_age", request.person, received, request.outcome);
  }
  const auto all = static_cast<long>(c.t.requests.size());
  const bool none = dated == 0 && unknown == 0;
  c.doubt(none ? all : unknown, c.total("requests"), none ? "without a date of receipt" : unreadable,
          "requests and their refusals",
          {"requests", "refused_to_assess", "requests_agreed", "requests_withdrawn"});
}

void assessments(Sen2Counts& c) {
  for (const char* measure : {"refused_to_issue", "assessed_and_issued"})
    c.flow(measure, "total", "total", 0);
  long unknown = 0, dated = 0, decided = 0;
  for (const auto& [id, assessment] : c.t.assessments) {
    unknown += assessment.decided.unreadable ? 1 : 0;
    dated += assessment.decided.day ? 1 : 0;
    decided += assessment.outcome != Sen2Outcome::none ? 1 : 0;
    if (!c.in_year(assessment.decided.day)) continue;
    if (assessment.outcome == Sen2Outcome::no) c.flow("refused_to_issue");
    if (assessment.outcome == Sen2Outcome::yes) c.flow("assessed_and_issued");
    if (const auto request = c.t.requests.find(assessment.request); request != c.t.requests.end())
      decision(c, "assessed_and_issued", "outcome_by_age", request->second.person, *assessment.decided.day,
               assessment.outcome);
  }
  const bool none = dated == 0 && unknown == 0;
  c.doubt(none ? decided : unknown, c.total("refused_to_issue") + c.total("assessed_and_issued"),
          none ? "with an outcome and without its date (assessmentoutcomedate)" : unreadable,
          "refusals to issue", {"refused_to_issue", "assessed_and_issued"});
}

/// From the request to the plan. A plan that starts before it was asked for has no such time.
void timely(Sen2Counts& c, const Sen2Plan& plan, long& unreadable_requests, long& backwards) {
  if (plan.asked->received.unreadable) ++unreadable_requests;
  if (!plan.asked->received.day) return;
  const auto took = *plan.start - *plan.asked->received.day;
  if (took < std::chrono::days(0)) return void(++backwards);
  c.flow("issued_timed");
  if (took <= twenty_weeks) c.flow("issued_within_20_weeks");
  if (took > a_year) c.flow("issued_over_a_year");
  if (plan.exception) return;
  c.flow("issued_timed_excl_exceptions");
  if (took <= twenty_weeks) c.flow("issued_within_20_weeks_excl_exceptions");
}

void new_plans(Sen2Counts& c) {
  for (const char* measure : {"new_plans", "issued_timed", "issued_within_20_weeks", "issued_over_a_year",
                              "issued_timed_excl_exceptions", "issued_within_20_weeks_excl_exceptions"})
    c.flow(measure, "total", "total", 0);
  long unknown = 0, dated = 0, unreadable_requests = 0, backwards = 0, contradictory = 0;
  for (const auto& plan : c.held.plans) {
    unknown += plan.start_unknown ? 1 : 0;
    dated += plan.start ? 1 : 0;
    if (!c.in_year(plan.start)) continue;
    c.flow("new_plans");
    if (plan.asked == nullptr) continue;
    c.flow("new_plans", "age_august_before", c.age(plan.person, *plan.start));
    c.part("new_plans", "age_august_before", Clock::calendar_year, Unread::age,
           c.age_known(plan.person, *plan.start));
    timely(c, plan, unreadable_requests, backwards);
  }
  for (const auto* row : c.held.contradictory)
    contradictory += c.in_year(row->start.day) || c.in_year(row->ceased.day) ? 1 : 0;
  if (c.held.continued > 0)
    c.repairs.push_back(fmt::format("{} of plans that start while the child holds one: amended, not new",
                                    c.rows(c.held.continued)));
  const double timed = c.total("issued_timed"), started = c.total("new_plans");
  c.doubt(backwards, timed, "with a plan that starts before it was asked for", "plans within 20 weeks",
          {"issued_timed", "issued_within_20_weeks", "issued_over_a_year", "issued_timed_excl_exceptions",
           "issued_within_20_weeks_excl_exceptions"});
  c.doubt(unreadable_requests, timed, unreadable, "plans within 20 weeks",
          {"issued_timed", "issued_within_20_weeks", "issued_over_a_year", "issued_timed_excl_exceptions",
           "issued_within_20_weeks_excl_exceptions"});
  c.doubt(contradictory, started, "with a plan that ceases before it starts", "new plans",
          {"new_plans", "issued_timed", "issued_within_20_weeks", "issued_over_a_year",
           "issued_timed_excl_exceptions", "issued_within_20_weeks_excl_exceptions"});
  const bool none = dated == 0 && unknown == 0;
  c.doubt(none ? static_cast<long>(c.held.plans.size()) : unknown, started,
          none ? "without a date of start" : unreadable, "new plans",
          {"new_plans", "issued_timed", "issued_within_20_weeks", "issued_over_a_year",
           "issued_timed_excl_exceptions", "issued_within_20_weeks_excl_exceptions"});
}

void ceased(Sen2Counts& c) {
  c.flow("plans_ceased", "total", "total", 0);
  c.flow("plans_ceased", "reason", "transferred", 0);
  long unknown = 0, contradictory = 0;
  for (const auto& plan : c.held.plans) {
    unknown += plan.end_unknown ? 1 : 0;
    if (plan.end_unknown || !c.in_year(plan.end)) continue;
    const std::string reason(reasons[static_cast<std::size_t>(plan.reason)]);
    c.flow("plans_ceased");
    c.flow("plans_ceased", "reason", reason);
    c.part("plans_ceased", "reason", Clock::calendar_year, Unread::reason, plan.reason != 0);
    if (plan.asked == nullptr) continue;
    c.flow("plans_ceased", "age", c.age(plan.person, *plan.end));
    const bool aged = c.age_known(plan.person, *plan.end, oldest_leaver);
    c.part("plans_ceased", "age", Clock::calendar_year, Unread::age, aged);
    c.part("plans_ceased", "reason_by_age", Clock::calendar_year, Unread::reason,
           plan.reason != 0 && c.age_known(plan.person, c.day, oldest_leaver));
    if (const auto group = c.age_group(plan.person, c.day); !group.empty())
      c.flow("plans_ceased", "reason_by_age", fmt::format("{} {}", group, reason));
  }
  for (const auto* row : c.held.contradictory)
    contradictory += c.in_year(row->start.day) || c.in_year(row->ceased.day) ? 1 : 0;
  const double counted = c.total("plans_ceased");
  c.doubt(contradictory, counted, "with a plan that ceases before it starts", "plans ceased",
          {"plans_ceased"});
  c.doubt(unknown, counted, unreadable, "plans ceased", {"plans_ceased"});
}

/// Children with a named plan a year before the census, by their age at 31 August of the year between:
/// those of whom the year's leavers are. Plans that moved in have no day and are not among them.
void held_before(Sen2Counts& c) {
  const Day then = day_of(c.january - 1, 1, 16);
  std::set<std::string> persons;
  long unknown = 0;
  for (const auto& plan : c.held.plans) {
    if (plan.asked == nullptr) continue;
    unknown += plan.start_unknown || (plan.end_unknown && (!plan.start || *plan.start <= then)) ? 1 : 0;
    if (plan.start && plan.held_on(then)) persons.insert(plan.person);
  }
  for (const auto& person : persons) {
    c.flow("plans_a_year_before");
    c.part("plans_a_year_before", "age_group", Clock::calendar_year, Unread::age,
           c.age_known(person, c.day, oldest_leaver));
    if (const auto group = c.age_group(person, c.day); !group.empty())
      c.flow("plans_a_year_before", "age_group", group);
  }
  c.doubt(unknown, static_cast<double>(persons.size()), unreadable, "plans held a year before",
          {"plans_a_year_before"});
}

}  // namespace

void count_sen2_flows(Sen2Counts& c) {
  requests(c);
  assessments(c);
  new_plans(c);
  ceased(c);
  held_before(c);
}

}  // namespace app
