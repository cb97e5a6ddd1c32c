#pragma once
// Several areas in one replicate: they share what is common to all, and their totals are made inside it.

#include <string>
#include <vector>

#include "models/country_layout.hpp"
#include "models/model.hpp"

namespace models {

/// The layout of the model of several areas, without what its areas start with, which takes longer. Throws as
/// CountryLayout does.
sim::Layout country_layout(const sim::Config& config);

/// Satisfies sim::Model. Year effects called national are those of every area, because they are keyed by the
/// year alone; so are the assumptions that areas take from the same place (sim::area_assumptions).
class Country {
 public:
  /// `config` has areas; throws std::invalid_argument as CountryLayout does. `assumptions` of simulate are
  /// then the cells of all areas, one after another, and those of the whole.
  explicit Country(const sim::Config& config);

  struct Workspace {
    std::vector<SendModel::Workspace> area;  ///< as many as are lived together
    std::vector<std::vector<std::int64_t>> row;
  };

  const sim::Layout& layout() const { return lines_.layout(); }
  Workspace workspace() const { return {}; }
  void simulate(const sim::ReplicateKey& key, std::span<const double> assumptions, Workspace& workspace,
                sim::Row row, sim::StopToken stop = {}) const;

  const std::vector<SendModel>& areas() const { return areas_; }
  /// Where the cells of an area begin among those of all.
  std::size_t first_cell(std::size_t area) const { return first_cell_[area]; }
  /// How many areas have no figures of their own.
  std::size_t synthetic() const { return synthetic_; }

 private:
  /// Areas that are lived together, of which there may be one.
  struct Group {
    std::vector<std::size_t> areas;
    std::vector<std::string> lent;  ///< placement types
    std::uint32_t moves = 0;        ///< cell
  };
  void live_alone(std::size_t area, const sim::ReplicateKey& key, std::span<const double> assumptions,
                  Workspace& workspace, sim::Row row, sim::StopToken stop) const;
  void live_together(const Group& group, const sim::ReplicateKey& key, std::span<const double> assumptions,
                     Workspace& workspace, sim::Row row, sim::StopToken stop) const;
  std::span<const double> cells_of(std::size_t area, std::span<const double> assumptions) const {
    return assumptions.subspan(first_cell_[area], first_cell_[area + 1] - first_cell_[area]);
  }

  std::vector<SendModel> areas_;
  std::size_t synthetic_ = 0;
  std::vector<std::size_t> first_cell_;
  std::vector<Group> groups_;
  CountryLayout lines_;
};

}  // namespace models
