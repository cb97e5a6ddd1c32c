#include "models/model.hpp"

#include "models/area_life.hpp"
#include "models/link.hpp"

namespace models {
namespace {

struct RunStage {
  Stage about;
  void (*run)(World&);
};

/// The order of a term. What interventions change holds from its first day. Disputes decided at its start and
/// what is tied to 1 September come first; then what happens to children without a plan; then leavers,
/// places, reviews and arrivals; then the books.
constexpr RunStage order[] = {
    {{"interventions", "what is in force this term changes parameters and rates"}, intervene},
    {{"disputes about plans", "placements and ceasings appealed in earlier terms are decided"},
     decide_plan_disputes},
    {{"end of the academic year", "1 September: everybody ages; plans tied to 31 August cease"},
     end_of_academic_year},
    {{"early support", "packages of support start within their capacity"}, start_packages},
    {{"SEN support and requests", "needs met, or an assessment is requested"}, support_and_requests},
    {{"identification", "residents move to SEN support, or are requested directly"}, identify},
    {{"disputes about refusals", "refusals disputed in earlier terms are decided"}, decide_refusal_disputes},
    {{"assessment", "decisions, the queue for assessors, plans issued by day"}, assess},
    {{"ceasing in the year", "plans cease or move to another authority"}, leave_in_year},
    {{"placement", "first placements, phase transfers, moves; places are allocated"}, place},
    {{"annual review", "reviews held; moves sought for next term"}, hold_reviews},
    {{"migration with a plan", "plans move in"}, transfer_in},
    {{"accrual and census", "spend accrues; children are counted"}, close_term},
};

}  // namespace

void live_term(World& w, sim::StopToken stop) {
  for (const auto& stage : order) {
    stop.check();
    stage.run(w);
  }
}

void live_term_together(std::span<World* const> areas, Link& link, std::size_t t, sim::StopToken stop) {
  for (World* w : areas) w->t = t;
  link.weigh();
  for (const auto& stage : order) {
    stop.check();
    if (stage.run == place)
      place_together(areas, link);
    else
      for (World* w : areas) stage.run(*w);
  }
}

std::span<const Stage> stage_list() {
  static const auto listed = [] {
    std::vector<Stage> list;
    for (const auto& s : order) list.push_back(s.about);
    return list;
  }();
  return listed;
}

namespace {

std::shared_ptr<const Measures> measures_for(const Structure& s, SendModel::MeasuresPool* pool) {
  if (!pool) return std::make_shared<const Measures>(s);
  const std::lock_guard lock(pool->mutex);
  auto& known = pool->known[Measures::shape(s)];
  if (!known) known = std::make_shared<const Measures>(s);
  return known;
}

}  // namespace

SendModel::SendModel(const sim::Config& config, MeasuresPool* pool)
    : structure_(config),
      measures_(measures_for(structure_, pool)),
      prepared_(prepare(structure_, config.base())) {
  if (!config.areas().empty()) throw OneAreaOnly();
  const auto notes = notes_on(config);
  prepared_.notes.insert(prepared_.notes.begin(), notes.begin(), notes.end());
}

void SendModel::simulate(const sim::ReplicateKey& key, std::span<const double> assumptions,
                         Workspace& workspace, sim::Row row, sim::StopToken stop) const {
  AreaLife life(*this, key, assumptions, workspace, row);
  World& w = life.world();
  for (w.t = 0; w.t < structure_.clock.size(); ++w.t) live_term(w, stop);
  life.close();
}

}  // namespace models
