#include "models/fittable.hpp"

#include <algorithm>

namespace models {
namespace {

constexpr Fittable all[] = {
    {"assessment.assess", FlowKind::share, "", "assessment.assess_local", "requests decided"},
    {"assessment.issue", FlowKind::share, "", "assessment.issue_local", "assessments completed"},
    {"transfer.out_rate", FlowKind::rate, "", "transfer.out_local", "plan-years"},
    {"transfer.in_rate", FlowKind::rate, "transfer.in_level", "transfer.in_local", "resident-years"},
    {"cease.rate", FlowKind::rate, "cease.level", "cease.local_level", "plan-years"},
    {"cease.reason", FlowKind::mix, "", "", ""},
    {"placement.first", FlowKind::mix, "", "first_local", ""},
};

}  // namespace

std::span<const Fittable> fittables() { return all; }

const Fittable* find_fittable(std::string_view parameter) {
  const auto at = std::find_if(std::begin(all), std::end(all),
                               [&](const Fittable& f) { return f.parameter == parameter; });
  return at == std::end(all) ? nullptr : at;
}

}  // namespace models
