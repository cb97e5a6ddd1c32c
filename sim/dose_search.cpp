// The smallest dose that reaches a target with a stated probability.

#include "sim/dose_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sim {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

DoseTried tried_at(double dose, std::vector<double> reached) {
  DoseTried t{dose, std::move(reached), {}};
  t.chance = {mean(existing(t.reached)), mcse_mean(t.reached)};
  return t;
}

/// The change of the chance from one dose to another, in pairs of replicates.
Estimate change(const DoseTried& a, const DoseTried& b) {
  std::vector<double> d(std::min(a.reached.size(), b.reached.size()));
  for (std::size_t r = 0; r < d.size(); ++r) d[r] = b.reached[r] - a.reached[r];
  return {mean(existing(d)), mcse_mean(d)};
}

/// Each dose against the one before it, counted from `from`, that did best.
std::vector<DoseFall> falls_in(const std::vector<DoseTried>& tried) {
  std::vector<DoseFall> falls;
  std::size_t best = 0;
  for (std::size_t i = 1; i < tried.size(); ++i) {
    const Estimate c = change(tried[best], tried[i]);
    const double error = std::isnan(c.mcse) ? 0 : t15_975 * c.mcse;
    if (c.value < -error)
      falls.push_back({tried[best].dose, tried[i].dose, c});
    else if (tried[i].chance.value > tried[best].chance.value)
      best = i;
  }
  return falls;
}

/// The first dose at which the chance, linear between the doses tried, is at least p; NaN if none.
double crossing(const std::vector<DoseTried>& tried, double p) {
  for (std::size_t i = 0; i < tried.size(); ++i) {
    const double above = tried[i].chance.value;
    if (!(above >= p)) continue;
    if (i == 0) return nan;  // it lies before the first
    const double below = tried[i - 1].chance.value;
    if (!(below < p)) return tried[i].dose;
    return tried[i - 1].dose + (tried[i].dose - tried[i - 1].dose) * (p - below) / (above - below);
  }
  return nan;
}

class Search {
 public:
  Search(const DoseQuestion& q, const std::function<std::vector<double>(double)>& reached_at)
      : q_(q), reached_at_(reached_at) {}

  DoseAnswer run() {
    auto& tried = answer_.tried;
    tried.push_back(at(q_.from));
    if (reaches(tried.front())) {
      answer_.found = DoseFound::at_start;
      return finished();
    }
    for (unsigned i = 1; i <= q_.parts; ++i)
      tried.push_back(at(i == q_.parts ? q_.to : q_.from + (q_.to - q_.from) * i / q_.parts));
    const auto first = std::find_if(tried.begin(), tried.end(), [&](const auto& t) { return reaches(t); });
    if (first == tried.end()) {
      answer_.best = static_cast<std::size_t>(largest() - tried.begin());
      return finished();
    }
    answer_.found = DoseFound::inside;
    answer_.best = static_cast<std::size_t>(first - tried.begin());
    halve();
    return finished();
  }

 private:
  DoseTried at(double dose) const { return tried_at(dose, reached_at_(dose)); }
  bool reaches(const DoseTried& t) const { return t.chance.value >= q_.probability; }

  std::vector<DoseTried>::const_iterator largest() const {
    return std::max_element(answer_.tried.begin(), answer_.tried.end(),
                            [](const DoseTried& a, const DoseTried& b) {
                              return a.chance.value < b.chance.value ||
                                     (std::isnan(a.chance.value) && !std::isnan(b.chance.value));
                            });
  }

  void halve() {
    auto& tried = answer_.tried;
    while (std::abs(tried[answer_.best].dose - tried[answer_.best - 1].dose) > q_.tolerance) {
      const double below = tried[answer_.best - 1].dose, above = tried[answer_.best].dose;
      const double middle = below + (above - below) / 2;
      if (middle == below || middle == above) return;  // finer than numbers are
      auto next = at(middle);
      const bool reached = reaches(next);
      tried.insert(tried.begin() + static_cast<std::ptrdiff_t>(answer_.best), std::move(next));
      if (!reached) ++answer_.best;
    }
  }

  DoseAnswer finished() {
    answer_.falls = falls_in(answer_.tried);
    answer_.low = answer_.high = answer_.mcse = nan;
    const double error = t15_975 * answer_.tried[answer_.best].chance.mcse;
    if (answer_.found == DoseFound::inside && !std::isnan(error)) {
      answer_.low = crossing(answer_.tried, q_.probability - error);
      answer_.high = crossing(answer_.tried, q_.probability + error);
      answer_.mcse = std::abs(answer_.high - answer_.low) / (2 * t15_975);
    }
    return std::move(answer_);
  }

  const DoseQuestion& q_;
  const std::function<std::vector<double>(double)>& reached_at_;
  DoseAnswer answer_;
};

}  // namespace

unsigned most_doses(const DoseQuestion& q) {
  const double width = std::abs(q.to - q.from) / q.parts;
  const double halvings = width > q.tolerance ? std::ceil(std::log2(width / q.tolerance)) : 0;
  return q.parts + 1 + static_cast<unsigned>(halvings);
}

DoseAnswer smallest_dose(const DoseQuestion& q,
                         const std::function<std::vector<double>(double)>& reached_at) {
  return Search(q, reached_at).run();
}

}  // namespace sim
