// What each intervention of one configuration contributes to its difference from another.

#include "app/compare/attribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>

#include "app/interrupt.hpp"
#include "app/progress_bar.hpp"
#include "models/coalitions.hpp"
#include "models/keys.hpp"
#include "sim/config_draws.hpp"
#include "sim/ensemble.hpp"
#include "sim/summary_csv.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

constexpr std::string_view attributed_metrics[] = {"ehcp_stock",  "inmss_stock",      "independent_share",
                                                   "hnb_spend",   "in_year_position", "cumulative_deficit",
                                                   "travel_spend"};

/// A figure and where its parts are among the columns that are simulated.
struct Wanted {
  sim::Metric metric;
  std::string period;
  std::uint32_t series_b = 0, period_b = 0, series_a = 0, period_a = 0;
  std::size_t over = 0;                   ///< column of the figure, or of a ratio's numerator
  std::optional<std::size_t> under = {};  ///< of its denominator
};

struct WantedColumns {
  std::vector<std::uint32_t> columns;
  std::size_t of(std::uint32_t column) {
    const auto found = std::find(columns.begin(), columns.end(), column);
    if (found != columns.end()) return static_cast<std::size_t>(found - columns.begin());
    columns.push_back(column);
    return columns.size() - 1;
  }
};

/// The attributed totals at the periods that both runs hold.
std::vector<Wanted> wanted_figures(const sim::StoreReader& a, const sim::StoreReader& b,
                                   WantedColumns& columns) {
  const sim::Layout &la = a.layout(), &lb = b.layout();
  const std::string area = lb.series().front().area;
  std::vector<Wanted> out;
  for (const auto name : attributed_metrics) {
    const auto sa = la.find_series(name, "total", "total", area);
    const auto sb = lb.find_series(name, "total", "total", area);
    if (!sa || !sb || !a.has_draws(*sa) || !b.has_draws(*sb)) continue;
    for (std::uint32_t p = 0; p < lb.periods(*sb).size(); ++p) {
      const auto& periods = la.periods(*sa);
      const auto at = std::find(periods.begin(), periods.end(), lb.periods(*sb)[p]);
      if (at == periods.end()) continue;
      Wanted w{lb.metric_of(*sb), *at, *sb, p, *sa, static_cast<std::uint32_t>(at - periods.begin())};
      if (lb.is_ratio(*sb)) {
        const auto [top, bottom] = lb.ratio_parts(*sb);
        w.over = columns.of(lb.column(top, p));
        w.under = columns.of(lb.column(bottom, p));
      } else {
        w.over = columns.of(lb.column(*sb, p));
      }
      out.push_back(std::move(w));
    }
  }
  return out;
}

/// The parts of one figure, replicate by replicate.
struct Draws {
  std::vector<double> none, all;
  std::vector<std::vector<double>> share, alone, last, pair;  // by player, by pair
  std::vector<double> variance_of_orders;                     // by player: summed over replicates

  Draws(std::size_t players, bool exact)
      : share(players),
        alone(players),
        last(players),
        pair(exact ? players * (players - 1) / 2 : 0),
        variance_of_orders(players, 0.0) {}

  void add(const sim::Attribution& x) {
    none.push_back(x.none);
    all.push_back(x.all);
    for (std::size_t i = 0; i < share.size(); ++i) {
      share[i].push_back(x.share[i]);
      alone[i].push_back(x.alone[i]);
      last[i].push_back(x.last[i]);
    }
    for (std::size_t i = 0; i < pair.size(); ++i) pair[i].push_back(x.pair[i]);
  }

  /// Sample variance of the mean of a replicate's pairs of orders.
  void add_orders(const std::vector<double>& by_pair) {
    const std::size_t players = share.size(), pairs = by_pair.size() / players;
    for (std::size_t i = 0; pairs > 1 && i < players; ++i) {
      std::vector<double> own;
      for (std::size_t p = 0; p < pairs; ++p) own.push_back(by_pair[p * players + i]);
      const double s = sim::sd(own);
      variance_of_orders[i] += s * s / static_cast<double>(pairs);
    }
  }
};

double worth_of(const Wanted& w, std::span<const std::int64_t> figures) {
  const auto over = static_cast<double>(figures[w.over]);
  if (!w.under) return over;
  return sim::ratio_of(over, static_cast<double>(figures[*w.under]), w.metric.scale);
}

AttributedPart part(std::vector<double> values, double divisor) {
  std::vector<double> lower;
  lower.reserve(values.size());
  for (double& v : values) {
    v /= divisor;
    lower.push_back(std::isnan(v) ? v : v < 0 ? 1 : 0);
  }
  return {sim::summarise(values), {sim::mean(sim::existing(lower)), sim::mcse_mean(lower)}};
}

AttributedFigure figure_of(const Wanted& w, const Draws& d, bool exact, const sim::StoreReader& store_a,
                           const sim::StoreReader& store_b) {
  const double unit = sim::divisor(w.metric.unit);
  const auto a = store_a.values(w.series_a, w.period_a), b = store_b.values(w.series_b, w.period_b);
  std::vector<double> total(a.size()), other(a.size());
  for (std::size_t r = 0; r < a.size(); ++r) {
    const double with_all = d.all[r] / unit;
    if (!(std::isnan(b[r]) && std::isnan(with_all)) && b[r] != with_all)
      throw std::logic_error(fmt::format("{} of {}: all actions together are not the run that has them all",
                                         w.metric.name, w.period));
    total[r] = b[r] - a[r];
    other[r] = d.none[r] / unit - a[r];
  }
  AttributedFigure f{w.metric, w.period, part(total, 1), part(other, 1), {}, {}};
  for (std::size_t i = 0; i < d.share.size(); ++i)
    f.actions.push_back({part(d.share[i], unit), part(d.alone[i], unit), part(d.last[i], unit),
                         exact ? std::numeric_limits<double>::quiet_NaN()
                               : std::sqrt(d.variance_of_orders[i] / static_cast<double>(a.size())) / unit});
  std::size_t k = 0;
  for (std::size_t i = 0; i < d.share.size(); ++i)
    for (std::size_t j = i + 1; k < d.pair.size() && j < d.share.size(); ++j)
      f.pairs.push_back({i, j, part(d.pair[k++], unit)});
  return f;
}

std::string line(const std::string& start, const AttributedFigure& f, std::string_view kind,
                 const std::string& action, const std::string& with, const AttributedPart& p,
                 double sd_orders) {
  const auto unit = f.metric.unit;
  const sim::Summary& s = p.summary;
  std::string text = fmt::format("{},{},{},{},{},{},{},{},{}", start, sim::to_string(f.metric.period_type),
                                 f.period, f.metric.name, sim::to_string(unit), kind, action, with, s.n);
  for (const double x : {s.mean, s.sd, s.p05, s.p10, s.p25, s.p50, s.p75, s.p90, s.p95})
    text += ',' + sim::format_figure(unit, x);
  text += ',' + sim::format_figure(sim::Unit::share, p.lower.value);
  for (const double x : {s.mcse_mean, s.mcse_p10, s.mcse_p50, s.mcse_p90, sd_orders})
    text += ',' + sim::format_figure(unit, x);
  return text + '\n';
}

}  // namespace

AttributionSummary attribution(const RunOptions& run, const sim::Config& b,
                               const std::vector<std::string>& actions, const sim::StoreReader& store_a,
                               const sim::StoreReader& store_b, std::size_t pairs, bool progress) {
  const auto began = std::chrono::steady_clock::now();
  const sim::StopToken stop = interrupted();
  const models::SendModel model(b);
  const auto assumptions = sim::assumption_draws(b, run.design, run.seed, run.replicates);
  const sim::AttributionPlan plan(actions.size(), pairs, run.seed,
                                  models::purpose(models::Purpose::attribution_order));
  WantedColumns columns;
  const auto wanted = wanted_figures(store_a, store_b, columns);
  const std::size_t width = columns.columns.size(), coalitions = plan.coalitions();
  const models::CoalitionModel lives(model, actions, columns.columns, coalitions,
                                     [&](std::uint32_t replicate) { return plan.wanted(replicate); });
  std::vector<Draws> draws(wanted.size(), Draws(actions.size(), plan.exact()));
  std::vector<double> worth(coalitions);
  const auto take = [&](const sim::ReplicateBlock& block) {
    for (std::uint32_t i = 0; i < block.count; ++i)
      for (std::size_t f = 0; f < wanted.size(); ++f) {
        for (std::size_t c = 0; c < coalitions; ++c)
          worth[c] = worth_of(wanted[f], block.row(i).subspan(c * width, width));
        draws[f].add(plan.attribute(block.first + i, worth));
        if (!plan.exact()) draws[f].add_orders(plan.shares_by_pair(block.first + i, worth));
      }
  };
  ProgressBar bar(progress);
  const sim::EnsembleOptions options{.seed = run.seed,
                                     .first = 0,
                                     .replicates = run.replicates,
                                     .threads = run.threads,
                                     .layers = false,
                                     .command = model_command(run)};
  sim::run_ensemble(
      lives, assumptions, options, take,
      {.progress = [&](std::uint64_t done, std::uint64_t total) { bar.update(done, total); }, .stop = stop});
  stop.check();
  bar.clear();

  AttributionSummary s{actions, plan.exact(), coalitions, plan.pairs(), {}, 0};
  for (std::size_t f = 0; f < wanted.size(); ++f)
    s.figures.push_back(figure_of(wanted[f], draws[f], plan.exact(), store_a, store_b));
  s.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return s;
}

std::string attribution_csv_header() {
  return "scenario_a,scenario_b,area,period_type,period,metric,unit,part,action,with,n,mean,sd,p05,p10,p25,"
         "p50,p75,p90,p95,p_lower,mcse_mean,mcse_p10,mcse_p50,mcse_p90,sd_orders\n";
}

std::string attribution_csv(const AttributionSummary& s, const std::string& area,
                            const std::string& scenario_a, const std::string& scenario_b) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const std::string start =
      fmt::format("{},{},{}", sim::csv_field(scenario_a), sim::csv_field(scenario_b), sim::csv_field(area));
  std::string out;
  for (const auto& f : s.figures) {
    out += line(start, f, "total", "", "", f.total, none);
    out += line(start, f, "other", "", "", f.other, none);
    for (std::size_t i = 0; i < s.actions.size(); ++i) {
      out += line(start, f, "share", s.actions[i], "", f.actions[i].share, f.actions[i].sd_orders);
      out += line(start, f, "alone", s.actions[i], "", f.actions[i].alone, none);
      out += line(start, f, "last", s.actions[i], "", f.actions[i].last, none);
    }
    for (const auto& p : f.pairs)
      out += line(start, f, "pair", s.actions[p.first], s.actions[p.second], p.interaction, none);
  }
  return out;
}

}  // namespace app
