#pragma once
// The same children's lives at other prices: what interventions that reach money alone need is an account of
// their own, not a life of their own.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "models/accounts.hpp"
#include "models/course.hpp"
#include "models/state.hpp"

namespace models {

struct World;

/// True for an intervention whose acts change nothing but what is paid, by whom, and how children travel:
/// nobody is identified, assessed, placed or ceased otherwise. False for one with packages or places.
bool reaches_money_only(const Structure& s, std::size_t intervention);

/// What a life costs with other interventions of that kind.
struct Book {
  std::vector<double> cells;  ///< its assumptions; the course reads them
  Accounts<std::int64_t> accounts;
  std::optional<Course> course;
  /// What it counts otherwise than the life: column and difference.
  std::vector<std::pair<std::uint32_t, std::int64_t>> counted;
};

/// The books of one life, closed with it term by term.
///
/// In every term a child's cost follows from its type and today's rates (intervene.cpp settles everybody's
/// when rates change), so that a book's running sums can be made anew from the children who are there at the
/// end of a term, and what was spent for a part of it from who came and went.
class Books {
 public:
  std::vector<std::unique_ptr<Book>> book;

  /// A child enters a type from a day on, or leaves it; called after the type is set, or before it changes.
  void enters(const PlanChild& c, int day);
  void leaves(const PlanChild& c, int day);
  /// Before the life's own accounts are closed, in term `w.t`.
  void close_term(const World& w);

 private:
  struct Part {
    PlanChild child;
    int day = 0;
    bool leaves = false;
  };
  struct Own {
    std::uint64_t entity = 0;
    TypeIndex type = 0;
    double factor = 0;
  };
  void settle_own_factors(const World& w);
  void close_term(const World& w, Book& book);
  void count_travel(const World& w, const Rates& r, Accounts<std::int64_t>& a) const;

  std::vector<Part> parts_;    ///< of this term
  std::vector<Own> own_;       ///< by position of the plan
  std::vector<double> sigma_;  ///< with which they were made, by type
};

}  // namespace models
