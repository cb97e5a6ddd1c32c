#pragma once
// How many places of each type, each September, and at what risk and cost: figures, tables and text.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/run/sampling.hpp"
#include "app/size/place_money.hpp"
#include "app/size/size_options.hpp"
#include "app/stored/result_table.hpp"
#include "app/stored/run_config.hpp"
#include "app/stored/stored_run.hpp"
#include "app/terminal.hpp"
#include "sim/place_sizing.hpp"

namespace app {

/// Risks of too few places that are always shown.
inline constexpr std::array<double, 3> shown_risks{0.2, 0.1, 0.05};

/// One September of a placement type, or of a phase or need within it.
struct SizedDate {
  std::string september;
  sim::Summary demand, places;        ///< places: commissioned; of a phase or need, those filled
  std::array<double, 3> needed{};     ///< places in all at each of shown_risks
  std::array<double, 3> added{};      ///< beyond those commissioned; NaN for a phase or need
  double mcse_p90 = 0;                ///< of the 90th percentile of demand
  sim::Estimate too_few;              ///< chance that more want one than there are; NaN of a part
  sim::Estimate elsewhere, children;  ///< chance that a child who wants one is not in it; their number
};

struct SizedPart {
  std::string breakdown, category;  ///< placement_phase, placement_need, placement_phase_need
  std::vector<SizedDate> dates;
};

/// Places over a span of Septembers, so that none of them is short.
struct SizedSpan {
  double risk = 0;
  sim::JointPlaces added;  ///< by September of the span, beyond those commissioned
  double flat = 0;         ///< one number to add for the whole span
};

struct SizedChoice {
  std::string name;
  double added = 0;
  std::vector<double> cost, regret;  ///< by scenario, £ over the span
  double worst = 0;
  bool least = false;
};

struct SizedMoney {
  PlaceMoney place;
  sim::Newsvendor best;                                  ///< places to add over the span
  std::vector<std::pair<double, sim::Estimate>> around;  ///< cost of numbers of places about it
  std::vector<std::string> scenarios;
  std::vector<SizedChoice> choices;
  std::optional<sim::PhasedBuild> phased;
  std::string look, open;  ///< Septembers of the phased build
};

/// What a simulation with the recommended places found in one September.
struct VerifiedDate {
  std::string september;
  double first_answer = 0, added = 0;     ///< the static answer; after simulations
  sim::Estimate before, with, one_fewer;  ///< chance of too few places
  sim::Estimate elsewhere;                ///< with them: that a child who wants one is not in it
};

struct SizedType {
  std::string type;
  std::vector<SizedDate> dates;
  std::vector<SizedPart> parts;
  std::vector<SizedPart> cells;     ///< needs within each phase: demand alone, the rest is NaN
  std::size_t from = 0, to = 0;     ///< the span, as indices of dates, inclusive
  std::vector<double> recommended;  ///< places to add by September of the span, never falling
  std::vector<SizedSpan> spans;
  double child_years = 0, mcse_child_years = 0;  ///< without a place over the span, as things stand
  std::optional<SizedMoney> money;
  std::string no_money;  ///< why not
  std::vector<VerifiedDate> verified;
  sim::Estimate any_before, any_with, any_one_fewer;  ///< chance of too few in any September of the span
};

struct SizeSummary : Sampling {
  std::string area, scenario;
  double risk = 0.1;
  bool jointly = false;  ///< the risk is of any September of the span
  int lead = 2;
  std::vector<SizedType> types;
  unsigned simulations = 0;  ///< of --verify
  bool settled = false;      ///< whether they came to rest
  std::vector<std::string> notes;
  std::filesystem::path folder;
  std::vector<std::string> files;
};

/// Throws UserError where the run cannot answer.
SizeSummary size_summary(const StoredRun& run, const SizeOptions& options, const RunConfig& config);

/// Adds what the run and its configuration say a place costs; `span`: demand beyond the commissioned places.
void add_money(const StoredRun& run, const SizeOptions& options, const RunConfig& config,
               const std::vector<std::vector<double>>& span, SizedType& type);

/// Demand beyond the commissioned places in some Septembers of a run. Throws UserError if it lacks them.
std::vector<std::vector<double>> demand_beyond(const StoredRun& run, const std::string& type,
                                               const std::vector<std::string>& septembers);

/// The Septembers of its span.
std::vector<std::string> septembers_of(const SizedType& type);

/// Places to add in each September, never falling: at the risk in each, or in any of them.
std::vector<double> places_at_risk(const std::vector<std::vector<double>>& beyond, double risk, bool jointly);

/// Simulates with the recommended places and mends them until they hold.
void verify_sizes(const StoredRun& run, const SizeOptions& options, const RunConfig& config,
                  SizeSummary& summary, bool progress);

std::vector<ResultTable> size_tables(const SizeSummary& summary);
/// 80 columns of text.
std::string size_text(const SizeSummary& summary, const Style& style);
std::string size_json(const SizeSummary& summary);

}  // namespace app
