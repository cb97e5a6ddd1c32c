#include "models/periods.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace models {
namespace {

using sim::PeriodType;
using sim::Season;

/// The year in which a term is counted, and how many terms make it whole.
struct Counted {
  int year;
  std::size_t terms;
  bool operator==(const Counted&) const = default;
};

std::optional<Counted> counted(PeriodType type, const sim::Term& t) {
  switch (type) {
    case PeriodType::january:
      if (t.season != Season::autumn) return std::nullopt;
      return Counted{t.calendar_year + 1, 1};
    case PeriodType::september:
      if (t.season != Season::autumn) return std::nullopt;
      return Counted{t.calendar_year, 1};
    case PeriodType::calendar_year:
      return Counted{t.calendar_year, 3};
    case PeriodType::academic_year:
      return Counted{t.academic_year, 3};
    case PeriodType::financial_year:
      return Counted{t.financial_year, 3};
    case PeriodType::term_end:
      break;
  }
  return std::nullopt;
}

std::string name_of_year(PeriodType type, int year) {
  const bool spans = type == PeriodType::academic_year || type == PeriodType::financial_year;
  return spans ? sim::spanning_year(year) : std::to_string(year);
}

Periods terms(const sim::TermClock& clock) {
  static constexpr std::array<std::string_view, 3> seasons{"autumn", "spring", "summer"};
  Periods out;
  for (const auto& t : clock.terms()) {
    out.of_term.push_back(static_cast<int>(out.names.size()));
    out.names.push_back(std::to_string(t.calendar_year) + "-" +
                        std::string(seasons[static_cast<std::size_t>(t.season)]));
    out.years.push_back(t.calendar_year);
  }
  return out;
}

}  // namespace

Periods periods_of(PeriodType type, const sim::TermClock& clock) {
  if (type == PeriodType::term_end) return terms(clock);
  Periods out;
  out.of_term.assign(clock.size(), -1);
  for (std::size_t t = 0, end = 1; t < clock.size(); t = end++) {
    const auto here = counted(type, clock[t]);
    if (!here) continue;
    while (end < clock.size() && counted(type, clock[end]) == here) ++end;
    const bool begun_before =
        type == PeriodType::financial_year && t == 0 && clock[end - 1].season == Season::spring;
    if (end - t != here->terms && !begun_before) continue;
    for (std::size_t u = t; u < end; ++u) out.of_term[u] = static_cast<int>(out.names.size());
    out.names.push_back(name_of_year(type, here->year));
    out.years.push_back(here->year);
  }
  return out;
}

}  // namespace models
