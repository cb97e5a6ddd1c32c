// Names and rank correlations become the rows of a Cholesky factor, in the order of the names.

#include "sim/copula.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "sim/copula_matrix.hpp"
#include "sim/dist_boost.hpp"
#include "sim/nearest_name.hpp"
#include "sim/sample.hpp"

namespace sim {
namespace {

using FaultList = std::vector<Fault>;

void check_pairs(std::span<const std::string> names, std::span<const RankCorrelation> correlations,
                 FaultList& faults) {
  const std::set<std::string> known(names.begin(), names.end());
  std::set<std::pair<std::string, std::string>> seen;
  std::set<std::string> unknown;
  for (const auto& c : correlations) {
    for (const auto& name : {c.a, c.b})
      if (!known.contains(name) && unknown.insert(name).second) {
        const std::string near = did_you_mean(name, names);
        faults.push_back({fmt::format("correlation of '{}', which is not an uncertain parameter", name),
                          near.empty() ? "give it a distribution, or remove the correlation" : near});
      }
    if (c.a == c.b)
      faults.push_back({fmt::format("correlation of '{}' with itself", c.a), "name two parameters"});
    else if (!seen.insert(std::minmax(c.a, c.b)).second)
      faults.push_back({fmt::format("correlation of '{}' and '{}' is given twice", c.a, c.b), "keep one"});
    if (!(std::abs(c.spearman) <= 1.0))
      faults.push_back(
          {fmt::format("spearman {:.6g} of '{}' and '{}' is not between -1 and 1", c.spearman, c.a, c.b),
           "check the figure"});
  }
}

// The nearest valid matrix in figures short enough to write down: rounded to three decimals, with the
// smallest eigenvalue raised until the rounded matrix is valid too.
SquareMatrix nearest_writable(const SquareMatrix& pearson) {
  SquareMatrix spearman(pearson.size());
  double floor = 1e-4;
  while (floor < 0.5) {
    const SquareMatrix nearest = nearest_correlation(pearson, floor);
    SquareMatrix back = SquareMatrix::identity(pearson.size());
    for (std::size_t i = 0; i < pearson.size(); ++i)
      for (std::size_t j = 0; j < pearson.size(); ++j) {
        spearman(i, j) = std::round(1000.0 * spearman_of_pearson(nearest(i, j))) / 1000.0;
        if (i != j) back(i, j) = pearson_of_spearman(spearman(i, j));
      }
    if (smallest_eigenvalue(back) >= 0.0) break;
    floor *= 2.0;
  }
  return spearman;
}

Fault not_semi_definite(const std::vector<std::string>& names, const SquareMatrix& pearson, double smallest) {
  constexpr double shown = 5e-4;  // a pair that is not given and stays at nothing is not worth a line
  const SquareMatrix nearest = nearest_writable(pearson);
  std::string pairs;
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t j = i + 1; j < names.size(); ++j)
      if (pearson(i, j) != 0.0 || std::abs(nearest(i, j)) > shown)
        pairs +=
            fmt::format("{}{} and {}: {:.3f}", pairs.empty() ? "" : "; ", names[i], names[j], nearest(i, j));
  return {
      fmt::format("the correlations cannot all hold (smallest eigenvalue {:.3g}; pairs that are not given "
                  "count as 0)",
                  smallest),
      fmt::format("the nearest valid spearman correlations are {}", pairs)};
}

}  // namespace

double pearson_of_spearman(double spearman) { return 2.0 * std::sin(std::numbers::pi * spearman / 6.0); }

double spearman_of_pearson(double pearson) {
  return 6.0 / std::numbers::pi * std::asin(0.5 * std::clamp(pearson, -1.0, 1.0));
}

void Copula::couple(std::span<double> u) const {
  // From the last name back, in place: a row reads only itself and earlier names, whose own draws still
  // stand.
  for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) {
    double z = 0.0;
    for (const auto& [position, coefficient] : row->terms) z += coefficient * inverse_normal(u[position]);
    u[row->position] = std::clamp(normal_cdf(z), 0x1p-1022, 1.0 - 0x1p-53);
  }
}

std::variant<Copula, std::vector<Fault>> make_copula(std::span<const std::string> names,
                                                     std::span<const RankCorrelation> correlations) {
  FaultList faults;
  check_pairs(names, correlations, faults);
  if (!faults.empty()) return faults;
  std::map<std::string, std::uint32_t> coupled;  // name -> position in u, in the order of names
  for (std::uint32_t i = 0; i < names.size(); ++i)
    for (const auto& c : correlations)
      if (names[i] == c.a || names[i] == c.b) coupled.emplace(names[i], i);
  std::vector<std::string> order;
  order.reserve(coupled.size());
  for (const auto& [name, position] : coupled) order.push_back(name);
  const auto rank = [&](const std::string& name) {
    return static_cast<std::size_t>(std::lower_bound(order.begin(), order.end(), name) - order.begin());
  };
  SquareMatrix pearson = SquareMatrix::identity(order.size());
  for (const auto& c : correlations)
    pearson(rank(c.a), rank(c.b)) = pearson(rank(c.b), rank(c.a)) = pearson_of_spearman(c.spearman);
  const double smallest = smallest_eigenvalue(pearson);
  if (smallest < -1e-9) return FaultList{not_semi_definite(order, pearson, smallest)};
  const SquareMatrix l = cholesky(pearson);
  Copula copula;
  for (std::size_t i = 0; i < order.size(); ++i) {
    Copula::Row row{coupled[order[i]], {}};
    for (std::size_t k = 0; k <= i; ++k)
      if (l(i, k) != 0.0) row.terms.emplace_back(coupled[order[k]], l(i, k));
    // A name that depends on none before it keeps its draw to the last bit.
    if (row.terms.size() != 1 || row.terms[0].first != row.position) copula.rows_.push_back(std::move(row));
  }
  return copula;
}

}  // namespace sim
