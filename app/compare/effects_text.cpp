// Unmitigated and mitigated side by side, what a saving is made of, and who is affected, at 80 columns.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/compare/comparison_summary.hpp"
#include "app/figures.hpp"
#include "app/run/summary_parts.hpp"
#include "app/table.hpp"
#include "sim/largest_remainder.hpp"

namespace app {
namespace {

constexpr double million = 1e6, shown_step = 1e4;  // £0.01 million
constexpr std::size_t shown_groups = 4;

std::string side_by_side_table(const ComparisonSummary& s, const PairSummary& pair, const Style& style) {
  if (pair.side_by_side.empty()) return {};
  Table table(
      {"Year", s.letter, pair.letter, s.letter, pair.letter, s.letter, pair.letter, s.letter, pair.letter});
  constexpr std::array<std::string_view, 4> groups{"Income", "Spend", "In-year", "Cumulative"};
  for (std::size_t g = 0; g < groups.size(); ++g) {
    table.group(1 + 2 * g, 2, std::string(groups[g]));
    if (g > 0) table.gap(1 + 2 * g, 4);
  }
  for (const auto& y : pair.side_by_side) {
    std::vector<std::string> cells{y.year};
    for (std::size_t m = 0; m < groups.size(); ++m) {
      cells.push_back(decimal(y.a[m] / million, 2));
      cells.push_back(decimal(y.b[m] / million, 2));
    }
    table.row(std::move(cells));
  }
  return style.bold(
             fmt::format("Unmitigated ({}) and mitigated ({}), means, £ million in prices of each year",
                         s.letter, pair.letter)) +
         '\n' + table.text(style) + '\n';
}

bool nothing(const sim::Summary& x) { return x.min == 0 && x.max == 0; }

std::string savings_table(const ComparisonSummary& s, const PairSummary& pair, const Style& style) {
  const SavingTable& t = pair.savings;
  if (t.parts.empty() || (nothing(t.all.nominal) && nothing(t.block.nominal))) return {};
  Table table({fmt::format("{} less {}, {} to {}", s.letter, pair.letter, t.from, t.to), "mean", "P10", "P90",
               fmt::format("mean at {:g} %", 100 * s.discount)});
  const auto row = [&](std::string name, const SavingLine& line, double mean) {
    table.row({std::move(name), decimal(mean * shown_step / million, 2),
               decimal(line.nominal.p10 / million, 2), decimal(line.nominal.p90 / million, 2),
               decimal(line.discounted.mean / million, 2)});
  };
  const auto rows = [&](std::size_t first, std::size_t last, double sum) {
    std::vector<double> means;
    for (std::size_t p = first; p < last; ++p) means.push_back(t.parts[p].nominal.mean / shown_step);
    const auto shown = sim::rounded_to(means, sum);
    for (std::size_t p = first; p < last; ++p)
      if (!nothing(t.parts[p].nominal))
        row("  " + std::string(title_of(static_cast<SavingPart>(p))), t.parts[p], shown[p - first]);
  };
  const double inside = std::round(t.block.nominal.mean / shown_step);
  const double all = std::round(t.all.nominal.mean / shown_step);
  rows(0, parts_inside, inside);
  row("Lower deficit of the block", t.block, inside);
  rows(parts_inside, saving_parts, all - inside);
  row("With travel and interest", t.all, all);
  return style.bold("What the saving is made of, £ million (a cost is negative)") + '\n' + table.text(style);
}

/// What a plan fewer costs, and what others carry in numbers.
std::string savings_words(const ComparisonSummary& s, const PairSummary& pair) {
  const CostPerPlan& c = pair.cost_per_plan;
  const std::string& b = pair.letter;
  std::string text = fmt::format(
      "Cash is what a ledger line costs less than {} pays in {}, and cash savings; growth avoided is above "
      "that "
      "level. In prices of each year; discounted to {}.",
      s.letter, pair.savings.from, pair.savings.from);
  if (!c.from.empty() && c.avoided.mean > 0) {
    text += fmt::format(
        " {} has {} plan-years fewer over the Januaries {} to {} (P10 {}, P90 {}), fewer than {} with a "
        "chance "
        "of {}. A plan-year avoided costs {} of programme; the spend of the block changes by {} for each.",
        b, decimal(c.avoided.mean, 0), c.from, c.to, decimal(c.avoided.p10, 0), decimal(c.avoided.p90, 0),
        s.letter, chance_per_cent(c.p_any), pounds(c.programme.value), pounds(c.net.value));
  } else if (!c.from.empty()) {
    text += fmt::format(" {} avoids no plans on average.", b);
  }
  for (const auto& carried : pair.carried_by_others)
    if (!nothing(carried.difference))
      text += fmt::format(" {} in {}: {} {}.", carried.difference.mean < 0 ? "Fewer" : "More", carried.period,
                          decimal(std::abs(carried.difference.mean), 1), carried.text);
  return folded(text, "  ", "  ") + '\n';
}

struct Question {
  std::string_view metric, breakdown, heading;
};
constexpr std::array<Question, 6> questions{{
    {"ehcp_stock", "need", "Plans, January {}"},
    {"ehcp_stock", "age_group", "Plans by age, January {}"},
    {"placement_stock", "placement", "Plans by placement, January {}"},
    {"sen_support_stock", "need", "SEN support, January {}"},
    {"sen_support_stock", "age_group", "SEN support by age, January {}"},
    {"place_shortfall", "placement", "Not where preferred, Sept. {}"},
}};

/// The groups that change most, in their own order.
std::vector<const AffectedGroup*> largest(const PairSummary& pair, const Question& q, std::size_t& others) {
  std::vector<const AffectedGroup*> own;
  for (const auto& g : pair.affected)
    if (g.metric == q.metric && g.breakdown == q.breakdown && !nothing(g.figures.difference))
      own.push_back(&g);
  std::stable_sort(own.begin(), own.end(), [](const auto* x, const auto* y) {
    return std::abs(x->figures.difference.mean) > std::abs(y->figures.difference.mean);
  });
  others = own.size() - std::min(own.size(), shown_groups);
  own.resize(own.size() - others);
  return own;
}

std::string affected_table(const ComparisonSummary& s, const PairSummary& pair, const Style& style) {
  Table table(
      {"Group", "mean of " + s.letter, "mean", "P10", "P90", fmt::format("P({} lower), %", pair.letter)});
  table.group(2, 3, fmt::format("{} less {}", pair.letter, s.letter));
  for (const Question& q : questions) {
    std::size_t others = 0;
    const auto own = largest(pair, q, others);
    if (own.empty()) continue;
    table.row({fmt::format(fmt::runtime(q.heading), own.front()->period), "", "", "", "", ""});
    for (const auto* g : own) {
      const auto& d = g->figures.difference;
      table.row({"  " + cut(g->category, 24), decimal(g->figures.mean_a, 1), decimal(d.mean, 1),
                 decimal(d.p10, 0), decimal(d.p90, 0), chance_figure(g->figures.p_lower)});
    }
    if (others > 0) table.row({fmt::format("  and {} more in comparison.csv", others), "", "", "", "", ""});
  }
  if (table.empty()) return {};
  return style.bold("Who is affected: the groups that change most") + '\n' + table.text(style) +
         folded("Net numbers: who comes and who goes cancel out.", "  ", "  ") + '\n';
}

}  // namespace

std::string effects_text(const ComparisonSummary& s, const PairSummary& pair, const Style& style) {
  std::string out = side_by_side_table(s, pair, style);
  if (const auto table = savings_table(s, pair, style); !table.empty()) out += table + savings_words(s, pair);
  return out + affected_table(s, pair, style);
}

}  // namespace app
