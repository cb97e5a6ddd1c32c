// Shares of the variance of one figure, from the draws of an ordinary run.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/sensitivity/sensitivity.hpp"
#include "app/user_error.hpp"
#include "sim/shapley.hpp"

namespace app {
namespace {

IndexedShare share_of(const sim::LeftOut& explained) {
  IndexedShare out{sim::jackknife(explained), {}};
  out.interval = sim::interval_of(out.index, 0, 1);
  out.index.value = std::clamp(out.index.value, 0.0, 1.0);
  return out;
}

IndexedShare unknown() { return {{NAN, NAN}, {NAN, NAN}}; }

sim::LeftOut rest_of(const sim::LeftOut& explained) {
  sim::LeftOut out = explained;
  for (double& x : out) x = 1 - x;
  return out;
}

std::vector<DependentSet> dependent(const PreparedDraws& draws, const sim::JointTerms& terms,
                                    std::span<const double> y) {
  std::vector<DependentSet> out;
  for (const auto& members : sim::dependent_sets(draws.assumptions, draws.rows.scramble)) {
    DependentSet set;
    for (const std::size_t i : members) set.names.push_back(draws.named[i].name);
    set.together = share_of(sim::explained(terms, members, y));
    if (members.size() <= sim::most_exact_players)
      for (const auto& e : sim::shapley_effects(terms, members, y))
        set.effects.push_back({e, sim::interval_of(e, -1, 1)});
    out.push_back(std::move(set));
  }
  return out;
}

/// What groups, all, and those that depend on one another explain together.
void add_together(const PreparedDraws& draws, std::span<const double> y, FigureSensitivity& out) {
  const auto needed = sim::rows_for_joint_terms(draws.assumptions.size());
  const bool enough = draws.rows.size() >= needed;
  if (!enough) out.needed_together = needed;
  for (const auto g : models::assumption_groups)
    if (const auto members = draws.of(g); !members.empty())
      out.groups.push_back({g, members.size(), unknown()});
  out.all = out.rest = unknown();
  if (!enough) return;
  const std::vector<std::span<const double>> outcomes{y};
  const sim::JointTerms terms(draws.assumptions, outcomes, draws.rows.scramble);
  for (auto& g : out.groups) g.share = share_of(sim::explained(terms, draws.of(g.group), y));
  const auto all = sim::explained(terms, draws.all(), y);
  out.all = share_of(all);
  out.rest = share_of(rest_of(all));
  out.dependent = dependent(draws, terms, y);
}

}  // namespace

FigureSensitivity figure_sensitivity(const StoredRun& run, Figure figure, unsigned threads) {
  FigureSensitivity out;
  out.figure = figure;
  out.name = figure_name(run, figure);
  out.metric = run.metric_of(figure);
  const auto values = run.values(figure);
  const std::vector<std::span<const double>> samples{values};
  auto rows = sim::usable_rows(samples, run.info().first);
  out.replicates = rows.size();
  const auto y = rows.of(values);
  out.mean = sim::mean(y);
  out.sd = sim::sd(y);
  if (const auto few = sim::too_few(rows); !few.empty()) {
    out.why_not = few + " to give an index with its interval";
    return out;
  }
  if (!(out.sd > 1e-13 * std::abs(out.mean))) {
    out.why_not = "the figure is the same in every replicate: there is no spread to explain";
    return out;
  }
  if (run.info().members == sim::layer_members)
    out.layers = sim::layers_of_variance(values, run.values(figure, 1), run.values(figure, 2));

  std::vector<AssumptionSource> sources;
  for (std::size_t i = 0; i < run.assumptions().size(); ++i)
    sources.push_back({run.assumptions()[i].name, run.assumptions()[i].unit, run.draws()[i]});
  const auto draws = prepare_draws(sources, std::move(rows), threads);
  if (draws.assumptions.empty()) {
    out.why_not = "the run draws no assumption: all of the spread is years and luck";
    return out;
  }
  add_together(draws, y, out);
  out.singles.resize(draws.assumptions.size());
  for_each_index(draws.assumptions.size(), threads, [&](std::size_t i) {
    out.singles[i] = {draws.named[i], sim::first_order(draws.assumptions[i], y)};
  });
  std::stable_sort(out.singles.begin(), out.singles.end(), [](const SingleShare& a, const SingleShare& b) {
    return a.first.index.value > b.first.index.value;
  });
  return out;
}

}  // namespace app
