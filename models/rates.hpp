#pragma once
// One replicate's rates: assumptions and year effects turned into what the stages use, term by term.
//
// Both engines read this and nothing else of the assumptions, so that the expected-value engine can be the
// oracle of the simulation.

#include <array>
#include <cstdint>
#include <vector>

#include "models/structure.hpp"
#include "sim/replicate.hpp"

namespace models {

/// Terms before the start whose requests can still be in assessment on the first day (80 weeks reach back 5).
inline constexpr int warm_up_terms = 6;

inline constexpr std::size_t need_count = needs.size();
inline constexpr std::size_t severity_count = severities.size();
/// Cell of a child on SEN support: age, need, severity, and whether a request was refused before.
inline constexpr std::size_t support_cells = ages * need_count * severity_count * 2;
constexpr std::size_t support_cell(std::size_t age, std::size_t need, std::size_t severity, bool again) {
  return ((age * need_count + need) * severity_count + severity) * 2 + (again ? 1 : 0);
}
inline constexpr std::size_t support_cells_per_age = need_count * severity_count * 2;

/// Days from request to plan when no request waits for an assessor: a piecewise-linear quantile function with
/// knots at 12 weeks, 20 weeks, 52 weeks and 80 weeks.
struct Timeliness {
  double within_20_weeks = 0.5, within_a_year = 0.95;
  static constexpr int shortest = 84, statutory = 140, year = 364, longest = 560;
  int days(double u) const;          ///< whole days, shortest..longest-1
  double cumulative(int day) const;  ///< P(days < day)
};

/// Competing causes over one term: P(first) and P(any).
struct Competing {
  double first = 0, any = 0;
};
/// One draw over two cause-specific hazards per year acting for some months.
Competing competing(double hazard_first, double hazard_second, int months);

struct Package {
  int lag = 0, full = 0, fade = 0;
  double log_effect = 0;
  int last_active() const { return lag + full + fade; }
  /// Multiplier on the request hazard in the n-th term since the start (1 is the first).
  double factor(int nth) const;
};

/// Whether a child on SEN support could have a package of the kind.
bool may_have(Values v, const PackageKind& kind, std::size_t age, std::size_t need);

struct Rates {
  Rates(const Structure& s, Values v, const sim::ReplicateKey& key, std::span<const double> cost_normaliser);

  Values v;
  // population
  std::vector<std::array<std::int64_t, ages>> residents;  ///< by academic year of the run
  // levels by term; `level_before[b]` is the level b+1 terms before the start
  std::vector<double> request_level, in_level, ident_level;
  std::vector<std::array<double, ages>> cease_level;  ///< by term and age
  std::array<double, warm_up_terms> level_before{};
  // SEN support
  std::array<double, ages> ident_hazard{}, direct_hazard{};
  std::array<std::array<double, need_count>, ages> ident_need{}, direct_need{};            ///< probabilities
  std::array<std::array<double, need_count>, ages> ident_need_upto{}, direct_need_upto{};  ///< their sums
  std::array<double, severity_count> ident_severity{}, direct_severity{};                  ///< probabilities
  std::array<double, support_cells> exit_hazard{}, request_hazard{};  ///< per year, at level 1
  std::vector<Package> packages;                                      ///< by kind
  /// Packages that can start, by kind and term; infinite without a limit.
  std::vector<std::vector<double>> package_room;
  // assessment
  std::array<double, ages> assess{};       ///< P(assess | decided), by age at request
  std::array<double, ages> usual_issue{};  ///< P(plan issued | assessed), without a policy gate
  std::vector<Timeliness> timeliness;      ///< by term
  std::array<Timeliness, warm_up_terms> timeliness_before;  ///< by term before the start
  // disputes
  std::array<double, disputes.size()> won{};  ///< share decided for the family
  std::array<std::array<double, outcomes.size()>, disputes.size()> outcome{};
  // plans
  std::array<double, ages> out_hazard{}, cease_hazard{},
      cease_share{};  ///< cease_share: on moving to the age
  std::array<std::array<double, reasons.size()>, ages> reason{};
  std::array<double, ages> can_appeal_ceasing{};  ///< share of the reasons that can be appealed
  std::array<int, phases.size()> phase_age{};     ///< academic age entered, or -1
  std::array<int, ages> phase_at{};               ///< phase point entered at an academic age, or -1
  double review_on_time = 1, review_catch_up = 1;
  // choice weights: the occasion's row of types (none outside a type's ages) times a row for the child's need
  // and severity
  std::vector<double> first_kind, later_kind;  ///< [need x severity] x type
  std::vector<double> any_kind;                ///< ones: where need and severity play no part
  /// Rows for occasions: of each, the types whose weight is not 0.
  struct Open {
    struct Entry {
      double weight = 0;
      std::uint16_t purpose = 0;  ///< of the type's noise
      TypeIndex type = 0;
    };
    std::vector<Entry> entry;
    std::vector<std::uint32_t> end{0};  ///< row i is entry[end[i]] .. entry[end[i + 1]]
    std::span<const Entry> row(std::size_t i) const {
      return std::span(entry).subspan(end[i], end[i + 1] - end[i]);
    }
  };
  Open first_open, transfer_open, move_open,
      appeal_open;  ///< [age], [phase][group], [group][age], [age]
  // places for residents by provision and academic year of the run
  struct Places {
    int physical = 0, residents = 0, limit = 0;  ///< limit: with the over-number tolerance
    double used_by_others = 0, bought_elsewhere = 0;
  };
  std::vector<std::vector<Places>> places;
  std::vector<std::uint32_t> ages_admitted;  ///< by provision: bit per academic age
  std::vector<std::uint32_t> ages_kept;      ///< by type: ages at which a child may stay in it
  // money
  std::vector<double> cost;  ///< pence a year by type, need, severity (child's own factor apart)
  std::vector<double>
      mean_cost;  ///< the same in the mean of children's own factors, under the type's ceiling
  std::vector<std::vector<double>> price;  ///< index by type and financial year of the run
  std::vector<double> travel_price;        ///< by financial year of the run
  std::array<double, modes.size()> mode_share{};

  /// Works unit costs and shares of modes of travel out of `v` again.
  void set_costs(const Structure& s, std::span<const double> cost_normaliser);

  double cost_of(std::size_t type, std::size_t need, std::size_t severity) const {
    return cost[(type * need_count + need) * severity_count + severity];
  }
  std::span<const double> row(const std::vector<double>& rows, std::size_t i) const {
    const std::size_t types = any_kind.size();
    return {rows.data() + i * types, types};
  }
  double mean_cost_of(std::size_t type, std::size_t need, std::size_t severity) const {
    return mean_cost[(type * need_count + need) * severity_count + severity];
  }
  /// P(plan issued | assessed) of a child whose request was made at the age.
  double issue(const Structure& s, std::size_t age, std::size_t need, std::size_t severity) const;
  /// Share of plans that end at a phase transfer because the child may no longer hold one, by the age
  /// entered.
  double ends_at_gate(const Structure& s, std::size_t phase, std::size_t group, std::size_t age,
                      std::size_t need, std::size_t severity) const;
  /// Share of reviews held at which a move is sought.
  double seek_move(const Structure& s, std::size_t group, std::size_t age, std::size_t need,
                   std::size_t severity) const;
};

}  // namespace models
