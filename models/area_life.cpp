#include "models/area_life.hpp"

#include "models/starting_stock.hpp"

namespace models {

AreaLife::AreaLife(const SendModel& model, const sim::ReplicateKey& key, std::span<const double> assumptions,
                   SendModel::Workspace& workspace, sim::Row row)
    : structure_(model.structure()),
      course_(structure_, assumptions, key, model.prepared().cost_normaliser),
      record_(model.measures(), row),
      world_{structure_,
             course_.rates(),
             model.prepared(),
             key.seed,
             sim::replicate_word(key.index, key.member_luck),
             workspace.state,
             workspace.accounts,
             record_,
             0,
             &course_} {
  workspace.state.clear(structure_);
  workspace.accounts.clear(structure_);
  start(world_);
}

void AreaLife::close() { close_ledger(structure_, course_, world_.accounts, record_); }

}  // namespace models
