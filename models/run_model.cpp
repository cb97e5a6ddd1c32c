#include "models/run_model.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <map>

namespace models {
namespace {

std::variant<SendModel, Country> model_of(const sim::Config& config) {
  if (config.areas().empty()) return std::variant<SendModel, Country>(std::in_place_type<SendModel>, config);
  return std::variant<SendModel, Country>(std::in_place_type<Country>, config);
}

/// "placements add to 12; scaled to 13" of one area is the note of another with other numbers.
std::string without_numbers(const std::string& note) {
  std::string out;
  for (const char c : note)
    if ((c < '0' || c > '9') && c != '.' && c != ',') out += c;
  return out;
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
  struct Same {
    std::size_t areas = 0;
    std::string first_area, first;
  };
  std::vector<Same> all;
  std::map<std::string, std::size_t> at;
  for (const auto& area : std::get<Country>(model_).areas())
    for (const auto& note : area.prepared().notes) {
      const auto [found, fresh] = at.emplace(without_numbers(note), all.size());
      if (fresh) all.push_back({0, area.structure().area, note});
      ++all[found->second].areas;
    }
  std::vector<std::string> out;
  if (const auto n = std::get<Country>(model_).synthetic(); n > 0)
    out.push_back(fmt::format("{} of {} areas are synthetic: they have no figures of their own", n,
                              std::get<Country>(model_).areas().size()));
  for (const auto& [areas, first_area, first] : all)
    out.push_back(areas == 1 ? fmt::format("{}: {}", first_area, first)
                             : fmt::format("{} areas, {} the first: {}", areas, first_area, first));
  return out;
}

}  // namespace models
