#include "models/run_model.hpp"

#include <algorithm>
#include <map>

namespace models {
namespace {

std::variant<SendModel, Country> model_of(const sim::Config& config) {
  if (config.areas().empty()) return std::variant<SendModel, Country>(std::in_place_type<SendModel>, config);
  return std::variant<SendModel, Country>(std::in_place_type<Country>, config);
}

}  // namespace

RunModel::RunModel(const sim::Config& config) : model_(model_of(config)) {}

const sim::Layout& RunModel::layout() const {
  return std::visit([](const auto& m) -> const sim::Layout& { return m.layout(); }, model_);
}

RunModel::Workspace RunModel::workspace() const {
  return std::visit([](const auto& m) -> Workspace { return m.workspace(); }, model_);
}

void RunModel::simulate(const sim::ReplicateKey& key, std::span<const double> assumptions,
                        Workspace& workspace, sim::Row row, sim::StopToken stop) const {
  std::visit(
      [&]<class M>(const M& m) {
        m.simulate(key, assumptions, std::get<typename M::Workspace>(workspace), row, stop);
      },
      model_);
}

std::vector<std::string> RunModel::notes() const {
  if (const auto* one = one_area()) return one->prepared().notes;
  std::map<std::string, std::vector<std::string>> areas_of;
  std::vector<std::string> order;
  for (const auto& area : std::get<Country>(model_).areas())
    for (const auto& note : area.prepared().notes) {
      auto& areas = areas_of[note];
      if (areas.empty()) order.push_back(note);
      areas.push_back(area.structure().area);
    }
  std::vector<std::string> out;
  for (const auto& note : order) {
    const auto& areas = areas_of[note];
    out.push_back(areas.size() == 1
                      ? areas[0] + ": " + note
                      : std::to_string(areas.size()) + " areas, " + areas[0] + " first: " + note);
  }
  return out;
}

}  // namespace models
