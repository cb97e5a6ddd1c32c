#include "models/expected.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "models/model.hpp"
#include "models/starting_stock.hpp"

namespace models {
namespace {

constexpr auto none = static_cast<std::size_t>(Flag::none);
constexpr auto ceasing = static_cast<std::size_t>(Flag::ceasing_appealed);
constexpr auto appealed = static_cast<std::size_t>(Flag::placement_appealed);
constexpr auto moving = static_cast<std::size_t>(Flag::move_sought);
constexpr std::size_t directed = 4;

std::size_t need_of(std::size_t kind) { return kind / severity_count; }
std::size_t severity_of(std::size_t kind) { return kind % severity_count; }

}  // namespace

Expectation::Expectation(const Structure& s, const Rates& r, const Prepared& prepared,
                         Accounts<double>& accounts, Recorder<double>* record)
    : s_(s),
      r_(r),
      prepared_(prepared),
      accounts_(accounts),
      record_(record),
      choice_(s, r),
      types_(s.types.size()),
      support_(1),
      plans_(flag_count * due_count * ages * types_),
      fresh_(due_count * ages * types_ * flag_count),
      held_(types_),
      left_(ages * types_) {
  for (const auto& package : r_.packages) {
    const std::size_t first = support_.size();
    stretch_.push_back({first, first + static_cast<std::size_t>(package.last_active()) + 1});
    support_.resize(stretch_.back().done + 1);
  }
  for (auto& row : support_) row.fill(0);
}

void Expectation::add_age(Metric m, std::size_t age, double x) {
  add(m, By::total, 0, x);
  add(m, By::age_group, age_group(age), x);
}

const std::vector<sim::Term>& Expectation::terms_ahead() {
  ahead_terms_.assign(1, term());
  while (ahead_terms_.size() < horizon_terms) {  // beyond the last term of the run as well
    sim::Term t;
    t.season = static_cast<sim::Season>((static_cast<int>(ahead_terms_.back().season) + 1) % 3);
    t.first_day = ahead_terms_.back().first_day + ahead_terms_.back().days;
    t.days = sim::days_of(t.season);
    ahead_terms_.push_back(t);
  }
  return ahead_terms_;
}

const Outlook& Expectation::view() {
  const auto& ahead = terms_ahead();
  const auto& timeliness = r_.timeliness[t_];
  const double in_6_weeks = r_.v(s_.slot.in_6_weeks);
  View& known = views_[static_cast<std::size_t>(term().season)];
  if (known.days != term().days || known.within_20_weeks != timeliness.within_20_weeks ||
      known.within_a_year != timeliness.within_a_year || known.in_6_weeks != in_6_weeks)
    known = {term().days, timeliness.within_20_weeks, timeliness.within_a_year, in_6_weeks,
             outlook(term(), timeliness, in_6_weeks, ahead)};
  return known.outlook;
}

std::span<const Expectation::Block> Expectation::blocks() const {
  static constexpr std::array<Block, 2> past{{{none, 0}, {moving, 0}}};
  static const auto all = [] {
    std::vector<Block> out;
    for (std::size_t f = 0; f < flag_count; ++f)
      for (std::size_t d = 0; d < due_count; ++d) out.push_back({f, d});
    return out;
  }();
  if (past_) return past;
  return all;
}

double Expectation::support(std::size_t age, std::size_t kind) const {
  return support(age, kind, false) + support(age, kind, true);
}

double Expectation::support(std::size_t age, std::size_t kind, bool again) const {
  double total = 0;
  for (const auto& row : support_) total += row[support_cell(age, need_of(kind), severity_of(kind), again)];
  return total;
}

double Expectation::plans(std::size_t age, std::size_t type, std::size_t kind) const {
  double total = 0;
  for (const auto [f, d] : blocks()) total += plans_[cell(f, d, age, type)][kind];
  return total;
}

void Expectation::start(const State& state) {
  const auto kind = [](const auto& c) { return c.need * severity_count + c.severity; };
  const auto now = static_cast<unsigned>(s_.clock[0].season);
  const auto terms_until_due = [now](const PlanChild& c) -> std::size_t {
    return c.due == PlanChild::overdue ? c.due : (c.due + 3U - now) % 3;
  };
  for (const auto& c : state.plans) plans_[cell(none, terms_until_due(c), c.age, c.type)][kind(c)] += 1;
  for (const auto& c : state.support.child) support_[0][c.cell] += 1;
  for (const auto& d : state.refusals)
    disputes_[d.kind == Dispute::refusal_to_assess ? 0 : 1][d.child.age][kind(d.child)] += 1;
  const auto& ahead = terms_ahead();
  for (int back = 1; back <= warm_up_terms; ++back) {
    const auto before = s_.clock.before_start(back);
    const auto shift = static_cast<std::size_t>(s_.clock[0].academic_year - before.academic_year);
    const auto view = outlook(before, r_.timeliness_before[back - 1], r_.v(s_.slot.in_6_weeks), ahead);
    for (std::size_t a = 0; a + shift < ages; ++a) {
      const auto flow = warm_up_requests(s_, r_, prepared_, back, a + shift);
      for (std::size_t k = 0; k < kinds; ++k)
        if (flow.cells[k] > 0) open_requests(a, k, flow.cells[k], view, a + shift);
    }
  }
}

void Expectation::ask(std::size_t age, std::size_t kind, double n, const Outlook& view, bool direct) {
  requested_[0][direct][age][kind] += n;
  open_requests(age, kind, n, view, age);
}

void Expectation::open_requests(std::size_t age, std::size_t kind, double n, const Outlook& view,
                                std::size_t age_now) {
  const double assess = r_.assess[age], issue = r_.issue(s_, age, need_of(kind), severity_of(kind)),
               exception = r_.v(s_.slot.exceptions);
  for (std::size_t u = 0; u < ahead_terms_.size(); ++u) {
    in_assessment_[age_now][kind] +=
        n * ((1 - assess) * view.refused[u] +
             assess * ((1 - issue) * view.not_issued[u] + issue * view.issued[u]));
    std::size_t at = age_now;
    for (std::size_t x = 1; x <= u; ++x) at += ahead_terms_[x].season == sim::Season::autumn;
    if (at >= ages) continue;
    auto& p = ahead_[u];
    p.started += n * assess * view.refused[u];  // an assessment starts when it is decided on
    p.refused[at][kind] += n * (1 - assess) * view.refused[u];
    p.not_issued[at][kind] += n * assess * (1 - issue) * view.not_issued[u];
    p.issued[at][kind] += n * assess * issue * view.issued[u];
    p.issued_day[at][kind] += n * assess * issue * view.issued_day[u];
    const double late = view.issued[u] - view.in_20_weeks[u];
    p.in_20_weeks += n * assess * issue * view.in_20_weeks[u];
    p.not_excepted += n * assess * issue * (view.in_20_weeks[u] + late * (1 - exception));
    p.over_a_year += n * assess * issue * view.over_a_year[u];
  }
}

void Expectation::decide_plan_disputes() {
  std::fill(held_.begin(), held_.end(), 0.0);
  if (past_) return;
  const double decided = r_.v(s_.slot.decided);
  for (const auto& [flag, dispute] :
       {std::pair{ceasing, Dispute::ceasing}, std::pair{appealed, Dispute::placement}}) {
    const auto which = static_cast<std::size_t>(dispute);
    double all = 0;
    for (std::size_t a = 0; a < ages; ++a) {
      std::array<double, severity_count> lost{};
      for (std::size_t d = 0; d < due_count; ++d)
        for (std::size_t i = 0; i < types_; ++i)
          for (std::size_t k = 0; k < kinds; ++k) {
            double& waiting = plans_[cell(flag, d, a, i)][k];
            if (waiting == 0) continue;
            const double now = waiting * decided, won = now * r_.won[which];
            waiting -= now;
            all += now;
            plans_[cell(flag == ceasing ? none : directed, d, a, i)][k] += won;
            if (flag == ceasing)
              lost[severity_of(k)] += now - won;
            else
              plans_[cell(none, d, a, i)][k] += now - won;
          }
      for (std::size_t v = 0; v < severity_count; ++v) cease_after_appeal(a, v, lost[v]);
    }
    add(Metric::appeals, By::total, 0, all);
    for (std::size_t o = 0; o < outcomes.size(); ++o)
      add(Metric::appeals, By::outcome, o, all * r_.outcome[which][o]);
  }
}

/// Counts plans that cease because an appeal against it was lost; the caller has taken them out of the state.
void Expectation::cease_after_appeal(std::size_t age, std::size_t severity, double n) {
  if (n == 0) return;
  add_age(Metric::plans_ceased, age, n);
  for (std::size_t q = 0; q < reasons.size(); ++q)
    if (appealable(q) && r_.can_appeal_ceasing[age] > 0)
      add(Metric::plans_ceased, By::reason, q, n * r_.reason[age][q] / r_.can_appeal_ceasing[age]);
  if (age >= 18) add(Metric::adult_care_transfers, By::total, 0, n * r_.v(s_.slot.adult_care, severity));
}

void Expectation::end_of_academic_year() {
  if (term().season != sim::Season::autumn) return;
  if (first_term_) return;
  for (auto& row : support_) {
    std::copy_backward(row.begin(), row.end() - support_cells_per_age, row.end());
    std::fill_n(row.begin(), support_cells_per_age, 0.0);
  }
  for (auto* by_age : {&disputes_[0], &disputes_[1], &in_assessment_}) {
    std::copy_backward(by_age->begin(), by_age->end() - 1, by_age->end());
    (*by_age)[0].fill(0);
  }
  for (const auto [f, d] : blocks()) {
    for (std::size_t i = 0; i < types_; ++i)
      for (std::size_t k = 0; k < kinds; ++k) {  // maximum age: every one of them, for that reason
        const double n = plans_[cell(f, d, ages - 1, i)][k];
        if (n == 0) continue;
        add_age(Metric::plans_ceased, ages - 1, n);
        add(Metric::plans_ceased, By::reason, reason_maximum_age, n);
        add(Metric::adult_care_transfers, By::total, 0, n * r_.v(s_.slot.adult_care, severity_of(k)));
      }
    for (std::size_t a = ages - 1; a > 0; --a)
      for (std::size_t i = 0; i < types_; ++i) plans_[cell(f, d, a, i)] = plans_[cell(f, d, a - 1, i)];
    for (std::size_t i = 0; i < types_; ++i) plans_[cell(f, d, 0, i)].fill(0);
  }
  for (const auto [f, d] : blocks()) {
    if (f == ceasing) continue;
    for (std::size_t a = 0; a < ages; ++a) {
      const double p = std::min(1.0, r_.cease_share[a] * r_.cease_level[t_][a]);
      if (p <= 0) continue;
      const double appeals = r_.can_appeal_ceasing[a] * appeal_rate(Dispute::ceasing);
      std::array<double, severity_count> all{};
      for (std::size_t i = 0; i < types_; ++i)
        for (std::size_t k = 0; k < kinds; ++k) {
          double& n = plans_[cell(f, d, a, i)][k];
          if (n == 0) continue;
          const double leaving = n * p;
          n -= leaving;
          plans_[cell(ceasing, d, a, i)][k] += leaving * appeals;
          all[severity_of(k)] += leaving;
        }
      count_stops(a, all, appeals);
    }
  }
  if (!past_) decide_at_gate();
}

void Expectation::decide_at_gate() {
  for (std::size_t a = 0; a < ages; ++a) {
    if (!s_.gated || r_.phase_at[a] < 0) continue;
    const auto phase = static_cast<std::size_t>(r_.phase_at[a]);
    for (std::size_t f = 0; f < flag_count; ++f)
      for (std::size_t d = 0; d < due_count; ++d)
        for (std::size_t i = 0; i < types_; ++i)
          for (std::size_t k = 0; k < kinds; ++k) {
            double& n = plans_[cell(f, d, a, i)][k];
            if (n == 0 || f == ceasing) continue;
            const double ends =
                n * r_.ends_at_gate(s_, phase, s_.types[i].group, a, need_of(k), severity_of(k));
            const double appeals = ends * appeal_rate(Dispute::refusal_to_issue);
            n -= ends;
            add_age(Metric::plans_ceased, a, ends);
            add(Metric::plans_ceased, By::reason, reason_other, ends);
            add_age(Metric::ended_at_gate, a, ends);
            add(Metric::ended_at_gate, By::need, need_of(k), ends);
            add(Metric::appeals_lodged, By::total, 0, appeals);
            add(Metric::appeals_lodged, By::dispute, static_cast<std::size_t>(Dispute::refusal_to_issue),
                appeals);
            gate_disputed_[a][k] += appeals;
            back_again_[a][k] += ends - appeals;
          }
  }
}

void Expectation::start_packages() {
  if (past_) return;
  for (std::size_t kind = 0; kind < s_.packages.size(); ++kind) start_packages(kind);
}

void Expectation::start_packages(std::size_t kind) {
  const auto& about = s_.packages[kind];
  if (r_.package_room[kind][t_] <= 0) return;
  double waiting = 0;
  for (std::size_t a = 0; a < ages; ++a)
    for (std::size_t k = 0; k < kinds; ++k)
      for (const bool again : {false, true})
        if (may_have(r_.v, about, a, need_of(k)))
          waiting += support_[0][support_cell(a, need_of(k), severity_of(k), again)];
  const double room = std::min(waiting, r_.package_room[kind][t_]);
  const double share = waiting > 0 ? room / waiting : 0;
  accounts_.packages_started[kind] += room;
  add(Metric::children_supported, By::total, 0, room);
  if (about.intervention) add(Metric::children_supported, By::intervention, *about.intervention, room);
  auto& started = support_[stretch_[kind].first];
  for (std::size_t a = 0; a < ages; ++a)
    for (std::size_t k = 0; k < kinds; ++k)
      for (const bool again : {false, true})
        if (may_have(r_.v, about, a, need_of(k))) {
          const auto c = support_cell(a, need_of(k), severity_of(k), again);
          started[c] += support_[0][c] * share;
          support_[0][c] *= 1 - share;
        }
}

void Expectation::support_and_requests() {
  const auto& seen = view();
  std::size_t kind = 0;
  for (std::size_t p = 0; p < support_.size(); ++p) {
    if (p > 0 && p > stretch_[kind].done) ++kind;
    const double factor =
        p == 0 ? 1 : r_.packages[kind].factor(static_cast<int>(p - stretch_[kind].first) + 1);
    for (std::size_t a = 0; a < ages; ++a)
      for (std::size_t k = 0; k < kinds; ++k)
        for (const bool again : {false, true}) {
          const auto c = support_cell(a, need_of(k), severity_of(k), again);
          double& n = support_[p][c];
          if (n == 0) continue;
          const auto q = competing(r_.exit_hazard[c], factor * r_.request_hazard[c] * r_.request_level[t_],
                                   term().months);
          const double exits = n * q.first, requests = n * (q.any - q.first);
          n -= exits + requests;
          add_age(Metric::support_ended, a, exits);
          add_age(Metric::requests, a, requests);
          add(Metric::requests, By::source, 0, requests * r_.v(s_.slot.parent_share, a));
          add(Metric::requests, By::source, 1, requests * (1 - r_.v(s_.slot.parent_share, a)));
          ask(a, k, requests, seen, false);
        }
  }
  // A term later: packages move on; the last of a stretch holds those whose package has had its effect.
  for (const auto [first, done] : stretch_) {
    for (std::size_t c = 0; c < support_cells; ++c) support_[done][c] += support_[done - 1][c];
    for (std::size_t p = done - 1; p > first; --p) support_[p] = support_[p - 1];
    support_[first].fill(0);
  }
}

void Expectation::identify() {
  const auto& seen = view();
  for (std::size_t a = 0; a < ages; ++a) {
    double known = 0;
    for (std::size_t k = 0; k < kinds; ++k) {
      known += support(a, k) + gate_disputed_[a][k] + back_again_[a][k] + in_assessment_[a][k] +
               disputes_[0][a][k] + disputes_[1][a][k];
      for (std::size_t i = 0; i < types_; ++i) known += plans(a, i, k);
    }
    const double others = std::max(0.0, static_cast<double>(r_.residents[year()][a]) - known);
    const auto p = competing(r_.ident_hazard[a] * r_.ident_level[t_],
                             r_.direct_hazard[a] * r_.request_level[t_], term().months);
    const double identified = others * p.first, direct = others * (p.any - p.first);
    add_age(Metric::identified, a, identified);
    add_age(Metric::requests, a, direct);
    add(Metric::requests, By::source, 0, direct * r_.v(s_.slot.parent_share, a));
    add(Metric::requests, By::source, 1, direct * (1 - r_.v(s_.slot.parent_share, a)));
    for (std::size_t k = 0; k < kinds; ++k) {
      const double n = identified * r_.ident_need[a][need_of(k)] * r_.ident_severity[severity_of(k)];
      joining_[a][k] += n;
      add(Metric::identified, By::need, need_of(k), n);
      const double m = direct * r_.direct_need[a][need_of(k)] * r_.direct_severity[severity_of(k)];
      if (m > 0) ask(a, k, m, seen, true);
    }
  }
}

void Expectation::refuse(std::size_t age, std::size_t kind, Dispute dispute, double n) {
  const bool to_assess = dispute == Dispute::refusal_to_assess;
  const double appeals = n * appeal_rate(dispute);
  add_age(to_assess ? Metric::refused_to_assess : Metric::refused_to_issue, age, n);
  add(Metric::appeals_lodged, By::total, 0, appeals);
  add(Metric::appeals_lodged, By::dispute, static_cast<std::size_t>(dispute), appeals);
  disputes_[to_assess ? 0 : 1][age][kind] += appeals;
  back_again_[age][kind] += n - appeals;
}

void Expectation::decide_refusal_disputes() {
  issued_ = {};
  const double decided = r_.v(s_.slot.decided);
  for (std::size_t d = 0; d < 2; ++d)
    for (std::size_t a = 0; a < ages; ++a)
      for (std::size_t k = 0; k < kinds; ++k) {
        double& waiting = disputes_[d][a][k];
        if (waiting == 0) continue;
        const double now = waiting * decided;
        waiting -= now;
        add(Metric::appeals, By::total, 0, now);
        for (std::size_t o = 0; o < outcomes.size(); ++o)
          add(Metric::appeals, By::outcome, o, now * r_.outcome[d][o]);
        const double plan = now * r_.won[d] * (d == 0 ? r_.issue(s_, a, need_of(k), severity_of(k)) : 1);
        issued_.number[a][k] += plan;
        issued_.days[a][k] += plan * (term().days - 1) / 2.0;
        back_again_[a][k] += now - plan;
      }
  for (std::size_t a = 0; a < ages; ++a)
    for (std::size_t k = 0; k < kinds; ++k)  // decided from the next term on
      disputes_[1][a][k] += std::exchange(gate_disputed_[a][k], 0);
}

void Expectation::assess() {
  auto& now = ahead_[0];
  for (std::size_t a = 0; a < ages; ++a)
    for (std::size_t k = 0; k < kinds; ++k) {
      if (now.refused[a][k] > 0) refuse(a, k, Dispute::refusal_to_assess, now.refused[a][k]);
      if (now.not_issued[a][k] > 0) refuse(a, k, Dispute::refusal_to_issue, now.not_issued[a][k]);
      issued_.number[a][k] += now.issued[a][k];
      add(Metric::plans_issued_undisputed, By::total, 0, now.issued[a][k]);
      issued_.days[a][k] += now.issued_day[a][k];
      in_assessment_[a][k] -= now.refused[a][k] + now.not_issued[a][k] + now.issued[a][k];
    }
  add(Metric::assessments_decided, By::total, 0, now.started);
  add(Metric::plans_issued_in_20_weeks, By::total, 0, now.in_20_weeks);
  add(Metric::plans_issued_in_20_weeks_excl_exceptions, By::total, 0, now.in_20_weeks);
  add(Metric::plans_over_a_year, By::total, 0, now.over_a_year);
  add(Metric::plans_issued_excl_exceptions, By::total, 0, now.not_excepted);
  std::copy(ahead_.begin() + 1, ahead_.end(), ahead_.begin());
  ahead_.back() = {};
}

double Expectation::children_in(std::size_t type) const {
  double n = 0;
  for (const auto [f, d] : blocks())
    for (std::size_t a = 0; a < ages; ++a)
      for (const double x : plans_[cell(f, d, a, type)]) n += x;
  return n;
}

void Expectation::leave_in_year() {
  for (std::size_t i = 0; i < types_; ++i) held_[i] += children_in(i);
  for (auto& row : left_) row.fill(0);
  const double mean_day = (term().days - 1) / 2.0;
  for (std::size_t a = 0; a < ages; ++a) {
    const auto p = competing(r_.cease_hazard[a] * r_.cease_level[t_][a], r_.out_hazard[a], term().months);
    if (p.any <= 0) continue;
    const double appeals = r_.can_appeal_ceasing[a] * appeal_rate(Dispute::ceasing);
    double all_out = 0;
    std::array<double, severity_count> all_stops{};
    for (const auto [f, d] : blocks())
      for (std::size_t i = 0; i < types_; ++i)
        for (std::size_t k = 0; k < kinds; ++k) {
          double& n = plans_[cell(f, d, a, i)][k];
          if (n == 0) continue;
          const double out = n * (p.any - p.first), stops = f == ceasing ? 0 : n * p.first;
          const double cost = r_.mean_cost_of(i, need_of(k), severity_of(k)) *
                              (s_.types[i].school_term ? 1 : mean_day / term().days);
          n -= out + stops;
          plans_[cell(ceasing, d, a, i)][k] += stops * appeals;
          left_[a * types_ + i][k] += out + stops * (1 - appeals);
          accounts_.cost_part[i] += (out + stops * (1 - appeals)) * cost;
          accounts_.days_part[i] += (out + stops * (1 - appeals)) * mean_day;
          all_out += out;
          all_stops[severity_of(k)] += stops;
        }
    add_age(Metric::transferred_out, a, all_out);
    count_stops(a, all_stops, appeals);
  }
}

/// Counts plans of one age that stop, by severity: appeals lodged against it, those that cease for all that,
/// and why.
void Expectation::count_stops(std::size_t age, std::span<const double, severity_count> stops,
                              double appeals) {
  const double all = std::accumulate(stops.begin(), stops.end(), 0.0);
  add(Metric::appeals_lodged, By::total, 0, all * appeals);
  add(Metric::appeals_lodged, By::dispute, static_cast<std::size_t>(Dispute::ceasing), all * appeals);
  add_age(Metric::plans_ceased, age, all * (1 - appeals));
  for (std::size_t q = 0; q < reasons.size(); ++q)
    add(Metric::plans_ceased, By::reason, q,
        all * r_.reason[age][q] * (appealable(q) ? 1 - appeal_rate(Dispute::ceasing) : 1));
  if (age < 18) return;
  for (std::size_t v = 0; v < severity_count; ++v)
    add(Metric::adult_care_transfers, By::total, 0, stops[v] * (1 - appeals) * r_.v(s_.slot.adult_care, v));
}

void Expectation::transfer_in() {
  for (std::size_t a = 0; a < ages; ++a) {
    const double n = static_cast<double>(r_.residents[year()][a]) * r_.v(s_.slot.in_rate, a) *
                     r_.in_level[t_] * term().months / 12;
    if (n <= 0) continue;
    double all = 0;
    for (std::size_t i = 0; i < types_; ++i)
      for (std::size_t m = 0; m < need_count; ++m) all += prepared_.plan(types_, a, i, m);
    if (all <= 0) continue;
    add_age(Metric::transferred_in, a, n);
    const double mean_day = (term().days - 1) / 2.0;
    for (std::size_t i = 0; i < types_; ++i)
      for (std::size_t k = 0; k < kinds; ++k) {
        const double x = n * prepared_.plan(types_, a, i, need_of(k)) / all *
                         prepared_.severity(types_, a, i, need_of(k), severity_of(k));
        if (x == 0) continue;
        held_[i] += x;
        for (std::size_t d = 0; d < 3; ++d) plans_[cell(none, d, a, i)][k] += x / 3;
        accounts_.cost_part[i] -= x * r_.mean_cost_of(i, need_of(k), severity_of(k)) * mean_day / term().days;
        accounts_.days_part[i] -= x * mean_day;
      }
  }
}

void Expectation::step() {
  decide_plan_disputes();
  end_of_academic_year();
  start_packages();
  std::copy_backward(requested_.begin(), requested_.end() - 1, requested_.end());
  requested_[0] = {};
  support_and_requests();
  identify();
  decide_refusal_disputes();
  assess();
  leave_in_year();
  place();
  hold_reviews();
  if (!past_) transfer_in();
  close_term();
  first_term_ = false;
}

void Expectation::run(Course& course) {
  for (t_ = 0; t_ < s_.clock.size(); ++t_) {
    if (course.enter_term(t_).any) choice_ = ChoiceTable(s_, r_);
    step();
  }
  if (record_) close_ledger(s_, course, accounts_, *record_);
}

void Expectation::live_through(std::size_t terms) {
  past_ = true;
  for (t_ = 0; t_ < terms; ++t_) step();
  end_of_academic_year();
}

std::vector<double> SendModel::expected(const sim::ReplicateKey& key,
                                        std::span<const double> assumptions) const {
  Course course(structure_, assumptions, key, prepared_.cost_normaliser);
  std::vector<double> row(layout().columns());
  std::vector<std::int64_t> ignored(layout().columns());
  Recorder<double> record(*measures_, row);
  Recorder<std::int64_t> unused(*measures_, ignored);
  Workspace workspace;
  World w{structure_,
          course.rates(),
          prepared_,
          key.seed,
          sim::replicate_word(key.index, key.member_luck),
          workspace.state,
          workspace.accounts,
          unused,
          0};
  w.st.clear(structure_);
  w.accounts.clear(structure_);
  models::start(w);
  Accounts<double> accounts;
  accounts.clear(structure_);
  Expectation expectation(structure_, course.rates(), prepared_, accounts, &record);
  expectation.start(w.st);
  expectation.open_books();
  expectation.run(course);
  return row;
}

}  // namespace models
