#pragma once
// The smallest dose at which something happens with a stated probability: a scan says on which side of which
// doses it lies, bisection how far, and the same replicates at every dose leave only the dose to differ.

#include <functional>
#include <vector>

#include "sim/statistics.hpp"

namespace sim {

struct DoseQuestion {
  double from = 0;  ///< no action: the dose from which "small" is counted
  double to = 1;    ///< the largest dose that is thought of; may lie below `from`
  double probability = 0.8;
  double tolerance = 0.01;  ///< the answer is found to within this, in units of the dose; above 0
  unsigned parts = 4;       ///< equal parts between the doses of the scan, at least 1
};

/// What one dose gave.
struct DoseTried {
  double dose = 0;
  std::vector<double> reached;  ///< by replicate: 1 or 0, NaN where the figure does not exist
  Estimate chance;              ///< of those that exist
};

/// A larger dose that reaches the target in fewer replicates than a smaller one, by more than Monte Carlo
/// error (of pairs of replicates; without an error to go by, by anything).
struct DoseFall {
  double smaller = 0, larger = 0;
  Estimate change;  ///< of the chance, below 0
};

enum class DoseFound {
  inside,      ///< between `from` and `to`
  at_start,    ///< `from` itself reaches it
  unreachable  ///< no dose that was tried reaches it
};

struct DoseAnswer {
  DoseFound found = DoseFound::unreachable;
  /// Index in `tried` of the smallest dose that reaches it; of the one with the largest chance if none does.
  std::size_t best = 0;
  std::vector<DoseTried> tried;  ///< from `from` to `to`
  std::vector<DoseFall> falls;
  /// 95 % Monte Carlo interval of the smallest dose: where the chance, linear between the doses tried,
  /// crosses the probability less and plus t times its Monte Carlo error (Woodruff 1952, for quantiles: the
  /// answer is the quantile of the dose that each replicate needs). NaN for an end beyond `from` or `to`.
  double low = 0, high = 0;
  /// Monte Carlo standard error of the dose: the width of that interval / (2 t); NaN if an end is open.
  double mcse = 0;
};

/// The most doses that a search tries.
unsigned most_doses(const DoseQuestion& question);

/// `reached_at`: what a dose gives, in the same replicates for every dose. Tries `from` first and ends there
/// if it reaches the probability; otherwise all doses of the scan, and the first interval, counted from
/// `from`, at whose end it is reached is halved until it is within the tolerance. A rise and fall between two
/// doses of the scan goes unseen.
DoseAnswer smallest_dose(const DoseQuestion& question,
                         const std::function<std::vector<double>(double dose)>& reached_at);

}  // namespace sim
