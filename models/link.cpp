#include "models/link.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "models/choice.hpp"
#include "models/migration.hpp"
#include "models/places.hpp"

namespace models {
namespace {

TypeIndex type_called(const Structure& s, const std::string& id) {
  for (std::size_t i = 0; i < s.types.size(); ++i)
    if (s.types[i].id == id) return static_cast<TypeIndex>(i);
  return Chooser::none;
}

}  // namespace

Link::Link(std::vector<World*> areas, const std::vector<std::string>& types, double moves)
    : areas_(std::move(areas)),
      lent_(areas_.size()),
      moves_(moves),
      arrivals_(areas_.size()),
      coming_(areas_.size()) {
  for (std::size_t a = 0; a < areas_.size(); ++a) {
    for (const auto& id : types)
      if (const auto type = type_called(areas_[a]->s, id); type != Chooser::none)
        lent_[a] |= std::uint64_t{1} << type;
  }
}

std::size_t Link::index(const World& w) const {
  const auto found = std::find(areas_.begin(), areas_.end(), &w);
  if (found == areas_.end()) throw std::logic_error("the area is not of this link");
  return static_cast<std::size_t>(found - areas_.begin());
}

bool Link::lends(const World& w, TypeIndex type) const { return (lent_[index(w)] >> type & 1U) != 0; }

void Link::give_back() {
  for (auto loan = loans_.rbegin(); loan != loans_.rend(); ++loan) {
    World& borrower = *areas_[loan->borrower];
    auto& st = borrower.st;
    if (st.occupied[loan->to] >= borrower.r.places[loan->to][borrower.year()].residents - st.lent[loan->to])
      continue;
    ++st.lent[loan->to];
    --areas_[loan->lender]->st.lent[loan->from];
    loan->borrower = areas_.size();  // over
  }
  std::erase_if(loans_, [&](const Loan& l) { return l.borrower == areas_.size(); });
}

int Link::borrow(const World& w, TypeIndex type, std::size_t age, std::size_t need) {
  const std::size_t borrower = index(w);
  int to = -1;
  for (std::size_t p = 0; p < w.s.provisions.size() && to < 0; ++p)
    if (w.s.provisions[p].type == type && admits(w, p, age, need)) to = static_cast<int>(p);
  if (to < 0) return -1;
  for (std::size_t i = 1; i < areas_.size(); ++i) {
    const std::size_t lender = (borrower + i) % areas_.size();
    World& other = *areas_[lender];
    const auto theirs = type_called(other.s, w.s.types[type].id);
    if (theirs == Chooser::none) continue;
    const int from = room_within(other, theirs, age, need);
    if (from < 0) continue;
    const auto p = static_cast<std::size_t>(from), q = static_cast<std::size_t>(to);
    ++other.st.lent[p];
    --areas_[borrower]->st.lent[q];
    loans_.push_back({borrower, q, lender, p});
    return to;
  }
  return -1;
}

void Link::weigh() {
  std::transform(areas_.begin(), areas_.end(), arrivals_.begin(), [](const World* w) {
    double sum = 0;
    for (std::size_t a = 0; a < ages; ++a) sum += expected_arrivals(*w, a);
    return sum;
  });
}

double Link::share_next_door(const World& w) const {
  const double all = std::accumulate(arrivals_.begin(), arrivals_.end(), 0.0);
  const double without_least = all - *std::min_element(arrivals_.begin(), arrivals_.end());
  return without_least > 0 ? moves_ * (all - arrivals_[index(w)]) / without_least : 0;
}

void Link::depart(const World& from, const PlanChild& c, int day) {
  const auto block = from.draw(c.entity, from.term_occasion(), Purpose::moves_next_door);
  if (sim::unit(block[0]) >= share_next_door(from)) return;
  const std::size_t own = index(from);
  double at =
      sim::unit(block[1]) * (std::accumulate(arrivals_.begin(), arrivals_.end(), 0.0) - arrivals_[own]);
  std::size_t to = own;
  for (std::size_t a = 0; a < areas_.size(); ++a) {
    if (a == own || arrivals_[a] <= 0) continue;
    to = a;
    if ((at -= arrivals_[a]) < 0) break;
  }
  if (to == own) return;
  Arrival arrival{c, day};
  arrival.child.type = type_called(areas_[to]->s, from.s.types[c.type].id);
  coming_[to].push_back(arrival);
}

std::vector<Link::Arrival> Link::arrivals(const World& to) { return std::exchange(coming_[index(to)], {}); }

}  // namespace models
