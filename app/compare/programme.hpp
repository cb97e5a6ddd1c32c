#pragma once
// What becomes of a plan: how much of each saving arrives, and what each event of the risk register adds.
//
// Both are exact paired differences. Replicates are simulated again with one event, or with the interventions
// of one line, left out, on the same random numbers: a difference between replicates in which an event
// happens and those in which it does not would drown in everything else that differs between them.

#include <optional>
#include <string>
#include <vector>

#include "app/run/run_options.hpp"
#include "app/terminal.hpp"
#include "models/run_model.hpp"
#include "sim/assumption_draws.hpp"
#include "sim/statistics.hpp"
#include "sim/stop.hpp"

namespace app {

/// An event, or all of them together: the in-year position and the cumulative deficit with it less those
/// without it, in pounds, by financial year. Where it does not happen the difference is nought.
struct EventResult {
  std::string id, title, workstream;
  double happened = 0;  ///< share of the replicates
  std::vector<sim::Summary> position, deficit;
};

/// A line of the savings programme, a workstream or the whole, in pounds by financial year. What a simulated
/// line delivers is the in-year position without its interventions less that with them. Workstreams add up
/// their lines; the whole is without all of them at once, so that it holds what they do to one another.
struct SavingResult {
  std::string id, title, workstream, how;  ///< how: "cash" or "simulated"; empty for more than one line
  std::vector<double> planned;             ///< mean
  std::vector<sim::Summary> delivered, shortfall;
};

struct Programme {
  std::uint32_t replicates = 0;    ///< the first so many of the run
  std::vector<std::string> years;  ///< financial years
  std::size_t shown = 0;           ///< the year in which most is to be saved, or the last
  std::vector<EventResult> events;
  std::optional<EventResult> all_events;
  std::vector<SavingResult> lines, workstreams;
  std::optional<SavingResult> total;
  /// Of a run of several areas, each with events of its own: the same events, left out everywhere at once.
  struct Area {
    std::string name;
    std::vector<EventResult> events;
    std::optional<EventResult> all_events;
  };
  std::vector<Area> areas;
};

/// Of several areas: of all together, events and lines of one name in several of them being one. Nothing
/// where the configuration has neither savings nor events, or `options.contributions` is 0.
std::optional<Programme> programme(const RunOptions& options, const sim::Config& config,
                                   const models::RunModel& model, const sim::AssumptionDraws& draws,
                                   sim::StopToken stop);

std::string contributions_csv(const Programme& programme, const std::string& scenario,
                              const std::string& area);
std::string savings_csv(const Programme& programme, const std::string& scenario, const std::string& area);

/// 80 columns of text; `of` names the run among others ("B"), or is empty.
std::string programme_text(const Programme& programme, const std::string& of, const Style& style);

}  // namespace app
