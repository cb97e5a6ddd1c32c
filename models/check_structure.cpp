// What is wrong with a configuration, or odd, that the bounds of single parameters cannot say.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "models/check_provisions.hpp"
#include "models/check_weights.hpp"
#include "models/check_whole.hpp"
#include "models/keys.hpp"
#include "models/periods.hpp"
#include "models/structure.hpp"
#include "models/timing_notes.hpp"

namespace models {

std::vector<std::string> notes_on(const sim::Config& c) {
  std::vector<std::string> notes = notes_on_timing(c), empty;
  if (c.text("spend") == "given") {  // a published ledger has neither children nor places
    if (!c.members("intervention").empty() || !c.members("risk").empty())
      notes.emplace_back(
          "spend = \"given\": what interventions and events cost or change is not added to the "
          "published spend; savings in cash are");
    return notes;
  }
  const Values v(c.base());
  double stated = 0;
  for (const auto& id : c.members("placement")) {
    stated += v(c.slot("placement", id, "stock"));
    if (c.origin("placement." + id + ".stock").file == "(default)" &&
        v(c.slot("placement", id, "national_stock")) > 0)
      empty.push_back(id);
  }
  const double plans = v(c.slot("stock.plans"));
  if (stated > 0 && std::abs(stated - plans) > 0.5)
    notes.push_back(
        fmt::format("placements at the start add to {:.0f}; scaled to {:.0f} plans", stated, plans));
  if (stated > 0 && !empty.empty())
    notes.push_back(
        fmt::format("no `stock` is stated for {}: empty at the start, since it is for other types",
                    fmt::join(empty, ", ")));
  const auto of_places = notes_on_provisions(c);
  notes.insert(notes.end(), of_places.begin(), of_places.end());
  return notes;
}

namespace {

/// Populations that no authority has, plans without people, a base year that the run does not hold.
void check_sizes(const sim::Config& c, std::vector<sim::Diagnostic>& faults) {
  constexpr double most_people = 3e7;  // England has 18 million of 0 to 25
  const Values v(c.base());
  const auto [season, start] = sim::term_start(c.text("start")).value();
  const int years = static_cast<int>(c.integer("years"));
  std::array<double, ages> people{};
  double at_start = 0;
  for (std::size_t a = 0; a < ages; ++a) at_start += people[a] = v(c.slot("population.residents"), a);
  double most = at_start, most_arrivals = 0;
  for (int year = start; year < start + years; ++year) {
    double all = 0, arrivals = 0;
    for (std::size_t a = 0; a < ages; ++a)
      arrivals += people[a] * v(c.slot("transfer.in_rate"), a) *
                  v(c.slot("transfer.in_level"), year_index(year)) * v(c.slot("transfer.in_local"));
    most_arrivals = std::max(most_arrivals, arrivals);
    for (std::size_t a = ages - 1; a > 0; --a)
      all += people[a] = people[a - 1] * (1 + v(c.slot("population.migration_level")) *
                                                  v(c.slot("population.net_migration"), a));
    all += people[0] =
        v(c.slot("population.births"), year_index(year)) * v(c.slot("population.births_level"));
    most = std::max(most, all);
  }
  if (most > most_people)
    faults.push_back({c.origin(at_start > most_people ? "population.residents" : "population.net_migration"),
                      fmt::format("the population of 0 to 25 reaches {:.3g}", most),
                      "at most 30 million are simulated", "look at residents, births and net_migration"});
  // In England one young person in a thousand does so; beyond this bound the plans outgrow any memory.
  if (constexpr double most_share = 0.02; most_arrivals > most_share * most)
    faults.push_back({c.origin("transfer.in_rate"),
                      fmt::format("{:.3g} plans move in from other authorities in one year", most_arrivals),
                      fmt::format("at most one for every {:.0f} residents of 0 to 25", 1 / most_share),
                      "look at transfer.in_rate, in_level and in_local"});
  if (const double plans = v(c.slot("stock.plans")); plans > at_start / 2)
    faults.push_back({c.origin("stock.plans"),
                      fmt::format("{:.0f} plans for {:.0f} residents of 0 to 25", plans, at_start),
                      "more than half of all young people would have a plan", "compare the two figures"});
  const auto base = sim::spanning_year(static_cast<int>(std::lround(v(c.slot("money.base_year")))));
  const auto held = periods_of(sim::PeriodType::financial_year, sim::TermClock(season, start, years)).names;
  if (v(c.slot("money.base_spend")) > 0 && std::find(held.begin(), held.end(), base) == held.end())
    faults.push_back(
        {c.origin("money.base_year"),
         fmt::format("the base year {} is not a financial year of the run", base),
         "published spend is reconciled in a year that is simulated",
         held.empty() ? "raise `years`" : fmt::format("the run holds {} to {}", held.front(), held.back())});
}

/// Years of a published ledger of which nothing was published: they would cost nothing, or as much as others.
void check_given_spend(const sim::Config& c, std::vector<sim::Diagnostic>& faults) {
  if (c.text("spend") != "given") return;
  const std::string name = "money.given_spend";
  const bool set = c.origin(name).file != "(default)";
  // One figure for all years has no label; a labelled one covers "2018", "2018-2020" or, by "default", the
  // rest.
  const auto covers = [&](const sim::Assumption& a, int year) {
    if (a.name == name) return set;
    if (!a.name.starts_with(name + "[")) return false;
    const auto label = a.name.substr(name.size() + 1, a.name.size() - name.size() - 2);
    return label == "default" ||
           (std::stoi(label.substr(0, 4)) <= year && year <= std::stoi(label.substr(label.size() - 4)));
  };
  const auto [season, start] = sim::term_start(c.text("start")).value();
  const sim::TermClock clock(season, start, static_cast<int>(c.integer("years")));
  std::string missing;
  for (const int year : periods_of(sim::PeriodType::financial_year, clock).years)
    if (std::ranges::none_of(c.assumptions(), [&](const auto& a) { return covers(a, year); }))
      missing += (missing.empty() ? "" : ", ") + sim::spanning_year(year);
  if (!missing.empty())
    faults.push_back({c.origin(set ? name : "spend"),
                      fmt::format("spend = \"given\" and {} has no figure for {}", name, missing),
                      "a published ledger holds what was published",
                      "give those years, or leave them out with `start` and `years`"});
}

/// A time that has terms and labels.
void check_time(const sim::Config& c, std::vector<sim::Diagnostic>& faults) {
  const auto fault = [&](std::string_view name, std::string problem, std::string why,
                         std::string suggestion) {
    faults.push_back({c.origin(name), std::move(problem), std::move(why), std::move(suggestion)});
  };
  if (!sim::term_start(c.text("start")))
    fault("start", fmt::format("start = {} is not the first day of a term", c.text("start")),
          "terms start on 1 September, 1 January and 1 April", "use for example 2018-09-01");
  else if (const int year = sim::term_start(c.text("start"))->second;
           year < first_year + 1 || year + c.integer("years") > last_year)
    fault("start",
          fmt::format("the run from {} for {} years leaves {}-{}", year, c.integer("years"), first_year + 1,
                      last_year),
          "years outside have no axis labels", "choose another start or fewer years");
  if (c.integer("years") < 1 || c.integer("years") > 40)
    fault("years", fmt::format("years = {} is outside 1 to 40", c.integer("years")), "",
          "plan for at most 40 years");
}

void check_area_name(const sim::Config& c, std::vector<sim::Diagnostic>& faults) {
  if (c.text("area").empty())
    faults.push_back({c.origin("area"), "the name of the area is empty",
                      "it stands in every line of the results",
                      "write for example area = \"Kingston upon Thames\""});
}

}  // namespace

std::vector<sim::Diagnostic> check_whole(const sim::Config& c) {
  std::vector<sim::Diagnostic> faults;
  check_time(c, faults);
  check_area_name(c, faults);
  return faults;
}

std::vector<sim::Diagnostic> check_structure(const sim::Config& c) {
  std::vector<sim::Diagnostic> faults;
  const auto fault = [&](std::string_view name, std::string problem, std::string why,
                         std::string suggestion) {
    faults.push_back({c.origin(name), std::move(problem), std::move(why), std::move(suggestion)});
  };
  check_time(c, faults);
  const auto& types = c.members("placement");
  if (types.empty())
    fault("area", "no placement types", "a plan needs a placement",
          "set placement_folder = \"../../placements\"");
  if (types.size() > 60)
    fault("area", fmt::format("{} placement types", types.size()), "at most 60 are supported", "merge some");
  int awaiting = 0;
  std::map<std::uint16_t, std::string> hashes;
  for (const auto& id : types) {
    awaiting += c.boolean("placement", id, "awaiting") ? 1 : 0;
    for (const auto& other : c.text_list("placement", id, "when_full"))
      if (std::find(types.begin(), types.end(), other) == types.end() || other == id)
        fault("placement." + id + ".when_full", fmt::format("when_full names '{}'", other),
              other == id ? "a full type cannot overflow to itself" : "no placement type has that name",
              "name another type");
    const auto [at, fresh] = hashes.emplace(choice_purpose(id), id);
    if (!fresh)
      fault("placement." + id + ".title", fmt::format("'{}' and '{}' have the same key", id, at->second),
            "types enter the random numbers by a hash of their name", "rename one of them");
  }
  if (!types.empty() && awaiting != 1)
    fault("area", fmt::format("{} placement types have awaiting = true", awaiting),
          "exactly one holds children with a plan and no place", "set it in one type's file");
  std::set<std::string> supplied;
  for (const auto& family : provision_families(c))
    for (const auto& id : c.members(family)) {
      const auto name = fmt::format("{}.{}", family, id);
      const auto& type = c.text(family, id, "placement");
      supplied.insert(type);
      if (std::find(types.begin(), types.end(), type) == types.end())
        fault(name + ".placement", fmt::format("placement = \"{}\"", type), "no placement type has that name",
              "name a file of the placement folder");
      else if (!c.boolean("placement", type, "finite"))
        fault(name + ".placement", fmt::format("'{}' is not finite", type),
              "only finite types have provisions", "set finite = true in the type's file");
      for (const auto& need : c.text_list(family, id, "needs"))
        if (std::find(needs.begin(), needs.end(), need) == needs.end())
          fault(name + ".needs", fmt::format("unknown need '{}'", need), "needs are ASD, SLCN, SEMH, ...",
                "see sendcast describe");
    }
  const bool simulated = c.text("spend") != "given";  // a published ledger needs no places
  for (const auto& id : types)
    if (simulated && c.boolean("placement", id, "finite") && !supplied.contains(id))
      fault("placement." + id + ".finite",
            fmt::format("'{}' is finite but the area has no provision of it", id),
            "children could never be placed in it", "add a [provision.*] with placement = \"" + id + "\"");
  double stock = 0;
  for (const auto& id : types)
    for (const char* kind : {"stock", "national_stock"})
      stock += c.base()[c.slot("placement", id, kind).offset];
  if (!types.empty() && stock <= 0 && c.base()[c.slot("stock.plans").offset] > 0)
    fault("stock.plans", "no placement type has a stock", "the plans at the start need placements",
          "set placement.<type>.stock");
  check_weights(c, Values(c.base()), faults);
  if (const auto& incomes = c.members("income");
      c.base()[c.slot("money.grant_share").offset] > 0 &&
      std::ranges::find(incomes, "stability_grant") != incomes.end())
    fault("income.stability_grant.kind", "the grant of money.grant_share is a line `stability_grant`, too",
          "it would stand twice in the ledger", "leave one of them out");
  check_area_name(c, faults);
  if (faults.empty()) check_given_spend(c, faults);
  check_interventions(c, faults);
  check_risks(c, faults);
  check_savings(c, faults);
  if (faults.empty()) check_sizes(c, faults);
  if (faults.empty()) check_provisions(c, faults);
  return faults;
}

}  // namespace models
