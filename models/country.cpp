#include "models/country.hpp"

namespace models {
namespace {

std::vector<SendModel> models_of(const sim::Config& config) {
  std::vector<SendModel> out;
  out.reserve(config.areas().size());
  SendModel::MeasuresPool pool;
  for (const auto& area : config.areas()) out.emplace_back(area, &pool);
  return out;
}

std::vector<std::size_t> first_cells(const sim::Config& config) {
  std::vector<std::size_t> out{0};
  for (const auto& area : config.areas()) out.push_back(out.back() + area.base().size());
  return out;
}

CountryLayout lines_of(const sim::Config& config, const std::vector<SendModel>& models) {
  std::vector<CountryArea> areas;
  for (std::size_t a = 0; a < models.size(); ++a)
    areas.push_back(
        {config.areas()[a].text("area"), config.areas()[a].text("region"), &models[a].measures()});
  auto breakdowns = config.text_list("area_breakdowns");
  if (breakdowns.empty()) breakdowns = {"total", "placement"};
  return {config.text("area"), areas, breakdowns};
}

}  // namespace

Country::Country(const sim::Config& config)
    : areas_(models_of(config)), first_cell_(first_cells(config)), lines_(lines_of(config, areas_)) {}

void Country::simulate(const sim::ReplicateKey& key, std::span<const double> assumptions,
                       Workspace& workspace, sim::Row row, sim::StopToken stop) const {
  for (std::size_t a = 0; a < areas_.size(); ++a) {
    workspace.row.assign(areas_[a].layout().columns(), 0);
    areas_[a].simulate(key, assumptions.subspan(first_cell_[a], first_cell_[a + 1] - first_cell_[a]),
                       workspace.area, workspace.row, stop);
    lines_.add(a, workspace.row, row);
  }
}

}  // namespace models
