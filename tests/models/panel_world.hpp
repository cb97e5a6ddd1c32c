// A country that is made up: authorities whose new plans, requests and leavers follow rules that are known,
// so that a test can ask whether they are found again.
#pragma once

#include <array>
#include <cmath>
#include <random>
#include <string>

#include "models/panel_series.hpp"

namespace panel_world {

/// Rules of the country. Deviations are logarithms; shocks have Student's t with four degrees of freedom.
struct Rules {
  int authorities = 120, first = 2010, last = 2025;
  double growth_level = 0.09, growth_persistence = 0.6, growth_scale = 0.006;
  double ratio = 0.15, ratio_scale = 0.02;  ///< new plans per plan, and its yearly shock (logarithm)
  /// Next year's new plans, undecided assessments, requests from this year's.
  std::array<std::array<double, 3>, 3> next{{{0.25, 0.15, 0.25}, {0, 0.6, 0}, {0, 0, 0.6}}};
  std::array<double, 3> scale{0.16, 0.3, 0.14};
  double leavers_scale = 0.02;
  int changes = 9999;  ///< from this year on leavers' shocks have the scale below
  double leavers_scale_then = 0.02;
  double least_plans = 900, most_plans = 6000;
};

/// Independent of the keyed numbers of the program: the standard library's engine and distributions.
inline models::PanelSeries made(const Rules& rules, unsigned seed) {
  std::mt19937_64 engine(seed);
  std::student_t_distribution<double> heavy(4);
  std::uniform_real_distribution<double> flat(0, 1);
  const auto shock = [&] {
    double x = heavy(engine);
    while (std::abs(x) > 6) x = heavy(engine);
    return x;
  };
  struct One {
    std::array<double, 3> state{};
    double plans = 0;
  };
  std::vector<One> all(static_cast<std::size_t>(rules.authorities));
  models::PanelSeries panel;
  panel.england.code = "E92000001";
  panel.england.name = "England";
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].plans = rules.least_plans * std::pow(rules.most_plans / rules.least_plans, flat(engine));
    models::AuthoritySeries a;
    a.code = "X" + std::to_string(1000 + i);
    a.name = "Authority " + std::to_string(i);
    panel.authorities.push_back(a);
  }
  double growth = rules.growth_level, log_ratio = std::log(rules.ratio);
  const auto step = [&](One& one) {
    auto next = one.state;
    for (std::size_t r = 0; r < 3; ++r) {
      next[r] = rules.scale[r] * shock();
      for (std::size_t c = 0; c < 3; ++c) next[r] += rules.next[r][c] * one.state[c];
    }
    one.state = next;
  };
  for (auto& one : all)
    for (int year = 0; year < 20; ++year) step(one);  // to the stationary spread
  for (int year = rules.first; year <= rules.last; ++year) {
    growth = rules.growth_level + rules.growth_persistence * (growth - rules.growth_level) +
             rules.growth_scale * shock();
    log_ratio += rules.ratio_scale * shock();
    double plans = 0, fresh = 0, undecided = 0, requests = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      auto& one = all[i];
      auto& a = panel.authorities[i];
      a.plans.set(year, one.plans);
      plans += one.plans;
      if (year == rules.last) continue;
      step(one);
      const double issued = one.plans * std::exp(log_ratio + one.state[0]);
      const double waiting = 0.04 * one.plans * std::exp(one.state[1]),
                   asked = 0.25 * one.plans * std::exp(one.state[2]);
      a.new_plans.set(year, issued);
      a.undecided.set(year, waiting);
      a.requests.set(year, asked);
      fresh += issued, undecided += waiting, requests += asked;
      const double leavers =
          std::exp(log_ratio) - std::expm1(growth) +
          (year < rules.changes ? rules.leavers_scale : rules.leavers_scale_then) * shock();
      one.plans = std::max(one.plans + issued - leavers * one.plans, 0.3 * one.plans);
    }
    panel.england.plans.set(year, plans);
    if (year == rules.last) continue;
    panel.england.new_plans.set(year, fresh);
    panel.england.undecided.set(year, undecided);
    panel.england.requests.set(year, requests);
  }
  panel.england.new_plans.set(rules.first - 1, panel.england.new_plans.at(rules.first));
  return panel;
}

}  // namespace panel_world
