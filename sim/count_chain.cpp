// Counts by age and state that are followed from year to year, with rates learnt from counted transitions.

#include "sim/count_chain.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numeric>
#include <span>
#include <stdexcept>

#include "sim/dirichlet.hpp"
#include "sim/philox.hpp"
#include "sim/sample.hpp"
#include "sim/statistics.hpp"

namespace sim {
namespace {

/// What a draw decides; the entity is the place in the arrays.
enum class Of : std::uint16_t { move_rate = 1, join_rate, join_mix, move, join };

double uniform(Seed seed, std::uint32_t replicate, Of of, std::uint64_t entity, std::uint16_t occasion = 0) {
  const auto words =
      philox_block(counter_of({replicate, entity, occasion, static_cast<std::uint16_t>(of)}), seed);
  return unit53(words[0], words[1]);
}

void check(const std::vector<double>& values, std::size_t size, const char* name) {
  if (values.size() != size) throw std::invalid_argument(std::string(name) + ": another number of values");
  for (const double value : values)
    if (!std::isfinite(value) || value < 0)
      throw std::invalid_argument(std::string(name) + ": negative or not finite");
}

/// Shares of `counts`, or even ones if there are none.
std::vector<double> shares(std::span<const double> counts) {
  std::vector<double> out(counts.begin(), counts.end());
  const double all = sum(counts);
  for (double& value : out) value = all > 0 ? value / all : 1.0 / static_cast<double>(out.size());
  return out;
}

/// Dirichlet over those with a positive weight; others stay 0.
template <class Uniform>
void draw_shares(std::span<const double> alpha, std::span<double> out, const Uniform& u) {
  std::vector<double> some, draw;
  for (std::size_t i = 0; i < alpha.size(); ++i)
    if (alpha[i] > 0) {
      some.push_back(alpha[i]);
      draw.push_back(u(i));
    }
  if (some.size() > 1) dirichlet_draw(some, draw);
  if (some.size() == 1) draw[0] = 1;
  std::size_t next = 0;
  for (std::size_t i = 0; i < alpha.size(); ++i) out[i] = alpha[i] > 0 ? draw[next++] : 0;
}

}  // namespace

ChainPosterior::ChainPosterior(ChainCounts counts) : counts_(std::move(counts)) {
  const std::size_t ages = counts_.ages, states = counts_.states, to = states + 1;
  if (ages == 0 || states == 0) throw std::invalid_argument("no ages or no states");
  check(counts_.moves, ages * states * to, "moves");
  check(counts_.joined, ages * states, "joined");
  check(counts_.exposure, ages, "exposure");
  check(counts_.start, ages * states, "start");
  for (const auto& year : counts_.people) check(year, ages, "people");

  alpha_.resize(counts_.moves.size());
  for (std::size_t s = 0; s < states; ++s) {
    std::vector<double> pooled(to);
    for (std::size_t a = 0; a < ages; ++a)
      for (std::size_t t = 0; t < to; ++t) pooled[t] += counts_.moves[row(a, s) + t];
    if (sum(pooled) <= 0) pooled[s] = 1;  // nobody was ever there: whoever is, stays
    const auto prior = shares(pooled);
    for (std::size_t a = 0; a < ages; ++a)
      for (std::size_t t = 0; t < to; ++t) alpha_[row(a, s) + t] = counts_.moves[row(a, s) + t] + prior[t];
  }
  const double rate = sum(counts_.exposure) > 0 ? sum(counts_.joined) / sum(counts_.exposure) : 0;
  std::vector<double> pooled(states);
  for (std::size_t a = 0; a < ages; ++a)
    for (std::size_t s = 0; s < states; ++s) pooled[s] += counts_.joined[a * states + s];
  const auto prior = shares(pooled);
  mix_.resize(ages * states);
  shape_.resize(ages);
  rate_.resize(ages);
  for (std::size_t a = 0; a < ages; ++a) {
    shape_[a] = sum(std::span(counts_.joined).subspan(a * states, states)) + (rate > 0 ? 1 : 0);
    rate_[a] = counts_.exposure[a] + (rate > 0 ? 1 / rate : 1);
    for (std::size_t s = 0; s < states; ++s) mix_[a * states + s] = counts_.joined[a * states + s] + prior[s];
  }
}

ChainRates ChainPosterior::mean() const {
  const std::size_t states = counts_.states, to = states + 1;
  ChainRates rates{alpha_, mix_};
  for (std::size_t at = 0; at < rates.moves.size(); at += to) {
    const double all = sum(std::span(alpha_).subspan(at, to));
    for (std::size_t t = 0; t < to; ++t) rates.moves[at + t] /= all;
  }
  for (std::size_t a = 0; a < counts_.ages; ++a) {
    const double all = sum(std::span(mix_).subspan(a * states, states));
    for (std::size_t s = 0; s < states; ++s) rates.joined[a * states + s] *= shape_[a] / rate_[a] / all;
  }
  return rates;
}

ChainRates ChainPosterior::draw(Seed seed, std::uint32_t replicate) const {
  const std::size_t states = counts_.states, to = states + 1;
  ChainRates rates{std::vector<double>(alpha_.size()), std::vector<double>(mix_.size())};
  for (std::size_t at = 0; at < alpha_.size(); at += to)
    draw_shares(std::span(alpha_).subspan(at, to), std::span(rates.moves).subspan(at, to),
                [&](std::size_t t) { return uniform(seed, replicate, Of::move_rate, at + t); });
  for (std::size_t a = 0; a < counts_.ages; ++a) {
    const auto mix = std::span(rates.joined).subspan(a * states, states);
    draw_shares(std::span(mix_).subspan(a * states, states), mix,
                [&](std::size_t s) { return uniform(seed, replicate, Of::join_mix, a * states + s); });
    const double number =
        shape_[a] > 0
            ? boost::math::gamma_p_inv(shape_[a], uniform(seed, replicate, Of::join_rate, a)) / rate_[a]
            : 0;
    for (double& share : mix) share *= number;
  }
  return rates;
}

std::vector<double> ChainPosterior::expected(const ChainRates& rates) const {
  const std::size_t ages = counts_.ages, states = std::max<std::size_t>(counts_.states, 1);
  std::vector<double> now = counts_.start, out((years() + 1) * states);
  const auto tally = [&](std::size_t year) {
    for (std::size_t a = 0; a < ages; ++a)
      for (std::size_t s = 0; s < states; ++s) out[year * states + s] += now[a * states + s];
  };
  tally(0);
  for (std::size_t year = 0; year < years(); ++year) {
    std::vector<double> next(ages * states);
    for (std::size_t a = 0; a + 1 < ages; ++a)
      for (std::size_t s = 0; s < states; ++s)
        for (std::size_t t = 0; t < states; ++t)
          next[(a + 1) * states + t] += now[a * states + s] * rates.moves[row(a, s) + t];
    for (std::size_t a = 0; a < ages; ++a)
      for (std::size_t i = a * states; i < (a + 1) * states; ++i)
        next[i] += counts_.people[year][a] * rates.joined[i];
    now = std::move(next);
    tally(year + 1);
  }
  return out;
}

std::vector<double> ChainPosterior::simulate(const ChainRates& rates, Seed seed,
                                             std::uint32_t replicate) const {
  const std::size_t ages = counts_.ages, states = std::max<std::size_t>(counts_.states, 1);
  std::vector<double> now = counts_.start, out((years() + 1) * states);
  const auto tally = [&](std::size_t year) {
    for (std::size_t a = 0; a < ages; ++a)
      for (std::size_t s = 0; s < states; ++s) out[year * states + s] += now[a * states + s];
  };
  for (double& n : now) n = std::round(n);
  tally(0);
  for (std::size_t year = 0; year < years(); ++year) {
    const auto occasion = static_cast<std::uint16_t>(year);
    std::vector<double> next(ages * states);
    for (std::size_t a = 0; a + 1 < ages; ++a)
      for (std::size_t s = 0; s < states; ++s) {
        auto left = static_cast<std::int64_t>(now[a * states + s]);
        double rest = 1;
        for (std::size_t t = 0; t < states && left > 0; ++t) {
          const double p = rates.moves[row(a, s) + t];
          if (p <= 0) continue;
          const auto moved = inverse_binomial(left, std::min(1.0, p / rest),
                                              uniform(seed, replicate, Of::move, row(a, s) + t, occasion));
          next[(a + 1) * states + t] += static_cast<double>(moved);
          left -= moved;
          rest = std::max(rest - p, 1e-300);
        }
      }
    for (std::size_t a = 0; a < ages; ++a)
      for (std::size_t i = a * states; i < (a + 1) * states; ++i) {
        const double mean = counts_.people[year][a] * rates.joined[i];
        if (mean > 0)
          next[i] +=
              static_cast<double>(inverse_poisson(mean, uniform(seed, replicate, Of::join, i, occasion)));
      }
    now = std::move(next);
    tally(year + 1);
  }
  return out;
}

}  // namespace sim
