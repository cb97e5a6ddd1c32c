#pragma once
// The model that a configuration asks for: of one area, or of several in one replicate.

#include <string>
#include <variant>
#include <vector>

#include "models/country.hpp"
#include "models/model.hpp"

namespace models {

/// Satisfies sim::Model.
class RunModel {
 public:
  /// Throws std::invalid_argument as Country does.
  explicit RunModel(const sim::Config& config);

  using Workspace = std::variant<SendModel::Workspace, Country::Workspace>;

  const sim::Layout& layout() const;
  Workspace workspace() const;
  void simulate(const sim::ReplicateKey& key, std::span<const double> assumptions, Workspace& workspace,
                sim::Row row, sim::StopToken stop = {}) const;

  /// The model of one area; null for several.
  const SendModel* one_area() const { return std::get_if<SendModel>(&model_); }
  /// The model of several areas; null for one.
  const Country* several() const { return std::get_if<Country>(&model_); }
  /// What is odd and still runs; of several areas each note once, with how many it is of.
  std::vector<std::string> notes() const;

 private:
  std::variant<SendModel, Country> model_;
};

}  // namespace models
