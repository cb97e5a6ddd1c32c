// Orders and starting levels are pure functions of (seed, trajectory).

#include "sim/morris.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "sim/philox.hpp"

namespace sim {
namespace {

constexpr unsigned levels = 4, step_up = 2;

std::uint32_t word(Seed seed, std::size_t trajectory, std::size_t i, std::uint32_t of) {
  return philox_block({static_cast<std::uint32_t>(i / 4), static_cast<std::uint32_t>(trajectory), of, 1},
                      seed)[i % 4];
}

}  // namespace

MorrisDesign::MorrisDesign(std::size_t factors, std::size_t trajectories, Seed seed)
    : factors_(factors), trajectories_(trajectories), seed_(seed) {}

std::vector<std::size_t> MorrisDesign::order(std::size_t trajectory) const {
  std::vector<std::size_t> out(factors_);
  std::iota(out.begin(), out.end(), std::size_t{0});
  for (std::size_t i = factors_; i > 1; --i)  // Fisher and Yates
    std::swap(out[i - 1], out[std::uint64_t{word(seed_, trajectory, i, 0)} * i >> 32]);
  return out;
}

std::vector<unsigned> MorrisDesign::start(std::size_t trajectory) const {
  std::vector<unsigned> out(factors_);
  for (std::size_t i = 0; i < factors_; ++i) out[i] = word(seed_, trajectory, i, 1) % levels;
  return out;
}

std::vector<double> MorrisDesign::point(std::size_t trajectory, std::size_t step) const {
  auto level = start(trajectory);
  const auto moves = order(trajectory);
  for (std::size_t s = 0; s < step; ++s) level[moves[s]] = (level[moves[s]] + step_up) % levels;
  std::vector<double> out;
  out.reserve(level.size());
  for (const unsigned l : level) out.push_back((l + 0.5) / levels);
  return out;
}

std::size_t MorrisDesign::moved(std::size_t trajectory, std::size_t step) const {
  return order(trajectory)[step];
}

std::vector<MorrisEffect> morris_effects(const MorrisDesign& design, std::span<const double> values) {
  const std::size_t k = design.factors(), trajectories = design.trajectories();
  if (trajectories < 2 || values.size() != design.points())
    throw std::invalid_argument("Morris effects need a figure at every point of two trajectories or more");
  std::vector<std::vector<double>> effects(k), sizes(k);
  for (std::size_t t = 0; t < trajectories; ++t)
    for (std::size_t s = 0; s < k; ++s) {
      const std::size_t i = design.moved(t, s);
      const bool up = design.point(t, s + 1)[i] > design.point(t, s)[i];
      const double change = values[t * (k + 1) + s + 1] - values[t * (k + 1) + s];
      effects[i].push_back(up ? change : -change);
      sizes[i].push_back(std::abs(change));
    }
  const auto root = std::sqrt(static_cast<double>(trajectories));
  const double t =
      boost::math::quantile(boost::math::students_t(static_cast<double>(trajectories - 1)), 0.975);
  std::vector<MorrisEffect> out;
  for (std::size_t i = 0; i < k; ++i) {
    MorrisEffect e;
    e.mean_absolute = {sim::mean(sizes[i]), sim::sd(sizes[i]) / root};
    e.mean = {sim::mean(effects[i]), sim::sd(effects[i]) / root};
    e.sd = sim::sd(effects[i]);
    e.interval = {std::max(0.0, e.mean_absolute.value - t * e.mean_absolute.mcse),
                  e.mean_absolute.value + t * e.mean_absolute.mcse};
    out.push_back(e);
  }
  return out;
}

}  // namespace sim
