// Census: what is counted on 1 September, on the January census day and at the end of every term.
#include <numeric>

#include "models/books.hpp"
#include "models/world.hpp"

namespace models {
namespace {

using Cells = std::array<std::array<std::int64_t, need_count>, school_phases.size()>;

std::int64_t total(const Cells& cells) {
  std::int64_t sum = 0;
  for (const auto& row : cells)
    for (const auto x : row) sum += x;
  return sum;
}

void record_cells(World& w, Metric m, std::size_t finite, const Cells& cells) {
  w.count(m, By::placement, finite, total(cells));
  std::array<std::int64_t, school_phases.size()> by_phase{};
  std::array<std::int64_t, need_count> by_need{};
  for (std::size_t p = 0; p < cells.size(); ++p)
    for (std::size_t n = 0; n < need_count; ++n) {
      by_phase[p] += cells[p][n];
      by_need[n] += cells[p][n];
    }
  w.count_all(m, By::placement_phase, by_phase, finite * school_phases.size());
  w.count_all(m, By::placement_need, by_need, finite * need_count);
  if (m == Metric::place_demand)
    for (std::size_t p = 0; p < cells.size(); ++p)
      w.count_all(m, By::placement_phase_need, cells[p], (finite * school_phases.size() + p) * need_count);
}

/// The plans of one type by what a child is.
struct OfType {
  std::int64_t all = 0;
  std::array<std::int64_t, ages> by_age{};
  std::array<std::int64_t, need_count> by_need{};
};

void record_type(World& w, std::size_t i, const OfType& plans) {
  w.count(Metric::placement_stock, By::placement, i, plans.all);
  std::array<std::int64_t, age_groups.size()> by_group{};
  std::array<std::int64_t, school_phases.size()> by_phase{};
  for (std::size_t a = 0; a < ages; ++a) {
    by_group[age_group(a)] += plans.by_age[a];
    by_phase[school_phase(a)] += plans.by_age[a];
  }
  w.count_all(Metric::placement_stock, By::placement_age_group, by_group, i * age_groups.size());
  w.count_all(Metric::placement_stock, By::placement_phase, by_phase, i * school_phases.size());
  w.count_all(Metric::placement_stock, By::placement_need, plans.by_need, i * need_count);
}

std::int64_t residents(const World& w, std::size_t from, std::size_t to) {
  std::int64_t sum = 0;
  for (std::size_t a = from; a <= to; ++a) sum += w.r.residents[w.year()][a];
  return sum;
}

void finite_types(const World& w, auto&& visit) {
  for (std::size_t i = 0; i < w.s.types.size(); ++i)
    if (w.s.types[i].finite) visit(static_cast<TypeIndex>(i), w.s.types[i].finite_index);
}

/// Plans by age, and sums over them that are recorded alike for all plans and for those in independent
/// schools.
void record_ages(World& w, Metric m, const std::array<std::int64_t, ages>& by_age, Metric pre16,
                 Metric post16) {
  std::array<std::int64_t, age_groups.size()> by_group{};
  std::array<std::int64_t, stages.size()> by_stage{};
  for (std::size_t a = 0; a < ages; ++a) {
    by_group[age_group(a)] += by_age[a];
    by_stage[stage(a)] += by_age[a];
  }
  const auto all = std::accumulate(by_age.begin(), by_age.end(), std::int64_t{0});
  w.count(m, By::total, 0, all);
  w.count_all(m, By::age_group, by_group);
  if (m == Metric::ehcp_stock) w.count_all(m, By::stage, by_stage);
  w.count_all(m, By::year_of_age, by_age);
  w.count(pre16, By::total, 0, by_stage[0]);
  w.count(post16, By::total, 0, all - by_stage[0]);
}

void january_plans(World& w) {
  std::vector<OfType> by_type(w.s.types.size());
  std::vector<std::int64_t> demand(w.s.types.size()), short_of(w.s.types.size());
  for (const auto& c : w.st.plans) {
    if (c.gone) continue;
    auto& own = by_type[c.type];
    ++own.by_age[c.age];
    ++own.by_need[c.need];
    ++demand[c.preferred];
    short_of[c.preferred] += c.type != c.preferred;
  }
  std::array<std::int64_t, ages> by_age{}, inmss{};
  std::array<std::int64_t, need_count> by_need{};
  std::array<std::int64_t, pathways.size()> by_pathway{};
  for (std::size_t i = 0; i < by_type.size(); ++i) {
    auto& own = by_type[i];
    for (std::size_t a = 0; a < ages; ++a) {
      own.all += own.by_age[a];
      by_age[a] += own.by_age[a];
      if (w.s.types[i].inmss) inmss[a] += own.by_age[a];
      if (a >= 16) by_pathway[w.s.types[i].pathway] += own.by_age[a];
    }
    for (std::size_t n = 0; n < need_count; ++n) by_need[n] += own.by_need[n];
  }
  record_ages(w, Metric::ehcp_stock, by_age, Metric::plans_pre16, Metric::plans_post16);
  record_ages(w, Metric::inmss_stock, inmss, Metric::inmss_stock_pre16, Metric::inmss_stock_post16);
  w.count_all(Metric::ehcp_stock, By::need, by_need);
  for (std::size_t i = 0; i < w.s.types.size(); ++i) {
    record_type(w, i, by_type[i]);
    if (w.s.types[i].home_educated) w.count(Metric::ehe_with_plan, By::total, 0, by_type[i].all);
  }
  w.count_all(Metric::post16_stock, By::pathway, by_pathway);
  finite_types(w, [&](TypeIndex i, std::size_t finite) {
    w.count(Metric::place_demand_january, By::placement, finite, demand[i]);
    w.count(Metric::places_filled_january, By::placement, finite, by_type[i].all);
    w.count(Metric::place_shortfall_january, By::placement, finite, short_of[i]);
  });
}

void january(World& w) {
  january_plans(w);
  w.count(Metric::population_0_25, By::total, 0, residents(w, 0, 25));
  w.count(Metric::population_2_18, By::total, 0, residents(w, 2, 18));
  std::array<std::int64_t, ages> by_age{};
  std::array<std::int64_t, need_count> by_need{};
  const auto supported = [&](const Nature& c, bool here = true) {
    by_age[c.age] += here;
    by_need[c.need] += here;
  };
  for (const auto& c : w.st.support.child) supported(c, !c.left);
  for (const auto& c : w.st.cases) supported(c.child);
  for (const auto& d : w.st.refusals) supported(d.child);
  for (const auto& c : w.st.entering_support) supported(c);  // on it since a day of the term
  for (std::size_t a = 0; a < ages; ++a) w.count_with_age(Metric::sen_support_stock, a, by_age[a]);
  w.count_all(Metric::sen_support_stock, By::need, by_need);
  for (std::size_t m = 0; m < modes.size(); ++m) {
    w.count(Metric::travel_children, By::mode, m, w.accounts.travellers[m]);
    w.count(Metric::travel_children, By::total, 0, w.accounts.travellers[m]);
  }
}

}  // namespace

void count_places(World& w) {
  const std::size_t n = w.s.types.size();
  std::vector<Cells> demand(n), filled(n), shortfall(n);
  std::vector<int> in_use(
      w.s.provisions.size());  // on the day, so later leavers are in and new plans are not
  for (std::size_t i = 0; i < w.st.first_new; ++i) {
    const auto& c = w.st.plans[i];
    const auto phase = school_phase(c.age);
    ++demand[c.preferred][phase][c.need];
    ++filled[c.type][phase][c.need];
    if (c.provision >= 0) ++in_use[static_cast<std::size_t>(c.provision)];
    if (c.type != c.preferred) ++shortfall[c.preferred][phase][c.need];
    if (c.type == w.s.awaiting) {
      w.count_with_age(Metric::unplaced_1_september, c.age);
      w.count(Metric::unplaced_1_september, By::need, c.need);
    }
  }
  finite_types(w, [&](TypeIndex i, std::size_t finite) {
    record_cells(w, Metric::place_demand, finite, demand[i]);
    record_cells(w, Metric::places_filled, finite, filled[i]);
    record_cells(w, Metric::place_shortfall, finite, shortfall[i]);
    for (std::size_t p = 0; p < w.s.provisions.size(); ++p) {
      if (w.s.provisions[p].type != i) continue;
      const auto& places = w.r.places[p][w.year()];
      w.count(Metric::places_commissioned, By::placement, finite, places.residents);
      w.count(Metric::places_over_number, By::placement, finite,
              std::max(0, in_use[p] + w.st.lent[p] - places.residents));
      w.count(Metric::over_number_directed, By::placement, finite, std::max(0, in_use[p] - places.limit));
    }
  });
}

void close_term(World& w) {
  auto& st = w.st;
  if (w.is(sim::Season::autumn)) january(w);
  for (std::size_t p = 0; p < st.occupied.size(); ++p) {
    w.accounts.filled[p] = st.occupied[p] - st.left_before[p];
    w.accounts.lent[p] = st.lent[p];
  }
  w.accounts.on_support = static_cast<std::int64_t>(st.support.size());
  if (w.books != nullptr) w.books->close_term(w);
  w.accounts.close_term(w.s, w.r, w.t);
  // Children who joined SEN support or came back to it this term face its hazards from the next.
  admit_to_support(w, st.entering_support, w.season() + 1);
  st.entering_support.clear();
  for (std::size_t p = 0; p < st.occupied.size(); ++p) st.occupied[p] -= st.freed[p];
  std::fill(st.freed.begin(), st.freed.end(), 0);
  std::fill(st.left_before.begin(), st.left_before.end(), 0);
  if (w.is(sim::Season::summer)) st.remove_gone();
  st.note_flags();
  if (w.is(sim::Season::summer)) {
    const auto plans = static_cast<std::int64_t>(st.plans.size());
    w.count(Metric::plans_at_end_of_year, By::total, 0, plans);
    if (w.t + 1 < w.s.clock.size())
      w.record.add(Metric::plans_at_start_of_year, By::total, 0, w.t + 1, plans);
  }
}

}  // namespace models
