// What a place that is missing costs, and one that stands empty.

#include "app/size/place_money.hpp"

#include <fmt/format.h>

#include <cmath>

#include "app/number_words.hpp"
#include "models/structure.hpp"
#include "sim/term_clock.hpp"

namespace app {
namespace {

/// Mean over replicates and some years of the sum of a metric over some placements; NaN where none is kept.
double mean_of(const StoredRun& run, const char* metric, const char* breakdown,
               const std::vector<std::string>& categories, const std::vector<std::string>& periods) {
  double total = 0;
  std::size_t n = 0;
  for (const auto& period : periods)
    for (const auto& category : categories)
      if (const auto found = run.find({metric, breakdown, category}, period)) {
        total += sim::mean(run.values(*found));
        ++n;
      }
  return n == 0 ? NAN : total;
}

/// £ a year of a child in some placements, over some financial years; NaN if nobody is in them.
double yearly_cost(const StoredRun& run, const std::vector<std::string>& placements,
                   const std::vector<std::string>& years) {
  const double spend = mean_of(run, "placement_spend", "placement", placements, years);
  const double days = mean_of(run, "placement_days", "placement", placements, years);
  return days > 0 ? spend / days * sim::days_per_year : NAN;
}

struct Words {
  std::vector<std::string> years, januaries;
};

/// Financial years and Januaries of the academic years.
Words words_of(const std::vector<std::string>& septembers) {
  Words out;
  for (const auto& september : septembers) {
    const int year = std::stoi(september);
    out.years.push_back(fmt::format("{}-{:02}", year, (year + 1) % 100));
    out.januaries.push_back(std::to_string(year + 1));
  }
  return out;
}

/// Costs from the run; or why there are none.
std::string costs_from(const StoredRun& run, const RunConfig& config, const std::string& type,
                       const std::vector<std::string>& septembers, const GivenPlaceCosts& given,
                       PlaceMoney& m) {
  if (!config.config) return fmt::format("no costs of places ({}); give --under and --over", config.why_not);
  const models::Structure structure(*config.config);
  const auto base = config.config->base();
  const auto at = [&](const sim::Slot& slot) { return base[slot.offset]; };
  const auto words = words_of(septembers);
  const models::PlacementType* own = nullptr;
  std::vector<std::string> independent;
  double share = 0, days = 0;
  for (const auto& t : structure.types) {
    if (t.id == type) own = &t;
    if (!t.inmss) continue;
    independent.push_back(t.id);
    const double its = mean_of(run, "placement_days", "placement", {t.id}, words.years);
    if (!(its > 0)) continue;
    share += its * at(t.travel_share);
    days += its;
  }
  if (own == nullptr) return "its configuration has no such type any more; give --under and --over";
  m.independent = yearly_cost(run, independent, words.years);
  m.own = yearly_cost(run, {type}, words.years);
  if (!std::isfinite(m.independent) || !std::isfinite(m.own))
    return "the run has no spend by placement over these years (or nobody in independent schools); give "
           "--under and --over";
  const double journeys = mean_of(run, "travel_children", "total", {"total"}, words.januaries);
  const double fares = mean_of(run, "travel_spend", "total", {"total"}, words.years);
  if (journeys > 0 && std::isfinite(fares) && days > 0)
    m.travel = fares / journeys * (share / days - at(own->travel_share));
  m.funding = at(own->place_funding);
  m.empty_funding = at(own->empty_place_funding);
  m.capital = given.capital.a_year();
  if (!given.over) m.costs.over = m.empty_funding + m.capital;
  if (!given.under) m.costs.under = m.independent + m.travel - m.own - m.funding - m.capital;
  if (!(m.costs.over > 0))
    return "an empty place costs nothing (no place funding, no capital): any number would do; give --capital "
           "or --over";
  if (!(m.costs.under > 0))
    return fmt::format(
        "a place costs more than it saves (£{:.0f} a year less in all): cost speaks for none; "
        "give --under to price a child without a place",
        -m.costs.under);
  return {};
}

}  // namespace

PlaceMoneyFound place_money(const StoredRun& run, const RunConfig& config, const std::string& type,
                            const std::vector<std::string>& septembers, const GivenPlaceCosts& given) {
  PlaceMoneyFound out;
  if (given.under) out.money.costs.under = *given.under;
  if (given.over) out.money.costs.over = *given.over;
  out.money.given = given.under && given.over;
  if (!out.money.given) out.why_not = costs_from(run, config, type, septembers, given, out.money);
  return out;
}

double Capital::a_year() const {
  return rate > 0 ? cost * rate / (1 - std::pow(1 + rate, -life)) : cost / life;
}

Capital capital_of(const std::string& cost, const std::string& life, const std::string& per_cent) {
  return {pounds_not_negative("--capital", cost), real_number("--life", life, 1, 200),
          real_number("--rate", per_cent, 0, 50) / 100};
}

}  // namespace app
