#include "sim/term_clock.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace sim {
namespace {

Term make_term(Season season, int calendar_year, int first_day) {
  Term t;
  t.season = season;
  t.calendar_year = calendar_year;
  t.academic_year = season == Season::autumn ? calendar_year : calendar_year - 1;
  t.financial_year = season == Season::spring ? calendar_year - 1 : calendar_year;
  t.first_day = first_day;
  t.days = days_of(season);
  t.months = months_of(season);
  return t;
}

Season next(Season s) { return static_cast<Season>((static_cast<int>(s) + 1) % 3); }
Season previous(Season s) { return static_cast<Season>((static_cast<int>(s) + 2) % 3); }

}  // namespace

TermClock::TermClock(Season first, int start_year, int years) {
  if (years < 1 || years > 100) throw std::invalid_argument("a run has 1 to 100 years");
  Season season = first;
  int year = start_year, day = 0;
  for (int t = 0; t < 3 * years; ++t) {
    terms_.push_back(make_term(season, year, day));
    day += days_of(season);
    if (season == Season::autumn) ++year;
    season = next(season);
  }
}

Term TermClock::before_start(int back) const {
  Season season = terms_.front().season;
  int year = terms_.front().calendar_year, day = 0;
  for (int b = 0; b < back; ++b) {
    season = previous(season);
    if (season == Season::autumn) --year;
    day -= days_of(season);
  }
  return make_term(season, year, day);
}

std::optional<std::pair<Season, int>> term_start(const std::string& iso) {
  static constexpr std::array<std::pair<const char*, Season>, 3> starts{
      {{"-09-01", Season::autumn}, {"-01-01", Season::spring}, {"-04-01", Season::summer}}};
  if (iso.size() != 10) return std::nullopt;
  for (const auto& [ending, season] : starts)
    if (iso.substr(4) == ending) return std::pair{season, std::stoi(iso.substr(0, 4))};
  return std::nullopt;
}

std::string spanning_year(int first) { return fmt::format("{}-{:02}", first, (first + 1) % 100); }

double hazard(double p) { return p >= 1 ? std::numeric_limits<double>::infinity() : -std::log1p(-p); }
double over_months(double p, int months) { return p >= 1 ? 1 : -std::expm1(-hazard(p) * months / 12.0); }

}  // namespace sim
