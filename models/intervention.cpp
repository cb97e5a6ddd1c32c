// Interventions compiled: names become indices and terms, labels become cells.
#include "models/intervention.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <tuple>

#include "models/levers/levers.hpp"
#include "models/schema.hpp"
#include "sim/axis_labels.hpp"

namespace models {
namespace {

bool in_any(const std::vector<sim::LabelRange>& ranges, std::uint32_t position) {
  return ranges.empty() || std::any_of(ranges.begin(), ranges.end(), [&](const sim::LabelRange& r) {
           return position >= r.first && position <= r.last;
         });
}

const sim::ParamSpec* named(const std::vector<sim::ParamSpec>& specs, std::string_view name) {
  const auto found = std::find_if(specs.begin(), specs.end(), [&](const auto& p) { return p.name == name; });
  return found == specs.end() ? nullptr : &*found;
}

}  // namespace

int Intervention::opening(Values v, int planned) const {
  return planned + static_cast<int>(std::lround(v(delay)));
}

bool Intervention::runs(Values v, int planned, int term) const {
  return term >= opening(v, planned) && (!end || term < *end);
}

double Intervention::dose_in(Values v, int planned, int term) const {
  if (!runs(v, planned, term)) return 0;
  return v(dose) * std::min(1.0, (term - opening(v, planned) + 1) / (std::round(v(ramp)) + 1));
}

double Act::dose(const Intervention& i, Values v, int term) const {
  const double size = i.dose_in(v, start, term);
  return at_once && size > 0 ? 1 : size;
}

int term_number(sim::Season season, int calendar_year) {
  return 3 * calendar_year + (static_cast<int>(season) + 2) % 3;  // spring, summer, autumn
}

std::optional<int> term_number(const std::string& text) {
  static constexpr std::array<std::string_view, 3> seasons{"autumn", "spring", "summer"};
  if (text.size() < 6 || text[4] != '-' ||
      !std::all_of(text.begin(), text.begin() + 4, [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  const int year = std::stoi(text.substr(0, 4));
  for (std::size_t s = 0; s < seasons.size(); ++s)
    if (text.substr(5) == seasons[s]) return term_number(static_cast<sim::Season>(s), year);
  if (const auto day = sim::term_start(text)) return term_number(day->first, day->second);
  return std::nullopt;
}

std::optional<Target> find_target(const sim::Config& config, const std::string& name) {
  if (const auto* spec = named(schema().params, name)) return Target{spec, config.slot(name)};
  const auto dot = name.find('.'), next = name.find('.', dot + 1);
  if (next == std::string::npos) return std::nullopt;
  if (name.starts_with("intervention.") && name.compare(next, 5, ".act.") == 0) {
    const auto last = name.rfind('.');
    const auto acts = name.substr(0, next + 4), act = name.substr(next + 5, last - std::min(last, next + 5));
    static const auto declared = act_family(schema().axes);
    const auto& ids = config.members("intervention");
    const bool known = std::binary_search(ids.begin(), ids.end(), name.substr(dot + 1, next - dot - 1));
    const auto* spec = named(declared.params, name.substr(last + 1));
    if (!known || !spec || !std::ranges::binary_search(config.members(acts), act)) return std::nullopt;
    return Target{spec, config.slot(acts, act, spec->name)};
  }
  const auto* family = sim::find_family(schema(), name.substr(0, dot));
  if (!family) return std::nullopt;
  const auto id = name.substr(dot + 1, next - dot - 1), param = name.substr(next + 1);
  const auto& ids = config.members(family->name);
  const auto* spec = named(family->params, param);
  if (!spec || !std::binary_search(ids.begin(), ids.end(), id)) return std::nullopt;
  return Target{spec, config.slot(family->name, id, param)};
}

std::vector<std::uint32_t> cells_of(const sim::Config& config, const ActName& act, const Target& target) {
  std::array<std::vector<sim::LabelRange>, 3> only;
  for (std::size_t i = 0; i < target.spec->axes.size(); ++i) {
    const sim::AxisLabels labels(*sim::find_axis(schema(), target.spec->axes[i]));
    for (const auto& text : config.text_list(act.family(), act.act, "where." + target.spec->axes[i]))
      if (const auto range = labels.find(text)) only[i].push_back(*range);
  }
  std::vector<std::uint32_t> cells;
  std::uint32_t cell = target.slot.offset;
  const auto& extent = target.slot.extent;
  for (std::uint32_t i = 0; i < extent[0]; ++i)
    for (std::uint32_t j = 0; j < extent[1]; ++j)
      for (std::uint32_t k = 0; k < extent[2]; ++k, ++cell)
        if (in_any(only[0], i) && in_any(only[1], j) && in_any(only[2], k)) cells.push_back(cell);
  return cells;
}

std::vector<Intervention> read_interventions(const sim::Config& c, const sim::TermClock& clock) {
  std::vector<Intervention> all;
  const int first = term_number(clock[0].season, clock[0].calendar_year);
  for (const auto& id : c.members("intervention")) {
    Intervention i;
    i.id = id;
    i.start = term_number(c.text("intervention", id, "start")).value() - first;
    if (const auto& end = c.text("intervention", id, "end"); !end.empty())
      i.end = term_number(end).value() - first;
    i.delay = c.slot("intervention", id, "delay");
    i.ramp = c.slot("intervention", id, "ramp");
    i.dose = c.slot("intervention", id, "dose");
    i.yearly_cost = c.slot("intervention", id, "yearly_cost");
    i.start_cost = c.slot("intervention", id, "start_cost");
    all.push_back(i);
  }
  return all;
}

std::vector<Act> read_acts_of(const sim::Config& c, const sim::TermClock& clock, ActName name, int start) {
  std::vector<Act> acts;
  const int first = term_number(clock[0].season, clock[0].calendar_year);
  for (const auto& id : c.members(name.family())) {
    name.act = id;
    const auto& parameter = c.text(name.family(), id, "parameter");
    const auto target = find_target(c, parameter).value();
    Act act;
    act.start = start;
    if (const auto& step = c.text(name.family(), id, "start"); !step.empty())
      act.start = term_number(step).value() - first;
    act.at_once = c.boolean(name.family(), id, "at_once");
    const auto how = c.text(name.family(), id, "how");
    while (levers()[act.lever].name != how) ++act.lever;
    act.by = c.slot(name.family(), id, "by");
    act.cells = cells_of(c, name, target);
    act.lower = target.spec->lower;
    act.upper = target.spec->upper;
    act.on_intervention = parameter.starts_with("intervention.");
    acts.push_back(std::move(act));
  }
  return acts;
}

void sort_acts(std::vector<Act>& acts) {
  std::stable_sort(acts.begin(), acts.end(), [](const Act& a, const Act& b) {
    return std::tuple(a.lever, a.start) < std::tuple(b.lever, b.start);
  });
}

std::vector<Act> read_acts(const sim::Config& c, const sim::TermClock& clock,
                           const std::vector<Intervention>& interventions) {
  std::vector<Act> acts;
  for (std::size_t i = 0; i < interventions.size(); ++i)
    for (auto& act : read_acts_of(c, clock, {interventions[i].id, {}}, interventions[i].start)) {
      act.intervention = i;
      acts.push_back(std::move(act));
    }
  sort_acts(acts);
  return acts;
}

PackageKind read_package(const sim::Config& c, const std::string& prefix) {
  PackageKind kind;
  const std::pair<const char*, sim::Slot PackageKind::*> slots[] = {
      {"capacity", &PackageKind::capacity}, {"from_age", &PackageKind::from_age},
      {"to_age", &PackageKind::to_age},     {"need", &PackageKind::need},
      {"effect", &PackageKind::effect},     {"lag", &PackageKind::lag},
      {"terms", &PackageKind::terms},       {"fade", &PackageKind::fade},
      {"cost", &PackageKind::cost}};
  for (auto [name, member] : slots) kind.*member = c.slot(prefix + name);
  return kind;
}

std::vector<PackageKind> read_packages(const sim::Config& c, const std::vector<Intervention>& interventions) {
  std::vector<std::size_t> order(interventions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return interventions[a].start < interventions[b].start;
  });
  std::vector<PackageKind> kinds;
  for (const auto i : order) {
    const auto family = "intervention." + interventions[i].id + ".package";
    for (const auto& id : c.members(family)) {
      kinds.push_back(read_package(c, fmt::format("{}.{}.", family, id)));
      kinds.back().intervention = i;
    }
  }
  return kinds;
}

}  // namespace models
