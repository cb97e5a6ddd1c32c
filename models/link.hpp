#pragma once
// Neighbouring authorities that lend one another places in special schools, and between whom children move.

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "models/world.hpp"

namespace models {

/// One replicate of linked areas, which are lived term by term together.
///
/// A child takes a place of its own area while there is one. Those who find none of a shared type take one
/// that a neighbour has left when its own residents have been served: neighbours' places in order of the
/// link, starting after the child's own area. A borrowed place counts as one more of the provision of the
/// child's own area that takes it, and goes back when it is empty at the next allocation. The home area pays
/// for the child; the lender keeps paying for the place, and each of its places that is lent moves the
/// import/export adjustment from lender to borrower.
///
/// Of the plans that leave an area for another authority, a share goes to the other areas of the link; as
/// large a share of the plans that move in comes from them, and each child that leaves for a neighbour
/// arrives there. Between two areas as many go one way as the other, where in each as many move out as in:
/// with A the plans that an area expects to move in this term, it is moves A(a) A(b) / (sum of A - least A).
/// The smallest area of a link thus has the share `moves`, larger ones a smaller one.
class Link {
 public:
  /// `types`: ids of the placement types that are lent. `moves`: the share of the smallest area, 0 to 1.
  Link(std::vector<World*> areas, const std::vector<std::string>& types, double moves);

  bool lends(const World& w, TypeIndex type) const;
  /// At the beginning of a term: how many plans each area expects to move in.
  void weigh();
  /// Of the plans that move out of an area in this term, and of those that move in, the share that goes to
  /// neighbours or comes from them.
  double share_next_door(const World& w) const;

  /// Empty borrowed places go back, before an allocation.
  void give_back();
  /// A place of a neighbour, as a provision of the child's own area; -1 if there is none.
  int borrow(const World& w, TypeIndex type, std::size_t age, std::size_t need);

  /// A plan that leaves `from` for another authority on a day of the term: whether it goes to a neighbour.
  void depart(const World& from, const PlanChild& c, int day);
  struct Arrival {
    PlanChild child;
    int day = 0;
  };
  /// Those who come to an area this term; each is given once.
  std::vector<Arrival> arrivals(const World& to);

 private:
  struct Loan {
    std::size_t borrower = 0, to = 0;  ///< area and provision
    std::size_t lender = 0, from = 0;
  };
  std::size_t index(const World& w) const;

  std::vector<World*> areas_;
  std::vector<std::uint64_t> lent_;  ///< by area: bit per type
  double moves_;
  std::vector<double> arrivals_;  ///< by area: plans expected to move in, this term
  std::vector<Loan> loans_;
  std::vector<std::vector<Arrival>> coming_;  ///< by area
};

/// Term after term of linked areas, whose worlds point to the link.
void live_term_together(std::span<World* const> areas, Link& link, std::size_t t, sim::StopToken stop);
/// Placement of linked areas; placement.cpp.
void place_together(std::span<World* const> areas, Link& link);

}  // namespace models
