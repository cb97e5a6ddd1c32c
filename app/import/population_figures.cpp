// Residents, births and migration of an area at a January, from what files say of mid-years.

#include "app/import/population_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace app {
namespace {

const Series residents_series{"residents", "age", "", Clock::mid_year};

double total(const ByAge& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// Residents by single age (0 and on) at the middle of a year.
std::vector<double> residents_in(const Panel& panel, const Authority& authority, int year) {
  std::vector<double> out;
  for (int age = 0;; ++age) {
    const auto value =
        panel.value(authority, {"residents", "age", fmt::format("{}", age), Clock::mid_year}, year);
    if (!value) return out;
    out.push_back(*value);
  }
}

}  // namespace

std::string source_of(const Panel& panel, const Authority& authority, const Series& series, int year) {
  for (const auto& [key, fact] : authority.facts) {
    const Series& known = panel.series(key.first);
    const bool same =
        known.measure == series.measure && known.breakdown == series.breakdown && known.clock == series.clock;
    if (!same || key.second != year || fact.source >= panel.sources.size()) continue;
    const std::string& file = panel.sources[fact.source];
    const std::string name = file.substr(file.rfind('/') + 1);
    return name.starts_with("transitions") || name.starts_with("population") ||
                   series.clock == Clock::mid_year
               ? name
               : fmt::format("SEN2 ({})", name);
  }
  return "SEN2";
}

std::optional<int> PopulationOfArea::year() const {
  const int wanted = january_ - 1;
  std::optional<int> best;
  for (const int known : panel_.years_of(authority_, "residents", "age")) {
    const bool nearer = !best || (known <= wanted && (*best > wanted || known > *best)) ||
                        (known > wanted && *best > wanted && known < *best);
    if (nearer) best = known;
  }
  return best;
}

bool PopulationOfArea::known(const Authority& of, int year) const {
  return !residents_in(panel_, of, year).empty();
}

ByAge PopulationOfArea::residents(const Authority& of, int year) const {
  const auto known = residents_in(panel_, of, year);
  ByAge out{};
  if (known.empty()) return out;
  const int shift = january_ - 1 - year;
  for (int age = 0; age < static_cast<int>(ages); ++age)
    out[static_cast<std::size_t>(age)] =
        known[static_cast<std::size_t>(std::clamp(age - shift, 0, static_cast<int>(known.size()) - 1))];
  return out;
}

PopulationFigures PopulationOfArea::figures(double plans, std::vector<Missing>& missing) const {
  const auto base = year();
  if (!base) {
    missing.push_back(
        {residents_missing, "England's ages, as many plans per resident as England (give --population)"});
    return of_england(plans);
  }
  PopulationFigures p;
  p.residents = residents(authority_, *base);
  const int shift = january_ - 1 - *base;
  const std::string moved =
      shift == 0 ? ""
                 : fmt::format(", the same cohorts {} year{} {}", std::abs(shift),
                               std::abs(shift) == 1 ? "" : "s", shift > 0 ? "older" : "younger");
  p.evidence = {fmt::format("{}: residents of mid-{} by single age{}",
                            source_of(panel_, authority_, residents_series, *base), *base, moved),
                shift == 0 ? "green" : "amber", ""};
  if (shift > 0)
    p.evidence.note = fmt::format("Ages below {} are held at the births of mid-{}.", shift, *base);
  p.births = births(p.residents[0]);
  const int last = p.births.rbegin()->first;
  p.births_evidence = {fmt::format("residents aged 0 at mid-{}{}, held afterwards", january_ - 1,
                                   last > january_ - 1 ? fmt::format(" to {}", last) : ""),
                       shift == 0 ? "amber" : "red", ""};
  add_migration(p);
  return p;
}

/// Those of the start, and of every later mid-year that is known (projections).
std::map<int, double> PopulationOfArea::births(double at_start) const {
  std::map<int, double> births{{january_ - 1, at_start}};
  for (const int later : panel_.years_of(authority_, "residents", "age"))
    if (later >= january_)
      births[later] = *panel_.value(authority_, {"residents", "age", "0", Clock::mid_year}, later);
  return births;
}

/// Cohort ratios of the last two mid-years that follow one another.
void PopulationOfArea::add_migration(PopulationFigures& p) const {
  const auto years = panel_.years_of(authority_, "residents", "age");
  for (auto year = years.rbegin(); year != years.rend(); ++year) {
    const auto now = residents_in(panel_, authority_, *year),
               before = residents_in(panel_, authority_, *year - 1);
    if (now.size() < ages || before.size() < ages || *year > january_) continue;
    ByAge rate{};
    for (std::size_t age = 1; age < ages; ++age)
      if (before[age - 1] > 0) rate[age] = std::clamp(now[age] / before[age - 1] - 1, -0.9, 5.0);
    p.net_migration = rate;
    p.migration_evidence = {fmt::format("cohort ratios mid-{} to mid-{}", *year - 1, *year), "amber",
                            "One pair of years; students come and go."};
    return;
  }
}

/// England's ages, at a size that has as many plans per resident as England.
PopulationFigures PopulationOfArea::of_england(double plans) const {
  const auto national = panel_.value(panel_.england, {"plans", "total", "total", Clock::january}, january_);
  const double share = plans / (national ? *national : total(england_.plans));
  PopulationFigures p;
  for (std::size_t age = 0; age < ages; ++age)
    p.residents[age] = england_.residents[age] * england_.size * share;
  p.evidence = {"England's ages at mid-2024, scaled to as many plans per resident as England", "red",
                "No population file: see import population."};
  p.births[january_ - 1] = p.residents[0];
  p.births_evidence = {"as residents aged 0", "red", ""};
  return p;
}

}  // namespace app
