// What each action brings, as tables of 80 columns.

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

constexpr std::size_t name_width = 27;
constexpr std::size_t shown_pairs = 3;

/// How a metric is shown: what it is called, in what unit its shares are printed so that they add up, and in
/// what unit the rest is.
struct Form {
  std::string_view metric, heading;
  double step;  ///< of the shares
  double scale;
  int decimals;
  std::string_view unit;
};
constexpr Form forms[] = {{"cumulative_deficit", "the cumulative deficit of {}, £", 1, 1e-6, 2, "£ million"},
                          {"ehcp_stock", "the plans of January {}", 0.1, 1, 1, "plans"}};

const AttributedFigure* last_of(const AttributionSummary& a, std::string_view metric) {
  const AttributedFigure* found = nullptr;
  for (const auto& f : a.figures)
    if (f.metric.name == metric) found = &f;
  return found;
}

double mean_of(const AttributedPart& p) { return p.summary.mean; }

/// Means of the parts, rounded to steps so that they add up as printed: the actions, what else differs, all.
std::vector<double> printed(const AttributedFigure& f, double step) {
  std::vector<double> values;
  for (const auto& action : f.actions) values.push_back(mean_of(action.share) / step);
  values.push_back(mean_of(f.other) / step);
  const double all = std::round(mean_of(f.total) / step);
  auto rounded = sim::rounded_to(values, all);
  rounded.push_back(all);
  for (double& r : rounded) r *= step;
  return rounded;
}

std::string table_of(const AttributionSummary& a, const AttributedFigure& f, const Form& form,
                     const std::string& b_letter, const std::string& a_letter, const Style& style) {
  Table table({"Action", "mean", "MC error", "P10", "P90", "alone", "last"});
  table.group(1, 2, form.step < 1 ? "Share" : "Share, £");
  table.group(3, 4, std::string(form.unit));
  const int whole_steps = form.step < 1 ? 1 : 0;
  const auto rest = [&](double x) { return decimal(form.scale * x, form.decimals); };
  const auto error = [&](const AttributedPart& p) {
    return std::isfinite(p.summary.mcse_mean) ? "+-" + decimal(p.summary.mcse_mean, whole_steps) : "-";
  };
  const auto shares = printed(f, form.step);
  for (std::size_t i = 0; i < a.actions.size(); ++i) {
    const auto& own = f.actions[i];
    table.row({cut(a.actions[i], name_width), decimal(shares[i], whole_steps), error(own.share),
               rest(own.share.summary.p10), rest(own.share.summary.p90), rest(mean_of(own.alone)),
               rest(mean_of(own.last))});
  }
  const auto whole_line = [&](const std::string& name, double mean, const AttributedPart& p) {
    table.row({name, decimal(mean, whole_steps), error(p), rest(p.summary.p10), rest(p.summary.p90), "", ""});
  };
  if (f.other.summary.min != 0 || f.other.summary.max != 0)
    whole_line("whatever else differs", shares[shares.size() - 2], f.other);
  whole_line(fmt::format("{} less {}", b_letter, a_letter), shares.back(), f.total);
  return style.bold(
             fmt::format("What each action adds to {}", fmt::format(fmt::runtime(form.heading), f.period))) +
         '\n' + table.text(style);
}

/// What the actions do together beyond the sum of what each does alone.
std::string interaction(const AttributionSummary& a, const AttributedFigure& f, const Form& form) {
  double alone = 0;
  for (const auto& action : f.actions) alone += mean_of(action.alone);
  const double together = mean_of(f.total) - mean_of(f.other);
  const auto shown = [&](double x) { return decimal(form.scale * x, form.decimals); };
  if (!std::isfinite(alone))  // few orders: no action comes first in any replicate
    return folded(fmt::format("Together {} ({}). Too few orders were drawn to say what each does alone.",
                              shown(together), form.unit),
                  "  ", "  ");
  std::string text = fmt::format("Together {}, each alone {} in sum: they interact by {} ({}).",
                                 shown(together), shown(alone), shown(together - alone), form.unit);
  auto pairs = f.pairs;
  std::stable_sort(pairs.begin(), pairs.end(), [](const PairPart& x, const PairPart& y) {
    return std::abs(mean_of(x.interaction)) > std::abs(mean_of(y.interaction));
  });
  std::string most;
  for (std::size_t i = 0; i < std::min(pairs.size(), shown_pairs); ++i)
    if (const auto amount = shown(mean_of(pairs[i].interaction));
        amount.find_first_of("123456789") != std::string::npos)
      most += fmt::format("{}{} with {} {}", most.empty() ? " Most of it: " : "; ", a.actions[pairs[i].first],
                          a.actions[pairs[i].second], amount);
  return folded(text + most + (most.empty() ? "" : "."), "  ", "  ");
}

}  // namespace

std::string attribution_text(const ComparisonSummary& s, const PairSummary& pair, const Style& style) {
  if (!pair.attribution) return {};
  const auto& a = *pair.attribution;
  std::string out;
  for (const Form& form : forms)
    if (const auto* f = last_of(a, form.metric))
      out += table_of(a, *f, form, pair.letter, s.letter, style) + interaction(a, *f, form) + '\n';
  const std::string how =
      a.exact ? fmt::format("the mean over all orders of the actions, from all {} coalitions", a.coalitions)
              : fmt::format(
                    "the mean over {} orders drawn in each replicate, half of them the other half "
                    "backwards; P10 and P90 hold the luck of that draw, alone and last are over the "
                    "orders that begin or end with the action",
                    2 * a.pairs_of_orders);
  return out +
         folded(fmt::format("Share: {}. Shares add up in every replicate and as printed. Alone: added to {} "
                            "without any of them; last: added to all the others. {:.1f} s",
                            how, pair.letter, a.seconds),
                "  ", "  ") +
         '\n';
}

}  // namespace app
