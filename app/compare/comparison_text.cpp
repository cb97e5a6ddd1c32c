// The summary of a comparison as 80 columns of text.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "app/compare/comparison_summary.hpp"
#include "app/figures.hpp"
#include "app/run/summary_parts.hpp"
#include "app/table.hpp"

namespace app {
namespace {

/// How a metric is headed, and its figures are written, in these tables.
struct Form {
  std::string_view metric, heading, period, words;
  double scale;
  int decimals, decimals_of_difference;
};
constexpr Form forms[] = {
    {"ehcp_stock", "Plans (EHCPs)", "January", "plans of January", 1, 0, 0},
    {"independent_share", "Independent share, %", "January", "the independent share of January", 100, 1, 2},
    {"hnb_spend", "Spend, £ million", "Year", "the spend of", 1e-6, 1, 2},
    {"cumulative_deficit", "Cumulative deficit, £ million", "Year", "the cumulative deficit of", 1e-6, 1, 2}};

std::string plural(std::size_t n, std::string_view word) {
  return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s");
}

std::string title(const ComparisonSummary& s, const Style& style) {
  std::string out = style.bold(
      folded(fmt::format("{}: {} against {}", s.area, plural(s.pairs.size(), "alternative"), s.scenario)));
  out += folded(s.scenario, "  " + s.letter + "  ", "     ");
  for (const auto& pair : s.pairs) out += folded(pair.scenario, "  " + pair.letter + "  ", "     ");
  return out +
         folded(fmt::format("From {}; {} replicate{}{} in pairs, seed {}, {}; {:.1f} s", s.first_term,
                            whole(s.replicates), s.replicates == 1 ? "" : "s",
                            s.members > 1 ? fmt::format(" x {} members", s.members) : "", s.seed, s.design,
                            s.seconds)) +
         '\n';
}

std::string changes(const ComparisonSummary& s, const PairSummary& pair) {
  if (pair.changes.empty())
    return folded(fmt::format("No parameter of {} differs from {}.", pair.letter, s.letter)) + '\n';
  return folded(fmt::format("{} differs from {} in {} ({} -> {}):", pair.letter, s.letter,
                            plural(pair.changes.size(), "parameter"), s.letter, pair.letter)) +
         changes_text(pair.changes) + '\n';
}

std::string metric_table(const ComparisonSummary& s, const PairSummary& pair, const ComparedMetric& m,
                         const Form& form, const Style& style) {
  Table table({std::string(form.period), s.letter, pair.letter, "P10", "median", "P90", "MC error",
               fmt::format("P({} lower), %", pair.letter)});
  table.group(1, 2, "Median");
  table.group(3, 4, fmt::format("{} less {}", pair.letter, s.letter));
  table.gap(3, 4);
  table.gap(7, 3);
  for (const auto& p : m.periods) {
    const auto& d = p.paired.difference;
    const auto level = [&](double x) { return decimal(form.scale * x, form.decimals); };
    const auto difference = [&](double x) { return decimal(form.scale * x, form.decimals_of_difference); };
    table.row({p.period, level(p.median_a), level(p.median_b), difference(d.p10), difference(d.p50),
               difference(d.p90),
               std::isfinite(d.mcse_p50)
                   ? "+-" + decimal(form.scale * d.mcse_p50, form.decimals_of_difference + 1)
                   : "-",
               chance_figure(p.paired.p_lower)});
  }
  return style.bold(form.heading) + '\n' + table.text(style) + '\n';
}

/// A difference that varies less than that, against its parts, is a constant but for rounding.
constexpr double rounding = 1e12;

/// What the pairing has brought, at the last period of the first metric in which the runs differ by more than
/// a constant.
std::string pairing(const ComparisonSummary& s, const PairSummary& pair) {
  std::string text =
      "Quantiles are of the difference within each replicate, not differences of quantiles. MC error: Monte "
      "Carlo error of its median.";
  for (const auto& m : pair.metrics) {
    const auto& last = m.periods.back();
    const auto* form = std::find_if(std::begin(forms), std::end(forms),
                                    [&](const Form& f) { return f.metric == m.metric.name; });
    if (!std::isfinite(last.variance_reduction) || last.variance_reduction > rounding) continue;
    text += fmt::format(
        " Pairing makes the variance of {} less {} in {} {} {} times smaller than that between "
        "independent runs.",
        pair.letter, s.letter, form->words, last.period,
        decimal(last.variance_reduction, last.variance_reduction < 10 ? 1 : 0));
    break;
  }
  return folded(text, "  ", "  ") + '\n';
}

std::string break_even_table(const ComparisonSummary& s, const PairSummary& pair, const Style& style) {
  if (pair.break_even.empty()) return {};
  const std::string cheaper = fmt::format("P({} < {}), %", pair.letter, s.letter);
  Table table({"To end of", "P10", "median", "P90", cheaper, "P10", "median", "P90", cheaper});
  table.group(1, 4, "Prices of each year");
  table.group(5, 4, fmt::format("Discounted at {:g} %", 100 * s.discount));
  table.gap(5, 3);
  for (const std::size_t c : {2u, 3u, 6u, 7u}) table.gap(c, 1);
  for (const auto& y : pair.break_even) {
    std::vector<std::string> cells{y.year};
    for (const RunningTotal* total : {&y.cash, &y.discounted}) {
      for (const auto which : {&sim::Summary::p10, &sim::Summary::p50, &sim::Summary::p90})
        cells.push_back(decimal(total->difference.*which / 1e6, 2));
      cells.push_back(chance_figure(total->lower.value));
    }
    table.row(std::move(cells));
  }
  const auto sentence = [&](RunningTotal BreakEvenYear::*prices, std::string_view how) {
    const std::string year = break_even_year(pair.break_even, prices);
    return year.empty() ? fmt::format("{}, {} has not paid for itself by {} in most replicates. ", how,
                                      pair.letter, pair.break_even.back().year)
                        : fmt::format("{}, {} has paid for itself from {} on in most replicates. ", how,
                                      pair.letter, year);
  };
  return style.bold(fmt::format("Spend of {} less {} since {}, £ million", pair.letter, s.letter,
                                pair.break_even.front().year)) +
         '\n' + table.text(style) +
         folded(sentence(&BreakEvenYear::cash, "In prices of each year") +
                    sentence(&BreakEvenYear::discounted, "Discounted") +
                    "Paid for itself: the spend of all years so far is lower. High needs block only.",
                "  ", "  ") +
         '\n';
}

std::string targets_table(const ComparisonSummary& s, const PairSummary& pair, const Style& style) {
  if (pair.targets.empty()) return {};
  Table table({"Target", "period", "aim", s.letter, pair.letter, "change", "MC error"});
  table.group(3, 4, "Chance, %");
  table.gap(4, 1);
  table.left(1);
  for (const auto& t : pair.targets) {
    const auto title = lines_of(goal_name(t.goal), 29);  // a long one goes on below
    table.row({title.front(), t.goal.period, aim_text(t.goal), chance_figure(t.a.value),
               chance_figure(t.b.value), decimal(100 * t.difference.value, 1), error_of(t.difference.mcse)});
    for (std::size_t i = 1; i < title.size(); ++i) table.row({title[i], "", "", "", "", "", ""});
  }
  return table.text(style) + '\n';
}

/// Published figures, what happened last.
std::string outturns_table(const ComparisonSummary& s, const PairSummary& pair, const Style& style) {
  if (pair.outturns.empty()) return {};
  Table table({"Published figure", "period", "figure", s.letter, pair.letter, s.letter, pair.letter});
  table.group(3, 2, "Percentile");
  table.group(5, 2, "MC error");
  table.left(1);
  for (const std::string_view kind : {"forecast", "outturn"})
    for (const auto& o : pair.outturns)
      if (o.goal.kind == kind)
        table.row({cut(goal_name(o.goal), 30), o.goal.period, in_unit(o.goal.about, o.goal.value),
                   decimal(100 * o.percentile_a, 1), decimal(100 * o.percentile_b, 1), error_of(o.mcse_a),
                   error_of(o.mcse_b)});
  return table.text(style) +
         folded(
             "Percentile: how many in a hundred replicates lie below the published figure, a forecast by "
             "others or what happened.",
             "  ", "  ") +
         '\n';
}

std::string layers(const ComparisonSummary& s, const PairSummary& pair, const Style& style) {
  if (pair.layers.empty()) return {};
  return style.bold(fmt::format("What makes {} less {} uncertain", pair.letter, s.letter)) + '\n' +
         layers_table(pair.layers, style);
}

std::string pair_text(const ComparisonSummary& s, const PairSummary& pair, const Style& style) {
  std::string out;
  if (s.pairs.size() > 1)
    out += style.bold(fmt::format("{} against {}: {}", pair.letter, s.letter, pair.scenario)) + "\n\n";
  out += changes(s, pair);
  for (const auto& m : pair.metrics)
    for (const Form& form : forms)
      if (form.metric == m.metric.name) out += metric_table(s, pair, m, form, style);
  return out + pairing(s, pair) + break_even_table(s, pair, style) + effects_text(s, pair, style) +
         targets_table(s, pair, style) + outturns_table(s, pair, style) + layers(s, pair, style) +
         attribution_text(s, pair, style);
}

}  // namespace

std::string comparison_text(const ComparisonSummary& s, const Style& style) {
  std::string out = title(s, style);
  for (const auto& pair : s.pairs) out += pair_text(s, pair, style);
  for (const auto& [letter, programme] : s.programmes) out += programme_text(programme, letter, style);
  return out + notes_and_files(s.replicates, s.notes, s.folder, s.files);
}

}  // namespace app
