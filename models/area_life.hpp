#pragma once
// One area's replicate while it is lived: what the stages of its terms see.

#include "models/model.hpp"
#include "models/world.hpp"

namespace models {

/// The arguments outlive this, which stays where it is: its world points into it.
class AreaLife {
 public:
  /// `row`: zeroed, one entry per column of the model's layout. The starting stock is drawn.
  AreaLife(const SendModel& model, const sim::ReplicateKey& key, std::span<const double> assumptions,
           SendModel::Workspace& workspace, sim::Row row);
  AreaLife(const AreaLife&) = delete;
  AreaLife& operator=(const AreaLife&) = delete;

  World& world() { return world_; }
  /// Completes the ledger, after the last term.
  void close();

 private:
  const Structure& structure_;
  Course course_;
  Recorder<std::int64_t> record_;
  World world_;
};

}  // namespace models
