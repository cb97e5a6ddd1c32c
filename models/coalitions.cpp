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

using Place = CoalitionModel::Place;
using Places = CoalitionModel::Places;

/// Takes those out that a player takes part in.
Places taken_out(Places& places, std::size_t player) {
  const auto middle = std::stable_partition(places.begin(), places.end(),
                                            [&](const Place& p) { return (p.coalition >> player & 1) == 0; });
  Places out(middle, places.end());
  places.erase(middle, places.end());
  return out;
}

}  // namespace

/// The lives of one replicate.
class CoalitionModel::Run {
  /// An action that is still to come.
  struct Coming {
    std::size_t term = 0;
    std::size_t player = 0;
  };

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

  void live(Places places) {
    Life& life = at_depth(0);
    life.cells.assign(assumptions_.begin(), assumptions_.end());
    for (const std::size_t i : c_.actions_) life.cells[s_.interventions[i].dose.offset] = 0;
    life.row.assign(c_.model_.layout().columns(), 0);
    life.course.emplace(s_, life.cells, key_, c_.model_.prepared().cost_normaliser);
    life.state.clear(s_);
    life.accounts.clear(s_);
    life.places = std::move(places);
    life.books = {};
    life.of_book.clear();
    with_world(life, 0, [](World& w) { start(w); });
    go_on(life, 0, 0, 0);
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
            &*life.course,
            &life.books};
    act(w);
  }

  std::uint32_t dose_of(std::size_t player) const {
    return s_.interventions[c_.actions_[player]].dose.offset;
  }

  template <class Costed>
  void adopt(Costed& costed, std::size_t player) const {
    const auto cell = dose_of(player);
    costed.cells[cell] = assumptions_[cell];
    costed.course->adopt(cell);
  }

  /// A life and all its books.
  void join(Life& life, std::size_t player) const {
    adopt(life, player);
    life.course->renew_rates();
    for (auto& book : life.books.book) adopt(*book, player);
  }

  /// A second life that is so far the same, without places or books.
  Life& twin_of(const Life& life, std::size_t depth) {
    Life& twin = at_depth(depth);
    twin.cells = life.cells;
    twin.state = life.state;
    twin.accounts = life.accounts;
    twin.row = life.row;
    twin.course.emplace(*life.course, twin.cells);
    twin.places.clear();
    twin.books = {};
    twin.of_book.clear();
    return twin;
  }

  /// A book that begins as the account of a life, or goes on as a copy of another.
  template <class Costed>
  static Book& add_book(Life& life, const Costed& from, Places places) {
    auto& book = *life.books.book.emplace_back(std::make_unique<Book>());
    book.cells = from.cells;
    book.accounts = from.accounts;
    book.course.emplace(*from.course, book.cells);
    life.of_book.push_back(std::move(places));
    return book;
  }

  static void drop_empty_books(Life& life) {
    for (std::size_t b = life.of_book.size(); b-- > 0;) {
      if (!life.of_book[b].empty()) continue;
      life.books.book.erase(life.books.book.begin() + static_cast<std::ptrdiff_t>(b));
      life.of_book.erase(life.of_book.begin() + static_cast<std::ptrdiff_t>(b));
    }
  }

  /// An action begins: those who take part go on as others, in lives or books of their own.
  void begin(Life& life, std::size_t depth, std::size_t t, std::size_t next, std::size_t player) {
    Places with = taken_out(life.places, player);
    std::vector<Places> books_with;
    bool some = !with.empty(), all = life.places.empty();
    for (auto& places : life.of_book) {
      books_with.push_back(taken_out(places, player));
      some = some || !books_with.back().empty();
      all = all && places.empty();
    }
    if (all) {
      life.places = std::move(with);
      life.of_book = std::move(books_with);
      join(life, player);
    } else if (some) {
      part(c_.money_only_[player] ? life : twin_of(life, depth + 1), life, std::move(with), books_with,
           player);
      drop_empty_books(life);
      if (!c_.money_only_[player]) go_on(at_depth(depth + 1), depth + 1, t, next + 1);
    }
  }

  /// Opens the books of those with an action, in a life with it or in the same.
  void part(Life& to, Life& life, Places with, std::vector<Places>& books_with, std::size_t player) {
    const std::size_t before = life.of_book.size();  // those opened here come after them
    if (&to != &life) {
      adopt(to, player);
      to.course->renew_rates();
      to.places = std::move(with);
    } else if (!with.empty()) {
      adopt(add_book(life, life, std::move(with)), player);
    }
    for (std::size_t b = 0; b < before; ++b) {
      if (books_with[b].empty()) continue;
      Book& book = add_book(to, *life.books.book[b], std::move(books_with[b]));
      book.counted = life.books.book[b]->counted;
      adopt(book, player);
    }
  }

  /// From the start of a term to the end, for the coalitions that have had the same life until now; `next`:
  /// the first action to come that has not been looked at.
  void go_on(Life& life, std::size_t depth, std::size_t t, std::size_t next) {
    for (; t < s_.clock.size(); ++t) {
      for (; next < coming_.size() && coming_[next].term <= t; ++next)
        begin(life, depth, t, next, coming_[next].player);
      with_world(life, t, [&](World& w) { live_term(w, stop_); });
    }
    for (std::size_t b = 0; b < life.of_book.size(); ++b) {
      Book& book = *life.books.book[b];
      auto row = life.row;
      for (const auto& [column, more] : book.counted) row[column] += more;
      close(book, row, life.of_book[b]);
    }
    close(life, life.row, life.places);
  }

  /// Completes the ledger in a row, and hands out its figures.
  template <class Costed>
  void close(Costed& costed, std::vector<std::int64_t>& row, const Places& places) {
    if (places.empty()) return;
    Recorder<std::int64_t> record(c_.model_.measures(), row);
    close_ledger(s_, *costed.course, costed.accounts, record);
    for (const Place& p : places)
      for (std::size_t k = 0; k < c_.columns_.size(); ++k)
        row_[p.at * c_.columns_.size() + k] = row[c_.columns_[k]];
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
      if (!act.risk && act.intervention == position) planned = std::min(planned, act.start);
    actions_.push_back(position);
    planned_.push_back(planned);
    money_only_.push_back(reaches_money_only(model.structure(), position));
  }
  std::vector<std::string> figures(coalitions * columns_.size());
  for (std::size_t i = 0; i < figures.size(); ++i) figures[i] = std::to_string(i);
  const auto metric = layout_.add_metric({.name = "worth", .text = "Figures of a coalition."});
  layout_.add_series(metric, "total", "total", std::move(figures));
}

void CoalitionModel::simulate(const sim::ReplicateKey& key, std::span<const double> assumptions,
                              Workspace& workspace, sim::Row row, sim::StopToken stop) const {
  Places places;
  for (const sim::Coalition s : wanted_(key.index)) places.push_back({s, places.size()});
  Run(*this, key, assumptions, workspace, row, stop).live(std::move(places));
}

}  // namespace models
