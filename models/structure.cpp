#include "models/structure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/keys.hpp"
#include "models/periods.hpp"

namespace models {
namespace {

template <class Labels>
std::size_t position(const Labels& labels, std::string_view label) {
  return static_cast<std::size_t>(std::find(labels.begin(), labels.end(), label) - labels.begin());
}

PlacementType read_type(const sim::Config& c, const std::string& id) {
  PlacementType t;
  t.id = id;
  t.title = c.text("placement", id, "title");
  t.group = position(groups, c.text("placement", id, "group"));
  t.finite = c.boolean("placement", id, "finite");
  t.inmss = c.boolean("placement", id, "inmss");
  t.school_term = c.text("placement", id, "payment") == "school_term";
  t.home_educated = c.boolean("placement", id, "home_educated");
  t.pathway = position(pathways, c.text("placement", id, "pathway"));
  t.purpose = choice_purpose(id);
  const std::pair<const char*, sim::Slot PlacementType::*> slots[] = {
      {"first", &PlacementType::first},
      {"first_local", &PlacementType::first_local},
      {"first_need", &PlacementType::first_need},
      {"move", &PlacementType::move},
      {"transfer", &PlacementType::transfer},
      {"later_need", &PlacementType::later_need},
      {"severity", &PlacementType::severity},
      {"appeal", &PlacementType::appeal},
      {"from_age", &PlacementType::from_age},
      {"to_age", &PlacementType::to_age},
      {"stock", &PlacementType::stock},
      {"national_stock", &PlacementType::national_stock},
      {"stock_age", &PlacementType::stock_age},
      {"stock_need", &PlacementType::stock_need},
      {"waits_when_full", &PlacementType::waits_when_full},
      {"unit_cost", &PlacementType::unit_cost},
      {"cost_need", &PlacementType::cost_need},
      {"cost_severity", &PlacementType::cost_severity},
      {"cost_sigma", &PlacementType::cost_sigma},
      {"cost_ceiling", &PlacementType::cost_ceiling},
      {"recharged", &PlacementType::recharged},
      {"inflation", &PlacementType::inflation},
      {"place_funding", &PlacementType::place_funding},
      {"empty_place_funding", &PlacementType::empty_place_funding},
      {"over_number_cost", &PlacementType::over_number_cost},
      {"interim_cost", &PlacementType::interim_cost},
      {"places_growth", &PlacementType::places_growth},
      {"travel_share", &PlacementType::travel_share}};
  for (auto [name, member] : slots) t.*member = c.slot("placement", id, name);
  return t;
}

/// A provision of a family: the area's own, `provision`, or those of an intervention.
Provision read_provision(const sim::Config& c, const std::string& family, const std::string& id,
                         const std::vector<PlacementType>& types) {
  Provision p;
  p.id = id;
  const auto& type = c.text(family, id, "placement");
  p.type = static_cast<TypeIndex>(
      std::find_if(types.begin(), types.end(), [&](const PlacementType& t) { return t.id == type; }) -
      types.begin());
  const auto& designated = c.text_list(family, id, "needs");
  for (std::size_t n = 0; n < needs.size(); ++n)
    if (designated.empty() || std::find(designated.begin(), designated.end(), needs[n]) != designated.end())
      p.needs |= 1U << n;
  const std::pair<const char*, sim::Slot Provision::*> slots[] = {
      {"places", &Provision::places},
      {"used_by_others", &Provision::used_by_others},
      {"bought_elsewhere", &Provision::bought_elsewhere},
      {"over_number", &Provision::over_number},
      {"from_ncy", &Provision::from_ncy},
      {"to_ncy", &Provision::to_ncy}};
  for (auto [name, member] : slots) p.*member = c.slot(family, id, name);
  if (family != "provision") return p;
  p.delay = c.slot(family, id, "delay");
  // Who states any of the three for a year means all three of them as they then stand.
  for (const char* name : {"places", "used_by_others", "bought_elsewhere"})
    if (const auto year = c.last_year("provision." + id + "." + name))
      p.last_stated_year = std::max(p.last_stated_year, first_year + static_cast<int>(*year));
  return p;
}

sim::TermClock read_clock(const sim::Config& c) {
  const auto [season, year] = sim::term_start(c.text("start")).value();
  return sim::TermClock(season, year, static_cast<int>(c.integer("years")));
}

Structure::Slots read_slots(const sim::Config& c) {
  using S = Structure::Slots;
  S s;
  const std::pair<const char*, sim::Slot S::*> names[] = {
      {"population.residents", &S::residents},
      {"population.births", &S::births},
      {"population.births_level", &S::births_level},
      {"population.net_migration", &S::net_migration},
      {"population.migration_level", &S::migration_level},
      {"population.migration_shock_sd", &S::migration_shock_sd},
      {"identification.rate", &S::ident_rate},
      {"identification.level", &S::ident_level},
      {"identification.need_mix", &S::ident_need_mix},
      {"identification.severity_mix", &S::ident_severity_mix},
      {"identification.earlier_years", &S::earlier_years},
      {"child.looked_after_share", &S::looked_after},
      {"support.prevalence", &S::prevalence},
      {"support.exit_rate", &S::exit_rate},
      {"support.exit_severity", &S::exit_severity},
      {"support.package_fixed_cost", &S::package_fixed_cost},
      {"support.unit_cost", &S::support_cost},
      {"request.rate_support", &S::rate_support},
      {"request.rate_direct", &S::rate_direct},
      {"request.need", &S::request_need},
      {"request.severity", &S::request_severity},
      {"request.need_mix_direct", &S::direct_need_mix},
      {"request.severity_mix_direct", &S::direct_severity_mix},
      {"request.level", &S::level},
      {"request.local_level", &S::local_level},
      {"request.level_known_to", &S::level_known_to},
      {"request.trend", &S::trend},
      {"request.trend_damping", &S::trend_damping},
      {"request.shock_national", &S::shock_national},
      {"request.shock_local", &S::shock_local},
      {"request.shock_local_persistence", &S::shock_local_persistence},
      {"request.parent_share", &S::parent_share},
      {"request.again", &S::again},
      {"assessment.assess", &S::assess},
      {"assessment.assess_local", &S::assess_local},
      {"assessment.issue", &S::issue},
      {"assessment.issue_local", &S::issue_local},
      {"assessment.decided_in_6_weeks", &S::in_6_weeks},
      {"assessment.within_20_weeks", &S::within_20},
      {"assessment.over_a_year", &S::over_a_year},
      {"assessment.exceptions", &S::exceptions},
      {"assessment.capacity", &S::capacity},
      {"dispute.appeal_rate", &S::appeal_rate},
      {"dispute.outcome", &S::outcome},
      {"dispute.decided_in_term", &S::decided},
      {"transfer.out_rate", &S::out_rate},
      {"transfer.out_local", &S::out_local},
      {"transfer.in_rate", &S::in_rate},
      {"transfer.in_level", &S::in_level},
      {"transfer.in_local", &S::in_local},
      {"review.on_time", &S::on_time},
      {"review.catch_up", &S::catch_up},
      {"review.amend", &S::amend},
      {"review.seek_move", &S::seek_move},
      {"review.seek_need", &S::seek_need},
      {"review.seek_severity", &S::seek_severity},
      {"phase.ncy", &S::phase_ncy},
      {"cease.rate", &S::cease_rate},
      {"cease.end_of_year_from", &S::end_of_year_from},
      {"cease.level", &S::cease_level},
      {"cease.local_level", &S::cease_local},
      {"cease.shock_national", &S::cease_shock},
      {"cease.shock_local", &S::cease_shock_local},
      {"cease.reason", &S::cease_reason},
      {"cease.adult_care_share", &S::adult_care},
      {"stock.plans", &S::stock_plans},
      {"stock.age", &S::stock_age},
      {"stock.need", &S::stock_need},
      {"money.base_year", &S::base_year},
      {"money.base_spend", &S::base_spend},
      {"money.unexplained_growth", &S::unexplained_growth},
      {"money.price_base", &S::price_base},
      {"money.inflation_shock", &S::inflation_shock},
      {"money.import_export", &S::import_export},
      {"money.given_spend", &S::given_spend},
      {"money.opening_deficit", &S::opening_deficit},
      {"money.interest_rate", &S::interest_rate},
      {"money.override_ends", &S::override_ends},
      {"money.override_share", &S::override_share},
      {"money.grant_share", &S::grant_share},
      {"money.grant_accrued_to", &S::grant_accrued_to},
      {"money.grant_paid_in", &S::grant_paid_in},
      {"money.grant_excluded", &S::grant_excluded},
      {"contribution.share", &S::contribution},
      {"eligibility.share", &S::eligible},
      {"eligibility.at_phase", &S::gate_at_phase},
      {"eligibility.group", &S::gate_group},
      {"eligibility.at_issue", &S::gate_at_issue},
      {"travel.mode_mix", &S::mode_mix},
      {"travel.unit_cost", &S::travel_cost},
      {"travel.inflation", &S::travel_inflation},
      {"travel.severity", &S::travel_severity},
      {"travel.to_age", &S::travel_to_age},
      {"year_effect.given_to", &S::effects_given_to},
      {"year_effect.requests_national", &S::effect_national},
      {"year_effect.requests_local", &S::effect_local},
      {"year_effect.ceasing", &S::effect_ceasing},
      {"year_effect.ceasing_local", &S::effect_ceasing_local},
      {"year_effect.prices", &S::effect_prices},
      {"year_effect.migration", &S::effect_migration}};
  for (auto [name, member] : names) s.*member = c.slot(name);
  return s;
}

std::vector<MoneyLine> read_lines(const sim::Config& c, std::string_view family) {
  std::vector<MoneyLine> out;
  for (const auto& id : c.members(family)) {
    MoneyLine line;
    line.id = id;
    line.amount = c.slot(family, id, "amount");
    line.growth = c.slot(family, id, "growth");
    line.growth_from = c.slot(family, id, "growth_from");
    if (family == "income")
      line.kind = static_cast<IncomeKind>(position(income_kinds, c.text(family, id, "kind")));
    out.push_back(line);
  }
  return out;
}

/// Whether a share of children who may hold a plan is below 1, or an act could bring it there.
bool may_be_gated(const sim::Config& c, const std::vector<Act>& acts, sim::Slot share) {
  const auto in = [&](std::uint32_t cell) {
    return cell >= share.offset && cell < share.offset + share.size();
  };
  for (std::uint32_t i = 0; i < share.size(); ++i)
    if (c.base()[share.offset + i] < 1) return true;
  return std::ranges::any_of(acts, [&](const Act& a) { return std::ranges::any_of(a.cells, in); });
}

}  // namespace

std::size_t year_index(int year) {
  return static_cast<std::size_t>(std::clamp(year, first_year, last_year) - first_year);
}

Structure::Structure(const sim::Config& c)
    : area(c.text("area")),
      scenario(c.text("scenario")),
      area_key(sim::name_hash16(area)),
      clock(read_clock(c)),
      spend_given(c.text("spend") == "given"),
      slot(read_slots(c)) {
  lines.assign(fixed_lines.begin(), fixed_lines.end());
  const auto line_index = [this](const std::string& name) {
    if (std::find(lines.begin(), lines.end(), name) == lines.end()) lines.push_back(name);
    return position(lines, name);
  };
  for (const auto& id : c.members("placement")) types.push_back(read_type(c, id));
  std::size_t finite = 0;
  for (std::size_t i = 0; i < types.size(); ++i) {
    types[i].finite_index = finite;
    finite += types[i].finite;
    types[i].line = line_index(c.text("placement", types[i].id, "line"));
    if (c.boolean("placement", types[i].id, "awaiting")) awaiting = static_cast<TypeIndex>(i);
    for (const auto& other : c.text_list("placement", types[i].id, "when_full"))
      for (std::size_t j = 0; j < types.size(); ++j)
        if (types[j].id == other) types[i].when_full.push_back(static_cast<TypeIndex>(j));
  }
  for (const auto& id : c.members("provision"))
    provisions.push_back(read_provision(c, "provision", id, types));
  income = read_lines(c, "income");
  if (c.base()[slot.grant_share.offset] > 0) {
    MoneyLine line;
    line.id = "stability_grant";
    line.kind = IncomeKind::one_off;
    line.grant = true;
    income.push_back(line);
  }
  costs = read_lines(c, "cost");
  savings = read_savings(c);
  for (const auto& cost : costs) cost_line.push_back(line_index(cost.id));
  interventions = read_interventions(c, clock);
  for (auto& i : interventions) i.line = line_index(c.text("intervention", i.id, "line"));
  for (auto& saving : savings) {
    saving.line = line_index(c.text("saving", saving.id, "line"));
    if (!saving.simulated && std::ranges::find(saving_lines, saving.line) == saving_lines.end())
      saving_lines.push_back(saving.line);
  }
  risks = read_risks(c, clock);
  for (auto& risk : risks) risk.line = line_index(c.text("risk", risk.id, "line"));
  acts = read_acts(c, clock, interventions);
  for (auto& act : read_risk_acts(c, clock, risks))
    (act.on_intervention ? acts_on_interventions : acts).push_back(std::move(act));
  sort_acts(acts);
  sort_acts(acts_on_interventions);
  gated = may_be_gated(c, acts, slot.eligible);
  for (std::size_t i = 0; i < interventions.size(); ++i) {
    const auto family = "intervention." + interventions[i].id;
    for (const auto& id : c.members(family + ".provision")) {
      provisions.push_back(read_provision(c, family + ".provision", id, types));
      provisions.back().intervention = i;
    }
    for (const auto& id : c.members(family + ".income")) {
      MoneyLine line;
      line.id = interventions[i].id + "." + id;
      line.intervention = i;
      line.kind = static_cast<IncomeKind>(position(income_kinds, c.text(family + ".income", id, "kind")));
      line.amount = c.slot(family + ".income", id, "amount");
      income.push_back(line);
    }
  }
  packages = {read_package(c, "support.package_")};
  for (const auto& kind : read_packages(c, interventions)) packages.push_back(kind);
}

std::size_t Structure::place_among_its_kind(std::size_t saving) const {
  return static_cast<std::size_t>(
      std::count_if(savings.begin(), savings.begin() + static_cast<std::ptrdiff_t>(saving),
                    [&](const Saving& s) { return s.simulated == savings[saving].simulated; }));
}

std::vector<double> stock_by_type(const Structure& s, Values v) {
  std::vector<double> own, national;
  for (const auto& t : s.types) {
    own.push_back(v(t.stock));
    national.push_back(v(t.national_stock));
  }
  return std::any_of(own.begin(), own.end(), [](double x) { return x > 0; }) ? own : national;
}

}  // namespace models
