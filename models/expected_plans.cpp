// The expected-value engine's placement, reviews and census: flows where the simulation has children.
#include <algorithm>

#include "models/expected.hpp"

namespace models {
namespace {

constexpr auto none = static_cast<std::size_t>(Flag::none);
constexpr auto appealed = static_cast<std::size_t>(Flag::placement_appealed);
constexpr auto moving = static_cast<std::size_t>(Flag::move_sought);
constexpr std::size_t directed = 4;

std::size_t need_of(std::size_t kind) { return kind / severity_count; }
std::size_t severity_of(std::size_t kind) { return kind % severity_count; }

/// Children of some cells, added to those of others.
template <class Kinds>
void add_to(std::span<Kinds> sums, std::span<Kinds> more) {
  for (std::size_t c = 0; c < sums.size(); ++c)
    for (std::size_t k = 0; k < sums[c].size(); ++k) sums[c][k] += more[c][k];
}

double total(std::span<const double> weights) {
  double sum = 0;
  for (const double x : weights) sum += x;
  return sum;
}

}  // namespace

void Expectation::arrive(std::vector<Kinds>& to, std::size_t flag, std::size_t due, std::size_t age,
                         std::size_t type, std::size_t kind, double n, bool can_appeal) {
  const double appeals = can_appeal && flag == none ? n * appeal_rate(Dispute::placement) : 0;
  to[cell(flag, due, age, type)][kind] += n - appeals;
  if (appeals == 0) return;
  to[cell(appealed, due, age, type)][kind] += appeals;
  placement_appeals_ += appeals;
}

void Expectation::count_move(std::size_t from, std::size_t to, double n) {
  const auto a = s_.types[from].group, b = s_.types[to].group;
  const auto school = [](std::size_t g) { return g == group_mainstream || g == group_resourced; };
  const auto special = [&](std::size_t g, std::size_t t) { return g == group_special || s_.types[t].inmss; };
  if (school(a) && special(b, to)) add(Metric::moves_mainstream_to_special, By::total, 0, n);
  if (special(a, from) && school(b)) add(Metric::moves_special_to_mainstream, By::total, 0, n);
}

void Expectation::count_served(std::size_t type, double n) {
  if (!s_.types[type].finite) return;
  const auto finite = s_.types[type].finite_index;
  add(Metric::place_candidates, By::placement, finite, n);
  add(Metric::place_served, By::placement, finite, n);
}

void Expectation::place() {
  const bool september = term().season == sim::Season::autumn && !first_term_;
  moved_.resize(plans_.size());
  for (const auto b : blocks()) std::ranges::fill(in_block(moved_, b), Kinds{});
  placement_appeals_ = 0;
  std::vector<double> served(types_), changed(types_), to_year_7(types_);
  for (std::size_t a = 0; a < ages; ++a) {
    const int phase = september ? r_.phase_at[a] : -1;
    for (std::size_t i = 0; i < types_; ++i) {
      for (auto* counted : {&served, &changed}) std::fill(counted->begin(), counted->end(), 0.0);
      const auto group = s_.types[i].group;
      const bool can_stay = static_cast<double>(a) <= r_.v(s_.types[i].to_age) && i != s_.awaiting;
      const bool forced = september && phase < 0 && !can_stay && i != s_.awaiting;
      for (const auto [f, d] : blocks()) {
        const bool transfers = f != directed && (phase >= 0 || forced);
        if (!transfers && f != directed && f != moving) continue;
        for (std::size_t k = 0; k < kinds; ++k) {
          double& here = plans_[cell(f, d, a, i)][k];
          if (here == 0) continue;
          const double n = here;
          here = 0;
          const auto weights = f == directed ? choice_.appeal(a)
                               : !transfers || forced
                                   ? choice_.move(group, a, k)
                                   : choice_.transfer(static_cast<std::size_t>(phase), group, a, k);
          const bool other = !transfers && f == moving;
          const double all = total(weights) - (other ? weights[i] : 0);
          const std::size_t flag = f == directed || f == moving ? none : f;
          if (transfers && phase >= 0) {
            add(Metric::phase_transfers, By::total, 0, n);
            if (d != 3 && (all > 0 || can_stay)) add(Metric::phase_transfers_named, By::total, 0, n);
          }
          if (all <= 0) {
            const bool stays = !transfers || can_stay;
            arrive(moved_, flag, d, a, stays ? i : s_.awaiting, k, n, transfers);
            continue;
          }
          for (std::size_t j = 0; j < types_; ++j) {
            if (weights[j] == 0 || (other && j == i)) continue;
            const double x = n * weights[j] / all;
            arrive(moved_, flag, d, a, j, k, x, f != directed);
            if (j != i || (transfers && !can_stay)) served[j] += x;
            if (j != i) changed[j] += x;
            if (transfers && phase == static_cast<int>(phase_secondary) && group == group_mainstream)
              to_year_7[j] += x;
          }
        }
      }
      for (std::size_t j = 0; j < types_; ++j) {
        count_served(j, served[j]);
        count_move(i, j, changed[j]);
        held_[j] += changed[j];
        held_[i] -= changed[j];
      }
    }
  }
  for (std::size_t j = 0; j < types_; ++j) add(Metric::year_7_transfers, By::placement, j, to_year_7[j]);
  for (const auto b : blocks()) add_to(in_block(plans_, b), in_block(moved_, b));
  if (record_ && term().season == sim::Season::autumn) count_places();
  place_new();
  add(Metric::appeals_lodged, By::total, 0, placement_appeals_);
  add(Metric::appeals_lodged, By::dispute, static_cast<std::size_t>(Dispute::placement), placement_appeals_);
}

void Expectation::place_new() {
  for (const auto b : blocks()) std::ranges::fill(in_block(fresh_, b), Kinds{});
  for (std::size_t a = 0; a < ages; ++a)
    for (std::size_t k = 0; k < kinds; ++k) {
      const double n = issued_.number[a][k];
      if (n == 0) continue;
      const double mean_day = issued_.days[a][k] / n;
      add_age(Metric::new_plans, a, n);
      add(Metric::new_plans, By::need, need_of(k), n);
      add(Metric::new_plans, By::year_of_age, a, n);
      if (a == 11 || a == 12) add(Metric::plans_new_in_years_7_8, By::total, 0, n);
      const auto shares = choice_.first(a, k);
      const bool nowhere = total(shares) <= 0;
      for (std::size_t j = 0; j < types_; ++j) {
        const double x = nowhere ? (j == s_.awaiting ? n : 0) : n * shares[j];
        if (x == 0) continue;
        arrive(fresh_, none, due_when_new(), a, j, k, x, true);
        add(Metric::new_plans, By::placement, j, x);
        held_[j] += x;
        count_served(j, x);
        if (s_.types[j].inmss) add(Metric::inmss_new, By::total, 0, x);
        accounts_.cost_part[j] -= x * r_.mean_cost_of(j, need_of(k), severity_of(k)) * mean_day / term().days;
        accounts_.days_part[j] -= x * mean_day;
      }
    }
}

void Expectation::spread_reviews() {
  const double held = prepared_.due[0] * r_.review_on_time + prepared_.due[3] * r_.review_catch_up;
  for (std::size_t a = 0; a < ages; ++a)
    for (std::size_t i = 0; i < types_; ++i) {
      auto& here = plans_[cell(none, 0, a, i)];
      const auto& fresh = fresh_[cell(none, 0, a, i)];
      for (std::size_t k = 0; k < kinds; ++k) {
        if (here[k] + fresh[k] == 0) continue;
        const double moves =
            here[k] * held * r_.seek_move(s_, s_.types[i].group, a, need_of(k), severity_of(k));
        here[k] += fresh[k] - moves;
        plans_[cell(moving, 0, a, i)][k] += moves;
      }
    }
}

void Expectation::hold_reviews() {
  if (past_) return spread_reviews();
  for (auto& row : moved_) row.fill(0);
  double all_due = 0, all_in_time = 0, all_held = 0, amended = 0;
  std::array<double, groups.size()> sought{};
  for (std::size_t f = 0; f < flag_count; ++f)
    for (std::size_t a = 0; a < ages; ++a)
      for (std::size_t i = 0; i < types_; ++i)
        for (std::size_t k = 0; k < kinds; ++k) {
          double& due = plans_[cell(f, 0, a, i)][k];
          double& in_one = plans_[cell(f, 1, a, i)][k];
          double& in_two = plans_[cell(f, 2, a, i)][k];
          double& overdue = plans_[cell(f, 3, a, i)][k];
          if (due + in_one + in_two + overdue == 0) continue;
          const double in_time = due * r_.review_on_time, late = overdue * r_.review_catch_up,
                       held = in_time + late;
          const double seek =
              f == none ? r_.seek_move(s_, s_.types[i].group, a, need_of(k), severity_of(k)) : 0;
          all_due += due;
          all_in_time += in_time;
          all_held += held;
          amended += held * (seek + (1 - seek) * r_.v(s_.slot.amend));
          sought[s_.types[i].group] += held * seek;
          overdue += due - in_time - late;
          due = in_one;
          in_one = in_two;
          in_two = held * (1 - seek);
          moved_[cell(moving, 2, a, i)][k] +=
              held * seek;  // joins after the pass, which comes to `moving` later
        }
  add(Metric::reviews_due, By::total, 0, all_due);
  add(Metric::reviews_in_time, By::total, 0, all_in_time);
  add(Metric::reviews_held, By::total, 0, all_held);
  add(Metric::reviews_amended, By::total, 0, amended);
  for (std::size_t g = 0; g < sought.size(); ++g) {
    add(Metric::moves_sought, By::total, 0, sought[g]);
    add(Metric::moves_sought, By::origin_group, g, sought[g]);
  }
  for (std::size_t a = 0; a < ages; ++a)
    for (std::size_t i = 0; i < types_; ++i) {
      auto& row = moved_[cell(moving, 2, a, i)];
      for (std::size_t k = 0; k < kinds; ++k) plans_[cell(moving, 2, a, i)][k] += row[k];
    }
  for (const auto b : blocks()) add_to(in_block(plans_, b), in_block(fresh_, b));
}

void Expectation::count_places() {
  for (std::size_t i = 0; i < types_; ++i) {
    const auto finite = s_.types[i].finite_index;
    for (std::size_t a = 0; a < ages; ++a)
      for (std::size_t k = 0; k < kinds; ++k) {
        const double n = plans(a, i, k) + left_[a * types_ + i][k];
        if (n == 0) continue;
        if (i == s_.awaiting) {
          add_age(Metric::unplaced_1_september, a, n);
          add(Metric::unplaced_1_september, By::need, need_of(k), n);
        }
        if (!s_.types[i].finite) continue;
        for (const Metric m : {Metric::place_demand, Metric::places_filled}) {
          add(m, By::placement, finite, n);
          add(m, By::placement_phase, finite * school_phases.size() + school_phase(a), n);
          add(m, By::placement_need, finite * need_count + need_of(k), n);
          if (m == Metric::place_demand)
            add(m, By::placement_phase_need,
                (finite * school_phases.size() + school_phase(a)) * need_count + need_of(k), n);
        }
      }
    if (!s_.types[i].finite) continue;
    for (std::size_t p = 0; p < s_.provisions.size(); ++p)
      if (s_.provisions[p].type == i)
        add(Metric::places_commissioned, By::placement, finite, r_.places[p][year()].residents);
  }
}

void Expectation::sum_accounts() {
  accounts_.travellers.fill(0);
  std::fill(accounts_.filled.begin(), accounts_.filled.end(), 0.0);
  for (std::size_t i = 0; i < types_; ++i) {
    double cost = 0, children = 0, travelling = 0;
    for (std::size_t a = 0; a < ages; ++a)
      for (std::size_t k = 0; k < kinds; ++k) {
        const double n = plans(a, i, k);
        cost += n * r_.mean_cost_of(i, need_of(k), severity_of(k));
        children += n;
        if (static_cast<double>(a) <= r_.v(s_.slot.travel_to_age))
          travelling += n * std::min(1.0, r_.v(s_.types[i].travel_share) *
                                              r_.v(s_.slot.travel_severity, severity_of(k)));
      }
    accounts_.type_cost[i] = cost;
    accounts_.type_children[i] = children;
    for (std::size_t m = 0; m < modes.size(); ++m) accounts_.travellers[m] += travelling * r_.mode_share[m];
    fill_provisions(i, books_open_ ? held_[i] : children);
  }
  accounts_.on_support = 0;
  for (std::size_t a = 0; a < ages; ++a)
    for (std::size_t k = 0; k < kinds; ++k) accounts_.on_support += support(a, k);
}

/// Provisions fill in order: each to its places, then each to its tolerance; what no limit holds is in the
/// last.
void Expectation::fill_provisions(std::size_t type, double children) {
  double left = children;
  std::size_t last = s_.provisions.size();
  for (const bool tolerance : {false, true})
    for (std::size_t p = 0; p < s_.provisions.size(); ++p) {
      if (s_.provisions[p].type != type) continue;
      const auto& places = r_.places[p][year()];
      const double more =
          std::min(left, static_cast<double>(tolerance ? places.limit - places.residents : places.residents));
      accounts_.filled[p] += more;
      left -= more;
      last = p;
    }
  if (last < s_.provisions.size()) accounts_.filled[last] += left;
}

void Expectation::open_books() {
  sum_accounts();
  books_open_ = true;
  accounts_.before_start(s_, r_);
  if (record_ && term().season == sim::Season::autumn) {
    double all = 0;
    for (const auto& row : plans_) all += total(row);
    record_->add(Metric::plans_at_start_of_year, By::total, 0, 0, all);
  }
}

void Expectation::january() {
  for (std::size_t i = 0; i < types_; ++i) {
    const auto finite = s_.types[i].finite_index;
    double all = 0;
    std::array<double, need_count> by_need{};
    for (std::size_t a = 0; a < ages; ++a) {
      double n = 0;
      for (std::size_t k = 0; k < kinds; ++k) {
        const double of_kind = plans(a, i, k);
        n += of_kind;
        by_need[need_of(k)] += of_kind;
      }
      if (n == 0) continue;
      all += n;
      add_age(Metric::ehcp_stock, a, n);
      add(Metric::ehcp_stock, By::stage, stage(a), n);
      add(Metric::ehcp_stock, By::year_of_age, a, n);
      add(Metric::placement_stock, By::placement_age_group, i * age_groups.size() + age_group(a), n);
      add(Metric::placement_stock, By::placement_phase, i * school_phases.size() + school_phase(a), n);
      add(stage(a) == 0 ? Metric::plans_pre16 : Metric::plans_post16, By::total, 0, n);
      if (a >= 16) add(Metric::post16_stock, By::pathway, s_.types[i].pathway, n);
      if (!s_.types[i].inmss) continue;
      add_age(Metric::inmss_stock, a, n);
      add(Metric::inmss_stock, By::year_of_age, a, n);
      add(stage(a) == 0 ? Metric::inmss_stock_pre16 : Metric::inmss_stock_post16, By::total, 0, n);
    }
    for (std::size_t need = 0; need < need_count; ++need) {
      add(Metric::ehcp_stock, By::need, need, by_need[need]);
      add(Metric::placement_stock, By::placement_need, i * need_count + need, by_need[need]);
    }
    add(Metric::placement_stock, By::placement, i, all);
    if (s_.types[i].home_educated) add(Metric::ehe_with_plan, By::total, 0, all);
    if (!s_.types[i].finite) continue;
    add(Metric::place_demand_january, By::placement, finite, all);
    add(Metric::places_filled_january, By::placement, finite, all);
  }
  for (std::size_t a = 0; a < ages; ++a) {
    const auto people = static_cast<double>(r_.residents[year()][a]);
    add(Metric::population_0_25, By::total, 0, people);
    if (a >= 2 && a <= 18) add(Metric::population_2_18, By::total, 0, people);
    for (std::size_t k = 0; k < kinds; ++k) {
      const double n = support(a, k) + joining_[a][k] + back_again_[a][k] + in_assessment_[a][k] +
                       disputes_[0][a][k] + disputes_[1][a][k];
      add_age(Metric::sen_support_stock, a, n);
      add(Metric::sen_support_stock, By::need, need_of(k), n);
    }
  }
  for (std::size_t m = 0; m < modes.size(); ++m) {
    add(Metric::travel_children, By::mode, m, accounts_.travellers[m]);
    add(Metric::travel_children, By::total, 0, accounts_.travellers[m]);
  }
}

void Expectation::close_term() {
  if (!past_) {
    sum_accounts();
    if (term().season == sim::Season::autumn) january();
    accounts_.close_term(s_, r_, t_);
    if (term().season == sim::Season::summer) {
      double all = 0;
      for (const auto& row : plans_) all += total(row);
      add(Metric::plans_at_end_of_year, By::total, 0, all);
      if (t_ + 1 < s_.clock.size() && record_)
        record_->add(Metric::plans_at_start_of_year, By::total, 0, t_ + 1, all);
    }
  }
  for (std::size_t a = 0; a < ages; ++a)
    for (std::size_t k = 0; k < kinds; ++k) {
      support_[0][support_cell(a, need_of(k), severity_of(k), false)] += joining_[a][k];
      support_[0][support_cell(a, need_of(k), severity_of(k), true)] += back_again_[a][k];
      joining_[a][k] = back_again_[a][k] = 0;
    }
}

}  // namespace models
