// How many places of each type, each September, from the draws of a finished run.

#include "app/size/size_summary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "sim/nearest_name.hpp"

namespace app {
namespace {

using Paths = std::vector<std::vector<double>>;

std::vector<std::span<const double>> spans(const Paths& paths) { return {paths.begin(), paths.end()}; }

Columns all_periods(const StoredRun& run, const SeriesName& name) {
  const auto series = run.series(name);
  std::vector<Figure> figures;
  for (std::uint32_t p = 0; p < run.periods(series).size(); ++p) figures.push_back({series, p});
  return run.values(figures);
}

SizedDate dated(const std::string& september, std::span<const double> demand) {
  SizedDate d;
  d.september = september;
  d.demand = sim::summarise(demand);
  d.places.p50 = NAN;
  d.mcse_p90 = d.demand.mcse_p90;
  for (std::size_t k = 0; k < shown_risks.size(); ++k) {
    d.needed[k] = sim::places_for(demand, shown_risks[k]);
    d.added[k] = NAN;
  }
  d.too_few = d.elsewhere = d.children = {NAN, NAN};
  return d;
}

SizedDate dated(const std::string& september, std::span<const double> demand, std::span<const double> places,
                std::span<const double> short_of) {
  auto d = dated(september, demand);
  d.places = sim::summarise(places);
  const auto missing = sim::shortfall(short_of, 0);
  d.elsewhere = missing.chance;
  d.children = missing.children;
  return d;
}

/// A type, or a phase or need within one.
std::vector<SizedDate> dates_of(const StoredRun& run, const std::string& breakdown,
                                const std::string& category, const char* places_metric) {
  const auto demand = all_periods(run, {"place_demand", breakdown, category});
  const auto places = all_periods(run, {places_metric, breakdown, category});
  const auto missing = all_periods(run, {"place_shortfall", breakdown, category});
  const auto& septembers = run.periods(run.series({"place_demand", breakdown, category}));
  std::vector<SizedDate> out;
  for (std::size_t t = 0; t < septembers.size(); ++t)
    out.push_back(dated(septembers[t], demand[t], places[t], missing[t]));
  return out;
}

/// Needs within each phase of a type: demand alone.
std::vector<SizedPart> needs_by_phase(const StoredRun& run, const std::string& type) {
  constexpr auto* breakdown = "placement_phase_need";
  std::vector<SizedPart> out;
  std::vector<Figure> figures;
  for (const auto& category : run.categories("place_demand", breakdown)) {
    if (!category.starts_with(type + "/")) continue;
    const auto series = run.series({"place_demand", breakdown, category});
    out.push_back({breakdown, category, {}});
    for (std::uint32_t p = 0; p < run.periods(series).size(); ++p) figures.push_back({series, p});
  }
  const auto demand = run.values(figures);
  for (std::size_t i = 0; i < figures.size(); ++i)
    out[i / (figures.size() / out.size())].dates.push_back(
        dated(run.periods(figures[i].series)[figures[i].period], demand[i]));
  return out;
}

/// The Septembers that are sized: from the first in which a place can open to the last.
void choose_span(const StoredRun& run, const SizeOptions& o, SizedType& type) {
  const auto& dates = type.dates;
  const auto at = [&](const std::string& september) {
    for (std::size_t t = 0; t < dates.size(); ++t)
      if (dates[t].september == september) return t;
    throw UserError(
        folded_fault(fmt::format("{}: has no September {}; it has {} to {}", run.folder().string(), september,
                                 dates.front().september, dates.back().september)));
  };
  const auto first = std::stoi(dates.front().september) + o.lead;
  if (o.from.empty() && first > std::stoi(dates.back().september))
    throw UserError(folded_fault(fmt::format(
        "{}: ends in September {}, before a place can open ({} years after {}); give a shorter --lead",
        run.folder().string(), dates.back().september, o.lead, dates.front().september)));
  type.from = at(o.from.empty() ? std::to_string(first) : o.from);
  type.to = at(o.to.empty() ? dates.back().september : o.to);
  if (type.from > type.to)
    throw UserError(
        folded_fault(fmt::format("--to {}: comes before September {}, in which a place can open first", o.to,
                                 dates[type.from].september)));
}

SizedType sized(const StoredRun& run, const SizeOptions& o, const RunConfig& config,
                const std::string& name) {
  SizedType type;
  type.type = name;
  type.dates = dates_of(run, "placement", name, "places_commissioned");
  for (const auto* breakdown : {"placement_phase", "placement_need"})
    for (const auto& category : run.categories("place_demand", breakdown))
      if (category.starts_with(name + "/"))
        type.parts.push_back({breakdown, category, dates_of(run, breakdown, category, "places_filled")});
  type.cells = needs_by_phase(run, name);
  choose_span(run, o, type);
  std::vector<std::string> septembers;
  for (const auto& d : type.dates) septembers.push_back(d.september);
  const Paths beyond = demand_beyond(run, name, septembers);
  for (std::size_t t = 0; t < beyond.size(); ++t)
    for (std::size_t k = 0; k < shown_risks.size(); ++k)
      type.dates[t].added[k] = std::max(0.0, sim::places_for(beyond[t], shown_risks[k]));
  for (std::size_t t = 0; t < beyond.size(); ++t) type.dates[t].too_few = sim::shortfall(beyond[t], 0).chance;
  const Paths span(beyond.begin() + static_cast<std::ptrdiff_t>(type.from),
                   beyond.begin() + static_cast<std::ptrdiff_t>(type.to) + 1);
  type.recommended = places_at_risk(span, o.risk, o.jointly);
  for (const double risk : shown_risks)
    type.spans.push_back({risk, sim::joint_places(spans(span), risk), sim::flat_places(spans(span), risk)});
  std::vector<double> years(run.replicates(), 0.0);
  const auto missing = all_periods(run, {"place_shortfall", "placement", name});
  for (std::size_t t = type.from; t <= type.to; ++t)
    for (std::size_t r = 0; r < years.size(); ++r) years[r] += missing[t][r];
  type.child_years = sim::mean(years);
  type.mcse_child_years = sim::mcse_mean(years);
  add_money(run, o, config, span, type);
  return type;
}

std::vector<std::string> chosen_types(const StoredRun& run, const SizeOptions& o) {
  auto all = run.categories("place_demand", "placement");
  if (all.empty())
    throw UserError(
        folded_fault(fmt::format("{}: has no placement type with limited places", run.folder().string())));
  if (o.types.empty()) return all;
  for (const auto& type : o.types)
    if (std::find(all.begin(), all.end(), type) == all.end()) {
      const auto nearest = sim::did_you_mean(type, all);
      throw UserError(folded_fault(
          fmt::format("--type {}: the run has no such type with limited places; {}", type,
                      nearest.empty() ? fmt::format("choose {}", fmt::join(all, ", ")) : nearest)));
    }
  return o.types;
}

}  // namespace

Paths demand_beyond(const StoredRun& run, const std::string& type,
                    const std::vector<std::string>& septembers) {
  std::vector<Figure> figures;
  for (const auto* metric : {"place_demand", "places_commissioned"})
    for (const auto& september : septembers)
      figures.push_back(run.figure({metric, "placement", type}, september));
  const Columns values = run.values(figures);
  Paths out;
  for (std::size_t t = 0; t < septembers.size(); ++t) {
    auto& own = out.emplace_back(run.replicates());
    for (std::size_t r = 0; r < own.size(); ++r) own[r] = values[t][r] - values[septembers.size() + t][r];
  }
  return out;
}

std::vector<std::string> septembers_of(const SizedType& type) {
  std::vector<std::string> out;
  for (std::size_t t = type.from; t <= type.to; ++t) out.push_back(type.dates[t].september);
  return out;
}

std::vector<double> places_at_risk(const Paths& beyond, double risk, bool jointly) {
  std::vector<double> out;
  if (jointly)
    out = sim::joint_places(std::vector<std::span<const double>>(beyond.begin(), beyond.end()), risk).places;
  else
    for (const auto& demand : beyond) out.push_back(sim::places_for(demand, risk));
  double so_far = 0;
  for (double& places : out) places = so_far = std::max(so_far, places);
  return out;
}

SizeSummary size_summary(const StoredRun& run, const SizeOptions& o, const RunConfig& config) {
  if (run.replicates() < 20)
    throw UserError(
        folded_fault(fmt::format("{}: has {} replicate{}, too few for a risk; run it with -n 1000",
                                 run.folder().string(), run.replicates(), run.replicates() == 1 ? "" : "s")));
  SizeSummary s;
  s.take(run.info());
  s.area = run.area();
  s.scenario = run.info().scenario;
  s.risk = o.risk;
  s.jointly = o.jointly;
  s.lead = o.lead;
  for (const auto& type : chosen_types(run, o)) s.types.push_back(sized(run, o, config, type));
  for (const auto& type : s.types)
    if (!type.no_money.empty()) s.notes.push_back(fmt::format("{}: {}", type.type, type.no_money));
  return s;
}

}  // namespace app
