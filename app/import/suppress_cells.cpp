// The counts of person-level returns and how they add up, before any of them is shown.

#include "app/import/suppress_cells.hpp"

#include <cmath>
#include <tuple>

namespace app {
namespace {

using Role = DisclosureCell::Role;

/// A table of two breakdowns: what is taken out of it could be worked out from its margins.
bool is_crossed(const std::string& breakdown) { return breakdown.find("_by_") != std::string::npos; }

}  // namespace

SuppressCells::SuppressCells(const Panel& panel, const Authority& area, const Authority* elsewhere,
                             int smallest, const std::set<int>& januaries)
    : smallest_(smallest) {
  std::set<std::tuple<std::string, std::string, int>> crossed;  // with a small count
  for (const auto& [key, fact] : area.facts) {
    const Series& series = panel.series(key.first);
    const int january = series.clock == Clock::january ? key.second : key.second + 1;
    if (series.clock == Clock::mid_year || !januaries.contains(january)) continue;
    const bool start = series == Series{"plans", "total", "total", Clock::january};
    const bool known = elsewhere != nullptr && elsewhere->facts.contains(key);
    Role role = start || known ? Role::fixed : Role::shown;
    if (small(fact.value)) role = Role::secret;
    fact_[key] = cell_[{series, key.second}] = add(fact.value, role);
    if (role == Role::secret && is_crossed(series.breakdown))
      crossed.insert({series.measure, series.breakdown, key.second});
  }
  for (const auto& [key, at] : cell_)
    if (crossed.contains({key.first.measure, key.first.breakdown, key.second}) &&
        cells_[at].role == Role::shown && cells_[at].value > 0)
      cells_[at].role = Role::hidden, cells_[at].least = 1;
  if (elsewhere == nullptr) return;
  for (const auto& [key, fact] : elsewhere->facts)
    if (const Series& series = panel.series(key.first);
        series.measure == "plans" && series.clock == Clock::january && !cell_.contains({series, key.second}))
      cell_[{series, key.second}] = add(fact.value, Role::fixed);
}

std::size_t SuppressCells::add(double value, Role role) {
  cells_.push_back({value, role, role == Role::secret ? 1.0 : 0.0});
  return cells_.size() - 1;
}

std::optional<std::size_t> SuppressCells::cell(const Series& series, int year) const {
  const auto at = cell_.find({series, year});
  if (at == cell_.end()) return std::nullopt;
  return at->second;
}

std::map<std::string, std::size_t> SuppressCells::categories(const std::string& measure,
                                                             const std::string& breakdown, int year) const {
  std::map<std::string, std::size_t> out;
  for (auto at = cell_.lower_bound({{measure, breakdown, "", Clock::january}, 0});
       at != cell_.end() && at->first.first.measure == measure && at->first.first.breakdown == breakdown;
       ++at)
    if (at->first.second == year) out[at->first.first.category] = at->second;
  return out;
}

std::vector<std::pair<Series, std::size_t>> SuppressCells::of_measure(const std::string& beginning,
                                                                      int year) const {
  std::vector<std::pair<Series, std::size_t>> out;
  for (const auto& [key, at] : cell_)
    if (key.second == year && key.first.measure.starts_with(beginning)) out.emplace_back(key.first, at);
  return out;
}

double SuppressCells::sum(const DisclosureRelation& terms) const {
  double sum = 0;
  for (const auto& [cell, factor] : terms) sum += factor * cells_[cell].value;
  return sum;
}

void SuppressCells::adds(std::optional<std::size_t> whole, const Parts& parts, Rest rest) {
  if (parts.empty()) return;
  DisclosureRelation terms;
  for (const auto part : parts) terms.emplace_back(part, -1.0);
  if (!whole) whole = add(-sum(terms), Role::fixed);
  terms.emplace_back(*whole, 1.0);
  leaves(std::move(terms), rest);
}

void SuppressCells::leaves(DisclosureRelation terms, Rest rest) {
  const double left = sum(terms);
  if (left < 0) return;
  if (left > 0)
    terms.emplace_back(add(left, rest == Rest::of_children && small(left) ? Role::secret : Role::hidden),
                       -1.0);
  relations_.push_back(std::move(terms));
}

void SuppressCells::balances(DisclosureRelation terms) {
  const double rest = sum(terms);
  if (std::abs(rest) >= smallest_) return;
  if (rest != 0) terms.emplace_back(add(std::abs(rest), Role::fixed), rest > 0 ? -1.0 : 1.0);
  relations_.push_back(std::move(terms));
}

void SuppressCells::grows_by_known(std::size_t more, std::size_t fewer) {
  const double growth = cells_[more].value - cells_[fewer].value;
  relations_.push_back(
      {{more, 1.0}, {fewer, -1.0}, {add(std::abs(growth), Role::fixed), growth > 0 ? -1.0 : 1.0}});
}

long SuppressCells::suppress(Authority& area) {
  protect(cells_, relations_);
  long hidden = 0;
  for (const auto& [key, cell] : fact_)
    if (cells_[cell].role == Role::hidden || cells_[cell].role == Role::secret) {
      area.facts.erase(key);
      area.suppressed.insert(key);
      ++hidden;
    }
  return hidden;
}

}  // namespace app
