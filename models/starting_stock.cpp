#include "models/starting_stock.hpp"

#include <algorithm>
#include <numeric>

#include "models/bulk.hpp"
#include "models/prepared.hpp"

namespace models {
namespace {

/// How many of `n` equally spaced points fall in each cell: cells are rounded down or up without bias, and
/// add to n exactly (systematic sampling; Lovelace and Ballas 2013 call the goal truncate, replicate,
/// sample).
void integerise(std::span<const double> cells, std::int64_t n, double u, std::span<std::int64_t> counts) {
  const double total = std::accumulate(cells.begin(), cells.end(), 0.0);
  double sum = 0;
  std::int64_t placed = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    sum += total > 0 ? cells[i] / total * static_cast<double>(n) : 0;
    const auto upto = std::min(n, static_cast<std::int64_t>(sum + u));
    counts[i] = upto - placed;
    placed = upto;
  }
  for (std::size_t i = cells.size(); placed < n && i-- > 0;)  // rounding of the last partial sum
    if (cells[i] > 0) {
      counts[i] += n - placed;
      placed = n;
    }
}

class StartingPlans {
 public:
  explicit StartingPlans(World& w) : w_(w), types_(w.s.types.size()), counts_(ages * types_ * need_count) {}

  void run() {
    const auto age_margin = margin([&](std::size_t a, std::size_t, std::size_t) { return a; }, ages);
    for (std::size_t a = 0; a < ages; ++a) {
      const std::span<const double> cells(w_.prepared.plans.data() + a * types_ * need_count,
                                          types_ * need_count);
      const auto block = w_.draw(cohort(a), 0, Purpose::start_cells);
      integerise(cells, age_margin[a], sim::unit(block[0]),
                 std::span(counts_).subspan(a * types_ * need_count, types_ * need_count));
    }
    repair(margin([&](std::size_t, std::size_t t, std::size_t) { return t; }, types_), true);
    repair(margin([&](std::size_t, std::size_t, std::size_t n) { return n; }, need_count), false);
    add();
  }

 private:
  World& w_;
  std::size_t types_;
  std::vector<std::int64_t> counts_;

  std::int64_t& at(std::size_t a, std::size_t t, std::size_t n) {
    return counts_[(a * types_ + t) * need_count + n];
  }
  double expected(std::size_t a, std::size_t t, std::size_t n) const {
    return w_.prepared.plan(types_, a, t, n);
  }
  std::uint64_t cohort(std::size_t a) const {
    return child_entity(w_.s.area_key, Entry::plan_at_start, w_.birth_year(a), 0xffffffffU);
  }

  /// A one-way margin of the expected table as integers.
  std::vector<std::int64_t> margin(auto&& which, std::size_t size) const {
    std::vector<double> sums(size);
    for (std::size_t a = 0; a < ages; ++a)
      for (std::size_t t = 0; t < types_; ++t)
        for (std::size_t n = 0; n < need_count; ++n) sums[which(a, t, n)] += expected(a, t, n);
    return largest_remainder(sums);
  }

  /// Keyed swaps until a margin is exact: one child of a surplus category becomes one of a deficit category,
  /// in a cell where the table expects some, with the other two margins unchanged.
  void repair(const std::vector<std::int64_t>& target, bool by_type) {
    std::vector<std::int64_t> gap(target.size());
    for (std::size_t a = 0; a < ages; ++a)
      for (std::size_t t = 0; t < types_; ++t)
        for (std::size_t n = 0; n < need_count; ++n) gap[by_type ? t : n] += at(a, t, n);
    for (std::size_t i = 0; i < gap.size(); ++i) gap[i] -= target[i];
    std::uint16_t swap = by_type ? 0 : 0x8000U;
    for (std::size_t from = 0; from < gap.size(); ++from)
      for (std::size_t to = 0; to < gap.size() && gap[from] > 0; ++to)
        while (gap[from] > 0 && gap[to] < 0 && exchange(from, to, by_type, swap++)) --gap[from], ++gap[to];
  }

  /// One swap, in the first age from a keyed one that allows it, and there in a keyed cell of those that do:
  /// cells that the table leaves empty play no part, so a type without children changes nobody's start.
  bool exchange(std::size_t from, std::size_t to, bool by_type, std::uint16_t swap) {
    const auto block = w_.draw(cohort(0), swap, Purpose::start_swaps);
    const auto first_age = static_cast<std::size_t>(sim::unit(block[0]) * ages);
    std::vector<std::size_t> allowed;
    for (const double least : {1e-3, 0.0}) {  // where some are expected, else wherever the table is not empty
      for (std::size_t k = 0; k < ages; ++k) {
        const std::size_t a = (first_age + k) % ages;
        allowed.clear();
        for (std::size_t o = 0; o < (by_type ? need_count : types_); ++o) {
          const auto source = by_type ? at(a, from, o) : at(a, o, from);
          const double there = by_type ? expected(a, to, o) : expected(a, o, to);
          if (source > 0 && there > least) allowed.push_back(o);
        }
        if (allowed.empty()) continue;
        const auto o =
            allowed[static_cast<std::size_t>(sim::unit(block[1]) * static_cast<double>(allowed.size()))];
        --(by_type ? at(a, from, o) : at(a, o, from));
        ++(by_type ? at(a, to, o) : at(a, o, to));
        return true;
      }
    }
    return false;
  }

  void add() {
    std::vector<Nature> children;
    std::vector<TypeIndex> type;
    for (std::size_t a = 0; a < ages; ++a)
      for (std::size_t t = 0; t < types_; ++t)
        for (std::size_t n = 0; n < need_count; ++n)
          for (std::int64_t i = 0; i < at(a, t, n); ++i) {
            auto& child = children.emplace_back();
            child.entity = w_.st.new_entity(w_.s, Entry::plan_at_start, w_.birth_year(a));
            child.age = static_cast<std::uint8_t>(a);
            child.need = static_cast<std::uint8_t>(n);
            type.push_back(static_cast<TypeIndex>(t));
          }
    const std::size_t n = children.size();
    Bulk nature(n), more(n, 1);
    for (std::size_t i = 0; i < n; ++i) nature.entity[i] = more.entity[i] = children[i].entity;
    nature.draw(w_, 0, Purpose::nature);
    more.draw(w_, 0, Purpose::nature_more);
    for (std::size_t i = 0; i < n; ++i) {
      auto& child = children[i];
      child.severity =
          w_.prepared.severity_at(types_, child.age, type[i], child.need, sim::unit(nature.word[1][i]));
      PlanChild c = new_plan_child(w_, child, nature.block(i), more.block(i));
      const auto terms = pick(w_.prepared.due, sim::unit(more.word[3][i]));
      c.due = terms == PlanChild::overdue ? PlanChild::overdue
                                          : static_cast<std::uint8_t>((w_.season() + terms) % 3);
      enter_type(w_, c, type[i], 0);
      c.preferred = c.type;
      take_any_place(w_, c);
      w_.st.plans.push_back(c);
      ++w_.st.known[child.age];
    }
  }
};

/// Children on SEN support at the start, those further on the way to a plan included.
double supported(const Rates& r, const Structure& s, std::size_t age) {
  return r.v(s.slot.prevalence, age) * static_cast<double>(r.residents[0][age]);
}

void start_support(World& w) {
  std::array<double, ages> expected{};
  for (std::size_t a = 0; a < ages; ++a)
    expected[a] = supported(w.r, w.s, a) * w.prepared.waits_for_nothing(a);
  const auto margin = largest_remainder(expected);
  constexpr std::size_t cells = need_count * severity_count * 2;
  std::vector<Nature> children;
  std::array<std::int64_t, cells> counts{};
  for (std::size_t a = 0; a < ages; ++a) {
    const auto entity = child_entity(w.s.area_key, Entry::support_at_start, w.birth_year(a), 0xffffffffU);
    const double u = sim::unit(w.draw(entity, 0, Purpose::start_support)[0]);
    integerise(std::span(w.prepared.support_mix).subspan(a * cells, cells), margin[a], u, counts);
    for (std::size_t cell = 0; cell < cells; ++cell)
      for (std::int64_t i = 0; i < counts[cell]; ++i) {
        Nature c;
        c.entity = w.st.new_entity(w.s, Entry::support_at_start, w.birth_year(a));
        c.age = static_cast<std::uint8_t>(a);
        c.need = static_cast<std::uint8_t>(cell / 2 / severity_count);
        c.severity = static_cast<std::uint8_t>(cell / 2 % severity_count);
        c.requests = cell % 2;
        children.push_back(c);
      }
    w.st.known[a] += margin[a];
  }
  bound_support_hazards(w);
  admit_to_support(w, children, w.season());
}

/// Refusals of earlier terms that are still disputed on the first day.
void start_refusals(World& w) {
  constexpr std::size_t cells = need_count * severity_count;
  std::array<std::int64_t, cells> counts{};
  for (std::size_t a = 0; a < ages; ++a)
    for (const auto kind : {Dispute::refusal_to_assess, Dispute::refusal_to_issue}) {
      const auto which = static_cast<std::size_t>(kind);
      const auto mix = std::span(w.prepared.disputed_mix).subspan((a * 2 + which) * cells, cells);
      const double expected = supported(w.r, w.s, a) * std::accumulate(mix.begin(), mix.end(), 0.0);
      const auto entity = child_entity(w.s.area_key, Entry::case_at_start, w.birth_year(a), 0xffffffffU);
      const auto block = w.draw(entity, static_cast<std::uint16_t>(which), Purpose::start_refusals);
      const auto n = static_cast<std::int64_t>(expected + sim::unit(block[0]));  // rounds without bias
      integerise(mix, n, sim::unit(block[1]), counts);
      for (std::size_t cell = 0; cell < cells; ++cell)
        for (std::int64_t i = 0; i < counts[cell]; ++i) {
          Nature c;
          c.entity = w.st.new_entity(w.s, Entry::case_at_start, w.birth_year(a));
          c.age = static_cast<std::uint8_t>(a);
          c.need = static_cast<std::uint8_t>(cell / severity_count);
          c.severity = static_cast<std::uint8_t>(cell % severity_count);
          c.requests = 1;
          w.st.refusals.push_back({c, RefusalDispute::before_start, kind});
        }
      w.st.known[a] += n;
    }
}

/// Requests of the terms before the start that are still in assessment on the first day.
void start_cases(World& w) {
  std::vector<Nature> children;
  for (int back = 1; back <= warm_up_terms; ++back) {
    const auto before = w.s.clock.before_start(back);
    const auto shift = static_cast<std::size_t>(w.s.clock[0].academic_year - before.academic_year);
    for (std::size_t then = 0; then + shift < ages; ++then) {
      const auto flow = warm_up_requests(w.s, w.r, w.prepared, back, then + shift);
      const auto entity =
          child_entity(w.s.area_key, Entry::case_at_start, w.birth_year(then + shift), 0xffffffffU);
      const auto block = w.draw(entity, static_cast<std::uint16_t>(back), Purpose::warm_up_requests);
      const auto n = sim::inverse_poisson(flow.total, sim::unit53(block[0], block[1]));
      children.clear();
      for (std::int64_t i = 0; i < n; ++i) {
        auto& c = children.emplace_back();
        c.entity = w.st.new_entity(w.s, Entry::case_at_start, w.birth_year(then + shift));
        c.age = static_cast<std::uint8_t>(then);
        double u = sim::unit(w.draw(c.entity, 0, Purpose::nature)[0]) * flow.total;
        std::size_t cell = 0;
        while (cell + 1 < flow.cells.size() && u >= flow.cells[cell]) u -= flow.cells[cell++];
        c.need = static_cast<std::uint8_t>(cell / severity_count);
        c.severity = static_cast<std::uint8_t>(cell % severity_count);
      }
      const std::size_t first = w.st.cases.size();
      open_cases(w, children, before.first_day, before.days);
      for (auto& c : std::span(w.st.cases).subspan(first))
        c.child.age = static_cast<std::uint8_t>(then + shift);
    }
  }
  for (auto& c : w.st.cases)
    if (c.assess && c.decided < 0) c.started = c.decided;
  std::erase_if(w.st.cases, [](const Case& c) {
    return c.assess ? c.started != Case::not_started && c.ends() < 0 : c.decided < 0;
  });
  for (const auto& c : w.st.cases) ++w.st.known[c.child.age];
}

}  // namespace

std::vector<std::int64_t> largest_remainder(std::span<const double> values) {
  std::vector<std::int64_t> whole(values.size());
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  double sum = 0;
  std::int64_t placed = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    whole[i] = static_cast<std::int64_t>(std::floor(values[i]));
    placed += whole[i];
    sum += values[i];
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return values[a] - std::floor(values[a]) > values[b] - std::floor(values[b]);
  });
  const auto total = std::llround(sum);
  for (std::size_t k = 0; k < order.size() && placed < total; ++k, ++placed) ++whole[order[k]];
  return whole;
}

WarmUp warm_up_requests(const Structure& s, const Rates& r, const Prepared& prepared, int back,
                        std::size_t age) {
  WarmUp flow;
  const auto b = static_cast<std::size_t>(back) - 1;
  const auto from_support = prepared.requests(b, age, false), direct = prepared.requests(b, age, true);
  const double on_support = supported(r, s, age), residents = static_cast<double>(r.residents[0][age]);
  for (std::size_t cell = 0; cell < flow.cells.size(); ++cell)
    flow.total += flow.cells[cell] =
        r.level_before[b] * (on_support * from_support[cell] + residents * direct[cell]);
  return flow;
}

void start(World& w) {
  StartingPlans(w).run();
  start_support(w);
  start_cases(w);
  start_refusals(w);
  bound_leaving(w);
  foresee_leaving(w, 0, w.season());
  foresee_reviews(w);
  for (std::size_t p = 0; p < w.st.occupied.size(); ++p) w.accounts.filled[p] = w.st.occupied[p];
  w.accounts.on_support = static_cast<std::int64_t>(w.st.support.size());
  w.accounts.before_start(w.s, w.r);
  if (w.is(sim::Season::autumn))
    w.count(Metric::plans_at_start_of_year, By::total, 0, static_cast<std::int64_t>(w.st.plans.size()));
}

}  // namespace models
