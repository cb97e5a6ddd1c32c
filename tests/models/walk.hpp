#pragma once
// A replicate run stage by stage, so that a test can look at the children themselves at the end of each term.

#include "models/starting_stock.hpp"
#include "models/world.hpp"
#include "tests/models/subject.hpp"

namespace model_test {

/// Calls `look(world)` once before the first term (with world.t = 0) if `at_start`, and after each term.
/// Returns the row, which equals that of SendModel::simulate (a test holds it to that).
template <class Look>
std::vector<std::int64_t> walk(const Subject& s, std::span<const double> cells, std::uint32_t replicate,
                               const Look& look, bool at_start = false) {
  const auto& structure = s.model.structure();
  const auto key = s.key(replicate);
  models::Course course(structure, cells, key, s.model.prepared().cost_normaliser);
  std::vector<std::int64_t> row(s.model.layout().columns());
  models::Recorder<std::int64_t> record(s.model.measures(), row);
  models::SendModel::Workspace workspace;
  models::World w{structure,
                  course.rates(),
                  s.model.prepared(),
                  key.seed,
                  sim::replicate_word(key.index, key.member_luck),
                  workspace.state,
                  workspace.accounts,
                  record,
                  0,
                  &course};
  w.st.clear(structure);
  w.accounts.clear(structure);
  models::start(w);
  if (at_start) look(w);
  for (w.t = 0; w.t < structure.clock.size(); ++w.t) {
    for (const auto stage : {models::intervene, models::decide_plan_disputes, models::end_of_academic_year,
                             models::start_packages, models::support_and_requests, models::identify,
                             models::decide_refusal_disputes, models::assess, models::leave_in_year,
                             models::place, models::hold_reviews, models::transfer_in, models::close_term})
      stage(w);
    look(w);
  }
  models::close_ledger(structure, course, w.accounts, record);
  return row;
}

/// The same at the replicate's own draw of the assumptions.
template <class Look>
std::vector<std::int64_t> walk(const Subject& s, std::uint32_t replicate, const Look& look,
                               bool at_start = false) {
  const auto cells = s.cells(replicate);
  return walk(s, cells, replicate, look, at_start);
}

}  // namespace model_test
