// Whether two runs are pairs, replicate by replicate, and which of their figures belong together.

#include "sim/pairing.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sim {
namespace {

using Indices = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Indices common(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  Indices out;
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    const auto found = std::find(b.begin(), b.end(), a[i]);
    if (found != b.end()) out.emplace_back(i, static_cast<std::uint32_t>(found - b.begin()));
  }
  return out;
}

std::optional<std::uint32_t> counterpart(const Layout& from, std::uint32_t series, const Layout& to) {
  const Series& s = from.series()[series];
  return to.find_series(from.metric_of(series).name, s.breakdown, s.category, s.area);
}

/// The periods of a metric, from the first of its series.
const std::vector<std::string>* periods_of(const Layout& layout, std::string_view metric) {
  for (std::uint32_t s = 0; s < layout.series().size(); ++s)
    if (layout.metric_of(s).name == metric) return &layout.periods(s);
  return nullptr;
}

/// A metric means the same in both if it has the same unit and is made in the same way.
bool same_metric(const Layout& a, std::uint32_t series, const Layout& b) {
  const Metric& own = a.metric_of(series);
  const auto other = b.find_metric(own.name);
  if (!other) return false;
  const Metric& its = b.metrics()[*other];
  return own.unit == its.unit && own.period_type == its.period_type && own.numerator == its.numerator &&
         own.denominator == its.denominator && own.scale == its.scale;
}

}  // namespace

Pairing pairing_of(const RunInfo& info, const Layout& layout) {
  Pairing p{info.seed, info.first, info.replicates, info.design, {}, {}};
  if (!layout.series().empty()) p.area = layout.series().front().area;  // of several the whole
  for (std::uint32_t s = 0; s < layout.series().size() && p.start.empty(); ++s) {
    const bool terms = layout.metric_of(s).period_type == PeriodType::term_end;
    if (terms && !layout.periods(s).empty()) p.start = layout.periods(s).front();
  }
  if (p.start.empty() && !layout.series().empty() && !layout.periods(0).empty())
    p.start = layout.periods(0).front();  // a ledger alone
  return p;
}

std::string unpaired(const Pairing& a, const Pairing& b) {
  if (a.area != b.area) return fmt::format("their areas differ: {} and {}", a.area, b.area);
  if (a.start != b.start) return fmt::format("their first terms differ: {} and {}", a.start, b.start);
  if (a.seed != b.seed) return fmt::format("their seeds differ: {} and {}", a.seed, b.seed);
  if (a.replicates != b.replicates)
    return fmt::format("their numbers of replicates differ: {} and {}", a.replicates, b.replicates);
  if (a.first != b.first) return fmt::format("their first replicates differ: {} and {}", a.first, b.first);
  if (a.design != b.design) return fmt::format("their designs differ: {} and {}", a.design, b.design);
  return {};
}

std::vector<PairedSeries> paired_series(const Layout& a, const Layout& b) {
  std::vector<PairedSeries> out;
  for (std::uint32_t s = 0; s < a.series().size(); ++s) {
    if (!same_metric(a, s, b)) continue;
    const auto other = counterpart(a, s, b);
    const auto* periods = other ? &b.periods(*other) : periods_of(b, a.metric_of(s).name);
    if (periods != nullptr) out.push_back({s, other, common(a.periods(s), *periods)});
  }
  for (std::uint32_t s = 0; s < b.series().size(); ++s) {
    if (!same_metric(b, s, a) || counterpart(b, s, a)) continue;
    const auto* periods = periods_of(a, b.metric_of(s).name);
    if (periods != nullptr) out.push_back({{}, s, common(*periods, b.periods(s))});
  }
  return out;
}

}  // namespace sim
