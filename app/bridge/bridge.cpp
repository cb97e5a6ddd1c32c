// Why a figure differs between two years or two runs, part by part, in every replicate.

#include "app/bridge/bridge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "models/ledger_parts.hpp"
#include "sim/volume_mix_price.hpp"

namespace app {
namespace {

const std::string whole_area = "total";

/// Adds items to one bridge, from what both sides know.
class Builder {
 public:
  explicit Builder(const BridgeEnds& ends) : e_(ends) {}

  std::size_t replicates() const { return e_.replicates; }

  std::optional<Whole> before(const std::string& metric, const std::string& breakdown,
                              const std::string& category, const std::string& period) const {
    return e_.a.figure(metric, breakdown, category, period, e_.replicates);
  }
  std::optional<Whole> after(const std::string& metric, const std::string& breakdown,
                             const std::string& category, const std::string& period) const {
    return e_.b.figure(metric, breakdown, category, period, e_.replicates);
  }

  Whole& item(std::string_view part, std::string_view detail) {
    for (auto& item : items_)
      if (item.part == part && item.detail == detail) return item.values;
    items_.push_back({std::string(part), std::string(detail), Whole(e_.replicates, 0)});
    return items_.back().values;
  }

  /// after - before of a figure, times a sign, where both sides have it.
  bool difference(std::string_view part, std::string_view detail, const std::string& metric,
                  const std::string& breakdown, const std::string& category, const std::string& from,
                  const std::string& to, int sign = 1) {
    const auto x = before(metric, breakdown, category, from), y = after(metric, breakdown, category, to);
    if (!x || !y) return false;
    Whole& values = item(part, detail);
    for (std::size_t r = 0; r < values.size(); ++r) values[r] += sign * ((*y)[r] - (*x)[r]);
    return true;
  }

  /// Whatever of a difference the items do not say yet.
  void remainder(std::string_view part, std::string_view detail, const Whole& difference) {
    Whole rest = difference;
    for (const auto& item : items_)
      for (std::size_t r = 0; r < rest.size(); ++r) rest[r] -= item.values[r];
    Whole& values = item(part, detail);
    for (std::size_t r = 0; r < rest.size(); ++r) values[r] += rest[r];
  }

  const BridgeEnds& ends() const { return e_; }
  std::vector<BridgeItem> take() { return std::move(items_); }

 private:
  const BridgeEnds& e_;
  std::vector<BridgeItem> items_;
};

/// Categories of either side, in the order of the first that has them.
std::vector<std::string> categories_of(const BridgeEnds& e, const std::string& metric,
                                       const std::string& breakdown) {
  auto all = e.a.categories(metric, breakdown);
  for (auto& category : e.b.categories(metric, breakdown))
    if (std::find(all.begin(), all.end(), category) == all.end()) all.push_back(std::move(category));
  return all;
}

/// A figure of one side by placement; nought for a placement that only the other side has.
std::vector<Whole> by_placement(const BridgeFigures& side, const std::string& metric,
                                const std::vector<std::string>& placements, const std::string& year,
                                std::size_t replicates) {
  std::vector<Whole> out;
  out.reserve(placements.size());
  for (const auto& placement : placements)
    out.push_back(
        side.figure(metric, "placement", placement, year, replicates).value_or(Whole(replicates, 0)));
  return out;
}

bool knows_placements(const BridgeFigures& side, const std::vector<std::string>& placements,
                      const std::string& year, std::size_t replicates) {
  return std::any_of(placements.begin(), placements.end(), [&](const std::string& p) {
    return side.figure("placement_days", "placement", p, year, replicates) &&
           side.figure("placement_spend", "placement", p, year, replicates);
  });
}

/// What is paid for children by placement: volume, mix and price. False where a side does not know it.
bool add_placements(Builder& b, const std::string& from, const std::string& to) {
  const BridgeEnds& e = b.ends();
  const auto placements = categories_of(e, "placement_days", "placement");
  if (!knows_placements(e.a, placements, from, e.replicates) ||
      !knows_placements(e.b, placements, to, e.replicates))
    return false;
  const auto days_a = by_placement(e.a, "placement_days", placements, from, e.replicates);
  const auto days_b = by_placement(e.b, "placement_days", placements, to, e.replicates);
  const auto spend_a = by_placement(e.a, "placement_spend", placements, from, e.replicates);
  const auto spend_b = by_placement(e.b, "placement_spend", placements, to, e.replicates);
  b.item("volume", "child-years with a plan");
  b.item("mix", "placements");
  b.item("price", "cost of a child-year by placement");
  std::array<Whole, 4> one;
  for (auto& values : one) values.resize(placements.size());
  for (std::size_t r = 0; r < e.replicates; ++r) {
    for (std::size_t p = 0; p < placements.size(); ++p) {
      one[0][p] = days_a[p][r];
      one[1][p] = spend_a[p][r];
      one[2][p] = days_b[p][r];
      one[3][p] = spend_b[p][r];
    }
    const auto parts = sim::volume_mix_price({one[0], one[1]}, {one[2], one[3]});
    b.item("volume", "child-years with a plan")[r] += parts.volume;
    b.item("mix", "placements")[r] += parts.mix;
    b.item("price", "cost of a child-year by placement")[r] += parts.price;
  }
  return true;
}

std::string_view part_of(models::SpendPart part) {
  switch (part) {
    case models::SpendPart::places:
      return "places";
    case models::SpendPart::policy:
      return "policy";
    case models::SpendPart::other:
      break;
  }
  return "other";
}

/// after - before of a part of a programme. A run that lacks the part has nought of it; an outturn knows what
/// it states, and nothing is said where it does not.
std::optional<Whole> change(const Builder& b, const std::string& metric, const std::string& breakdown,
                            const std::string& category, const std::string& from, const std::string& to) {
  const BridgeEnds& e = b.ends();
  const auto none = [&](const BridgeFigures& side) {
    return side.replicates() > 0 ? std::optional(Whole(e.replicates, 0)) : std::nullopt;
  };
  const auto known = b.before(metric, breakdown, category, from);
  auto then = b.after(metric, breakdown, category, to);
  const auto x = known ? known : none(e.a);
  if (!then) then = none(e.b);
  if (!x || !then) return std::nullopt;
  for (std::size_t r = 0; r < then->size(); ++r) (*then)[r] -= (*x)[r];
  return then;
}

/// What cash savings take off lines of the ledger other than their own is given back to those, and counts as
/// delivery of policy.
void add_cash_savings(Builder& b, const std::string& from, const std::string& to) {
  for (const auto& line : categories_of(b.ends(), "savings_delivered", "line")) {
    if (line == models::savings_line) continue;
    const auto more = change(b, "savings_delivered", "line", line, from, to);
    if (!more) continue;
    const auto shift = [&](std::string_view part, std::string_view detail, int sign) {
      Whole& values = b.item(part, detail);
      for (std::size_t r = 0; r < values.size(); ++r) values[r] += sign * (*more)[r];
    };
    shift("policy", "cash savings", -1);
    for (const auto& fixed : models::lines_of_spend())
      if (fixed.line == line) shift(part_of(fixed.part), fixed.title, 1);
  }
}

/// What programmes cost, whichever line of the ledger holds it.
void add_programmes(Builder& b, const std::string& from, const std::string& to) {
  for (const auto& id : categories_of(b.ends(), "intervention_cost", "intervention")) {
    const auto more = change(b, "intervention_cost", "intervention", id, from, to);
    if (!more) continue;
    Whole& values = b.item("policy", "cost of " + id);
    for (std::size_t r = 0; r < values.size(); ++r) values[r] += (*more)[r];
  }
}

Whole total_difference(const Builder& b, const std::string& metric, const std::string& from,
                       const std::string& to) {
  const auto x = b.before(metric, whole_area, whole_area, from),
             y = b.after(metric, whole_area, whole_area, to);
  if (!x) throw UserError(folded_fault(fmt::format("{} has no {} of {}", b.ends().a.name(), metric, from)));
  if (!y) throw UserError(folded_fault(fmt::format("{} has no {} of {}", b.ends().b.name(), metric, to)));
  Whole out(b.replicates());
  for (std::size_t r = 0; r < out.size(); ++r) out[r] = (*y)[r] - (*x)[r];
  return out;
}

void add_spend(Builder& b, const std::string& from, const std::string& to, const Whole& difference) {
  const bool divided = add_placements(b, from, to);
  for (const auto& line : models::lines_of_spend())
    b.difference(part_of(line.part), line.title, "hnb_spend", "line", std::string(line.line), from, to);
  add_cash_savings(b, from, to);
  add_programmes(b, from, to);
  b.remainder("other", divided ? "lines not tied to a plan" : "not divided", difference);
}

void add_income(Builder& b, const std::string& from, const std::string& to) {
  for (const auto& line : categories_of(b.ends(), "hnb_income", "line"))
    b.difference("income", line, "hnb_income", "line", line, from, to, -1);
}

/// Items of one year's spend or position, with their remainder, so that they add up to that year's
/// difference.
std::vector<BridgeItem> year_items(const BridgeEnds& ends, const std::string& from, const std::string& to,
                                   bool position) {
  Builder b(ends);
  add_spend(b, from, to, total_difference(b, "hnb_spend", from, to));
  if (!position) return b.take();
  add_income(b, from, to);
  b.remainder("income", "other income", total_difference(b, "in_year_position", from, to));
  return b.take();
}

void add_all(Builder& b, const std::vector<BridgeItem>& items) {
  for (const auto& item : items) {
    Whole& values = b.item(item.part, item.detail);
    for (std::size_t r = 0; r < values.size(); ++r) values[r] += item.values[r];
  }
}

bool same_side(const BridgeEnds& ends) { return &ends.a == &ends.b; }

/// Years of a side from one after `from` (all, if it is empty) to `to`.
std::vector<std::string> years_between(const BridgeFigures& side, const std::string& metric,
                                       const std::string& from, const std::string& to) {
  std::vector<std::string> out;
  for (const auto& year : side.periods(metric))
    if (year > from && year <= to) out.push_back(year);
  return out;
}

/// The cumulative deficit: between two years of one run, a year's position again and again, and what each
/// later year adds to it; between two sides, what each year until now has added.
void add_deficit(Builder& b) {
  const BridgeEnds& e = b.ends();
  if (same_side(e)) {
    const auto years = years_between(e.a, "in_year_position", e.from, e.to);
    const auto first = b.before("in_year_position", whole_area, whole_area, e.from);
    if (!first)
      throw UserError(folded_fault(fmt::format("{} has no in_year_position of {}", e.a.name(), e.from)));
    Whole& standing = b.item("standing", "in-year position of " + e.from + ", in each later year");
    for (std::size_t r = 0; r < standing.size(); ++r)
      standing[r] += static_cast<std::int64_t>(years.size()) * (*first)[r];
    for (const auto& year : years) add_all(b, year_items(e, e.from, year, true));
    return;
  }
  const auto theirs = e.b.periods("in_year_position");
  for (const auto& year : years_between(e.a, "in_year_position", "", e.to))
    if (std::find(theirs.begin(), theirs.end(), year) != theirs.end())
      add_all(b, year_items(e, year, year, true));
}

struct Flow {
  std::string_view part, metric, title;
  int sign;
};
constexpr std::array<Flow, 4> flows{{{"new", "new_plans", "plans issued", 1},
                                     {"moves", "plans_transferred_in", "moved in", 1},
                                     {"ceased", "plans_ceased", "ceased", -1},
                                     {"moves", "plans_transferred_out", "moved out", -1}}};

/// Plans of one run: what came and went in the calendar years between two Januaries.
void add_flows_within(Builder& b) {
  const BridgeEnds& e = b.ends();
  for (const Flow& flow : flows)
    for (const auto& year : e.a.periods(std::string(flow.metric))) {
      if (year < e.from || year >= e.to) continue;
      const auto x = b.before(std::string(flow.metric), whole_area, whole_area, year);
      Whole& values = b.item(flow.part, flow.title);
      for (std::size_t r = 0; x && r < values.size(); ++r) values[r] += flow.sign * (*x)[r];
    }
}

/// Plans of two sides: what has come and gone in the calendar years that both hold. New plans differ because
/// requests do, or because more or fewer of them lead to a plan.
void add_flows_between(Builder& b) {
  const BridgeEnds& e = b.ends();
  for (const Flow& flow : flows) {
    const std::string metric(flow.metric);
    for (const auto& year : e.a.periods(metric)) {
      if (year >= e.to) continue;
      const auto x = b.before(metric, whole_area, whole_area, year),
                 y = b.after(metric, whole_area, whole_area, year);
      if (!x || !y) continue;
      const auto asked_x = b.before("requests", whole_area, whole_area, year);
      const auto asked_y = b.after("requests", whole_area, whole_area, year);
      if (metric != "new_plans" || !asked_x || !asked_y) {
        b.difference(flow.part, flow.title, metric, whole_area, whole_area, year, year, flow.sign);
        continue;
      }
      for (std::size_t r = 0; r < b.replicates(); ++r) {
        const auto parts = sim::two_factors((*asked_x)[r], (*x)[r], (*asked_y)[r], (*y)[r]);
        b.item("new", "plans issued: requests")[r] += parts.first;
        b.item("new", "plans issued: plans per request")[r] += parts.second;
      }
    }
  }
}

}  // namespace

const std::vector<BridgeMeasure>& bridge_measures() {
  static const std::vector<BridgeMeasure> all{{"spend", "hnb_spend", "Spend of the high needs block"},
                                              {"position", "in_year_position", "In-year position"},
                                              {"deficit", "cumulative_deficit", "Cumulative deficit"},
                                              {"plans", "ehcp_stock", "Plans"}};
  return all;
}

const std::vector<BridgePart>& bridge_parts() {
  static const std::vector<BridgePart> all{{"standing", "As in the first year"},
                                           {"volume", "Volume"},
                                           {"mix", "Mix"},
                                           {"price", "Price"},
                                           {"places", "Places"},
                                           {"policy", "Policy delivery"},
                                           {"new", "New plans"},
                                           {"moves", "Moves in and out"},
                                           {"ceased", "Plans ceased"},
                                           {"income", "Income"},
                                           {"other", "Other"}};
  return all;
}

Bridge bridge(const BridgeMeasure& measure, const sim::Metric& metric, const BridgeEnds& ends) {
  Builder b(ends);
  const std::string name(measure.metric);
  const Whole difference = total_difference(b, name, ends.from, ends.to);
  if (measure.name == "spend" || measure.name == "position") {
    add_all(b, year_items(ends, ends.from, ends.to, measure.name == "position"));
  } else if (measure.name == "deficit") {
    add_deficit(b);
    b.remainder("other", "years before", difference);
  } else {
    same_side(ends) ? add_flows_within(b) : add_flows_between(b);
    b.remainder("other", same_side(ends) ? "not counted in a year" : "years before", difference);
  }
  return {metric,
          ends.from,
          ends.to,
          *b.before(name, whole_area, whole_area, ends.from),
          *b.after(name, whole_area, whole_area, ends.to),
          b.take()};
}

Whole part_values(const Bridge& bridge, std::string_view part) {
  Whole sum(bridge.before.size(), 0);
  for (const auto& item : bridge.items)
    for (std::size_t r = 0; item.part == part && r < sum.size(); ++r) sum[r] += item.values[r];
  return sum;
}

}  // namespace app
