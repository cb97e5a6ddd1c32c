// What a saving is made of: cash, growth that does not come, cost that others take over, and what it costs.

#include "app/compare/savings.hpp"

#include <algorithm>
#include <cmath>

#include "models/ledger_parts.hpp"

namespace app {
namespace {

struct PartName {
  std::string_view name, title;
};
constexpr std::array<PartName, saving_parts> part_names{{
    {"cash", "Cash: spend below the first year's"},
    {"avoided_growth", "Growth avoided"},
    {"programme", "Cost of the programme"},
    {"unexplained_base", "Unexplained base"},
    {"contributions", "Moved to health, care and schools"},
    {"other_blocks", "Moved to other blocks of the grant"},
    {"other_income", "Other income of the block"},
    {"travel", "Travel"},
    {"interest", "Interest on the deficit"},
}};

const std::string whole_area = "total";
constexpr std::string_view interventions_line = "interventions", early_support_line = "early_support";

Whole at(const BridgeFigures& side, const std::string& metric, const std::string& breakdown,
         const std::string& category, const std::string& period, std::size_t n) {
  return side.figure(metric, breakdown, category, period, n).value_or(Whole(n, 0));
}

std::vector<std::string> common(std::vector<std::string> a, const std::vector<std::string>& b) {
  std::erase_if(a, [&](const auto& x) { return std::find(b.begin(), b.end(), x) == b.end(); });
  return a;
}

std::vector<std::string> either(std::vector<std::string> a, const std::vector<std::string>& b) {
  for (const auto& x : b)
    if (std::find(a.begin(), a.end(), x) == a.end()) a.push_back(x);
  return a;
}

Whole& part_of(SavingParts& parts, SavingPart part) { return parts[static_cast<std::size_t>(part)]; }

/// Adds times (x - y) to a part.
void add(SavingParts& parts, SavingPart part, const Whole& x, const Whole& y) {
  Whole& to = part_of(parts, part);
  for (std::size_t r = 0; r < to.size(); ++r) to[r] += x[r] - y[r];
}

void add_line(SavingParts& parts, const std::string& line, const Whole& a, const Whole& b,
              const Whole& level) {
  if (line == models::contributions_line) return add(parts, SavingPart::health_care, a, b);
  if (line == models::savings_line) return add(parts, SavingPart::cash, a, b);
  if (line == models::unexplained_line) return add(parts, SavingPart::unexplained, a, b);
  if (line == interventions_line || line == early_support_line)
    return add(parts, SavingPart::programme, a, b);
  for (std::size_t r = 0; r < a.size(); ++r) {
    part_of(parts, SavingPart::cash)[r] += std::min(a[r], level[r]) - std::min(b[r], level[r]);
    part_of(parts, SavingPart::growth)[r] += std::max(a[r], level[r]) - std::max(b[r], level[r]);
  }
}

/// Whether a line of income, or a cash saving, is cost that other blocks take over.
bool is_transfer(const std::map<std::string, std::string>& kinds, const std::string& line) {
  const auto kind = kinds.find(line);
  return kind != kinds.end() && (kind->second == "block_transfer" || kind->second == "other_dsg_blocks");
}

Whole sum(Whole x, const Whole& y) {
  for (std::size_t r = 0; r < x.size(); ++r) x[r] += y[r];
  return x;
}

/// One ledger line of one side in a year, and what cash savings have taken off it.
struct LineOfYear {
  Whole left, taken;
  Whole whole() const { return sum(left, taken); }
};
LineOfYear line_in(const BridgeFigures& side, const std::string& line, const std::string& year,
                   std::size_t n) {
  return {at(side, "hnb_spend", "line", line, year, n), at(side, "savings_delivered", "line", line, year, n)};
}

std::vector<double> in_pounds(const Whole& pence) {
  std::vector<double> out;
  out.reserve(pence.size());
  for (const auto x : pence) out.push_back(static_cast<double>(x) / 100);
  return out;
}

/// Sum of parts [0, count) or of one part over the years, discounted by year.
SavingLine line_of(const std::vector<SavingYear>& years, std::size_t first, std::size_t last,
                   double discount) {
  std::vector<double> nominal(years.front().parts[0].size(), 0.0), discounted = nominal;
  for (std::size_t y = 0; y < years.size(); ++y) {
    const double factor = std::pow(1 + discount, -static_cast<double>(y));
    for (std::size_t p = first; p < last; ++p) {
      const auto pounds = in_pounds(years[y].parts[p]);
      for (std::size_t r = 0; r < nominal.size(); ++r) {
        nominal[r] += pounds[r];
        discounted[r] += factor * pounds[r];
      }
    }
  }
  return {sim::summarise(nominal), sim::summarise(discounted)};
}

/// Ratio of two means with its Monte Carlo error (delta method over the scrambles).
sim::Estimate ratio_of_means(const std::vector<double>& x, const std::vector<double>& y) {
  const double below = sim::mean(y), ratio = sim::mean(x) / below;
  std::vector<double> residual(x.size());
  for (std::size_t r = 0; r < x.size(); ++r) residual[r] = x[r] - ratio * y[r];
  return {ratio, sim::mcse_mean(residual) / std::abs(below)};
}

}  // namespace

std::string_view name_of(SavingPart part) { return part_names[static_cast<std::size_t>(part)].name; }
std::string_view title_of(SavingPart part) { return part_names[static_cast<std::size_t>(part)].title; }

std::vector<SavingYear> saving_years(const BridgeFigures& a, const BridgeFigures& b, std::size_t n,
                                     const MoneyKinds& kinds) {
  std::vector<SavingYear> out;
  for (const auto& year : common(a.periods("hnb_spend"), b.periods("hnb_spend"))) {
    out.push_back({year, {}});
    for (auto& part : out.back().parts) part.assign(n, 0);
  }
  // Line by line, as they stand in the store.
  for (const auto& line : either(a.categories("hnb_spend", "line"), b.categories("hnb_spend", "line"))) {
    Whole level;
    for (auto& s : out) {
      const auto x = line_in(a, line, s.year, n), y = line_in(b, line, s.year, n);
      if (level.empty()) level = x.whole();
      add_line(s.parts, line, x.whole(), y.whole(), level);
      add(s.parts, SavingPart::cash, y.taken, x.taken);
    }
  }
  for (const auto& saving :
       either(a.categories("savings_delivered", "saving"), b.categories("savings_delivered", "saving")))
    for (auto& s : out) {
      if (!is_transfer(kinds.saving, saving)) break;
      const auto x = at(a, "savings_delivered", "saving", saving, s.year, n),
                 y = at(b, "savings_delivered", "saving", saving, s.year, n);
      add(s.parts, SavingPart::blocks, y, x);
      add(s.parts, SavingPart::cash, x, y);
    }
  for (const auto& line : either(a.categories("hnb_income", "line"), b.categories("hnb_income", "line")))
    for (auto& s : out)
      add(s.parts, is_transfer(kinds.income, line) ? SavingPart::blocks : SavingPart::income,
          at(b, "hnb_income", "line", line, s.year, n), at(a, "hnb_income", "line", line, s.year, n));
  for (const auto& [part, metric] :
       {std::pair{SavingPart::travel, "travel_spend"}, {SavingPart::interest, "deficit_financing_cost"}})
    for (auto& s : out)
      add(s.parts, part, at(a, metric, whole_area, whole_area, s.year, n),
          at(b, metric, whole_area, whole_area, s.year, n));
  return out;
}

SavingTable saving_table(const std::vector<SavingYear>& years, double discount) {
  if (years.empty()) return {};
  SavingTable t{years.front().year, years.back().year, {}, {}, {}};
  for (std::size_t p = 0; p < saving_parts; ++p) t.parts.push_back(line_of(years, p, p + 1, discount));
  t.block = line_of(years, 0, parts_inside, discount);
  t.all = line_of(years, 0, saving_parts, discount);
  return t;
}

std::vector<double> spend_difference(const BridgeFigures& a, const BridgeFigures& b, const std::string& year,
                                     std::size_t n, const MoneyKinds& kinds) {
  std::vector<double> out(n, 0.0);
  const auto add_difference = [&](const char* metric, const std::string& breakdown,
                                  const std::string& category) {
    const auto x = at(a, metric, breakdown, category, year, n),
               y = at(b, metric, breakdown, category, year, n);
    for (std::size_t r = 0; r < n; ++r) out[r] += static_cast<double>(y[r] - x[r]) / 100;
  };
  add_difference("hnb_spend", whole_area, whole_area);
  for (const auto& saving :
       either(a.categories("savings_delivered", "saving"), b.categories("savings_delivered", "saving")))
    if (is_transfer(kinds.saving, saving)) add_difference("savings_delivered", "saving", saving);
  return out;
}

CostPerPlan cost_per_plan(const BridgeFigures& a, const BridgeFigures& b, std::size_t n,
                          const MoneyKinds& kinds) {
  const auto januaries = common(a.periods("ehcp_stock"), b.periods("ehcp_stock"));
  const auto years = common(a.periods("hnb_spend"), b.periods("hnb_spend"));
  if (januaries.empty() || years.empty()) return {};
  CostPerPlan c{januaries.front(), januaries.back(), {}, {}, 0, {}, {}};
  std::vector<double> avoided(n, 0.0), last(n, 0.0), any(n), programme(n, 0.0), net(n, 0.0);
  for (const auto& january : januaries) {
    const auto x = at(a, "ehcp_stock", whole_area, whole_area, january, n);
    const auto y = at(b, "ehcp_stock", whole_area, whole_area, january, n);
    for (std::size_t r = 0; r < n; ++r) avoided[r] += last[r] = static_cast<double>(x[r] - y[r]);
  }
  for (const auto& year : years) {
    const auto add_difference = [&](const std::string& metric, std::vector<double>& to) {
      const auto x = at(a, metric, whole_area, whole_area, year, n),
                 y = at(b, metric, whole_area, whole_area, year, n);
      for (std::size_t r = 0; r < n; ++r) to[r] += static_cast<double>(y[r] - x[r]) / 100;
    };
    add_difference("intervention_cost", programme);
    const auto spend = spend_difference(a, b, year, n, kinds);
    for (std::size_t r = 0; r < n; ++r) net[r] += spend[r];
  }
  for (std::size_t r = 0; r < n; ++r) any[r] = avoided[r] > 0 ? 1 : 0;
  c.avoided = sim::summarise(avoided);
  c.avoided_last = sim::summarise(last);
  c.p_any = sim::mean(any);
  c.programme = ratio_of_means(programme, avoided);
  c.net = ratio_of_means(net, avoided);
  return c;
}

std::vector<CarriedByOthers> carried_by_others(const BridgeFigures& a, const BridgeFigures& b,
                                               std::size_t n) {
  struct Carried {
    const char *metric, *text;
  };
  constexpr std::array<Carried, 4> all{{
      {"sen_support_stock", "children on SEN support, met from schools' own budgets"},
      {"ehe_with_plan", "home-educated children with a plan, whose parents teach them"},
      {"transfers_to_adult_care", "young people passed to adult social care in the year"},
      {"travel_children", "children whose travel the council pays"},
  }};
  std::vector<CarriedByOthers> out;
  for (const Carried& c : all) {
    const auto known = common(a.periods(c.metric), b.periods(c.metric));
    if (known.empty()) continue;
    const auto x = a.figure(c.metric, whole_area, whole_area, known.back(), n);
    const auto y = b.figure(c.metric, whole_area, whole_area, known.back(), n);
    if (!x || !y) continue;
    std::vector<double> difference(n);
    for (std::size_t r = 0; r < n; ++r) difference[r] = static_cast<double>((*y)[r] - (*x)[r]);
    out.push_back({c.metric, known.back(), c.text, sim::summarise(difference)});
  }
  return out;
}

}  // namespace app
