// What the worst cases are made of: lines of the ledger, events, and assumptions.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/risk/risk_summary.hpp"
#include "sim/tail_regression.hpp"

namespace app {
namespace {

// Monte Carlo errors, with 15 degrees of freedom: of 180 factors that do not matter one run in 35 shows one.
constexpr double stands_out = 5;

/// Years of a run up to one, inclusive.
std::vector<std::string> years_to(const StoredRun& run, const std::string& year) {
  const auto& all = run.periods(run.series({"cumulative_deficit"}));
  return {all.begin(), std::find(all.begin(), all.end(), year) + 1};
}

/// A line of the ledger over some years; an income is what it takes off the deficit.
std::vector<double> over_years(const StoredRun& run, const SeriesName& name,
                               const std::vector<std::string>& years, double sign) {
  std::vector<Figure> figures;
  for (const auto& year : years)
    if (const auto found = run.find(name, year)) figures.push_back(*found);
  const Columns values = run.values(figures);
  std::vector<double> sum(run.replicates(), 0.0);
  for (std::size_t c = 0; c < values.size(); ++c)
    for (std::size_t r = 0; r < sum.size(); ++r) sum[r] += sign * values[c][r];
  return sum;
}

bool all_nought(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return v == 0; });
}

/// The deficit at the end of a year as a sum: what there was before the run, and each line since.
void add_lines(const StoredRun& run, const std::vector<double>& deficit,
               const std::vector<std::string>& years, RiskSummary& s) {
  std::vector<std::vector<double>> parts;
  std::vector<double> rest = deficit;
  const auto add = [&](const char* kind, const std::string& name, std::vector<double> values) {
    for (std::size_t r = 0; r < rest.size(); ++r) rest[r] -= values[r];
    if (all_nought(values)) return;
    s.lines.push_back({kind, name, {}});
    parts.push_back(std::move(values));
  };
  const auto before = run.values(run.figure({"cumulative_deficit"}, years.front()));
  auto opening = run.values(run.figure({"in_year_position"}, years.front()));
  for (std::size_t r = 0; r < opening.size(); ++r) opening[r] = before[r] - opening[r];
  add("opening", "opening deficit", std::move(opening));
  for (const auto& [kind, metric, sign] :
       {std::tuple{"spend", "hnb_spend", 1.0}, std::tuple{"income", "hnb_income", -1.0}})
    for (const auto& line : run.categories(metric, "line"))
      add(kind, line, over_years(run, {metric, "line", line}, years, sign));
  // What rounding of pence to pounds leaves, or lines of which no draws were kept.
  for (auto& x : rest)
    if (std::abs(x) < 1) x = 0;
  add("rest", "other", rest);
  const std::vector<std::span<const double>> spans(parts.begin(), parts.end());
  const auto found = sim::tail_parts(deficit, spans, s.level);
  for (std::size_t i = 0; i < found.size(); ++i) s.lines[i].part = found[i];
  std::stable_sort(s.lines.begin(), s.lines.end(), [](const TailLine& a, const TailLine& b) {
    return std::abs(a.part.excess.value) > std::abs(b.part.excess.value);
  });
}

/// How often each event was in force in any year so far.
void add_events(const StoredRun& run, const std::vector<double>& deficit,
                const std::vector<std::string>& years, RiskSummary& s) {
  std::vector<std::vector<double>> happened;
  for (const auto& event : run.categories("risk_events", "risk")) {
    auto count = over_years(run, {"risk_events", "risk", event}, years, 1);
    for (auto& x : count) x = x > 0 ? 1 : 0;
    s.events.push_back({"event", event, {}});
    happened.push_back(std::move(count));
  }
  const std::vector<std::span<const double>> spans(happened.begin(), happened.end());
  const auto found = sim::tail_parts(deficit, spans, s.level);
  for (std::size_t i = 0; i < found.size(); ++i) s.events[i].part = found[i];
  std::stable_sort(s.events.begin(), s.events.end(), [](const TailLine& a, const TailLine& b) {
    return std::abs(a.part.excess.value) > std::abs(b.part.excess.value);
  });
}

void add_drivers(const StoredRun& run, const std::vector<double>& deficit, RiskSummary& s) {
  std::vector<std::span<const double>> factors;
  for (std::size_t a = 0; a < run.assumptions().size(); ++a) factors.push_back(run.draws()[a]);
  const auto shifts = sim::reverse_stress(deficit, factors, s.level);
  for (std::size_t a = 0; a < shifts.size(); ++a) {
    const auto& shift = shifts[a].shift;
    const bool told = std::isfinite(shift.mcse) && std::abs(shift.value) > stands_out * shift.mcse;
    s.drivers.push_back({run.assumptions()[a].name, run.assumptions()[a].unit, shifts[a], told});
  }
  std::stable_sort(s.drivers.begin(), s.drivers.end(), [](const Driver& a, const Driver& b) {
    return std::abs(a.shift.shift.value) > std::abs(b.shift.shift.value);
  });
  const std::size_t needed = sim::fewest_for_attribution(factors.size());
  if (factors.empty()) return;
  if (run.replicates() < needed) {
    s.notes.push_back(fmt::format(
        "{} replicates are too few to divide the tail among {} assumptions; run it with -n {} or more",
        run.replicates(), factors.size(), needed));
    return;
  }
  const auto a = sim::tail_attribution(deficit, factors, s.level);
  s.explained = a.explained;
  for (std::size_t f = 0; f < factors.size(); ++f)
    s.assumptions.push_back({"assumption", run.assumptions()[f].name, {{}, {}, a.factors[f]}});
  std::stable_sort(s.assumptions.begin(), s.assumptions.end(), [](const TailLine& x, const TailLine& y) {
    return std::abs(x.part.excess.value) > std::abs(y.part.excess.value);
  });
  s.assumptions.push_back({"rest", "luck, years and what is not linear", {{}, {}, a.rest}});
}

}  // namespace

void add_tail(const StoredRun& run, RiskSummary& s) {
  const auto deficit = run.values(run.figure({"cumulative_deficit"}, s.year));
  if (sim::minimum(deficit) == sim::maximum(deficit)) return;  // no case is worse than another
  const auto years = years_to(run, s.year);
  add_lines(run, deficit, years, s);
  add_events(run, deficit, years, s);
  add_drivers(run, deficit, s);
}

}  // namespace app
