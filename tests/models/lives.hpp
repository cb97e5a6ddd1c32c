#pragma once
// Every child's life in a run, term by term, so that two runs can be compared child by child.

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <vector>

#include "tests/models/walk.hpp"

namespace model_test {

enum class Where : std::uint8_t { support, assessment, dispute, plan };

/// A child at the end of a term: all of its own that a later term can depend on.
struct Moment {
  Where where = Where::support;
  std::uint8_t age = 0, need = 0, severity = 0;
  std::uint64_t entity = 0;  ///< the person, and how often it has come back
  /// By where: support (requests, package, kind); assessment (requests, requested, decided, duration,
  /// started, assess, issue, parent, exception, rank); dispute (requests, since, kind); plan (cost, its
  /// factor, provision, reviews, choice, type, preferred, due, flag, waiting as, mode, mode if any, travel,
  /// looked after).
  std::array<std::int64_t, 14> detail{};
  bool operator==(const Moment&) const = default;

  // Of a child with a plan.
  std::int64_t provision() const { return where == Where::plan ? detail[2] : -1; }
  std::size_t type() const { return static_cast<std::size_t>(detail[5]); }
  std::size_t preferred() const { return static_cast<std::size_t>(detail[6]); }
  // Of a child on SEN support: 1 + the term in which its package began, and of which kind.
  std::int64_t package() const { return where == Where::support ? detail[1] : 0; }
  // Of a case.
  bool waits_for_assessor() const {
    return where == Where::assessment && detail[5] != 0 && detail[4] == models::Case::not_started;
  }
};

using Term = std::unordered_map<std::uint64_t, Moment>;

/// The children in a run after each of its terms, by person; those at the start come first.
struct Lives {
  std::vector<Term> term;
  const Moment* at(std::size_t t, std::uint64_t child) const {
    const auto found = term[t].find(child);
    return found == term[t].end() ? nullptr : &found->second;
  }
};

namespace detail {

inline Moment base(Where where, const models::Nature& c) {
  return {where, c.age, c.need, c.severity, c.entity, {c.requests}};
}

inline Term moments(const models::World& w) {
  Term now;
  const auto add = [&](std::uint64_t child, const Moment& m) {
    if (!now.emplace(models::person(child), m).second)
      throw std::logic_error("a child is in two places at once");
  };
  for (const auto& c : w.st.support.child) {
    if (c.left) continue;
    auto m = base(Where::support, c);
    m.detail[1] = c.package;
    m.detail[2] = c.package == 0 ? 0 : c.package_kind;
    add(c.entity, m);
  }
  for (const auto& c : w.st.cases) {
    auto m = base(Where::assessment, c.child);
    m.detail = {c.child.requests, c.requested, c.decided,   c.duration,  c.started,
                c.assess,         c.issue,     c.by_parent, c.exception, c.rank};
    add(c.child.entity, m);
  }
  for (const auto& d : w.st.refusals) {
    auto m = base(Where::dispute, d.child);
    m.detail = {d.child.requests, static_cast<std::int64_t>(d.since), static_cast<std::int64_t>(d.kind)};
    add(d.child.entity, m);
  }
  for (const auto& c : w.st.plans) {
    if (c.gone) continue;
    Moment m{Where::plan, c.age, c.need, c.severity, c.entity, {}};
    m.detail = {c.cost,
                static_cast<std::int64_t>(double{c.cost_z} * 1e9),
                c.provision,
                c.reviews,
                c.choice,
                c.type,
                c.preferred,
                c.due,
                static_cast<std::int64_t>(c.flag),
                static_cast<std::int64_t>(c.waiting_as),
                c.mode,
                c.mode_if_any,
                c.travel_word,
                c.looked_after};
    add(c.entity, m);
  }
  return now;
}

}  // namespace detail

inline Lives lives(const Subject& s, std::uint32_t replicate) {
  Lives all;
  walk(
      s, replicate, [&](const models::World& w) { all.term.push_back(detail::moments(w)); }, true);
  return all;
}

/// Where the lives of a child in two runs part: `term` is that of the run (Lives::term[term + 1] is its
/// end), `before` what both runs had it at when the term began; null for who is not in the system.
struct Parting {
  std::uint64_t child = 0;
  std::size_t term = 0;
  int age = 0;  ///< in that term
  const Moment *before = nullptr, *a = nullptr, *b = nullptr;
  /// Whether it enters in the term, for the first time or again, in either run; perhaps having left in it.
  bool enters() const {
    const auto now = [&](const Moment* m) { return m && (!before || m->entity != before->entity); };
    return now(a) || now(b);
  }
  models::Entry entry() const { return static_cast<models::Entry>(child >> 40 & 0xff); }
};

/// Every child whose life differs, in the order of the terms.
inline std::vector<Parting> partings(const Lives& a, const Lives& b) {
  std::vector<Parting> found;
  std::map<std::uint64_t, bool> known;
  const auto same = [](const Moment* x, const Moment* y) { return x && y ? *x == *y : x == y; };
  for (std::size_t t = 0; t < a.term.size(); ++t) {
    const auto look = [&](std::uint64_t child) {
      const auto *in_a = a.at(t, child), *in_b = b.at(t, child);
      if (same(in_a, in_b) || !known.emplace(child, true).second) return;
      if (t == 0) throw std::logic_error("lives differ before the first term");
      found.push_back({child, t - 1,
                       in_a   ? in_a->age
                       : in_b ? in_b->age
                              : -1,
                       a.at(t - 1, child), in_a, in_b});
    };
    for (const auto& [child, moment] : a.term[t]) look(child);
    for (const auto& [child, moment] : b.term[t]) look(child);
  }
  return found;
}

}  // namespace model_test
