// Simulates with the recommended places and mends them until they hold: a child with a place is a child that
// does not overflow, and changes what others find.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/backtest/simulation_store.hpp"
#include "app/interrupt.hpp"
#include "app/run/ensemble_run.hpp"
#include "app/size/size_summary.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr unsigned most_simulations = 10;  // to come to rest; one more for each type afterwards

/// Places to add, by type and September of its span.
using Added = std::vector<std::vector<double>>;

/// A scenario that opens the places: a provision of its own for each type, stated for every year, so that no
/// growth changes it.
std::string scenario_text(const SizeSummary& s, const Added& added) {
  std::string text = "name = \"sized\"\n";
  for (std::size_t i = 0; i < s.types.size(); ++i) {
    const auto& type = s.types[i];
    text += fmt::format("[provision.sized_{0}]\nplacement = \"{0}\"\nplaces = {{ ", type.type);
    for (std::size_t t = 0; t < type.dates.size(); ++t) {
      const double places = t < type.from ? 0 : added[i][std::min(t, type.to) - type.from];
      text += fmt::format("{}{} = {:.0f}", t == 0 ? "" : ", ", type.dates[t].september, places);
    }
    text += " }\n";
  }
  return text;
}

class Simulator {
 public:
  Simulator(const SizeOptions& o, const RunConfig& config, const fs::path& beside, bool progress)
      : options_(config.options), scratch_(beside), progress_(progress) {
    options_.threads = o.threads;
    options_.contributions = 0;
    options_.discrepancy = false;
    options_.layers = false;
    options_.store = sim::StoreMode::full;
    options_.out = scratch_.path() / "run";
  }
  /// The run with these places; the next call takes its place.
  std::unique_ptr<StoredRun> run(const SizeSummary& s, const Added& added) {
    interrupted().check();
    RunOptions o = options_;
    o.choice.scenarios.push_back(scratch_.path() / "sized.toml");
    sim::write_text(o.choice.scenarios.back(), scenario_text(s, added));
    auto loaded = load(o.choice);
    if (!loaded.config) throw UserError("--verify: " + faults_text(loaded.faults));
    (void)ensemble_run(o, *loaded.config, progress_);
    ++count_;
    return std::make_unique<StoredRun>(o.out);
  }
  unsigned count() const { return count_; }

 private:
  RunOptions options_;
  ScratchFolder scratch_;
  bool progress_;
  unsigned count_ = 0;
};

sim::Estimate chance_of_too_few(const StoredRun& run, const std::string& type, const std::string& september) {
  return sim::shortfall(demand_beyond(run, type, {september}).front(), 0).chance;
}

/// The places mended by what a simulation with them found, never falling.
Added mended(const SizeSummary& s, const Added& added, const StoredRun& found) {
  Added out = added;
  for (std::size_t i = 0; i < s.types.size(); ++i) {
    auto wanted = demand_beyond(found, s.types[i].type, septembers_of(s.types[i]));
    for (std::size_t k = 0; k < wanted.size(); ++k)
      for (double& x : wanted[k]) x += added[i][k];
    out[i] = places_at_risk(wanted, s.risk, s.jointly);
  }
  return out;
}

bool any_more(const Added& a, const Added& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t k = 0; k < a[i].size(); ++k)
      if (a[i][k] > b[i][k]) return true;
  return false;
}

/// The chance that any September of the span has too few.
sim::Estimate chance_of_any(const StoredRun& run, const SizedType& type) {
  std::vector<double> most;
  for (const auto& path : demand_beyond(run, type.type, septembers_of(type))) {
    if (most.empty()) most = path;
    for (std::size_t r = 0; r < most.size(); ++r) most[r] = std::max(most[r], path[r]);
  }
  return sim::shortfall(most, 0).chance;
}

/// Whether the places of a September follow from it, and not from an earlier one.
bool binds(const std::vector<double>& added, std::size_t k) {
  return added[k] > 0 && (k == 0 || added[k] > added[k - 1]);
}

void note_result(SizedType& type, const std::vector<double>& first, const std::vector<double>& added,
                 const StoredRun& with) {
  type.verified.clear();
  type.any_with = chance_of_any(with, type);
  for (std::size_t k = 0; k < added.size(); ++k) {
    const auto& date = type.dates[type.from + k];
    const auto without =
        with.values(with.figure({"place_shortfall", "placement", type.type}, date.september));
    type.verified.push_back({date.september,
                             first[k],
                             added[k],
                             date.too_few,
                             chance_of_too_few(with, type.type, date.september),
                             {NAN, NAN},
                             sim::shortfall(without, 0).chance});
  }
}

}  // namespace

void verify_sizes(const StoredRun& run, const SizeOptions& o, const RunConfig& config, SizeSummary& s,
                  bool progress) {
  if (!config.config)
    throw UserError(folded_fault(
        fmt::format("{}: --verify simulates it again, but {}", run.folder().string(), config.why_not)));
  const double rate = run.manifest().execution.replicates_per_second;
  if (rate > 0 && progress)
    print_error(fmt::format("Up to {} simulations of about {:.0f} s each\n",
                            most_simulations + s.types.size(), static_cast<double>(run.replicates()) / rate));
  const fs::path out = fs::absolute(o.out).lexically_normal();
  Simulator simulator(o, config, out.parent_path() / ("." + out.filename().string() + ".verify"), progress);
  Added first;
  for (const auto& type : s.types) first.push_back(type.recommended);
  for (auto& type : s.types) {
    type.any_before = chance_of_any(run, type);
    type.any_one_fewer = {NAN, NAN};
  }
  Added added = first;
  std::optional<Added> holds;  // the fewest places so far that were enough everywhere
  const auto note = [&](const Added& with, const StoredRun& found) {
    for (std::size_t i = 0; i < s.types.size(); ++i) note_result(s.types[i], first[i], with[i], found);
  };
  while (!s.settled && simulator.count() < most_simulations) {
    const auto found = simulator.run(s, added);
    Added next = mended(s, added, *found);
    if (!any_more(next, added)) {
      holds = added;
      note(added, *found);
      s.settled = next == added;
    } else if (holds) {  // fewer than enough was too few
      for (std::size_t i = 0; i < next.size(); ++i)
        for (std::size_t k = 0; k < next[i].size(); ++k) next[i][k] = std::min(next[i][k], (*holds)[i][k]);
      s.settled = next == *holds || next == added;
    } else {
      note(added, *found);
    }
    if (!s.settled) added = std::move(next);
  }
  if (holds) {
    added = *holds;
    s.settled = true;
  }
  for (std::size_t i = 0; i < s.types.size(); ++i) {
    Added fewer = added;
    for (auto& x : fewer[i]) x = std::max(0.0, x - 1);
    if (fewer == added) continue;
    const auto with_fewer = simulator.run(s, fewer);
    s.types[i].any_one_fewer = chance_of_any(*with_fewer, s.types[i]);
    for (std::size_t k = 0; k < added[i].size(); ++k)
      if (binds(added[i], k))
        s.types[i].verified[k].one_fewer =
            chance_of_too_few(*with_fewer, s.types[i].type, s.types[i].verified[k].september);
  }
  for (std::size_t i = 0; i < s.types.size(); ++i) s.types[i].recommended = added[i];
  s.simulations = simulator.count();
  if (!s.settled)
    s.notes.push_back(
        fmt::format("after {} simulations the places were still too few: those shown are the last "
                    "simulated",
                    s.simulations));
}

}  // namespace app
