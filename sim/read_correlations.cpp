// The correlations between assumptions, checked against the assumptions that there are.

#include "sim/read_correlations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "sim/config_limits.hpp"
#include "sim/nearest_name.hpp"
#include "sim/utf8.hpp"

namespace sim {
namespace {

// The search for the nearest possible matrix takes a second for fifty parameters, minutes for a hundred.
constexpr std::size_t most_correlated = 40;

/// The nearest possible matrix has hundreds of entries in the worst case.
std::string shortened(const std::string& text) {
  constexpr std::size_t longest = 600;
  return text.size() <= longest ? text : text.substr(0, utf8_prefix(text, longest)) + "...";
}

struct PlacedCorrelation {
  double spearman;
  Place place;
};

class CorrelationReader {
 public:
  CorrelationReader(std::span<const Assumption* const> assumptions,
                    const std::vector<DirichletGroup>& share_groups, const std::set<std::string>& unread,
                    Faults& faults)
      : faults_(faults), unread_(unread) {
    for (const auto* assumption : assumptions) {
      (assumption->value.is_point() ? certain_ : uncertain_).insert(assumption->name);
    }
    for (const auto& group : share_groups)
      for (const auto& name : group.names) {
        uncertain_.erase(name);
        shares_.insert(name);
      }
  }

  void read(const TomlValue& entry) {
    if (!entry.is(TomlValue::Kind::table))
      return fault(entry.place, "a correlation must be a table",
                   "{ a = \"...\", b = \"...\", spearman = 0.5 }");
    for (const auto& item : entry.items) {
      if (item.key != "a" && item.key != "b" && item.key != "spearman") {
        fault(item.place, quote(item.key) + " is not a key of a correlation",
              "the keys are a, b and spearman");
      }
    }
    const auto a = parameter(entry, "a"), b = parameter(entry, "b");
    const auto spearman = coefficient(entry);
    if (!a || !b || !spearman) return;
    if (*a == *b) return fault(entry.place, quote(*a) + " is correlated with itself");
    pairs_.insert_or_assign(std::minmax(*a, *b), PlacedCorrelation{*spearman, entry.place});
  }

  std::vector<RankCorrelation> take() {
    std::vector<RankCorrelation> out;
    std::set<std::string> names;
    for (const auto& [pair, correlation] : pairs_) {
      out.push_back({pair.first, pair.second, correlation.spearman});
      names.insert({pair.first, pair.second});
    }
    if (!out.empty()) check_possible(out, {names.begin(), names.end()});
    return out;
  }

 private:
  void fault(const Place& place, std::string problem, std::string why = {}, std::string suggestion = {}) {
    faults_.add(place.shown(), std::move(problem), std::move(why), std::move(suggestion));
  }

  std::optional<std::string> parameter(const TomlValue& entry, std::string_view key) {
    const TomlValue* value = entry.find(key);
    if (!value || !value->is(TomlValue::Kind::text)) {
      fault(value ? value->place : entry.place,
            fmt::format("'{}' of a correlation must be the name of a parameter", key));
      return std::nullopt;
    }
    if (uncertain_.contains(value->text)) return value->text;
    if (unread_.contains(value->text.substr(0, value->text.find('['))))
      return std::nullopt;  // reported already
    if (shares_.contains(value->text)) {
      fault(value->place, quote(value->text) + " cannot be correlated",
            "it is a share, tied to the others of its whole");
    } else if (certain_.contains(value->text)) {
      fault(value->place, quote(value->text) + " cannot be correlated", "it is certain",
            "give it a distribution");
    } else {
      unknown(*value);
    }
    return std::nullopt;
  }

  void unknown(const TomlValue& value) {
    const auto cell = uncertain_.lower_bound(value.text + "[");
    const bool has_cells = cell != uncertain_.end() && cell->starts_with(value.text + "[");
    const std::vector<std::string> names(uncertain_.begin(), uncertain_.end());
    fault(value.place, quote(value.text) + " is not an uncertain parameter",
          has_cells ? "its cells are drawn one by one" : "",
          has_cells        ? "name one, such as " + quote(*cell)
          : faults_.full() ? ""
                           : did_you_mean(value.text, names));
  }

  std::optional<double> coefficient(const TomlValue& entry) {
    const TomlValue* value = entry.find("spearman");
    if (value && value->is_number() && std::abs(value->number) <= 1) return value->number;
    fault(value ? value->place : entry.place,
          "'spearman' of a correlation must be a number between -1 and 1");
    return std::nullopt;
  }

  void check_possible(const std::vector<RankCorrelation>& correlations,
                      const std::vector<std::string>& names) {
    const Place& place = pairs_.begin()->second.place;
    if (names.size() > most_correlated) {
      return fault(place, "too many parameters are correlated", fmt::format("at most {}", most_correlated));
    }
    const auto copula = make_copula(names, correlations);
    if (const auto* found = std::get_if<std::vector<Fault>>(&copula)) {
      for (const auto& one : *found) fault(place, one.problem, {}, shortened(one.suggestion));
    }
  }

  Faults& faults_;
  const std::set<std::string>& unread_;
  std::set<std::string, std::less<>> certain_, uncertain_, shares_;
  std::map<std::pair<std::string, std::string>, PlacedCorrelation> pairs_;
};

}  // namespace

std::vector<RankCorrelation> read_correlations(std::span<const TomlValue* const> entries,
                                               std::span<const Assumption* const> assumptions,
                                               const std::vector<DirichletGroup>& share_groups,
                                               const std::set<std::string>& unread, Faults& faults) {
  if (entries.empty()) return {};
  if (entries.size() > limits::correlations) {
    faults.add(entries.back()->place.shown(), "there are too many correlations",
               fmt::format("at most {}", limits::correlations));
    return {};
  }
  if (entries.empty()) return {};
  CorrelationReader reader(assumptions, share_groups, unread, faults);
  for (const auto* entry : entries) reader.read(*entry);
  return reader.take();
}

}  // namespace sim
