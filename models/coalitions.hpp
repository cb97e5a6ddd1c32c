#pragma once
// One replicate with many choices among a configuration's interventions, all with the same draws: what they
// have in common is lived once.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/books.hpp"
#include "models/model.hpp"
#include "sim/shapley.hpp"

namespace models {

/// Which coalitions of actions a replicate is simulated with, and the figures that are kept: a sim::Model
/// whose row has, for each of them in turn, the given columns of the whole model's row.
///
/// An intervention that takes no part has dose 0, which is the same as not being chosen. Until the term in
/// which an action begins, lives with it and without it are one life; there they part, each going on with a
/// copy of the state. Actions that reach money alone part books and not lives.
class CoalitionModel {
 public:
  using Wanted = std::function<std::vector<sim::Coalition>(std::uint32_t replicate)>;

  /// `actions`: interventions of the model's configuration, player by player; std::logic_error for another
  /// name. `coalitions`: how many `wanted` gives, in every replicate. The model outlives this.
  CoalitionModel(const SendModel& model, std::span<const std::string> actions,
                 std::vector<std::uint32_t> columns, std::size_t coalitions, Wanted wanted);

  /// A wanted coalition, and where its figures go.
  struct Place {
    sim::Coalition coalition = 0;
    std::size_t at = 0;
  };
  using Places = std::vector<Place>;

  /// A life that has parted from others, with books of what it costs at other prices.
  struct Life {
    std::vector<double> cells;
    State state;
    Accounts<std::int64_t> accounts;
    std::vector<std::int64_t> row;
    std::optional<Course> course;
    Places places;
    Books books;
    std::vector<Places> of_book;  ///< whose book it is
  };
  struct Workspace {
    std::vector<std::unique_ptr<Life>> lives;  ///< as many as can be under way at once
  };

  const sim::Layout& layout() const { return layout_; }
  Workspace workspace() const { return {}; }
  void simulate(const sim::ReplicateKey& key, std::span<const double> assumptions, Workspace& workspace,
                sim::Row row, sim::StopToken stop = {}) const;

 private:
  class Run;

  const SendModel& model_;
  std::vector<std::size_t> actions_;  ///< by player: position in Structure::interventions
  std::vector<int> planned_;          ///< by player: the first term in which it is to do anything
  std::vector<bool> money_only_;      ///< by player
  std::vector<std::uint32_t> columns_;
  Wanted wanted_;
  sim::Layout layout_;
};

}  // namespace models
