// The summary of risk as 80 columns of text.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/figures.hpp"
#include "app/risk/risk_summary.hpp"
#include "app/run/summary_parts.hpp"
#include "app/table.hpp"

namespace app {
namespace {

constexpr std::size_t most_lines = 10, most_columns = 6;

const RiskMetric* metric_named(const RiskSummary& s, std::string_view name) {
  for (const auto& m : s.metrics)
    if (m.metric == name) return &m;
  return nullptr;
}

std::string million(double pounds, int decimals = 2) { return decimal(pounds / 1e6, decimals); }
std::string percent(double share) { return decimal(100 * share, 1); }

std::string title(const RiskSummary& s, const Style& style) {
  return style.bold(folded(fmt::format("{}: how large the deficit can get under {}", s.area, s.scenario))) +
         folded(fmt::format("{} replicate{}, seed {}, {}", whole(s.replicates), s.replicates == 1 ? "" : "s",
                            s.seed, s.design)) +
         '\n';
}

std::string tails(const RiskSummary& s, const Style& style) {
  const auto* position = metric_named(s, "in_year_position");
  const auto* deficit = metric_named(s, "cumulative_deficit");
  if (position == nullptr || deficit == nullptr) return {};
  const auto level = fmt::format("{:g}", 100 * s.level);
  Table table({"£ million", "median", "VaR", "TVaR", "MC error", "median", "VaR", "TVaR", "MC error"});
  table.group(1, 4, "In-year position");
  table.group(5, 4, "Cumulative deficit");
  table.gap(5, 3);
  for (std::size_t y = 0; y < deficit->years.size(); ++y) {
    std::vector<std::string> row{deficit->years[y].year};
    for (const auto* m : {position, deficit}) {
      const auto& own = m->years[y];
      row.push_back(million(own.summary.p50));
      row.push_back(million(own.tail.var.value));
      row.push_back(million(own.tail.tvar.value));
      row.push_back(plus_minus(million(own.tail.tvar.mcse)));
    }
    table.row(row);
  }
  return table.text(style) +
         folded(fmt::format("VaR: value at risk, not exceeded in {} % of the replicates. TVaR: mean of the "
                            "worst {:g} %. MC error: Monte Carlo error of TVaR. Deficits are positive.",
                            level, 100 * (1 - s.level)),
                "  ", "  ") +
         '\n';
}

/// Round thresholds that tell the years apart, at most so many.
std::vector<std::size_t> shown_thresholds(const RiskMetric& m) {
  std::vector<std::size_t> interesting;
  for (std::size_t i = 0; i < m.thresholds.size(); ++i) {
    bool tells = false;
    for (const auto& year : m.above)
      tells = tells || (year[i].chance.value > 0.005 && year[i].chance.value < 0.995);
    if (tells) interesting.push_back(i);
  }
  std::vector<std::size_t> out;
  const std::size_t n = std::min(most_columns, interesting.size());
  for (std::size_t k = 0; k < n; ++k)
    out.push_back(interesting[n == 1 ? 0 : k * (interesting.size() - 1) / (n - 1)]);
  return out;
}

std::string exceedance(const RiskSummary& s, const Style& style) {
  const auto* m = metric_named(s, "cumulative_deficit");
  if (m == nullptr) return {};
  const auto shown = shown_thresholds(*m);
  if (shown.empty()) return {};
  std::vector<std::string> headings{"Chance, %"};
  for (const auto i : shown) headings.push_back("> " + million(m->thresholds[i], 1));
  Table table(headings);
  table.group(1, shown.size(), "Cumulative deficit, £ million");
  double worst = 0;
  for (std::size_t y = 0; y < m->years.size(); ++y) {
    std::vector<std::string> row{m->years[y].year};
    for (const auto i : shown) {
      row.push_back(chance_figure(m->above[y][i].chance.value));
      if (m->above[y][i].chance.mcse > worst) worst = m->above[y][i].chance.mcse;
    }
    table.row(row);
  }
  return table.text(style) +
         folded(fmt::format("Monte Carlo error at most +-{}.{}", percent(worst),
                            s.replicates < sim::fewest_replicates ? " Unknown for so few replicates." : ""),
                "  ", "  ") +
         '\n';
}

std::string limits(const RiskSummary& s, const Style& style) {
  std::string out;
  for (const auto& l : s.limits) {
    Table table(
        {"Limit: " + cut(l.limit.name, 24), "£ million", "first above, %", "above by then, %", "MC error"});
    for (std::size_t y = 0; y < l.years.size(); ++y) {
      const double amount = l.limit.in(l.years[y]);
      if (std::isnan(amount)) continue;
      table.row({l.years[y], million(amount), chance_figure(l.crossing.first[y].value),
                 chance_figure(l.crossing.by[y].value), plus_minus(percent(l.crossing.by[y].mcse))});
    }
    table.row(
        {"never", "", chance_figure(l.crossing.never.value), "", plus_minus(percent(l.crossing.never.mcse))});
    out += table.text(style) + '\n';
  }
  return out;
}

std::string general_fund(const RiskSummary& s, const Style& style) {
  const auto* m = metric_named(s, "general_fund_exposure");
  if (m == nullptr) return {};
  Table table({"On the general fund, £ million", "mean", "median", "P90", "TVaR", "chance, %"});
  for (std::size_t y = 0; y < m->years.size(); ++y) {
    const auto& q = m->years[y].summary;
    if (q.max == 0) continue;
    const double at_nought = [&] {
      for (std::size_t i = 0; i < m->thresholds.size(); ++i)
        if (m->thresholds[i] == 0) return m->above[y][i].chance.value;
      return std::nan("");
    }();
    table.row({m->years[y].year, million(q.mean), million(q.p50), million(q.p90),
               million(m->years[y].tail.tvar.value), chance_figure(at_nought)});
  }
  if (table.empty())
    return folded(
               "Nothing falls on the general fund: the accounting override does not end within the run "
               "(money.override_ends), or no replicate has a deficit then.") +
           '\n';
  return table.text(style) +
         folded(
             "Each year: the whole deficit at that year's end, as far as it falls there "
             "(money.override_share); not to be added up over years.",
             "  ", "  ") +
         '\n';
}

std::string pad(const std::string& name) { return cut(name, 46); }

std::string tail_lines(const RiskSummary& s, const Style& style) {
  if (s.lines.empty()) return {};
  const double worst = 100 * (1 - s.level);
  Table table({fmt::format("The worst {:g} % of {}, £ million", worst, s.year), "mean", "in them", "excess",
               "MC error"});
  sim::TailPart others, all;
  std::size_t n = 0;
  const auto add = [](sim::TailPart& to, const sim::TailPart& x) {
    to.mean.value += x.mean.value;
    to.in_tail.value += x.in_tail.value;
    to.excess.value += x.excess.value;
  };
  const auto row = [&](const std::string& name, const sim::TailPart& p, const std::string& error) {
    table.row({pad(name), million(p.mean.value), million(p.in_tail.value), million(p.excess.value), error});
  };
  for (const auto& l : s.lines) {
    add(all, l.part);
    if (n++ >= most_lines)
      add(others, l.part);
    else
      row(l.kind == "income" ? "income: " + l.name : l.name, l.part, plus_minus(million(l.part.excess.mcse)));
  }
  if (n > most_lines) row(fmt::format("{} other lines", n - most_lines), others, "");
  row("Cumulative deficit", all, "");
  return table.text(style) +
         folded(
             "Each line of the ledger since the start, income as what it takes off; they add up. Excess: "
             "what the line is more in the worst cases than on average.",
             "  ", "  ") +
         '\n';
}

std::string tail_events(const RiskSummary& s, const Style& style) {
  if (s.events.empty()) return {};
  Table table({"Events of the risk register, %", "all", "worst", "MC error"});
  std::size_t n = 0;
  for (const auto& e : s.events)
    if (n++ < most_lines)
      table.row({pad(e.name), chance_figure(e.part.mean.value), chance_figure(e.part.in_tail.value),
                 plus_minus(percent(e.part.excess.mcse))});
  return table.text(style) +
         folded("How often each had happened: in all replicates, and in the worst ones.", "  ", "  ") + '\n';
}

std::string drivers(const RiskSummary& s, const Style& style) {
  const auto told = std::count_if(s.drivers.begin(), s.drivers.end(), [](const Driver& d) { return d.told; });
  if (s.drivers.empty()) return {};
  if (told == 0)
    return folded("No assumption of the worst cases stands out from chance: more replicates would tell.") +
           '\n';
  Table table({"Assumptions in the worst cases", "shift, sd", "MC error", "percentile", "adds, £m"});
  std::size_t n = 0;
  for (const auto& d : s.drivers) {
    if (!d.told || n == most_lines) continue;
    ++n;
    double adds = NAN;
    for (const auto& a : s.assumptions)
      if (a.name == d.name) adds = a.part.excess.value;
    table.row({pad(d.name), decimal(d.shift.shift.value, 2), plus_minus(decimal(d.shift.shift.mcse, 2)),
               decimal(100 * d.shift.percentile, 0), million(adds)});
  }
  std::string more = told > static_cast<std::ptrdiff_t>(most_lines)
                         ? fmt::format(" {} more stand out: risk_drivers.csv.", told - most_lines)
                         : "";
  if (!s.assumptions.empty())
    more += fmt::format(
        " Adds: its part of the excess, by regression ({} % of the variance); luck, years and "
        "what is not linear add £{}m.",
        decimal(100 * s.explained, 0), million(s.assumptions.back().part.excess.value));
  return table.text(style) +
         folded(
             "Shift: mean in the worst cases less mean, in standard deviations. Percentile: where their "
             "median lies among all draws." +
                 more,
             "  ", "  ") +
         '\n';
}

std::string stresses(const RiskSummary& s, const Style& style) {
  if (s.stresses.empty()) return {};
  Table table({"Stress", "median", "P90", "VaR", "TVaR", "mean change", "MC error"});
  table.group(1, 4, fmt::format("Deficit of {}, £ million", s.year));
  for (const auto& r : s.stresses) {
    const bool own = &r == &s.stresses.front();
    table.row({cut(r.name, 26), million(r.summary.p50), million(r.summary.p90), million(r.tail.var.value),
               million(r.tail.tvar.value), own ? "" : million(r.mean_difference.value),
               own ? "" : plus_minus(million(r.mean_difference.mcse))});
  }
  table.fit(page_width);
  return table.text(style) + '\n';
}

}  // namespace

std::string risk_text(const RiskSummary& s, const Style& style) {
  return title(s, style) + tails(s, style) + exceedance(s, style) + limits(s, style) +
         general_fund(s, style) + tail_lines(s, style) + tail_events(s, style) + drivers(s, style) +
         stresses(s, style) + notes_and_files(s.replicates, s.notes, s.folder, s.files);
}

}  // namespace app
