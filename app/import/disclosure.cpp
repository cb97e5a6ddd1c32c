// Which counts must be left out, too, so that no small one follows from those that are shown.

#include "app/import/disclosure.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

namespace app {
namespace {

using Role = DisclosureCell::Role;
using Row = std::map<std::size_t, double>;  // factor by cell

constexpr double nothing = 1e-9;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Somebody who knows the shown cells and how cells add up.
class Attacker {
 public:
  Attacker(const std::vector<DisclosureCell>& cells, const std::vector<DisclosureRelation>& relations)
      : cells_(cells) {
    for (const auto& relation : relations) {
      Row row;
      for (const auto& [cell, factor] : relation) row[cell] += factor;
      rows_.push_back(std::move(row));
    }
    const auto as_given = rows_;
    solve();
    rows_.insert(rows_.end(), as_given.begin(), as_given.end());
    for (std::size_t i = 0; i < cells.size(); ++i) bounds_.push_back({least(i), infinity});
  }

  /// The relation by which a secret cell follows, and that cell.
  std::optional<std::pair<std::size_t, Row>> found(const std::set<std::size_t>& given_up) {
    constexpr int rounds = 60;
    for (int round = 0; round < rounds; ++round) {
      bool narrower = false;
      for (const auto& row : rows_)
        for (const auto& [cell, factor] : row) {
          if (known(cell) || std::abs(factor) < nothing) continue;
          narrower = narrow(row, cell, factor) || narrower;
          const auto& [low, high] = bounds_[cell];
          if (cells_[cell].role == Role::secret && high - low < 0.5 && !given_up.contains(cell))
            return std::pair(cell, row);
        }
      if (!narrower) break;
    }
    return std::nullopt;
  }

 private:
  bool known(std::size_t cell) const {
    return cells_[cell].role == Role::shown || cells_[cell].role == Role::fixed;
  }
  double least(std::size_t cell) const { return std::max(0.0, cells_[cell].least); }

  /// Gauss and Jordan over the cells that are not known: what one of them is by the others.
  void solve() {
    std::set<std::size_t> unknown;
    for (const auto& row : rows_)
      for (const auto& [cell, factor] : row)
        if (!known(cell)) unknown.insert(cell);
    std::size_t top = 0;
    for (const auto column : unknown) {
      std::size_t pivot = top;
      for (std::size_t r = top; r < rows_.size(); ++r)
        if (std::abs(factor_of(rows_[r], column)) > std::abs(factor_of(rows_[pivot], column))) pivot = r;
      if (pivot >= rows_.size() || std::abs(factor_of(rows_[pivot], column)) < nothing) continue;
      std::swap(rows_[top], rows_[pivot]);
      for (std::size_t r = 0; r < rows_.size(); ++r)
        if (r != top) subtract(rows_[r], rows_[top], column);
      ++top;
    }
  }
  static double factor_of(const Row& row, std::size_t cell) {
    const auto at = row.find(cell);
    return at == row.end() ? 0 : at->second;
  }
  static void subtract(Row& from, const Row& what, std::size_t column) {
    const double times = factor_of(from, column) / factor_of(what, column);
    if (std::abs(times) < nothing) return;
    for (const auto& [cell, factor] : what) {
      auto& left = from[cell];
      left -= times * factor;
      if (std::abs(left) < nothing) from.erase(cell);
    }
  }

  /// What the other cells of a row leave for one of them.
  bool narrow(const Row& row, std::size_t cell, double factor) {
    double low = 0, high = 0;  // of the sum of the others
    for (const auto& [other, times] : row) {
      if (other == cell) continue;
      if (known(other)) {
        low += times * cells_[other].value;
        high += times * cells_[other].value;
      } else {
        low += times * (times > 0 ? bounds_[other].first : bounds_[other].second);
        high += times * (times > 0 ? bounds_[other].second : bounds_[other].first);
      }
    }
    double from = -high / factor, to = -low / factor;
    if (factor < 0) std::swap(from, to);
    auto& [least, most] = bounds_[cell];
    const double before_least = least, before_most = most;
    if (std::isfinite(from)) least = std::max(least, std::ceil(from - 1e-6));
    if (std::isfinite(to)) most = std::min(most, std::floor(to + 1e-6));
    return least > before_least || most < before_most;
  }

  const std::vector<DisclosureCell>& cells_;
  std::vector<Row> rows_;
  std::vector<std::pair<double, double>> bounds_;
};

}  // namespace

std::size_t protect(std::vector<DisclosureCell>& cells, const std::vector<DisclosureRelation>& relations) {
  std::size_t hid = 0;
  std::set<std::size_t> given_up;
  while (const auto found = Attacker(cells, relations).found(given_up)) {
    std::optional<std::size_t> smallest;
    const auto consider = [&](std::size_t cell) {
      if (cells[cell].role == Role::shown && cells[cell].value > 0 &&
          (!smallest || cells[cell].value < cells[*smallest].value))
        smallest = cell;
    };
    for (const auto& [cell, factor] : found->second) consider(cell);
    if (!smallest)  // bounds came from elsewhere: any relation that it is in
      for (const auto& relation : relations)
        if (std::any_of(relation.begin(), relation.end(),
                        [&](const auto& term) { return term.first == found->first; }))
          for (const auto& [cell, factor] : relation) consider(cell);
    if (!smallest) {
      given_up.insert(found->first);
      continue;
    }
    cells[*smallest].role = Role::hidden;
    cells[*smallest].least = 1;
    ++hid;
  }
  return hid;
}

}  // namespace app
