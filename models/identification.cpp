// Identification: residents without identified SEN who move to SEN support, and those for whom an assessment
// is requested directly.
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

}  // namespace

void identify(World& w) {
  std::vector<Nature> identified, direct;
  const auto& residents = w.r.residents[w.year()];
  for (std::size_t a = 0; a < ages; ++a) {
    const auto n = std::max<std::int64_t>(0, residents[a] - w.st.send[a]);
    const auto p = competing(w.r.ident_hazard[a] * w.r.ident_level[w.t],
                             w.r.direct_hazard[a] * w.r.request_level[w.t], w.term().months);
    if (n == 0 || p.any <= 0) continue;
    const auto cohort = child_entity(w.s.area_key, Entry::identified, w.birth_year(a), 0xffffffffU);
    const auto block = w.draw(cohort, w.term_occasion(), Purpose::identified);
    const auto first = sim::inverse_binomial(n, p.first, sim::unit53(block[0], block[1]));
    const auto second =
        p.first < 1 ? sim::inverse_binomial(n - first, std::min(1.0, (p.any - p.first) / (1 - p.first)),
                                            sim::unit53(block[2], block[3]))
                    : 0;
    for (std::int64_t i = 0; i < first; ++i) identified.push_back(born(w, Entry::identified, a));
    for (std::int64_t i = 0; i < second; ++i) direct.push_back(born(w, Entry::direct, a));
    w.st.send[a] += first + second;
    w.record.add(Metric::identified, By::total, 0, w.t, first);
    w.record.add(Metric::identified, By::age_group, age_group(a), w.t, first);
  }
  give_nature(w, identified, w.r.ident_need_upto, w.r.ident_severity);
  give_nature(w, direct, w.r.direct_need_upto, w.r.direct_severity);
  std::array<std::int64_t, need_count> by_need{};
  for (const auto& child : identified) ++by_need[child.need];
  for (std::size_t n = 0; n < need_count; ++n) w.count(Metric::identified, By::need, n, by_need[n]);
  w.st.entering_support.insert(w.st.entering_support.end(), identified.begin(), identified.end());
  open_cases(w, direct, w.term().first_day, w.term().days);
}

}  // namespace models
