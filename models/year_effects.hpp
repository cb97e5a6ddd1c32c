#pragma once
// What is common to all children of a year: the level, trend and shocks of requests, ceasing, prices,
// migration.

#include <vector>

#include "models/structure.hpp"
#include "sim/replicate.hpp"

namespace models {

/// Year effects of one replicate. National shocks are keyed by the year alone, so that every area shares
/// them; local ones by area and year. Local shocks on requests persist: their logarithm is an autoregression
/// of the first order that begins at nought. What shocks do to rates has mean 1. Years up to
/// `year_effect.given_to` have the normals that the assumptions give them: what a calibration learnt of the
/// past.
class YearEffects {
 public:
  YearEffects(const Structure& s, Values v, const sim::ReplicateKey& key);
  double requests(int calendar_year) const { return requests_[at(calendar_year)]; }
  double ceasing(int calendar_year) const { return ceasing_[at(calendar_year)]; }
  double price(int financial_year) const { return price_[at(financial_year)]; }
  double migration(int calendar_year) const { return migration_[at(calendar_year)]; }

 private:
  std::size_t at(int year) const { return static_cast<std::size_t>(year - first_); }
  int first_;
  std::vector<double> requests_, ceasing_, price_, migration_;
};

}  // namespace models
