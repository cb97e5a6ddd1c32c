// One replicate with many choices among a configuration's interventions: what they have in common is lived
// once.

#include "models/coalitions.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "models/starting_stock.hpp"
#include "models/world.hpp"

namespace models {
namespace {

/// A wanted coalition, and where its figures go.
struct Place {
  sim::Coalition coalition = 0;
  std::size_t at = 0;
};

/// An action that is still to come.
struct Coming {
  std::size_t term = 0;
  std::size_t player = 0;
};

bool takes_part(const Place& p, std::size_t player) { return (p.coalition >> player & 1) != 0; }

}  // namespace

/// The lives of one replicate.
class CoalitionModel::Run {
 public:
  Run(const CoalitionModel& c, const sim::ReplicateKey& key, std::span<const double> assumptions,
      Workspace& workspace, sim::Row row, sim::StopToken stop)
      : c_(c),
        s_(c.model_.structure()),
        key_(key),
        assumptions_(assumptions),
        workspace_(workspace),
        row_(row),
        stop_(stop),
        coming_(c.actions_.size()) {
    const Values v(assumptions);
    for (std::size_t i = 0; i < coming_.size(); ++i) {
      const int opens = s_.interventions[c.actions_[i]].opening(v, c.planned_[i]);
      coming_[i] = {static_cast<std::size_t>(std::max(0, opens)), i};
    }
    std::stable_sort(coming_.begin(), coming_.end(),
                     [](const Coming& a, const Coming& b) { return a.term < b.term; });
  }

  void live(std::vector<Place> places) {
    Life& life = at_depth(0);
    life.cells.assign(assumptions_.begin(), assumptions_.end());
    for (const std::size_t i : c_.actions_) life.cells[s_.interventions[i].dose.offset] = 0;
    life.row.assign(c_.model_.layout().columns(), 0);
    life.course.emplace(s_, life.cells, key_, c_.model_.prepared().cost_normaliser);
    life.state.clear(s_);
    life.accounts.clear(s_);
    with_world(life, 0, [](World& w) { start(w); });
    go_on(life, 0, 0, 0, std::move(places));
  }

 private:
  Life& at_depth(std::size_t depth) {
    while (workspace_.lives.size() <= depth) workspace_.lives.push_back(std::make_unique<Life>());
    return *workspace_.lives[depth];
  }

  void with_world(Life& life, std::size_t t, auto&& act) {
    Recorder<std::int64_t> record(c_.model_.measures(), life.row);
    World w{s_,
            life.course->rates(),
            c_.model_.prepared(),
            key_.seed,
            sim::replicate_word(key_.index, key_.member_luck),
            life.state,
            life.accounts,
            record,
            t,
            &*life.course};
    act(w);
  }

  void join(Life& life, std::size_t player) {
    const auto cell = s_.interventions[c_.actions_[player]].dose.offset;
    life.cells[cell] = assumptions_[cell];
    life.course->adopt(cell);
  }

  /// A second life that is so far the same.
  Life& twin_of(const Life& life, std::size_t depth) {
    Life& twin = at_depth(depth);
    twin.cells = life.cells;
    twin.state = life.state;
    twin.accounts = life.accounts;
    twin.row = life.row;
    twin.course.emplace(*life.course, twin.cells);
    return twin;
  }

  /// From the start of a term to the end, for the coalitions that have had the same until now; `next`: the
  /// first of those to come that has not been looked at.
  void go_on(Life& life, std::size_t depth, std::size_t t, std::size_t next, std::vector<Place> places) {
    for (; t < s_.clock.size(); ++t) {
      for (; next < coming_.size() && coming_[next].term <= t; ++next) {
        const std::size_t player = coming_[next].player;
        const auto middle = std::partition(places.begin(), places.end(),
                                           [&](const Place& p) { return !takes_part(p, player); });
        if (middle == places.end()) continue;
        if (middle == places.begin()) {
          join(life, player);
          continue;
        }
        Life& twin = twin_of(life, depth + 1);
        join(twin, player);
        go_on(twin, depth + 1, t, next + 1, {middle, places.end()});
        places.erase(middle, places.end());
      }
      with_world(life, t, [&](World& w) { live_term(w, stop_); });
    }
    with_world(life, t, [&](World& w) { close_ledger(s_, *life.course, life.accounts, w.record); });
    for (const Place& p : places)
      for (std::size_t k = 0; k < c_.columns_.size(); ++k)
        row_[p.at * c_.columns_.size() + k] = life.row[c_.columns_[k]];
  }

  const CoalitionModel& c_;
  const Structure& s_;
  sim::ReplicateKey key_;
  std::span<const double> assumptions_;
  Workspace& workspace_;
  sim::Row row_;
  sim::StopToken stop_;
  std::vector<Coming> coming_;
};

CoalitionModel::CoalitionModel(const SendModel& model, std::span<const std::string> actions,
                               std::vector<std::uint32_t> columns, std::size_t coalitions, Wanted wanted)
    : model_(model), columns_(std::move(columns)), wanted_(std::move(wanted)) {
  const auto& all = model.structure().interventions;
  for (const auto& name : actions) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& i) { return i.id == name; });
    if (found == all.end()) throw std::logic_error("no intervention " + name);
    const auto position = static_cast<std::size_t>(found - all.begin());
    int planned = found->start;
    for (const auto& act : model.structure().acts)
      if (act.intervention == position) planned = std::min(planned, act.start);
    actions_.push_back(position);
    planned_.push_back(planned);
  }
  std::vector<std::string> figures(coalitions * columns_.size());
  for (std::size_t i = 0; i < figures.size(); ++i) figures[i] = std::to_string(i);
  const auto metric = layout_.add_metric({.name = "worth", .text = "Figures of a coalition."});
  layout_.add_series(metric, "total", "total", std::move(figures));
}

void CoalitionModel::simulate(const sim::ReplicateKey& key, std::span<const double> assumptions,
                              Workspace& workspace, sim::Row row, sim::StopToken stop) const {
  std::vector<Place> places;
  for (const sim::Coalition s : wanted_(key.index)) places.push_back({s, places.size()});
  Run(*this, key, assumptions, workspace, row, stop).live(std::move(places));
}

}  // namespace models
