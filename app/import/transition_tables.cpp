// The small tables beside transitions.csv: residents, costs and valid states, each of which is said once.

#include "app/import/transition_tables.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "app/import/labels.hpp"
#include "app/import/single_ages.hpp"
#include "app/interrupt.hpp"
#include "app/user_error.hpp"
#include "sim/parse_number.hpp"

namespace app {
namespace {

constexpr int oldest_kept = 30;
constexpr int far = 100;  // beyond any school year
constexpr double most_people = 1e7, most_pounds = 1e6;

bool within(const std::optional<double>& value, double most) {
  return value && std::isfinite(*value) && *value >= 0 && *value <= most;
}

std::string in_words(double value) { return fmt::format("{:.10g}", value); }
std::string in_words(const std::pair<int, int>& ages) {
  return fmt::format("academic years {} to {}", ages.first - reception_age, ages.second - reception_age);
}

/// Counts a row; a file may be long.
void count(FileLog& log, const TransitionTables::Noted& noted) {
  if (++log.rows % 4096 == 0) interrupted().check();
  noted();
}

}  // namespace

std::size_t needed_column(const CsvStream& csv, std::string_view name) {
  const auto at = csv.column(name);
  if (at == CsvStream::absent)
    throw UserError(fmt::format("{}:1: column '{}' is missing", csv.shown(), name));
  return at;
}

void TransitionTables::fault(const CsvStream& csv, long line, std::string problem, std::string why) {
  faults_.add({csv.shown(), static_cast<int>(line)}, std::move(problem), std::move(why));
}

template <class Key, class Value>
void TransitionTables::say(Sayings<Key, Value>& known, const Key& key, const Said<Value>& said,
                           const std::string& of, const CsvStream& csv, FileLog& log) {
  const auto [at, is_new] = known.try_emplace(key, said);
  if (is_new) return;
  if (at->second.value == said.value)
    ++log.dropped["the same row came before"];
  else
    fault(csv, said.line,
          fmt::format("{}: {} here and {} on line {}; which is right?", of, in_words(said.value),
                      in_words(at->second.value), at->second.line));
}

void TransitionTables::read_population(CsvStream& csv, FileLog& log, const Noted& noted) {
  const auto year = needed_column(csv, "calendar-year"), academic = needed_column(csv, "academic-year"),
             people = needed_column(csv, "population");
  bool readable = true;
  while (const StreamedRow* row = csv.next()) {
    const auto period = parse_period(row->cells[year]);
    if (period && as_of_ && period->year > *as_of_) continue;
    count(log, noted);
    const auto at = sim::parse_number<int>(row->cells[academic]);
    const auto value = sim::parse_number<double>(row->cells[people]);
    if (!period || !at || !within(value, most_people)) {
      fault(csv, row->line, "a year, an academic year and a number of people are needed");
      readable = false;
      continue;
    }
    if (*at < -reception_age || *at > oldest_kept - reception_age) {
      ++log.dropped["an age outside 0 to 30"];
      continue;
    }
    log.first_year = std::min(log.first_year.value_or(period->year), period->year);
    log.last_year = std::max(log.last_year.value_or(period->year), period->year);
    say<std::pair<int, int>, double>(residents_, {period->year, *at + reception_age}, {*value, row->line},
                                     fmt::format("residents of academic year {} in {}", *at, period->year),
                                     csv, log);
  }
  if (readable) find_gaps(csv);
}

/// Years that lack the same ages are told together.
void TransitionTables::find_gaps(const CsvStream& csv) {
  std::map<int, std::set<int>> known;
  for (const auto& [key, said] : residents_) known[key.first].insert(key.second);
  std::map<std::vector<int>, std::vector<int>> years;
  for (const auto& [year, ages] : known)
    if (auto gaps = missing_ages(ages); !gaps.empty()) years[std::move(gaps)].push_back(year);
  for (const auto& [ages, of] : years) {
    auto academic = ages;
    for (int& at : academic) at -= reception_age;
    fault(csv, 0,
          fmt::format("no residents of academic year {} (age {}) in {}", fmt::join(academic, ", "),
                      fmt::join(ages, ", "), fmt::join(of, ", ")),
          fmt::format("every academic year from {} to {} is needed", -reception_age,
                      oldest_needed - reception_age));
  }
}

void TransitionTables::read_costs(CsvStream& csv, FileLog& log, const Noted& noted) {
  const auto need = needed_column(csv, "need"), setting = needed_column(csv, "setting"),
             cost = needed_column(csv, "cost");
  while (const StreamedRow* row = csv.next()) {
    count(log, noted);
    const auto pounds = sim::parse_number<double>(row->cells[cost]);
    if (!within(pounds, most_pounds))
      fault(csv, row->line, fmt::format("{} is no yearly cost in pounds", sim::quote(row->cells[cost])));
    else if (*pounds == 0)
      ++log.dropped["a cost of 0: not reported"];
    else
      say<std::pair<std::string, std::string>, double>(
          costs_, {row->cells[setting], row->cells[need]}, {*pounds, row->line},
          fmt::format("cost of {} in {}", sim::quote(row->cells[need]), sim::quote(row->cells[setting])), csv,
          log);
  }
}

void TransitionTables::read_valid_states(CsvStream& csv, FileLog& log, const Noted& noted) {
  const auto setting = needed_column(csv, "setting"), from = needed_column(csv, "min-academic-year"),
             to = needed_column(csv, "max-academic-year");
  const auto is_year = [](const std::optional<int>& at) { return at && *at >= -far && *at <= far; };
  while (const StreamedRow* row = csv.next()) {
    count(log, noted);
    const auto first = sim::parse_number<int>(row->cells[from]),
               last = sim::parse_number<int>(row->cells[to]);
    if (!is_year(first) || !is_year(last))
      fault(csv, row->line, "the academic years are no numbers");
    else
      say<std::string, std::pair<int, int>>(valid_, row->cells[setting],
                                            {{*first + reception_age, *last + reception_age}, row->line},
                                            sim::quote(row->cells[setting]), csv, log);
  }
}

void TransitionTables::check() {
  if (faults_.empty()) return;
  std::string text = sim::to_string(faults_.take());
  text.pop_back();
  throw UserError(text);
}

std::map<int, std::map<int, double>> TransitionTables::residents() const {
  std::map<int, std::map<int, double>> out;
  for (const auto& [key, said] : residents_) out[key.first - 1][key.second] = said.value;
  return out;
}

std::optional<double> TransitionTables::cost(const std::string& setting, const std::string& need) const {
  const auto found = costs_.find({setting, need});
  return found == costs_.end() ? std::nullopt : std::optional(found->second.value);
}

std::map<std::string, std::pair<int, int>> TransitionTables::valid_ages() const {
  std::map<std::string, std::pair<int, int>> out;
  for (const auto& [setting, said] : valid_) out[setting] = said.value;
  return out;
}

}  // namespace app
