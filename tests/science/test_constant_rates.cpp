// With constant rates a simulated year returns the yearly inputs: each flow of a calendar year, over the
// children at risk of it, within 4.9 standard errors of the probability that was put in (false alarm one in a
// million).
//
// Everything but the flow under test is switched off, so that each child at risk is one Bernoulli trial.

#include <cmath>

#include "tests/catch.hpp"
#include "tests/models/quiet.hpp"
#include "tests/statistics/z_score.hpp"

using namespace model_test;
using statistics::accepted;

namespace {

/// Sums over replicates of one figure and period.
struct Year {
  explicit Year(const Changes& changes, std::uint32_t n = 4)
      : subject(Subject::without_limits(england, quiet() + changes)),
        figures(subject.model.layout()),
        replicates(n) {
    for (std::uint32_t r = 0; r < replicates; ++r) rows.push_back(subject.simulate(r));
  }
  double sum(const char* metric, const char* period = "2025") const {
    double total = 0;
    for (const auto& row : rows) total += static_cast<double>(figures.at(row, metric, period));
    return total;
  }
  /// Over every calendar year of the run.
  double over_all(const char* metric) const {
    double total = 0;
    for (const auto& year : figures.periods(metric)) total += sum(metric, year.c_str());
    return total;
  }
  Subject subject;
  Figures figures;
  std::uint32_t replicates;
  std::vector<std::vector<std::int64_t>> rows;
};

/// Standard errors of `events` among `trials` from probability p.
double z(double events, double trials, double p) {
  INFO(events << " of " << trials << ", expected " << trials * p);
  REQUIRE(trials > 1000);
  return (events - trials * p) / std::sqrt(trials * p * (1 - p));
}

constexpr double residents = 4.0 * 25 * 2000;  // of four replicates

}  // namespace

TEST_CASE("Constant rates: identification") {
  const Year y(Changes{{"identification.rate", "0.08"}});
  CHECK(std::abs(z(y.sum("identified"), residents, 0.08)) < accepted);
  CHECK_FALSE(std::abs(z(y.sum("identified"), residents, 0.084)) < accepted);  // a rate 5 % off is refused
}

TEST_CASE("Constant rates: identification at the child's current academic age") {
  // Ten years old until 31 August, eleven from then on.
  const Year y(Changes{{"population.residents", "{ \"0-9\" = 0, 10 = 50000, \"11-25\" = 0 }"},
                       {"identification.rate", "{ \"0-9\" = 0.9, 10 = 0.3, 11 = 0.1, \"12-25\" = 0.9 }"}});
  const double p = 1 - std::pow(0.7, 8 / 12.0) * std::pow(0.9, 4 / 12.0);
  CHECK(std::abs(z(y.sum("identified"), 4 * 50000.0, p)) < accepted);
}

TEST_CASE("Constant rates: exit from SEN support, requests from it, and both at once") {
  const auto supported = residents / 2;
  const Year exit(Changes{{"support.prevalence", "0.5"}, {"support.exit_rate", "0.2"}});
  CHECK(std::abs(z(exit.sum("sen_support_ended"), supported, 0.2)) < accepted);
  const Year request(Changes{{"support.prevalence", "0.5"}, {"request.rate_support", "0.12"}});
  CHECK(std::abs(z(request.sum("requests"), supported, 0.12)) < accepted);
  const Year both(
      Changes{{"support.prevalence", "0.5"}, {"support.exit_rate", "0.2"}, {"request.rate_support", "0.12"}});
  const double h1 = -std::log(0.8), h2 = -std::log(0.88), any = 1 - 0.8 * 0.88;
  CHECK(std::abs(z(both.sum("sen_support_ended"), supported, any * h1 / (h1 + h2))) < accepted);
  CHECK(std::abs(z(both.sum("requests"), supported, any * h2 / (h1 + h2))) < accepted);
}

TEST_CASE("Constant rates: direct requests, at the level of the year") {
  const Year y(Changes{{"request.rate_direct", "0.02"}, {"request.level", "{ 2010 = 1, 2026 = 1.5 }"}});
  CHECK(std::abs(z(y.sum("requests"), residents, 0.02)) < accepted);
  // The level multiplies the hazard; those who were 24 left on 31 August 2026, after eight months.
  const double hazard = -1.5 * std::log(1 - 0.02), left = y.sum("requests", "2025");
  const double whole = (residents - left) * 24 / 25, part = (residents - left) / 25;
  const double mean = whole * -std::expm1(-hazard) + part * -std::expm1(-hazard * 8 / 12);
  CHECK(std::abs(y.sum("requests", "2026") - mean) / std::sqrt(mean) < accepted);
}

TEST_CASE("Constant rates: refusals, timeliness and exceptions of one year's requests") {
  const Year y(Changes{{"years", "5"},
                       {"population.residents", "{ \"0-15\" = 40000, \"16-25\" = 0 }"},
                       {"request.rate_direct", "0.01"},
                       {"request.level", "{ 2010 = 0, 2025 = 1, 2026 = 0 }"},
                       {"assessment.assess", "0.75"},
                       {"assessment.issue", "0.9"},
                       {"assessment.within_20_weeks", "0.55"},
                       {"assessment.over_a_year", "0.06"},
                       {"assessment.exceptions", "0.2"}});
  const double requests = y.over_all("requests"), refused = y.over_all("refused_to_assess");
  const double not_issued = y.over_all("refused_to_issue"), plans = y.over_all("new_plans");
  CHECK(requests == y.sum("requests", "2025"));
  CHECK(std::abs(z(requests, 4 * 16 * 40000.0, 0.01)) < accepted);
  CHECK(requests == refused + not_issued + plans);  // each request ends in one of the three
  CHECK(std::abs(z(refused, requests, 0.25)) < accepted);
  CHECK(std::abs(z(not_issued, requests - refused, 0.1)) < accepted);
  const double in_time = y.over_all("plans_issued_in_20_weeks");
  CHECK(std::abs(z(in_time, plans, 0.55)) < accepted);
  CHECK(std::abs(z(y.over_all("plans_issued_after_a_year"), plans, 0.06)) < accepted);
  CHECK(std::abs(z(plans - y.over_all("plans_issued_excl_exceptions"), plans - in_time, 0.2)) < accepted);
}

TEST_CASE("Constant rates: plans that a dispute brought are no part of timeliness") {
  const Year y(Changes{{"years", "5"},
                       {"population.residents", "{ \"0-15\" = 40000, \"16-25\" = 0 }"},
                       {"request.rate_direct", "0.01"},
                       {"request.level", "{ 2010 = 0, 2025 = 1, 2026 = 0 }"},
                       {"assessment.assess", "0.75"},
                       {"assessment.within_20_weeks", "0.55"},
                       {"assessment.exceptions", "0"},
                       {"dispute.appeal_rate", "0.5"}});
  const double undisputed = y.over_all("plans_issued_undisputed");
  CHECK(undisputed < 0.95 * y.over_all("new_plans"));
  CHECK(std::abs(z(y.over_all("plans_issued_in_20_weeks"), undisputed, 0.55)) < accepted);
  // Without exceptions the two measures are the same one.
  CHECK(y.over_all("plans_issued_excl_exceptions") == undisputed);
}

TEST_CASE("Constant rates: plans that cease in the year, move out, and both at once") {
  const double plans = 4 * 20000;
  const Changes stock{{"stock.plans", "20000"}, {"cease.end_of_year_from", "26"}};
  const Year cease(stock + Changes{{"cease.rate", "0.1"}});
  CHECK(std::abs(z(cease.sum("plans_ceased"), plans, 0.1)) < accepted);
  const Year out(stock + Changes{{"transfer.out_rate", "0.03"}});
  CHECK(std::abs(z(out.sum("plans_transferred_out"), plans, 0.03)) < accepted);
  const Year both(stock + Changes{{"cease.rate", "0.1"}, {"transfer.out_rate", "0.03"}});
  const double h1 = -std::log(0.9), h2 = -std::log(0.97), any = 1 - 0.9 * 0.97;
  CHECK(std::abs(z(both.sum("plans_ceased"), plans, any * h1 / (h1 + h2))) < accepted);
  CHECK(std::abs(z(both.sum("plans_transferred_out"), plans, any * h2 / (h1 + h2))) < accepted);
}

TEST_CASE("Constant rates: plans that cease whole on 31 August") {
  const Year y(Changes{{"stock.plans", "20000"}, {"cease.end_of_year_from", "0"}, {"cease.rate", "0.1"}});
  CHECK(std::abs(z(y.sum("plans_ceased"), 4 * 20000.0, 0.1)) < accepted);
  // All of them on that day: the plans of the January before are those of the start.
  CHECK(y.sum("plans_at_end_of_year", "2025-26") == y.sum("ehcp_stock", "2026"));
}

TEST_CASE("Constant rates: plans that move in") {
  const Year y(Changes{{"population.residents", "2000"},
                       {"population.births", "{ 2010 = 2000 }"},
                       {"stock.plans", "2600"},
                       {"stock.age", "1"},
                       {"transfer.in_rate", "0.01"},
                       {"transfer.in_level", "{ 2010 = 1, 2026 = 1.5 }"}},
               8);
  const double mean = 8 * 26 * 2000 * 0.01;
  CHECK(std::abs(y.sum("plans_transferred_in") - mean) / std::sqrt(mean) < accepted);
  CHECK(std::abs(y.sum("plans_transferred_in", "2026") - 1.5 * mean) / std::sqrt(1.5 * mean) < accepted);
}

TEST_CASE("Constant rates: annual reviews in balance") {
  const Changes stock{{"stock.plans", "20000"}, {"stock.age", "{ \"0-20\" = 1, \"21-25\" = 0 }"}};
  const Year y(stock +
               Changes{{"review.on_time", "0.6"}, {"review.catch_up", "0.4"}, {"review.amend", "0.3"}});
  const double plans = 4 * 20000.0, cycle = 3 + 0.4 / 0.4;  // terms from review to review
  CHECK(std::abs(z(y.sum("annual_reviews_due", "2025-26"), plans, 3 / cycle)) < accepted);
  CHECK(std::abs(z(y.sum("annual_reviews_held", "2025-26"), plans, 3 / cycle)) < accepted);
  CHECK(std::abs(z(y.sum("annual_reviews_in_time", "2025-26"), y.sum("annual_reviews_due", "2025-26"), 0.6)) <
        accepted);
  CHECK(std::abs(z(y.sum("annual_reviews_amended", "2025-26"), y.sum("annual_reviews_held", "2025-26"),
                   0.3)) < accepted);
  const Year yearly(stock + Changes{{"review.on_time", "1"}, {"review.catch_up", "1"}});
  CHECK(yearly.sum("annual_reviews_held", "2025-26") == plans);
  CHECK(yearly.sum("annual_reviews_in_time", "2025-26") == plans);
}
