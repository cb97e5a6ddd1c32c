// Who is affected: the difference between two runs by need, age and placement.

#include "app/compare/affected.hpp"

#include <algorithm>
#include <array>

namespace app {
namespace {

struct Question {
  const char *metric, *breakdown;
};
constexpr std::array<Question, 6> questions{{{"ehcp_stock", "need"},
                                             {"ehcp_stock", "age_group"},
                                             {"placement_stock", "placement"},
                                             {"sen_support_stock", "need"},
                                             {"sen_support_stock", "age_group"},
                                             {"place_shortfall", "placement"}}};

/// Periods of a breakdown that both hold; the metric need have no total.
std::string last_common(const BridgeFigures& a, const BridgeFigures& b, const Question& q) {
  auto periods = a.periods(q.metric);
  if (periods.empty()) periods = a.periods("ehcp_stock");
  const auto categories = a.categories(q.metric, q.breakdown);
  for (auto p = periods.rbegin(); p != periods.rend() && !categories.empty(); ++p)
    if (a.figure(q.metric, q.breakdown, categories.front(), *p, 1) &&
        b.figure(q.metric, q.breakdown, categories.front(), *p, 1))
      return *p;
  return {};
}

}  // namespace

std::vector<AffectedGroup> affected_groups(const BridgeFigures& a, const BridgeFigures& b, std::size_t n) {
  std::vector<AffectedGroup> out;
  sim::PairSummariser summariser;
  for (const Question& q : questions) {
    const std::string period = last_common(a, b, q);
    if (period.empty()) continue;
    auto categories = a.categories(q.metric, q.breakdown);
    for (auto& category : b.categories(q.metric, q.breakdown))
      if (std::find(categories.begin(), categories.end(), category) == categories.end())
        categories.push_back(std::move(category));
    for (const auto& category : categories) {
      const auto x = a.figure(q.metric, q.breakdown, category, period, n).value_or(Whole(n, 0));
      const auto y = b.figure(q.metric, q.breakdown, category, period, n).value_or(Whole(n, 0));
      out.push_back({q.metric, q.breakdown, category, period, summariser.integers(x, y, 1)});
    }
  }
  return out;
}

}  // namespace app
