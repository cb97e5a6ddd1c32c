// A run starts with the children whom the years before have left: one that begins later carries on where one
// that began earlier stands, without a step.

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "models/expected.hpp"
#include "models/starting_stock.hpp"
#include "tests/catch.hpp"
#include "tests/models/subject.hpp"

using namespace model_test;
using models::ages;

namespace {

constexpr int cohort = 20000;  // residents of each age

/// A closed area of constant cohorts whose requests have grown fourfold in fourteen years.
Changes growing(const std::string& level) {
  return {{"population.residents", std::to_string(cohort)},
          {"population.births", "{ 2010 = " + std::to_string(cohort) + " }"},
          {"population.births_level", "1"},
          {"population.migration_level", "0"},
          {"population.migration_shock_sd", "0"},
          {"request.level", level},
          {"request.local_level", "1"},
          {"request.trend", "0"},
          {"transfer.in_rate", "0"},
          {"transfer.out_rate", "0"}};
}

/// A quarter until 2010, 1 from 2024 on; `known_from`: as if the level of the start had been that of all
/// years before this one.
std::string levels(int known_from = 0) {
  std::string text = "{ ";
  for (int year = 2010; year <= 2024; ++year)
    text += fmt::format("{}{} = {:.3f}", year > 2010 ? ", " : "", year,
                        year < known_from ? 1.0 : std::pow(0.25, (2024 - year) / 14.0));
  return text + " }";
}

struct Children {
  std::array<double, ages> on_support{}, plans{};
};

/// Expected children by age after the last term of a run.
Children at_the_end(const Subject& s) {
  const auto& structure = s.model.structure();
  const auto prepared = prepare(structure, s.config.base());
  models::Course course(structure, s.config.base(), {}, prepared.cost_normaliser);
  std::vector<std::int64_t> row(s.model.layout().columns());
  const models::Measures measures(structure);
  models::Recorder<std::int64_t> record(measures, row);
  models::SendModel::Workspace w;
  models::World world{structure, course.rates(), prepared, s.seed, 0, w.state, w.accounts, record, 0};
  w.state.clear(structure);
  w.accounts.clear(structure);
  models::start(world);
  models::Accounts<double> accounts;
  accounts.clear(structure);
  models::Expectation e(structure, course.rates(), prepared, accounts, nullptr);
  e.start(w.state);
  e.open_books();
  e.run(course);
  Children children;
  for (std::size_t a = 0; a < ages; ++a)
    for (std::size_t k = 0; k < models::kinds; ++k) {
      children.on_support[a] +=
          e.support(a, k) + e.in_assessment(a, k) + e.disputed(0, a, k) + e.disputed(1, a, k);
      for (std::size_t i = 0; i < structure.types.size(); ++i) children.plans[a] += e.plans(a, i, k);
    }
  return children;
}

/// Expected new plans of a year by age group, with central assumptions.
using ByGroup = std::array<double, models::age_groups.size()>;
ByGroup new_plans(const Subject& s, const char* year) {
  const Figures f(s.model.layout());
  const auto row = s.model.expected(s.key(0), s.config.base());
  ByGroup n{};
  for (std::size_t g = 0; g < n.size(); ++g)
    n[g] = f.at(row, "new_plans", year, "age_group", std::string(models::age_groups[g]));
  return n;
}

std::string table(const std::array<double, ages>& x, double unit) {
  std::string text = "{ ";
  for (std::size_t a = 0; a < ages; ++a) text += fmt::format("{}{} = {:.9g}", a ? ", " : "", a, x[a] / unit);
  return text + " }";
}

/// From a date in 2024, with the children whom a run from the same date in 2011 has left; `birthday`: years
/// by which they are older when the new run begins.
Changes anew(const char* day, const Children& left, std::size_t birthday, const std::string& level) {
  Children now;
  double plans = 0;
  for (std::size_t a = birthday; a < ages; ++a) {
    now.on_support[a] = left.on_support[a - birthday];
    plans += now.plans[a] = left.plans[a - birthday];
  }
  return growing(level) + Changes{{"start", std::string("2024") + day},
                                  {"years", "3"},
                                  {"support.prevalence", table(now.on_support, cohort)},
                                  {"stock.plans", fmt::format("{:.9g}", plans)},
                                  {"stock.age", table(now.plans, 1)}};
}

/// The largest difference, as a share, over the three age groups with nearly all new plans.
double step(const ByGroup& before, const ByGroup& after) {
  double worst = 0;
  for (std::size_t g = 0; g < 3; ++g) {
    UNSCOPED_INFO(models::age_groups[g] << ": " << before[g] << ", from the later start " << after[g]);
    worst = std::max(worst, std::abs(after[g] / before[g] - 1));
  }
  return worst;
}

}  // namespace

TEST_CASE("A run that starts later carries on where an earlier one stands") {
  const auto [day, birthday, year] =
      GENERATE(std::tuple{"-01-01", 0, "2024"}, std::tuple{"-09-01", 1, "2025"});
  const auto earlier = [&](const char* years) {
    return Subject(england,
                   growing(levels()) + Changes{{"start", std::string("2011") + day}, {"years", years}});
  };
  const auto carried_on = new_plans(earlier("16"), year);
  const auto left = at_the_end(earlier("13"));
  const auto from = [&](const std::string& level) {
    return new_plans(Subject(england, anew(day, left, static_cast<std::size_t>(birthday), level)), year);
  };
  CHECK(step(carried_on, from(levels())) < 0.003);  // whole children at the start: a tenth of a per cent
  // As if the level of the start had been that of all years, but for the requests still under way.
  CHECK_FALSE(step(carried_on, from(levels(2022))) < 0.003);
}
