// Each parameter's point comes from its own name; only named dependence lets one touch another.

#include "sim/assumptions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>

#include "sim/dist_boost.hpp"

namespace sim {
namespace {

using Positions = std::map<std::string, std::uint32_t, std::less<>>;

Positions positions_of(std::span<const NamedUncertain> parameters) {
  Positions at;
  for (std::uint32_t i = 0; i < parameters.size(); ++i) at.emplace(parameters[i].name, i);
  return at;
}

// What a correlation may name: uncertain, and in no group, whose members are tied to one another already.
std::vector<std::string> couplable(std::span<const NamedUncertain> parameters,
                                   std::span<const DirichletGroup> groups) {
  std::set<std::string_view> grouped;
  for (const auto& group : groups) grouped.insert(group.names.begin(), group.names.end());
  std::vector<std::string> names;
  for (const auto& p : parameters)
    if (!p.value.is_point() && !grouped.contains(p.name)) names.push_back(p.name);
  return names;
}

void check_groups(const Positions& at, std::span<const DirichletGroup> groups, std::vector<Fault>& faults) {
  std::set<std::string_view> seen;
  for (const auto& group : groups) {
    const std::string first = group.names.empty() ? "" : group.names.front();
    if (group.names.size() < 2 || group.names.size() != group.alpha.size())
      faults.push_back({fmt::format("the shares from '{}' have {} names and {} concentrations", first,
                                    group.names.size(), group.alpha.size()),
                        "give two or more shares a concentration each"});
    for (const double a : group.alpha)
      if (!(std::isfinite(a) && a > 0.0))
        faults.push_back(
            {fmt::format("concentration {:.6g} of the shares from '{}' is not above 0", a, first),
             "check the figure"});
    for (const auto& name : group.names) {
      if (!at.contains(name))
        faults.push_back({fmt::format("the share '{}' is not a parameter", name), "check the name"});
      if (!seen.insert(name).second)
        faults.push_back({fmt::format("the share '{}' is named twice", name), "keep one"});
    }
  }
}

}  // namespace

std::vector<Fault> check_dependence(std::span<const NamedUncertain> parameters,
                                    std::span<const RankCorrelation> correlations,
                                    std::span<const DirichletGroup> groups) {
  std::vector<Fault> faults;
  const Positions at = positions_of(parameters);
  if (at.size() != parameters.size())
    faults.push_back({"two parameters have the same name", "names key the draws: give each its own"});
  check_groups(at, groups, faults);
  auto copula = make_copula(couplable(parameters, groups), correlations);
  if (auto* more = std::get_if<std::vector<Fault>>(&copula))
    faults.insert(faults.end(), more->begin(), more->end());
  return faults;
}

AssumptionSampler::AssumptionSampler(std::vector<NamedUncertain> parameters,
                                     std::vector<RankCorrelation> correlations, Design design, Seed seed,
                                     std::uint32_t n, std::vector<DirichletGroup> groups)
    : design_(design), seed_(seed), n_(n) {
  std::string problems;
  for (const auto& fault : check_dependence(parameters, correlations, groups))
    problems += fmt::format("{}{} ({})", problems.empty() ? "" : "\n", fault.problem, fault.suggestion);
  if (!problems.empty()) throw std::invalid_argument(problems);

  const Positions at = positions_of(parameters);
  std::set<std::uint32_t> grouped;
  for (auto& group : groups) {
    Group members{{}, std::move(group.alpha)};
    for (const auto& name : group.names) members.members.push_back(at.find(name)->second);
    grouped.insert(members.members.begin(), members.members.end());
    groups_.push_back(std::move(members));
  }
  // The copula works on positions among all parameters, so that it couples `out` in place.
  std::vector<std::string> names(parameters.size());
  for (const auto& name : couplable(parameters, groups)) names[at.find(name)->second] = name;
  copula_ = std::get<Copula>(make_copula(names, correlations));
  for (std::uint32_t i = 0; i < parameters.size(); ++i) {
    name_hashes_.push_back(name_hash64(parameters[i].name));
    const bool in_group = grouped.contains(i);
    if (!in_group && !parameters[i].value.is_point()) single_.push_back(i);
    (in_group || !parameters[i].value.is_point() ? all_ : points_).push_back(i);
    parameters_.push_back(std::move(parameters[i].value));
  }
}

void AssumptionSampler::uniforms(std::uint32_t replicate, std::span<double> out) const {
  std::fill(out.begin(), out.end(), 0.5);
  for (const std::uint32_t i : all_) out[i] = design_point(design_, seed_, name_hashes_[i], replicate, n_);
  copula_.couple(out);
}

void AssumptionSampler::draw_group(const Group& group, std::span<double> out) const {
  std::vector<double> shares;  // members need not be neighbours in out
  for (const std::uint32_t i : group.members) shares.push_back(out[i]);
  dirichlet_draw(group.alpha, shares);
  for (std::size_t k = 0; k < shares.size(); ++k) out[group.members[k]] = shares[k];
}

void AssumptionSampler::to_values(std::span<double> out) const {
  for (const std::uint32_t i : single_) out[i] = parameters_[i].quantile(out[i]);
  for (const Group& group : groups_) draw_group(group, out);
  for (const std::uint32_t i : points_) out[i] = parameters_[i].mean();
}

void AssumptionSampler::draw(std::uint32_t replicate, std::span<double> out) const {
  uniforms(replicate, out);
  to_values(out);
}

void AssumptionSampler::at_normals(std::span<const double> z, std::span<double> out) const {
  std::fill(out.begin(), out.end(), 0.5);
  for (const std::uint32_t i : all_) out[i] = std::clamp(normal_cdf(z[i]), 0x1p-1022, 1.0 - 0x1p-53);
  copula_.couple(out);
  to_values(out);
}

}  // namespace sim
