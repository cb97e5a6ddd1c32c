// Identification: residents without identified SEN who move to SEN support, and those for whom an assessment
// is requested directly; among them children who have been in the system before and left it.
#include <algorithm>
#include <utility>

#include "models/bulk.hpp"
#include "models/world.hpp"

namespace models {
namespace {

Nature born(World& w, Entry entry, std::size_t age) {
  Nature child;
  child.entity = w.st.new_entity(w.s, entry, w.birth_year(age));
  child.age = static_cast<std::uint8_t>(age);
  return child;
}

/// Need and severity of children who enter together, from one block each.
void give_nature(World& w, std::span<Nature> children,
                 const std::array<std::array<double, need_count>, ages>& need_upto,
                 const std::array<double, severity_count>& severity) {
  Bulk bulk(children.size());
  for (std::size_t i = 0; i < children.size(); ++i) bulk.entity[i] = children[i].entity;
  bulk.draw(w, 0, Purpose::nature);
  for (std::size_t i = 0; i < children.size(); ++i) {
    children[i].need =
        static_cast<std::uint8_t>(pick_upto(need_upto[children[i].age], sim::unit(bulk.word[0][i])));
    children[i].severity = static_cast<std::uint8_t>(pick(severity, sim::unit(bulk.word[1][i])));
  }
}

/// In a heap, the first to come back in front; ties by entity.
bool later(const LeftChild& a, const LeftChild& b) {
  return a.until > b.until || (a.until == b.until && a.entity > b.entity);
}

LeftCohort& cohort_of(World& w, std::size_t age) {
  return w.st.left[static_cast<std::uint8_t>(w.birth_year(age))];
}

struct Entrants {
  std::vector<Nature> identified, direct;
};

/// Residents who have never been in the system: counts, and children by their number in the cohort.
void enter_first(World& w, std::size_t a, const Competing& p, Entrants& to) {
  const auto n = std::max<std::int64_t>(0, w.r.residents[w.year()][a] - w.st.known[a]);
  if (n == 0 || p.any <= 0) return;
  const auto cohort = child_entity(w.s.area_key, Entry::identified, w.birth_year(a), 0xffffffffU);
  const auto block = w.draw(cohort, w.term_occasion(), Purpose::identified);
  const auto first = sim::inverse_binomial(n, p.first, sim::unit53(block[0], block[1]));
  const auto second = p.first < 1
                          ? sim::inverse_binomial(n - first, std::min(1.0, (p.any - p.first) / (1 - p.first)),
                                                  sim::unit53(block[2], block[3]))
                          : 0;
  for (std::int64_t i = 0; i < first; ++i) to.identified.push_back(born(w, Entry::identified, a));
  for (std::int64_t i = 0; i < second; ++i) to.direct.push_back(born(w, Entry::direct, a));
  w.st.known[a] += first + second;
}

/// Into the heap if it may come back soon, by -log(u) >= 1 - u; else aside.
void note_leaver(LeftCohort& cohort, const LeftCohort::Far& left) {
  if (left.left_at + (1 - sim::unit(left.word)) > cohort.near) {
    cohort.far.push_back(left);
    return;
  }
  cohort.child.push_back({left.left_at + sim::race_time(left.word, 1), left.entity});
  std::push_heap(cohort.child.begin(), cohort.child.end(), later);
}

/// The cohort's hazard goes on, and with it how far the heap reaches.
void go_on(LeftCohort& cohort, double by) {
  constexpr double reach = 0.25;  // some years of most ages
  cohort.hazard += by;
  if (cohort.hazard <= cohort.near) return;
  cohort.near = cohort.hazard + reach;
  const auto before = std::exchange(cohort.far, {});
  for (const auto& left : before) note_leaver(cohort, left);
}

/// Children who have left, each at the hazard that it drew when it did: the same hazard as everybody's.
void enter_again(World& w, std::size_t a, double identified, double direct, Entrants& to) {
  auto& cohort = cohort_of(w, a);
  go_on(cohort, (identified + direct) * w.term().months / 12);
  while (!cohort.child.empty() && cohort.child.front().until <= cohort.hazard) {
    Nature child;
    const auto before = cohort.child.front().entity;
    child.entity = returned(before);
    child.age = static_cast<std::uint8_t>(a);
    std::pop_heap(cohort.child.begin(), cohort.child.end(), later);
    cohort.child.pop_back();
    const double u = sim::unit(w.draw(before, 0, Purpose::returning)[1]);
    (u * (identified + direct) < identified ? to.identified : to.direct).push_back(child);
  }
}

}  // namespace

void leave_system(World& w, std::uint64_t child, std::size_t age) {
  if (age >= ages) return;
  w.st.leavers.push_back({child, static_cast<std::uint8_t>(w.birth_year(age))});
}

namespace {

/// Those who have left since the last time, before their cohorts' hazards go on.
void note_leavers(World& w) {
  auto& leavers = w.st.leavers;
  const std::size_t n = leavers.size();
  Bulk bulk(n);
  for (std::size_t i = 0; i < n; ++i) bulk.entity[i] = leavers[i].entity;
  bulk.draw(w, 0, Purpose::returning);
  for (std::size_t i = 0; i < n; ++i) {
    auto& cohort = w.st.left[leavers[i].cohort];
    note_leaver(cohort, {cohort.hazard, leavers[i].entity, bulk.word[0][i]});
  }
  leavers.clear();
}

}  // namespace

void identify(World& w) {
  note_leavers(w);
  Entrants all;
  for (std::size_t a = 0; a < ages; ++a) {
    const double identified = w.r.ident_hazard[a] * w.r.ident_level[w.t],
                 direct = w.r.direct_hazard[a] * w.r.request_level[w.t];
    const auto before = static_cast<std::int64_t>(all.identified.size());
    enter_first(w, a, competing(identified, direct, w.term().months), all);
    enter_again(w, a, identified, direct, all);
    const auto n = static_cast<std::int64_t>(all.identified.size()) - before;
    w.record.add(Metric::identified, By::total, 0, w.t, n);
    w.record.add(Metric::identified, By::age_group, age_group(a), w.t, n);
  }
  give_nature(w, all.identified, w.r.ident_need_upto, w.r.ident_severity);
  give_nature(w, all.direct, w.r.direct_need_upto, w.r.direct_severity);
  std::array<std::int64_t, need_count> by_need{};
  for (const auto& child : all.identified) ++by_need[child.need];
  for (std::size_t n = 0; n < need_count; ++n) w.count(Metric::identified, By::need, n, by_need[n]);
  w.st.entering_support.insert(w.st.entering_support.end(), all.identified.begin(), all.identified.end());
  open_cases(w, all.direct, w.term().first_day, w.term().days);
}

}  // namespace models
