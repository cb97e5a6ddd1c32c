// `sensitivity` as 80 columns of text.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/figures.hpp"
#include "app/name_lines.hpp"
#include "app/run/summary_parts.hpp"
#include "app/sensitivity/sensitivity.hpp"
#include "app/table.hpp"

namespace app {
namespace {

constexpr std::size_t name_width = 30, bar_width = 12;
constexpr double too_little_to_show = 0.01;  // of the variance

/// A figure in the unit that its column is headed with.
std::string short_figure(const sim::Metric& metric, double x) {
  switch (metric.unit) {
    case sim::Unit::pence:
      return decimal(x / 1e6, std::abs(x) < 1e7 ? 3 : 1);
    case sim::Unit::share:
      return decimal(100 * x, 2);
    case sim::Unit::per_1000:
      return decimal(x, 2);
    case sim::Unit::count:
      break;
  }
  return decimal(x, std::abs(x) < 100 ? 1 : 0);
}

std::string heading_of(const sim::Metric& metric) {
  switch (metric.unit) {
    case sim::Unit::pence:
      return "£ million";
    case sim::Unit::share:
      return "%";
    case sim::Unit::per_1000:
      return "per 1,000";
    case sim::Unit::count:
      break;
  }
  return "count";
}

std::string in_hundred(double share) { return decimal(100 * share, 1); }

std::string range_of(const sim::Interval& i) {
  return std::isfinite(i.low) ? fmt::format("{} to {}", in_hundred(i.low), in_hundred(i.high)) : "-";
}

std::string layers_line(const FigureSensitivity& f) {
  const auto& l = *f.layers;
  const double total = l.assumptions.value + l.years.value + l.luck.value;
  const auto part = [&](const char* name, const sim::Estimate& e) {
    return fmt::format("{} {} +-{}", name, in_hundred(e.value / total), in_hundred(e.mcse / total));
  };
  return folded(fmt::format("By the three members of each draw, % of the variance: {}, {}, {} (Monte Carlo "
                            "errors).",
                            part("assumptions", l.assumptions), part("years", l.years), part("luck", l.luck)),
                "  ", "  ");
}

std::string groups_table(const FigureSensitivity& f, const Style& style) {
  Table table({"Group", "assumptions", "share", "95 % interval"});
  table.group(2, 2, "Of the variance, %");
  for (const auto& g : f.groups)
    table.row({std::string(models::title_of(g.group)), whole(static_cast<double>(g.assumptions)),
               in_hundred(g.share.index.value), range_of(g.share.interval)});
  table.row({"All assumptions", whole(static_cast<double>(f.singles.size())), in_hundred(f.all.index.value),
             range_of(f.all.interval)});
  table.row({f.layers ? "Rest" : "Rest: luck and years, mostly", "", in_hundred(f.rest.index.value),
             range_of(f.rest.interval)});
  return table.text(style) + (f.layers ? layers_line(f) : "") + '\n';
}

/// A bar between two values on a scale, with the mean marked.
std::string bar(double from, double to, double mean, double low, double high) {
  if (!(high > low)) return {};
  const auto at = [&](double x) {
    const double part = (x - low) / (high - low) * (bar_width - 1);
    return static_cast<std::size_t>(std::lround(std::clamp(part, 0.0, bar_width - 1.0)));
  };
  std::string out(bar_width, ' ');
  const std::size_t first = std::min(at(from), at(to)), last = std::max(at(from), at(to));
  for (std::size_t i = first; i <= last; ++i) out[i] = '=';
  out[at(mean)] = '|';
  return out.substr(0, out.find_last_not_of(' ') + 1);
}

std::string singles_table(const FigureSensitivity& f, std::size_t shown, const Style& style) {
  const std::size_t count = std::min(shown, f.singles.size());
  double low = f.mean, high = f.mean;
  for (std::size_t i = 0; i < count; ++i)
    for (const double x : {f.singles[i].first.at_p10, f.singles[i].first.at_p90}) {
      low = std::min(low, x);
      high = std::max(high, x);
    }
  Table table({"Assumption", "index", "interval", "P10", "P90", ""});
  table.group(1, 2, "Share, %");
  table.group(3, 2, heading_of(f.metric) + " at its");
  table.left(5);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& s = f.singles[i];
    const auto words = name_lines(s.assumption.name, name_width);
    table.row({words.front(), in_hundred(s.first.index.value), range_of(s.first.interval),
               short_figure(f.metric, s.first.at_p10), short_figure(f.metric, s.first.at_p90),
               bar(s.first.at_p10, s.first.at_p90, f.mean, low, high)});
    for (std::size_t w = 1; w < words.size(); ++w) table.row({words[w], "", "", "", "", ""});
  }
  table.fit(page_width);
  std::string out = table.text(style);
  if (count < f.singles.size())
    out += fmt::format("  and {} more in sensitivity.csv\n", f.singles.size() - count);
  return out + '\n';
}

std::string dependent_table(const FigureSensitivity& f, const Style& style) {
  std::string out;
  for (const auto& set : f.dependent) {
    if (!(set.together.interval.high >= too_little_to_show)) continue;
    Table table({"Depend on one another", "Shapley", "95 % interval"});
    table.group(1, 2, "Of the variance, %");
    for (std::size_t i = 0; i < set.names.size(); ++i)
      table.row({cut(set.names[i], 50), set.effects.empty() ? "-" : in_hundred(set.effects[i].index.value),
                 set.effects.empty() ? "-" : range_of(set.effects[i].interval)});
    table.row({"together", in_hundred(set.together.index.value), range_of(set.together.interval)});
    out += table.text(style) + '\n';
  }
  return out;
}

std::string factor_name(const DesignFactor& f) {
  if (f.kind == "group") return "All of " + f.name;
  return f.kind == "layer" ? (f.name == "luck" ? "Luck" : "Years") : f.name;
}

std::string sobol_table(const DesignResult& d, std::size_t figure, const Style& style) {
  Table table({"Sobol design", "first", "interval", "total", "interval"});
  table.group(1, 4, "Share of the variance, %");
  for (std::size_t i = 0; i < d.factors.size(); ++i) {
    const auto& x = d.sobol[figure][i];
    table.row({cut(factor_name(d.factors[i]), 34), in_hundred(x.first.value), range_of(x.first_interval),
               in_hundred(x.total.value), range_of(x.total_interval)});
  }
  table.fit(page_width);
  return table.text(style) + '\n';
}

std::string morris_table(const DesignResult& d, const FigureSensitivity& f, std::size_t figure,
                         std::size_t shown, const Style& style) {
  std::vector<std::size_t> order(d.factors.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto& all = d.morris[figure];
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return all[a].mean_absolute.value > all[b].mean_absolute.value; });
  order.resize(std::min(shown, order.size()));
  Table table({"Morris design", "mu*", "95 % interval", "mu", "sigma"});
  table.group(1, 4, heading_of(f.metric) + " for half of its distribution");
  const auto text = [&](double x) { return short_figure(f.metric, x); };
  for (const std::size_t i : order)
    table.row({cut(d.factors[i].name, 38), text(all[i].mean_absolute.value),
               fmt::format("{} to {}", text(all[i].interval.low), text(all[i].interval.high)),
               text(all[i].mean.value), text(all[i].sd)});
  table.fit(page_width);
  return table.text(style) + '\n';
}

std::string explanation(const SensitivitySummary& s) {
  std::string text =
      "Share: of the variance that would go if the assumption (the group) were known. At its P10, P90: mean "
      "of the figure where the assumption is there; bar from one to the other, | the mean. Intervals: 95 %, "
      "of Monte Carlo.";
  if (s.design && s.design->design == IndexDesign::sobol)
    text +=
        " first: alone; total: with everything that it interacts with. Of assumptions that depend on one "
        "another, a factor is what those named before it leave open.";
  if (s.design && s.design->design == IndexDesign::morris)
    text +=
        " mu*: mean size of the effect; mu: with its sign; sigma: its spread, from bends, from other "
        "assumptions and from luck.";
  return folded(text, "  ", "  ") + '\n';
}

}  // namespace

std::string sensitivity_text(const SensitivitySummary& s, const Style& style) {
  std::string out =
      style.bold(folded(fmt::format("{}, {}: where the spread comes from", s.area, s.scenario))) +
      folded(fmt::format(
          "{} replicates, seed {}, {}{}; {:.1f} s", whole(s.replicates), s.seed, s.Sampling::design,
          s.design ? fmt::format("; {} more simulated", whole(static_cast<double>(s.design->simulations)))
                   : "",
          s.seconds)) +
      '\n';
  for (std::size_t i = 0; i < s.figures.size(); ++i) {
    const auto& f = s.figures[i];
    const bool design = s.design && f.sd > 0;
    if (!f.why_not.empty() && !design) continue;
    const bool money = f.metric.unit == sim::Unit::pence;
    const auto words = [&](double x) {
      return money ? "£" + short_figure(f.metric, x) + "m" : in_unit(f.metric, x);
    };
    out += style.bold(folded(
               fmt::format("{}: mean {}, standard deviation {}", f.name, words(f.mean), words(f.sd)))) +
           '\n';
    if (f.why_not.empty())
      out += groups_table(f, style) + singles_table(f, s.shown, style) + dependent_table(f, style);
    if (design)
      out += s.design->design == IndexDesign::sobol ? sobol_table(*s.design, i, style)
                                                    : morris_table(*s.design, f, i, s.shown, style);
  }
  return out + explanation(s) + notes_and_files(s.replicates, s.notes, s.folder, s.files);
}

}  // namespace app
