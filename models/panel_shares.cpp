// Forecasts of parts of the plans, such as those in independent schools or of an age.

#include "models/panel_shares.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "models/keys.hpp"
#include "models/panel_learning.hpp"
#include "sim/sample.hpp"
#include "sim/student4.hpp"

namespace models {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

double logit_share(const AuthoritySeries& a, const std::string& part, int year) {
  const auto series = a.parts.find(part);
  if (series == a.parts.end()) return unknown;
  const double share = (series->second.at(year) + 0.5) / (a.plans.at(year) + 1);
  return share > 0 && share < 1 ? std::log(share / (1 - share)) : unknown;
}

double apart(const PanelSeries& known, const AuthoritySeries& a, const std::string& part, int year) {
  return logit_share(a, part, year) - logit_share(known.england, part, year);
}

struct Step {
  std::array<double, 3> from;
  double to = 0, plans = 0, weight = 0;
};

std::vector<Step> steps(const PanelSeries& known, const std::string& part) {
  std::vector<Step> out;
  for (int year = known.first_year() + 1; year < known.last_year(); ++year)
    for (const auto& a : known.authorities) {
      const Step s{{1, apart(known, a, part, year), apart(known, a, part, year - 1)},
                   apart(known, a, part, year + 1),
                   a.plans.at(year),
                   std::pow(0.5, (known.last_year() - year - 1) / years_to_half_weight)};
      if (std::isfinite(s.from[1]) && std::isfinite(s.from[2]) && std::isfinite(s.to)) out.push_back(s);
    }
  return out;
}

SizeRule size_rule_of(const std::vector<Step>& all, const sim::RobustFit& fit) {
  std::vector<SizedError> errors;
  for (const auto& s : all)
    if (s.plans >= 20) errors.push_back({s.plans, s.to - sim::predicted(s.from, fit.coefficients), s.weight});
  return size_rule(errors, fit.scale);
}

void fit_england(const PanelSeries& known, const std::string& part, const std::vector<int>& without,
                 ShareFit& fit) {
  std::vector<double> changes;
  std::vector<bool> counts;
  for (int year = known.first_year() + 1; year <= known.last_year(); ++year) {
    const double change = logit_share(known.england, part, year) - logit_share(known.england, part, year - 1);
    if (!std::isfinite(change)) {
      changes.clear();  // a series starts anew after a gap
      counts.clear();
      continue;
    }
    if (!changes.empty())
      counts.push_back(std::find(without.begin(), without.end(), year - 1) == without.end());
    changes.push_back(change);
  }
  if (changes.empty()) throw std::invalid_argument("fit_share: England's last Januaries are not known");
  sim::AutoregressionPrior prior{.level_mean = 0,
                                 .level_sd = 0.03,
                                 .levels = {},
                                 .persistences = {},
                                 .scales = {},
                                 .freedom = sim::student4_freedom};
  for (int i = -9; i <= 9; ++i) prior.levels.push_back(0.01 * i);
  for (int i = 0; i < 10; ++i) prior.persistences.push_back(0.05 + 0.1 * i);
  for (int i = 0; i < 14; ++i) prior.scales.push_back(0.002 * std::pow(1.4, i));
  fit.change = sim::autoregression_posterior(changes, counts, prior);
  fit.last_change = changes.back();
  fit.england = logit_share(known.england, part, known.last_year());
}

std::vector<std::vector<double>> england_paths(const ShareFit& fit, const std::string& part, int origin,
                                               const ForecastSize& size) {
  std::vector<std::vector<double>> paths;
  for (std::uint32_t d = 0; d < size.draws; ++d) {
    sim::KeyedEngine words(size.seed, {d, sim::name_hash64("national/" + part),
                                       static_cast<std::uint16_t>(origin), purpose(Purpose::panel_shares)});
    const auto rule = fit.change.at(sim::unit(words()));
    double at = fit.england, change = fit.last_change;
    std::vector<double> path;
    for (int h = 0; h < size.horizons; ++h) {
      change = rule.level + rule.persistence * (change - rule.level) +
               rule.scale * sim::bounded_student4(sim::unit(words()));
      path.push_back(at += change);
    }
    paths.push_back(std::move(path));
  }
  return paths;
}

}  // namespace

ShareFit fit_share(const PanelSeries& known, const std::string& part, const std::vector<int>& without_years) {
  ShareFit fit;
  fit_england(known, part, without_years, fit);
  const auto all = steps(known, part);
  sim::RegressionCases cases{3, {}, {}, {}};
  for (const auto& s : all)
    if (s.plans >= fewest_plans) cases.add(s.from, s.to, s.weight);
  if (cases.size() < fewest_pairs) throw std::invalid_argument("fit_share: too few runs of three years");
  fit.next = sim::robust_regression(cases, sim::student4_freedom, panel_ridge);
  fit.size = size_rule_of(all, fit.next);
  return fit;
}

ForecastDraws forecast_share(const PanelSeries& known, const std::string& part, const ShareFit& fit,
                             const ForecastSize& size) {
  const int origin = known.last_year();
  ForecastDraws out(known.authorities.size(), size);
  const auto england = england_paths(fit, part, origin, size);
  for (std::size_t i = 0; i < known.authorities.size(); ++i) {
    const auto& a = known.authorities[i];
    const double now = apart(known, a, part, origin), before = apart(known, a, part, origin - 1);
    if (!std::isfinite(now) || !std::isfinite(before)) continue;
    const double scale = fit.next.scale * fit.size.factor(a.plans.at(origin));
    const auto entity = sim::name_hash64(a.code + "/" + part);
    for (std::uint32_t d = 0; d < size.draws; ++d) {
      sim::KeyedEngine words(size.seed,
                             {d, entity, static_cast<std::uint16_t>(origin), purpose(Purpose::panel_shares)});
      std::array<double, 3> state{1, now, before};
      for (int h = 1; h <= size.horizons; ++h) {
        const double next =
            sim::predicted(state, fit.next.coefficients) + scale * sim::bounded_student4(sim::unit(words()));
        state = {1, next, state[1]};
        out.at(i, h)[d] = 1 / (1 + std::exp(-(england[d][static_cast<std::size_t>(h - 1)] + next)));
      }
    }
  }
  return out;
}

}  // namespace models
