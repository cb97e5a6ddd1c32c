// The command `portfolio` from its options to its files.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "app/figures.hpp"
#include "app/goal/target_text.hpp"
#include "app/portfolio/portfolio_plan.hpp"
#include "app/user_error.hpp"
#include "sim/faults.hpp"
#include "sim/output_folder.hpp"
#include "sim/threads.hpp"

namespace app {
namespace {

constexpr std::size_t most_for_target = 4096;

/// What each action adds to a figure beyond the reference, less what it costs that no run has, and two
/// together beyond that.
template <class FigureOf>
sim::ActionEffects effects_of(const PortfolioPlan& p, const sim::UsableRows& rows,
                              const FigureOf& figure_of_run, bool less_costs = false) {
  const auto reference = rows.of(figure_of_run(*p.runs[0].run));
  const auto added = [&](std::size_t run) {
    auto values = rows.of(figure_of_run(*p.runs[run].run));
    for (std::size_t r = 0; r < values.size(); ++r) values[r] -= reference[r];
    return values;
  };
  std::vector<std::vector<double>> alone;
  for (const auto run : p.run_of_single) alone.push_back(added(run));
  std::vector<sim::ActionEffects::Together> together;
  for (std::size_t i = 0; i < p.both.size(); ++i) {
    const auto [a, b] = two_of(p, p.both[i].name);
    auto values = added(p.run_of_both[i]);
    for (std::size_t r = 0; r < values.size(); ++r) values[r] -= alone[a][r] + alone[b][r];
    together.push_back({a, b, std::move(values)});
  }
  if (less_costs)
    for (std::size_t i = 0; i < alone.size(); ++i)
      for (auto& value : alone[i]) value -= p.single[i].beyond_run;
  return sim::ActionEffects(std::move(alone), std::move(together));
}

/// Mean cost over the years of a run's interventions beyond the reference; nothing where runs do not say.
std::optional<double> cost_in(const StoredRun& run, const StoredRun& reference) {
  double total = 0;
  const auto series = run.find({"intervention_cost"});
  if (!series) return {};
  for (const auto& period : run.periods(*series)) {
    const auto other = reference.find({"intervention_cost"}, period);
    total += sim::mean(run.values(*run.find({"intervention_cost"}, period)));
    if (other) total -= sim::mean(reference.values(*other));
  }
  return std::max(0.0, std::round(100 * total) / 100);
}

/// Whether pounds can be taken off what is judged by: off a sum of money, not off a cost of each child.
bool counts_costs(const Objective& objective) { return objective.money() && !objective.metric().is_ratio(); }

sim::PortfolioLimits limits_of(const PortfolioOptions& o, bool counted, PortfolioPlan& p,
                               PortfolioSummary& s) {
  sim::PortfolioLimits limits;
  limits.budget = o.budget;
  limits.staff_limit = o.staff;
  for (std::size_t i = 0; i < p.single.size(); ++i) {
    auto& a = p.single[i];
    const auto cost = cost_in(*p.runs[p.run_of_single[i]].run, *p.runs[0].run);
    if (!std::isnan(a.cost)) {
      a.beyond_run = std::max(0.0, a.cost - cost.value_or(0));
      if (counted && cost && a.cost < *cost)
        s.notes.push_back(
            fmt::format("{}: its run costs {}, more than the file's {}; its net benefit is after "
                        "what the run costs",
                        a.name, pounds(*cost), pounds(a.cost)));
    } else {
      if (!cost)
        s.notes.push_back(
            fmt::format("{}: its run does not say what it costs; taken as £0 (--actions FILE gives "
                        "costs)",
                        a.name));
      a.cost = cost.value_or(0);
    }
    limits.cost.push_back(a.cost);
    limits.staff.push_back(a.staff);
    for (const auto& other : a.excludes) limits.excludes.emplace_back(i, position_of(p, other));
    for (const auto& other : a.needs) limits.needs.emplace_back(i, position_of(p, other));
  }
  return limits;
}

/// Which costs are in the net benefits, and which are not.
void note_costs(const PortfolioPlan& p, const Objective& objective, PortfolioSummary& s) {
  const bool counted = counts_costs(objective);
  std::vector<std::string> beyond;
  bool costs = false;
  for (const auto& a : p.single) {
    costs = costs || a.cost > 0;
    if (a.beyond_run > 0) beyond.push_back(fmt::format("{} {}", a.name, pounds(a.beyond_run)));
  }
  if (!counted && costs)
    s.notes.push_back(fmt::format(
        "costs bind the budget only: they cannot be set against {}, and no benefit is net of them",
        objective.metric().name));
  if (counted && !beyond.empty())
    s.notes.push_back(fmt::format(
        "what the file's costs are more than those of the runs is taken off the net benefits, not "
        "discounted: {}{}",
        fmt::join(beyond, ", "), !s.target ? "" : "; the target's figure is without it"));
}

/// A target, found in the reference run.
struct Aim {
  Goal goal;
  FigureWords figure;
};

std::optional<Aim> aim_of(const PortfolioOptions& o, const PortfolioPlan& p) {
  if (o.target.empty()) return {};
  const auto read = read_target(o.target);
  if (read.fault) throw UserError(sim::to_string(*read.fault));
  Aim aim{*read.goal, {{read.goal->metric, read.goal->breakdown, read.goal->category}, read.goal->period}};
  for (const auto& r : p.runs) figure_of(*r.run, aim.figure);
  aim.goal.about = p.runs[0].run->metric_of(figure_of(*p.runs[0].run, aim.figure));
  return aim;
}

double share_above_nought(const std::vector<double>& values) {
  const auto above = std::count_if(values.begin(), values.end(), [](double v) { return v > 0; });
  return static_cast<double>(above) / static_cast<double>(values.size());
}

/// What is needed to say everything about a selection.
struct Scale {
  const PortfolioPlan& plan;
  sim::UsableRows rows;
  sim::ActionEffects benefit;
  std::optional<Aim> aim;
  std::optional<sim::ActionEffects> moves;  ///< of the target's figure
  std::vector<double> figure;               ///< the target's, in the reference

  Chance target(sim::Selection s) const {
    auto values = moves->of(s);
    for (std::size_t r = 0; r < values.size(); ++r) values[r] += figure[r];
    return chance_met(values, aim->goal);
  }
  PortfolioLine line(const sim::Portfolio& p, std::string role) const {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    PortfolioLine out{p, {}, {std::move(role)}, {}, 0, 0, {none, none}};
    for (std::size_t i = 0; i < plan.single.size(); ++i)
      if ((p.chosen >> i & 1U) != 0) out.actions.push_back(plan.single[i].name);
    const auto values = benefit.of(p.chosen);
    out.benefit = sim::summarise(values);
    out.worst_tenth = sim::mean_of_worst(values, 0.1);
    out.chance_pays = share_above_nought(values);
    if (aim) out.target = target(p.chosen);
    return out;
  }
};

void add_line(PortfolioSummary& s, const Scale& scale, const sim::Portfolio& p, const std::string& role) {
  const auto found = std::find_if(s.lines.begin(), s.lines.end(),
                                  [&](const auto& line) { return line.portfolio.chosen == p.chosen; });
  if (found != s.lines.end())
    found->roles.push_back(role);
  else
    s.lines.push_back(scale.line(p, role));
}

void choose(const Scale& scale, const sim::PortfolioLimits& limits, PortfolioSummary& s) {
  const auto all = sim::allowed_portfolios(scale.benefit, limits);
  s.allowed = all.size();
  add_line(s, scale, all.front(), "best");
  add_line(s, scale, sim::robust_portfolio(all, scale.benefit), "robust");
  s.times_chosen = sim::times_chosen(all.front(), scale.benefit, limits, scale.rows.scramble);
  if (scale.aim) {
    s.looked_at_for_target = std::min(all.size(), most_for_target);
    // Doing nothing first: it may lie beyond those looked at, and of equal chances the cheapest is taken.
    const auto nothing =
        std::find_if(all.begin(), all.end(), [](const sim::Portfolio& p) { return p.chosen == 0; });
    auto likeliest = *nothing;
    double greatest = s.target_without.value;
    for (std::size_t i = 0; i < s.looked_at_for_target; ++i) {
      const double chance = scale.target(all[i].chosen).value;
      if (chance < greatest || (chance == greatest && !(all[i].cost < likeliest.cost))) continue;
      greatest = chance;
      likeliest = all[i];
    }
    if (greatest > 0)
      add_line(s, scale, likeliest, "likeliest");
    else
      s.notes.emplace_back("no selection that is allowed meets the target in any replicate");
    if (all.size() > most_for_target)
      s.notes.push_back(
          fmt::format("likeliest: of the {} selections with the greatest expected benefit, out of {}",
                      most_for_target, all.size()));
  }
  for (const auto& p : sim::efficient_frontier(all)) add_line(s, scale, p, "frontier");
  std::stable_sort(s.lines.begin(), s.lines.end(), [](const PortfolioLine& a, const PortfolioLine& b) {
    return a.portfolio.cost < b.portfolio.cost;
  });
}

void write(const PortfolioOptions& o, const PortfolioPlan& p, const std::string& command,
           PortfolioSummary& s) {
  sim::OutputFolder folder(o.out, "portfolio");
  const auto tables = portfolio_tables(s);
  s.folder = o.out;
  s.files = {"portfolio.csv", "actions.csv", "portfolio.json", "manifest.json"};
  sim::write_text(folder.path() / s.files[0], csv_text(tables[1]));
  sim::write_text(folder.path() / s.files[1], csv_text(tables[0]));
  sim::write_text(folder.path() / s.files[2], portfolio_json(s));
  sim::Execution execution = sim::execution_here(static_cast<unsigned>(sim::thread_count(o.threads)));
  execution.seconds = s.seconds;
  std::vector<sim::ComparedManifest> compared;
  for (const auto& r : p.runs)
    compared.push_back({r.letter, r.name, r.run->folder().string(), r.run->info().config_digest});
  sim::write_text(folder.path() / s.files[3],
                  sim::manifest_json(
                      sim::ComparisonManifest{p.runs[0].run->info(), compared, s.files, command, execution}));
  folder.commit();
}

}  // namespace

PortfolioSummary portfolio_run(const PortfolioOptions& o, const std::string& command) {
  const auto began = std::chrono::steady_clock::now();
  PortfolioPlan p = plan_of(o);
  const StoredRun& reference = *p.runs[0].run;
  PortfolioSummary s;
  s.area = reference.area();
  s.take(reference.info());
  s.reference = p.runs[0].name;
  s.budget = o.budget;
  s.staff = o.staff;
  const Objective objective(o.objective, p.runs);
  s.objective = objective.text();
  s.money = objective.money();
  s.unit = std::string(sim::to_string(objective.metric().unit));
  const auto limits = limits_of(o, counts_costs(objective), p, s);
  auto aim = aim_of(o, p);

  std::vector<std::vector<double>> needed;  // a replicate counts if all of these exist
  for (const auto& r : p.runs) {
    needed.push_back(objective.benefit(*r.run));
    if (aim) needed.push_back(r.run->values(figure_of(*r.run, aim->figure)));
  }
  const std::vector<std::span<const double>> samples(needed.begin(), needed.end());
  auto rows = sim::usable_rows(samples, reference.info().first);
  if (const auto few = sim::too_few(rows); !few.empty())
    throw UserError(fmt::format("{}: {} to choose a portfolio by", reference.folder().string(), few));
  auto benefit = effects_of(
      p, rows, [&](const StoredRun& run) { return objective.benefit(run); }, counts_costs(objective));
  Scale scale{p, std::move(rows), std::move(benefit), std::move(aim), {}, {}};
  if (scale.aim) {
    const auto figure = [&](const StoredRun& run) { return run.values(figure_of(run, scale.aim->figure)); };
    scale.moves = effects_of(p, scale.rows, figure);
    scale.figure = scale.rows.of(figure(reference));
    s.target = scale.aim->goal;
    s.target_without = scale.target(0);
  }
  for (std::size_t i = 0; i < p.single.size(); ++i) {
    const auto& values = scale.benefit.alone()[i];
    s.actions.push_back({p.single[i].name, p.runs[p.run_of_single[i]].run->info().scenario, p.single[i].cost,
                         p.single[i].staff, p.single[i].beyond_run, sim::summarise(values),
                         share_above_nought(values)});
  }
  choose(scale, limits, s);
  note_costs(p, objective, s);
  const std::size_t pairs = p.single.size() * (p.single.size() - 1) / 2;
  if (pairs > p.both.size())
    s.notes.push_back(
        fmt::format("{} of the {} pairs of actions {} taken to add up, having no run of both; simulate the "
                    "selection as one configuration before it is decided",
                    pairs - p.both.size(), pairs, pairs - p.both.size() == 1 ? "is" : "are"));
  s.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  write(o, p, command, s);
  return s;
}

}  // namespace app
