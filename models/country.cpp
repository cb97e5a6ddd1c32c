#include "models/country.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "models/area_life.hpp"
#include "models/link.hpp"
#include "sim/parallel_chunks.hpp"

namespace models {
namespace {

std::vector<SendModel> models_of(const sim::Config& config) {
  std::vector<std::optional<SendModel>> made(config.areas().size());
  SendModel::MeasuresPool pool;
  tbb::task_arena arena;  // what an area starts with takes a while to work out
  sim::for_each_chunk(
      arena, made.size(), {}, [] { return 0; },
      [&](int, std::size_t a) { made[a].emplace(config.areas()[a], &pool); });
  std::vector<SendModel> out;
  out.reserve(made.size());
  for (auto& model : made) out.push_back(std::move(*model));
  return out;
}

std::vector<std::size_t> first_cells(const sim::Config& config) {
  std::vector<std::size_t> out{0};
  for (const auto& area : config.areas()) out.push_back(out.back() + area.base().size());
  return out;
}

/// A region of which only some areas are run has no total, which would bear its name.
std::string region_of(const sim::Config& config, std::size_t area) {
  const auto& region = config.areas()[area].text("region");
  const auto& only = config.text_list("only");
  const bool all = only.empty() || std::find(only.begin(), only.end(), region) != only.end();
  return all ? region : std::string();
}

CountryLayout lines_of(const sim::Config& config, const std::vector<const Measures*>& measures) {
  std::vector<CountryArea> areas;
  for (std::size_t a = 0; a < measures.size(); ++a)
    areas.push_back({config.areas()[a].text("area"), region_of(config, a), measures[a]});
  auto breakdowns = config.text_list("area_breakdowns");
  if (breakdowns.empty()) breakdowns = {"total", "placement"};
  return {config.text("area"), areas, breakdowns};
}

std::vector<const Measures*> measures_of(const std::vector<SendModel>& models) {
  std::vector<const Measures*> out;
  for (const auto& model : models) out.push_back(&model.measures());
  return out;
}

std::vector<std::size_t> members_of(const sim::Config& config, const std::string& link) {
  std::vector<std::size_t> out;
  for (const auto& name : config.text_list("link", link, "areas"))
    for (std::size_t a = 0; a < config.areas().size(); ++a)
      if (config.areas()[a].text("area") == name) out.push_back(a);
  return out;
}

}  // namespace

sim::Layout country_layout(const sim::Config& config) {
  std::map<std::string, std::unique_ptr<const Measures>> known;
  std::vector<const Measures*> measures;
  for (const auto& area : config.areas()) {
    const Structure structure(area);
    auto& own = known[Measures::shape(structure)];
    if (!own) own = std::make_unique<const Measures>(structure);
    measures.push_back(own.get());
  }
  return lines_of(config, measures).layout();
}

Country::Country(const sim::Config& config)
    : areas_(models_of(config)),
      first_cell_(first_cells(config)),
      lines_(lines_of(config, measures_of(areas_))) {
  for (const auto& area : config.areas()) synthetic_ += area.boolean("synthetic");
  std::vector<bool> linked(areas_.size(), false);
  for (const auto& id : config.members("link")) {
    groups_.push_back(
        {members_of(config, id), config.text_list("link", id, "places"),
         static_cast<std::uint32_t>(first_cell_.back()) + config.slot("link", id, "moves").offset});
    for (const auto a : groups_.back().areas) linked[a] = true;
  }
  for (std::size_t a = 0; a < areas_.size(); ++a)
    if (!linked[a]) groups_.push_back({{a}, {}, 0});
}

void Country::simulate(const sim::ReplicateKey& key, std::span<const double> assumptions,
                       Workspace& workspace, sim::Row row, sim::StopToken stop) const {
  for (const auto& group : groups_) {
    if (group.areas.size() == 1)
      live_alone(group.areas[0], key, assumptions, workspace, row, stop);
    else
      live_together(group, key, assumptions, workspace, row, stop);
  }
  lines_.close(row);
}

void Country::live_alone(std::size_t area, const sim::ReplicateKey& key, std::span<const double> assumptions,
                         Workspace& workspace, sim::Row row, sim::StopToken stop) const {
  workspace.area.resize(std::max<std::size_t>(workspace.area.size(), 1));
  workspace.row.resize(workspace.area.size());
  auto& own = workspace.row[0];
  own.assign(areas_[area].layout().columns(), 0);
  areas_[area].simulate(key, cells_of(area, assumptions), workspace.area[0], own, stop);
  lines_.add(area, own, row);
}

void Country::live_together(const Group& group, const sim::ReplicateKey& key,
                            std::span<const double> assumptions, Workspace& workspace, sim::Row row,
                            sim::StopToken stop) const {
  const std::size_t n = group.areas.size();
  workspace.area.resize(std::max(workspace.area.size(), n));
  workspace.row.resize(workspace.area.size());
  std::vector<std::unique_ptr<AreaLife>> lives;
  std::vector<World*> worlds;
  for (std::size_t i = 0; i < n; ++i) {
    const auto& model = areas_[group.areas[i]];
    workspace.row[i].assign(model.layout().columns(), 0);
    lives.push_back(std::make_unique<AreaLife>(model, key, cells_of(group.areas[i], assumptions),
                                               workspace.area[i], sim::Row(workspace.row[i])));
    worlds.push_back(&lives.back()->world());
  }
  Link link(worlds, group.lent, assumptions[group.moves]);
  for (World* w : worlds) w->link = &link;
  const auto terms = areas_[group.areas[0]].structure().clock.size();
  for (std::size_t t = 0; t < terms; ++t) live_term_together(worlds, link, t, stop);
  for (std::size_t i = 0; i < n; ++i) {
    lives[i]->close();
    lines_.add(group.areas[i], workspace.row[i], row);
  }
}

}  // namespace models
