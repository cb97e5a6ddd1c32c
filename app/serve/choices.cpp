// What may be changed in the workbench, of one configuration.

#include "app/serve/choices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "app/describe/intervention_library.hpp"
#include "app/load.hpp"
#include "app/user_error.hpp"
#include "models/axes.hpp"
#include "models/schema.hpp"
#include "models/structure.hpp"
#include "sim/find_param.hpp"

namespace app {
namespace {

constexpr std::size_t most_assumptions = 10;

/// "2019-autumn" as a number that orders terms; 0 of what is no term.
int term_number(const std::string& term) {
  if (term.size() < 6) return 0;
  const char season = term[5];
  return 3 * std::atoi(term.c_str()) + (season == 's' && term[6] == 'p' ? 0 : season == 's' ? 1 : 2);
}

/// The same of a day, "2018-09-01".
int term_of_day(const std::string& day) {
  const int month = std::atoi(day.substr(5, 2).c_str());
  return 3 * std::atoi(day.c_str()) + (month < 4 ? 0 : month < 9 ? 1 : 2);
}

std::vector<OfferedIntervention> interventions(const OfferedArea& area, const sim::Config& config,
                                               sim::ConfigFiles& files, sim::StopToken stop) {
  const auto& members = config.members("intervention");
  const std::set<std::string> active(members.begin(), members.end());
  const int start = term_of_day(config.text("start"));
  std::set<std::string> ids = active;
  ids.insert(config.library("intervention").begin(), config.library("intervention").end());
  std::vector<OfferedIntervention> out;
  for (const auto& id : ids) {
    stop.check();
    const sim::Config* with = &config;
    Loaded tried;
    if (!active.contains(id)) {
      tried = load({area.file, {}, {fmt::format("interventions=[\"{}\"]", id)}}, files);
      if (!tried.config) continue;  // of another area: it speaks of provisions that are not here
      with = &*tried.config;
    }
    const auto text = [&](const char* field) { return with->text("intervention", id, field); };
    out.push_back({id, text("title"), text("description"), text("reliability"), text("start"),
                   active.contains(id), term_number(text("start")) >= start});
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.active > b.active; });
  return out;
}

/// Those that one slider can stand for: one number for all ages, needs and years. What interventions and
/// events do belongs to them and is switched with them.
std::vector<OfferedAssumption> assumptions(const sim::Config& config) {
  std::vector<OfferedAssumption> out;
  for (const auto& a : config.assumptions()) {
    if (a.value.is_point() || a.name.find('[') != std::string::npos) continue;
    if (a.name.starts_with("risk.") || a.name.starts_with("intervention.")) continue;
    const auto* spec = sim::find_param(models::schema(), a.name);
    if (spec == nullptr || spec->drawn) continue;
    const double low = std::max(spec->lower, a.value.quantile(0.01));
    const double high = std::min(spec->upper, a.value.quantile(0.99));
    if (!(low < high) || !std::isfinite(low) || !std::isfinite(high)) continue;
    out.push_back({a.name, spec->text, a.unit, low, high, a.value.quantile(0.1), a.value.quantile(0.5),
                   a.value.quantile(0.9)});
  }
  return out;
}

/// What other authorities use of a provision at the least, by year of the axis: a plan of fewer places is
/// refused by the check of provisions, by the same measure (P1 of what is uncertain).
std::vector<double> used_by_others(const sim::Config& config, const std::string& id) {
  const auto first = config.slot("provision", id, "used_by_others").offset;
  std::vector<double> out(models::last_year - models::first_year + 1);
  for (std::size_t y = 0; y < out.size(); ++y) out[y] = config.base()[first + y];
  for (const auto& a : config.assumptions()) {
    if (!a.name.starts_with("provision.")) continue;
    for (const std::size_t cell : a.cells)
      if (cell >= first && cell < first + out.size()) out[cell - first] = a.value.quantile(0.01);
  }
  return out;
}

std::vector<OfferedPlaces> places(const sim::Config& config, std::int64_t years) {
  const int start = std::atoi(config.text("start").c_str());
  std::vector<OfferedPlaces> out;
  for (const auto& id : config.members("provision")) {
    const std::string name = fmt::format("provision.{}.places", id);
    const auto& type = config.text("provision", id, "placement");
    OfferedPlaces p{id, {}, type, start, {}, {}, models::first_year};
    const auto used = used_by_others(config, id);
    p.title = fmt::format("{} ({})", config.text("placement", type, "title"), id);
    if (const auto last = config.last_year(name))
      p.last_stated = models::first_year + static_cast<int>(*last);
    const auto slot = config.slot("provision", id, "places");
    for (int y = start; y <= start + years && y <= models::last_year; ++y) {
      p.places.push_back(config.base()[slot.offset + models::year_index(y)]);
      p.least.push_back(std::ceil(10 * std::max(0.0, used[models::year_index(y)])) /
                        10);  // as people write it
    }
    out.push_back(std::move(p));
  }
  return out;
}

}  // namespace

OpenedArea open_area(const OfferedArea& area, const LiveOptions& options, const LiveHooks& hooks) {
  auto kept = std::make_shared<sim::ConfigFiles>();
  sim::ConfigFiles& files = *kept;
  const auto loaded = load({area.file, {}, {}}, files);
  if (!loaded.config) throw UserError(faults_text(loaded.faults));
  const sim::Config& config = *loaded.config;
  OpenedArea out;
  out.files = std::move(kept);
  out.choices.area = area;
  out.choices.start = config.text("start");
  out.choices.years = config.integer("years");
  LiveDraws draws;
  LiveHooks own = hooks;
  own.draws = &draws;
  out.figures = live_run(config, options, own);
  out.choices.interventions = interventions(area, config, files, hooks.stop);
  out.choices.assumptions = assumptions(config);
  rank_assumptions(out.choices.assumptions, *out.figures, draws, most_assumptions);
  out.choices.ranked_by = out.figures->replicates;
  out.choices.places = places(config, out.choices.years);
  return out;
}

}  // namespace app
