// What published files say of authorities: facts by authority, series and year, in memory.

#include "app/import/panel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/import/csv_stream.hpp"
#include "app/user_error.hpp"
#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"

namespace app {

std::string_view name_of(Clock clock) {
  switch (clock) {
    case Clock::january:
      return "january";
    case Clock::calendar_year:
      return "calendar_year";
    case Clock::mid_year:
      break;
  }
  return "mid_year";
}

std::uint32_t Panel::intern(const Series& series) {
  const auto [at, is_new] = index_.try_emplace(series, static_cast<std::uint32_t>(series_.size()));
  if (is_new) series_.push_back(series);
  return at->second;
}

std::optional<std::uint32_t> Panel::known(const Series& series) const {
  const auto at = index_.find(series);
  if (at == index_.end()) return std::nullopt;
  return at->second;
}

std::optional<double> Panel::value(const Authority& authority, const Series& series, int year) const {
  const auto index = known(series);
  if (!index) return std::nullopt;
  const auto at = authority.facts.find({*index, year});
  if (at == authority.facts.end()) return std::nullopt;
  return at->second.value;
}

bool Panel::suppressed(const Authority& authority, const Series& series, int year) const {
  const auto index = known(series);
  return index && authority.suppressed.contains({*index, year}) && !value(authority, series, year);
}

std::vector<YearValue> Panel::years(const Authority& authority, const Series& series) const {
  std::vector<YearValue> years;
  const auto index = known(series);
  if (!index) return years;
  for (auto at = authority.facts.lower_bound({*index, 0});
       at != authority.facts.end() && at->first.first == *index; ++at)
    years.push_back({at->first.second, at->second.value});
  return years;
}

std::map<std::string, double> Panel::categories(const Authority& authority, std::string_view measure,
                                                std::string_view breakdown, Clock clock, int year) const {
  std::map<std::string, double> found;
  Series least{std::string(measure), std::string(breakdown), "", Clock::january};
  for (auto at = index_.lower_bound(least);
       at != index_.end() && at->first.measure == measure && at->first.breakdown == breakdown; ++at) {
    const auto fact = authority.facts.find({at->second, year});
    if (at->first.clock == clock && fact != authority.facts.end())
      found[at->first.category] = fact->second.value;
  }
  return found;
}

std::vector<int> Panel::years_of(const Authority& authority, std::string_view measure,
                                 std::string_view breakdown) const {
  std::set<int> years;
  for (const auto& [key, fact] : authority.facts)
    if (series_[key.first].measure == measure && series_[key.first].breakdown == breakdown)
      years.insert(key.second);
  return {years.begin(), years.end()};
}

const Authority& Panel::find(std::string_view wanted, const Authorities& known) const {
  const std::string plain = plain_name(wanted);
  if (plain == plain_name(england.name) || plain == plain_name(england.code)) return england;
  std::vector<const Authority*> begin_so;
  std::vector<std::string> names;
  const auto has_code = [&](const Authority& authority) {
    return std::any_of(authority.codes.begin(), authority.codes.end(),
                       [&](const std::string& code) { return plain_name(code) == plain; });
  };
  for (const auto& authority : authorities) {
    const std::string name = plain_name(authority.name);
    if (name == plain || plain_name(authority.code) == plain || has_code(authority) ||
        (!plain.empty() && authority.number == plain))
      return authority;
    // Whole words: Kingston is Kingston upon Thames, but Derby is not Derbyshire.
    if (!plain.empty() && name.starts_with(plain + "_")) begin_so.push_back(&authority);
    names.push_back(authority.name);
  }
  const KnownAuthority* of_old = known.find(wanted);
  if (of_old)
    for (const auto& authority : authorities)
      if (authority.number == of_old->number) return authority;
  if (begin_so.size() == 1) return *begin_so.front();
  if (begin_so.size() > 1) {
    std::string several;
    for (const auto* authority : begin_so) several += (several.empty() ? "" : ", ") + authority->name;
    throw UserError(fmt::format("--area {}: which of {}?", sim::quote(wanted), several));
  }
  if (of_old)
    throw UserError(fmt::format("--area {}: {} ({}) has no rows in these files{}{}", sim::quote(wanted),
                                of_old->name, of_old->number, of_old->until.empty() ? "" : "; ",
                                known.end_of(*of_old)));
  const std::string nearest = sim::did_you_mean(wanted, names);
  throw UserError(fmt::format("--area {}: not among the {} authorities of these files{}{}",
                              sim::quote(wanted), names.size(), nearest.empty() ? "" : "; ", nearest));
}

}  // namespace app
