#include "models/year_effects.hpp"

#include <cmath>

#include "models/keys.hpp"
#include "sim/philox.hpp"
#include "sim/sample.hpp"

namespace models {
namespace {

/// exp(sd z - sd^2/2): a multiplier of mean 1.
double shock(double sd, double z) { return sd > 0 ? std::exp(sd * z - sd * sd / 2) : 1.0; }

/// x' = persistence x + sd z from x = 0, whose exponential is divided by its mean.
class Deviation {
 public:
  Deviation(double sd, double persistence) : sd_(sd), persistence_(persistence) {}
  double next(double z) {
    x_ = persistence_ * x_ + sd_ * z;
    variance_ = persistence_ * persistence_ * variance_ + sd_ * sd_;
    return std::exp(x_ - variance_ / 2);
  }

 private:
  double sd_, persistence_, x_ = 0, variance_ = 0;
};

}  // namespace

YearEffects::YearEffects(const Structure& s, Values v, const sim::ReplicateKey& key)
    : first_(s.clock[0].financial_year) {
  const auto word = sim::replicate_word(key.index, key.member_years);
  const auto national = sim::name_hash64("national"), local = sim::name_hash64(s.area);
  const auto block = [&](std::uint64_t entity, int year, Purpose p) {
    return sim::draw(key.seed, {word, entity, static_cast<std::uint16_t>(year), purpose(p)});
  };
  const int given = static_cast<int>(std::lround(v(s.slot.effects_given_to)));
  const auto normal = [&](sim::Slot slot, int year, std::uint32_t drawn) {
    return year <= given ? v(slot, year_index(year)) : sim::inverse_normal(sim::unit(drawn));
  };
  const int last = s.clock[s.clock.size() - 1].calendar_year + 1;
  const int known = static_cast<int>(std::lround(v(s.slot.level_known_to)));
  double price = 1;
  Deviation deviation(v(s.slot.shock_local), v(s.slot.shock_local_persistence));
  for (int year = first_; year <= last; ++year) {
    const auto n = block(national, year, Purpose::year_effect), l = block(local, year, Purpose::year_effect);
    // A national level that is known needs no national shock; what the area does about it is still unknown.
    double level = v(s.slot.level, year_index(std::min(year, known))) * v(s.slot.local_level) *
                   deviation.next(normal(s.slot.effect_local, year, l[0]));
    if (year > known) {
      double steps = 0, step = 1;
      for (int y = known; y < year; ++y, step *= v(s.slot.trend_damping)) steps += step;
      level *= std::exp(v(s.slot.trend) * steps) *
               shock(v(s.slot.shock_national), normal(s.slot.effect_national, year, n[0]));
    }
    requests_.push_back(level);
    ceasing_.push_back(shock(v(s.slot.cease_shock), normal(s.slot.effect_ceasing, year, n[1])) *
                       shock(v(s.slot.cease_shock_local), normal(s.slot.effect_ceasing_local, year, l[2])));
    if (year > s.clock[0].financial_year)
      price *= shock(v(s.slot.inflation_shock), normal(s.slot.effect_prices, year, n[2]));
    price_.push_back(price);
    migration_.push_back(v(s.slot.migration_shock_sd) * normal(s.slot.effect_migration, year, l[1]));
  }
}

}  // namespace models
