#include "models/panel_local_shocks.hpp"

#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "models/panel_learning.hpp"
#include "sim/statistics.hpp"

namespace models {
namespace {

constexpr int most_lag = 6, years_looked_at = 10;
constexpr std::size_t groups = 10;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
/// Turns the median distance into the standard deviation of a normal distribution.
constexpr double to_sd = 1.4826;

using Authorities = std::vector<const AuthoritySeries*>;

/// Distances from the row's middle, row by row: a row is what all authorities did in the same years.
struct Distances {
  std::vector<double> all, middles, luck;

  void row(const std::vector<double>& values) {
    if (values.empty()) return;
    middles.push_back(sim::quantile(values, 0.5));
    for (const double value : values) all.push_back(std::abs(value - middles.back()));
  }
  double variance() const {
    const double sd = to_sd * sim::quantile(all, 0.5);
    return sd * sd - sim::quantile(luck, 0.5);
  }
};

struct Gamma {
  double lag, log_value, pairs;
};

std::vector<Gamma> variogram(const Authorities& authorities, int first, int last) {
  std::vector<Gamma> out;
  for (int lag = 1; lag <= most_lag; ++lag) {
    Distances d;
    for (int year = first; year + lag <= last; ++year) {
      std::vector<double> row;
      for (const auto* a : authorities) {
        const double from = a->new_plans.at(year), to = a->new_plans.at(year + lag);
        if (!(a->plans.at(year) >= fewest_plans) || !(from > 0) || !(to > 0)) continue;
        row.push_back(std::log(to / from));
        d.luck.push_back(1 / from + 1 / to);
      }
      d.row(row);
    }
    if (d.all.size() < fewest_pairs) break;
    if (const double variance = d.variance(); variance > 0)
      out.push_back({static_cast<double>(lag), std::log(variance / 2), static_cast<double>(d.all.size())});
  }
  return out;
}

/// Least squares of log gamma(h) = c + log(1 - rho^h) over a grid of rho.
void fit(const std::vector<Gamma>& gammas, LocalShocks& out) {
  double least = std::numeric_limits<double>::infinity();
  for (int step = 0; step <= 98 && gammas.size() > 1; ++step) {
    const double rho = step / 100.0;
    double pairs = 0, sum = 0, square = 0;
    for (const auto& g : gammas) {
      const double y = g.log_value - std::log1p(-std::pow(rho, g.lag));
      pairs += g.pairs, sum += g.pairs * y, square += g.pairs * y * y;
    }
    const double level = sum / pairs, misfit = square / pairs - level * level;
    if (!(misfit < least)) continue;
    least = misfit;
    out.persistence = rho;
    out.new_plans = std::sqrt(std::exp(level) * (1 - rho * rho));
  }
}

double leavers(const Authorities& authorities, int first, int last) {
  Distances d;
  for (int year = first; year <= last; ++year) {
    std::vector<double> row;
    for (const auto* a : authorities) {
      const double stock = a->plans.at(year);
      const double left = stock + a->new_plans.at(year) - a->plans.at(year + 1);
      if (!(stock >= fewest_plans) || std::isnan(left)) continue;
      row.push_back(left / stock);
      d.luck.push_back(std::max(left, 0.0) / (stock * stock));
    }
    d.row(row);
  }
  if (d.all.size() < fewest_pairs) return nothing;
  const double rate = sim::quantile(d.middles, 0.5), variance = d.variance();
  if (!(rate > 0)) return nothing;
  return std::sqrt(std::log1p(std::max(variance, 0.0) / (rate * rate)));
}

LocalShocks estimate(const Authorities& authorities, int last) {
  const int first = last - years_looked_at;
  LocalShocks out{nothing, nothing, nothing};
  fit(variogram(authorities, first, last - 1), out);
  out.leavers = leavers(authorities, first, last - 1);
  return out;
}

Authorities all_of(const PanelSeries& known) {
  Authorities out;
  for (const auto& a : known.authorities) out.push_back(&a);
  return out;
}

}  // namespace

std::vector<double> new_plans_variogram(const PanelSeries& known) {
  std::vector<double> out;
  const int last = known.last_year();
  for (const auto& g : variogram(all_of(known), last - years_looked_at, last - 1)) {
    out.resize(static_cast<std::size_t>(g.lag), nothing);
    out.back() = std::exp(g.log_value);
  }
  return out;
}

LocalShockEstimate local_shocks(const PanelSeries& known) {
  const auto without = [&](std::size_t group) {
    Authorities some;
    for (std::size_t i = 0; i < known.authorities.size(); ++i)
      if (i % groups != group) some.push_back(&known.authorities[i]);
    return estimate(some, known.last_year());
  };
  LocalShockEstimate out{estimate(all_of(known), known.last_year()), {0, 0, 0}};
  std::array<LocalShocks, groups> parts{};
  for (std::size_t g = 0; g < groups; ++g) parts[g] = without(g);
  const auto error = [&](double LocalShocks::*which) {
    double sum = 0, square = 0;
    for (const auto& part : parts) sum += part.*which, square += part.*which * (part.*which);
    const double n = groups, mean = sum / n;
    return std::sqrt(std::max(square / n - mean * mean, 0.0) * (n - 1));
  };
  out.error = {error(&LocalShocks::new_plans), error(&LocalShocks::persistence),
               error(&LocalShocks::leavers)};
  return out;
}

}  // namespace models
