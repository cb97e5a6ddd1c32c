// Plans as children hold them: one at a time, from a first day to a last.

#include "app/import/sen2_plans.hpp"

#include <algorithm>
#include <map>

namespace app {
namespace {

Sen2Plan plan_of(const Sen2Tables& t, const Sen2NamedPlan& row) {
  Sen2Plan plan;
  plan.start = row.start.day, plan.start_unknown = row.start.unreadable;
  plan.end = row.ceased.day, plan.end_unknown = row.ceased.unreadable;
  plan.reason = row.reason;
  const auto assessment = t.assessments.find(row.assessment);
  if (assessment == t.assessments.end()) return plan;
  plan.exception = assessment->second.exception;
  plan.requests = {assessment->second.request};
  const auto request = t.requests.find(assessment->second.request);
  if (request == t.requests.end()) return plan;
  plan.asked = &request->second;
  plan.person = request->second.person;
  return plan;
}

/// True if `later` starts while `plan` is held, or on the day that it ends.
bool goes_on(const Sen2Plan& plan, const Sen2Plan& later) {
  return plan.end_unknown || !plan.end || !later.start || *later.start <= *plan.end;
}

}  // namespace

Sen2Plans plans_held(const Sen2Tables& t) {
  Sen2Plans out;
  std::map<std::string, std::vector<Sen2Plan>> by_child;
  for (const auto& row : t.named) {
    if (row.start.day && row.ceased.day && *row.ceased.day < *row.start.day) {
      out.contradictory.push_back(&row);
      continue;
    }
    auto plan = plan_of(t, row);
    by_child[plan.person.empty() ? "of assessment " + row.assessment : "child " + plan.person].push_back(
        std::move(plan));
  }
  for (auto& [child, plans] : by_child) {
    std::stable_sort(plans.begin(), plans.end(),
                     [](const Sen2Plan& a, const Sen2Plan& b) { return a.start < b.start; });
    std::vector<Sen2Plan> held;
    for (auto& plan : plans) {
      if (held.empty() || !goes_on(held.back(), plan)) {
        held.push_back(std::move(plan));
        continue;
      }
      auto& before = held.back();  // the one that started last says when it ended
      ++out.continued;
      before.end = plan.end, before.end_unknown = plan.end_unknown, before.reason = plan.reason;
      before.requests.insert(before.requests.end(), plan.requests.begin(), plan.requests.end());
    }
    std::move(held.begin(), held.end(), std::back_inserter(out.plans));
  }
  return out;
}

}  // namespace app
