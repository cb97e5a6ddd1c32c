// Screening by marginal correlation, then one least-squares fit.

#include "sim/joint_terms.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <stdexcept>

#include "sim/shapley.hpp"

namespace sim {
namespace {

constexpr std::size_t rows_per_line = 4;
constexpr std::size_t strongest = 12;         // assumptions whose products are looked at
constexpr double chance_of_false_tie = 0.01;  // that any two of a run are called dependent without being so
constexpr double least_tie = 0.1;

/// |t| of the mean of x y over scrambles, the error from their spread: right for any design.
double t_of(std::span<const double> x, std::span<const double> y, std::span<const std::uint8_t> scramble) {
  std::array<double, scrambles> product{}, count{};
  for (std::size_t r = 0; r < x.size(); ++r) {
    product[scramble[r]] += x[r] * y[r];
    count[scramble[r]] += 1;
  }
  for (std::size_t k = 0; k < scrambles; ++k) product[k] /= std::max(1.0, count[k]);
  const double error = sd(product) / std::sqrt(static_cast<double>(scrambles));
  const double size = std::abs(mean(product));
  if (error > 0) return size / error;
  return size > 0 ? std::numeric_limits<double>::infinity() : 0.0;
}

/// The largest over outcomes.
double stands_out(std::span<const double> column, const std::vector<std::vector<double>>& outcomes,
                  std::span<const std::uint8_t> scramble) {
  double best = 0;
  for (const auto& y : outcomes) best = std::max(best, t_of(column, y, scramble));
  return best;
}

/// What |t| of 15 degrees exceeds with this chance.
double t_beyond(double chance) {
  return boost::math::quantile(boost::math::complement(boost::math::students_t(scrambles - 1), chance / 2));
}

std::vector<std::vector<double>> standardised(std::span<const std::span<const double>> outcomes) {
  std::vector<std::vector<double>> out;
  for (const auto& y : outcomes) {
    const double centre = mean(y), spread = y.size() > 1 ? sd(y) : 0.0;
    if (!(spread > 1e-13 * std::abs(centre))) continue;
    auto& own = out.emplace_back(y.begin(), y.end());
    for (double& v : own) v = (v - centre) / spread;
  }
  return out;
}

std::vector<double> ranks_of(std::span<const double> x) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return x[a] < x[b]; });
  std::vector<double> rank(x.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && x[order[end]] == x[order[i]]) ++end;
    for (std::size_t j = i; j < end; ++j) rank[order[j]] = static_cast<double>(i + end - 1) / 2;
    i = end;
  }
  const double centre = mean(rank), spread = sd(rank);
  for (double& r : rank) r = spread > 0 ? (r - centre) / spread : 0.0;
  return rank;
}

}  // namespace

std::size_t rows_for_joint_terms(std::size_t assumptions) { return rows_per_line * assumptions; }

JointTerms::JointTerms(std::span<const PreparedAssumption> assumptions,
                       std::span<const std::span<const double>> outcomes,
                       std::span<const std::uint8_t> scramble)
    : assumptions_(assumptions), columns_(assumptions.size()), scramble_(scramble) {
  const auto y = standardised(outcomes);
  const std::size_t n = scramble.size();
  std::size_t looked_at = strongest * (strongest - 1) / 2;
  for (const auto& a : assumptions) looked_at += a.columns().size();
  const double bar = t_beyond(1 / static_cast<double>(looked_at));
  if (n < rows_for_joint_terms(assumptions.size()))
    throw std::invalid_argument("too few rows for what so many assumptions explain together");

  std::vector<std::pair<double, std::size_t>> lines;
  for (std::size_t i = 0; i < assumptions.size(); ++i)
    for (std::size_t j = 0; j < assumptions[i].columns().size(); ++j) {
      const double t = stands_out(assumptions[i].columns()[j], y, scramble);
      if (j == 0) lines.emplace_back(-t, i);
      if (j == 0 || t > bar) columns_[i].push_back(j);
    }
  std::sort(lines.begin(), lines.end());
  if (lines.size() > strongest) lines.resize(strongest);
  for (std::size_t a = 0; a < lines.size(); ++a)
    for (std::size_t b = a + 1; b < lines.size(); ++b) {
      Product p{lines[a].second, lines[b].second, std::vector<double>(n)};
      const auto &u = assumptions[p.a].columns()[0], &v = assumptions[p.b].columns()[0];
      for (std::size_t r = 0; r < n; ++r) p.values[r] = u[r] * v[r];
      const double centre = mean(p.values);
      for (double& x : p.values) x -= centre;
      if (stands_out(p.values, y, scramble) > bar) products_.push_back(std::move(p));
    }
}

LeftOutRegression JointTerms::regression(std::span<const std::size_t> members) const {
  std::vector<std::span<const double>> columns;
  const auto has = [&](std::size_t i) {
    return std::find(members.begin(), members.end(), i) != members.end();
  };
  for (const std::size_t i : members)
    for (const std::size_t j : columns_[i]) columns.push_back(assumptions_[i].columns()[j]);
  for (const auto& p : products_)
    if (has(p.a) && has(p.b)) columns.push_back(p.values);
  return {std::move(columns), scramble_};
}

LeftOut explained(const JointTerms& terms, std::span<const std::size_t> members, std::span<const double> y) {
  return terms.regression(members).fit(y).explained;
}

std::vector<Estimate> shapley_effects(const JointTerms& terms, std::span<const std::size_t> members,
                                      std::span<const double> y) {
  const std::size_t n = members.size();
  if (n > most_exact_players) throw std::invalid_argument("Shapley effects of more than six assumptions");
  std::vector<LeftOut> worth(std::size_t{1} << n, LeftOut{});
  for (std::size_t s = 1; s < worth.size(); ++s) {
    std::vector<std::size_t> some;
    for (std::size_t i = 0; i < n; ++i)
      if ((s >> i & 1U) != 0) some.push_back(members[i]);
    worth[s] = explained(terms, some, y);
  }
  std::vector<LeftOut> share(n);
  std::vector<double> game(worth.size());
  for (std::size_t k = 0; k <= scrambles; ++k) {
    for (std::size_t s = 0; s < worth.size(); ++s) game[s] = worth[s][k];
    const auto a = exact_attribution(game);
    for (std::size_t i = 0; i < n; ++i) share[i][k] = a.share[i];
  }
  std::vector<Estimate> out;
  out.reserve(n);
  for (const auto& s : share) out.push_back(jackknife(s));
  return out;
}

std::vector<std::vector<std::size_t>> dependent_sets(std::span<const PreparedAssumption> assumptions,
                                                     std::span<const std::uint8_t> scramble) {
  std::vector<std::vector<double>> ranks;
  for (const auto& a : assumptions)
    ranks.push_back(a.constant() ? std::vector<double>() : ranks_of(a.draws()));
  const auto n = static_cast<double>(assumptions.size());
  const double bar = t_beyond(chance_of_false_tie / std::max(1.0, n * (n - 1) / 2));
  const auto tied = [&](const std::vector<double>& a, const std::vector<double>& b) {
    double product = 0;
    for (std::size_t r = 0; r < a.size(); ++r) product += a[r] * b[r];
    return std::abs(product) > least_tie * static_cast<double>(a.size() - 1) && t_of(a, b, scramble) > bar;
  };
  std::vector<std::size_t> set(assumptions.size());
  std::iota(set.begin(), set.end(), std::size_t{0});
  for (std::size_t i = 0; i < ranks.size(); ++i)
    for (std::size_t j = i + 1; j < ranks.size(); ++j) {
      if (ranks[i].empty() || ranks[j].empty() || set[i] == set[j] || !tied(ranks[i], ranks[j])) continue;
      const std::size_t joined = set[j], into = set[i];
      for (auto& s : set)
        if (s == joined) s = into;
    }
  std::map<std::size_t, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < set.size(); ++i) members[set[i]].push_back(i);
  std::vector<std::vector<std::size_t>> out;
  for (auto& [label, own] : members)
    if (own.size() > 1) out.push_back(std::move(own));
  return out;
}

}  // namespace sim
