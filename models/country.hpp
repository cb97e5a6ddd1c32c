#pragma once
// Several areas in one replicate: they share what is common to all, and their totals are made inside it.

#include <vector>

#include "models/country_layout.hpp"
#include "models/model.hpp"

namespace models {

/// Satisfies sim::Model. Year effects called national are those of every area, because they are keyed by the
/// year alone; so are the assumptions that areas take from the same place (sim::area_assumptions).
class Country {
 public:
  /// `config` has areas; throws std::invalid_argument as CountryLayout does. `assumptions` of simulate are
  /// then the cells of all areas, one after another.
  explicit Country(const sim::Config& config);

  struct Workspace {
    SendModel::Workspace area;
    std::vector<std::int64_t> row;
  };

  const sim::Layout& layout() const { return lines_.layout(); }
  Workspace workspace() const { return {}; }
  void simulate(const sim::ReplicateKey& key, std::span<const double> assumptions, Workspace& workspace,
                sim::Row row, sim::StopToken stop = {}) const;

  const std::vector<SendModel>& areas() const { return areas_; }

 private:
  std::vector<SendModel> areas_;
  std::vector<std::size_t> first_cell_;
  CountryLayout lines_;
};

}  // namespace models
