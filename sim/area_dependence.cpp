// From pairs that each area names to pairs among the assumptions of all.

#include "sim/area_dependence.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "sim/copula.hpp"
#include "sim/copula_matrix.hpp"

namespace sim {
namespace {

/// By area: the name among all of each of its assumptions.
using NamesInArea = std::map<std::string, std::string, std::less<>>;
std::vector<NamesInArea> names_in_areas(const Config& config, std::span<const AreaAssumption> assumptions) {
  std::vector<NamesInArea> out(config.areas().size());
  for (const auto& a : assumptions)
    for (const std::size_t area : a.areas) out[area].emplace(a.as_written->name, a.name);
  return out;
}

/// The assumptions of an area alone that are correlated with assumptions of all.
struct Tied {
  std::vector<std::string> names;
  std::vector<std::vector<double>> loadings;  ///< by name: on the independent normals behind those of all
};

/// Row of L for a name outside the Cholesky factor `l` of the assumptions of all, from its correlations.
std::vector<double> loadings_on(const SquareMatrix& l, std::vector<double> pearson) {
  for (std::size_t k = 0; k < l.size(); ++k) {
    for (std::size_t j = 0; j < k; ++j) pearson[k] -= l(k, j) * pearson[j];
    pearson[k] = l(k, k) > 0.0 ? pearson[k] / l(k, k) : 0.0;  // a zero pivot adds nothing that is new
  }
  return pearson;
}

/// Pairs of own assumptions of different areas: what they have in common through the assumptions of all.
std::vector<RankCorrelation> pairs_between_areas(const std::vector<RankCorrelation>& pairs,
                                                 const std::map<std::string, std::size_t>& area_of) {
  std::map<std::string, std::size_t> rank;  // of the assumptions of all
  for (const auto& c : pairs)
    for (const auto& name : {c.a, c.b})
      if (!area_of.contains(name)) rank.emplace(name, 0);
  std::size_t next = 0;
  for (auto& [name, at] : rank) at = next++;
  SquareMatrix common = SquareMatrix::identity(rank.size());
  std::map<std::string, std::vector<double>> with_common;
  for (const auto& c : pairs) {
    const auto a = rank.find(c.a), b = rank.find(c.b);
    const double pearson = pearson_of_spearman(c.spearman);
    if (a != rank.end() && b != rank.end())
      common(a->second, b->second) = common(b->second, a->second) = pearson;
    else if (a != rank.end() || b != rank.end()) {
      auto& row = with_common.try_emplace(a == rank.end() ? c.a : c.b, rank.size(), 0.0).first->second;
      row[a == rank.end() ? b->second : a->second] = pearson;
    }
  }
  const SquareMatrix l = cholesky(common);
  for (auto& [name, row] : with_common) row = loadings_on(l, std::move(row));
  std::vector<RankCorrelation> out;
  for (auto one = with_common.begin(); one != with_common.end(); ++one)
    for (auto other = std::next(one); other != with_common.end(); ++other) {
      if (area_of.at(one->first) == area_of.at(other->first)) continue;
      double pearson = 0.0;
      for (std::size_t k = 0; k < rank.size(); ++k) pearson += one->second[k] * other->second[k];
      if (pearson != 0.0) out.push_back({one->first, other->first, spearman_of_pearson(pearson)});
    }
  return out;
}

}  // namespace

AreaDependence area_dependence(const Config& config, std::span<const AreaAssumption> assumptions) {
  const auto names = names_in_areas(config, assumptions);
  AreaDependence out;
  std::set<std::tuple<std::string, std::string, double>> pairs;
  std::set<std::vector<std::string>> groups;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& area = config.areas()[i];
    for (const auto& c : area.correlations()) {
      auto a = names[i].at(c.a), b = names[i].at(c.b);
      if (b < a) std::swap(a, b);
      if (pairs.emplace(a, b, c.spearman).second) out.correlations.push_back({a, b, c.spearman});
    }
    for (auto group : area.share_groups()) {
      for (auto& name : group.names) name = names[i].at(name);
      if (groups.insert(group.names).second) out.share_groups.push_back(std::move(group));
    }
  }
  std::map<std::string, std::size_t> area_of;
  for (const auto& a : assumptions)
    if (a.area) area_of.emplace(a.name, a.areas.front());
  const auto between = pairs_between_areas(out.correlations, area_of);
  out.correlations.insert(out.correlations.end(), between.begin(), between.end());
  return out;
}

std::vector<Fault> check_area_dependence(const Config& config) {
  const auto assumptions = area_assumptions(config);
  const auto dependence = area_dependence(config, assumptions);
  std::vector<NamedUncertain> uncertain;
  uncertain.reserve(assumptions.size());
  for (const auto& a : assumptions) uncertain.push_back({a.name, a.as_written->value});
  return check_dependence(uncertain, dependence.correlations, dependence.share_groups);
}

}  // namespace sim
