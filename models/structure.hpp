#pragma once
// A configuration compiled for simulation: names become indices once, so that no stage looks up a name.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/axes.hpp"
#include "models/intervention.hpp"
#include "models/risk.hpp"
#include "models/saving.hpp"
#include "models/values.hpp"
#include "sim/config.hpp"
#include "sim/term_clock.hpp"

namespace models {

using TypeIndex = std::uint8_t;

/// Position of a year on the year axis, clamped to it.
std::size_t year_index(int year);

struct PlacementType {
  std::string id, title;
  std::size_t group = 0, line = 0;
  bool finite = false, inmss = false, school_term = false, home_educated = false;
  std::size_t pathway = 0;
  std::vector<TypeIndex> when_full;
  std::uint16_t purpose = 0;     ///< of its choice noise
  std::size_t finite_index = 0;  ///< position among the finite types
  sim::Slot first, first_local, first_need, move, transfer, later_need, severity, appeal, from_age, to_age,
      stock, national_stock, stock_age, stock_need, waits_when_full, unit_cost, cost_need, cost_severity,
      cost_sigma, cost_ceiling, recharged, inflation, place_funding, empty_place_funding, over_number_cost,
      interim_cost, places_growth, travel_share;
};

struct Provision {
  std::string id;
  std::optional<std::size_t> intervention = {};  ///< that opens it; without one it is the area's own
  TypeIndex type = 0;
  std::uint32_t needs = 0;  ///< bit per need
  sim::Slot places, used_by_others, bought_elsewhere, over_number, from_ncy, to_ncy, delay;
  int last_stated_year = first_year;  ///< for any of the three kinds of places; growth applies after it
};

enum class IncomeKind { allocation, block_transfer, other_dsg_blocks, one_off, advance };
inline constexpr std::array<std::string_view, 5> income_kinds{"allocation", "block_transfer",
                                                              "other_dsg_blocks", "one_off", "advance"};

/// A line of money by financial year: income, or a fixed cost.
struct MoneyLine {
  std::string id;
  std::optional<std::size_t> intervention = {};  ///< of an income: that brings it
  IncomeKind kind = IncomeKind::allocation;
  bool grant = false;  ///< the one-off grant of money.grant_*, worked out from the deficit
  sim::Slot amount, growth, growth_from;
};

inline constexpr std::array<std::string_view, 7> pathways{
    "none", "school", "college", "specialist", "work_based", "not_in_education", "other"};

/// Ledger lines that the model itself fills; types' and costs' own lines follow in `Structure::lines`.
enum class FixedLine : std::size_t {
  place_funding,
  import_export,
  over_number,
  interim,
  early_support,
  contributions,
  unexplained_base,
  savings,
  published_spend
};
inline constexpr std::array<std::string_view, 9> fixed_lines{
    "place_funding", "import_export",    "over_number", "interim_placements", "early_support",
    "contributions", "unexplained_base", "savings",     "published_spend"};

struct Structure {
  explicit Structure(const sim::Config& config);

  std::string area, scenario;
  std::uint16_t area_key = 0;
  sim::TermClock clock;
  bool spend_given = false;
  bool gated = false;  ///< whether it may ever be decided under a policy gate who holds a plan
  std::vector<PlacementType> types;
  TypeIndex awaiting = 0;
  std::vector<Provision> provisions;
  std::vector<std::string> lines;
  std::vector<MoneyLine> income, costs;
  std::vector<Saving> savings;
  /// How many lines of the same kind, cash or simulated, come before one.
  std::size_t place_among_its_kind(std::size_t saving) const;
  std::vector<std::size_t> saving_lines;  ///< indices into lines: those that cash savings come off, each once
  std::vector<std::size_t> cost_line;     ///< index into lines of each cost
  std::vector<Intervention> interventions;
  std::vector<Risk> risks;
  std::vector<Act> acts;                   ///< in the order in which they act
  std::vector<Act> acts_on_interventions;  ///< of risks: they act before interventions do
  std::vector<PackageKind>
      packages;  ///< in the order in which they are offered; the first is `support.package_*`

  struct Slots {
    sim::Slot residents, births, births_level, net_migration, migration_level, migration_shock_sd;
    sim::Slot ident_rate, ident_level, ident_need_mix, ident_severity_mix, earlier_years, looked_after;
    sim::Slot prevalence, exit_rate, exit_severity, package_fixed_cost, support_cost;
    sim::Slot rate_support, rate_direct, request_need, request_severity, direct_need_mix, direct_severity_mix,
        level, local_level, level_known_to, trend, trend_damping, shock_national, shock_local,
        shock_local_persistence, parent_share, again;
    sim::Slot assess, assess_local, issue, issue_local, in_6_weeks, within_20, over_a_year, exceptions,
        capacity;
    sim::Slot appeal_rate, outcome, decided;
    sim::Slot eligible, gate_at_phase, gate_group, gate_at_issue;
    sim::Slot out_rate, out_local, in_rate, in_level, in_local, on_time, catch_up, amend, seek_move,
        seek_need, seek_severity, phase_ncy;
    sim::Slot cease_rate, end_of_year_from, cease_level, cease_local, cease_shock, cease_shock_local,
        cease_reason, adult_care;
    sim::Slot stock_plans, stock_age, stock_need;
    sim::Slot base_year, base_spend, unexplained_growth, price_base, inflation_shock, import_export,
        given_spend, opening_deficit, interest_rate, override_ends, override_share, grant_share,
        grant_accrued_to, grant_paid_in, grant_excluded, contribution;
    sim::Slot mode_mix, travel_cost, travel_inflation, travel_severity, travel_to_age;
    sim::Slot effects_given_to, effect_national, effect_local, effect_ceasing, effect_ceasing_local,
        effect_prices, effect_migration;
  } slot;
};

/// Plans at the start by type, to any total: the area's own counts, or England's where it states none. The
/// two are on different scales and never mixed.
std::vector<double> stock_by_type(const Structure& s, Values v);

/// What is odd and still runs, as sentences: counts that are scaled, types that start empty, places that
/// contradict one another in some draws. For a configuration without faults.
std::vector<std::string> notes_on(const sim::Config& config);

/// What the declared bounds cannot say: faults across several names (no awaiting type, an overflow rule that
/// names no type, a start that is not a term's first day). Empty for a sound configuration.
std::vector<sim::Diagnostic> check_structure(const sim::Config& config);

}  // namespace models
