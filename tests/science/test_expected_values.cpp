// The expected-value engine against the simulation where nothing binds: every count and every pound.
//
// In each replicate both engines have the same assumptions, the same years and the same starting stock, so
// the mean of their difference is luck alone. A cell is refused when that mean is further from nought than
// one such test in a million would be by chance (Student's t; 4.9 standard errors for many replicates). Cells
// with under 20 expected events in all are too skew for that: their sum is set against the Poisson
// distribution, which is wider than that of sums of rare independent events, at the same rate of false
// alarms.

#include <algorithm>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <set>

#include "tests/catch.hpp"
#include "tests/models/subject.hpp"

using namespace model_test;

namespace {

constexpr double false_alarm = 1e-6;
constexpr double few_events = 20;

// What is not linear in the numbers of children: the interest on, and the exposure to, a deficit counts from
// nought, so its expectation is not its value at the expected deficit once the deficit can cross nought.
const std::set<std::string> not_linear{"deficit_financing_cost", "general_fund_exposure"};

struct Verdict {
  std::size_t cells = 0, by_z = 0, by_poisson = 0, by_bernstein = 0, too_few_children = 0;
  std::vector<std::string> refused;
};

class Comparison {
 public:
  explicit Comparison(const Subject& s) : s_(s), names_(names_of(s.model.layout())) {
    const auto n = names_.size();
    for (auto* v : {&expected_, &observed_, &difference_, &square_}) v->assign(n, 0.0);
  }

  /// `assume`: the assumptions of the expected-value engine, the replicate's own unless a test spoils them.
  void run(std::uint32_t replicates, auto&& assume) {
    for (std::uint32_t r = 0; r < replicates; ++r) {
      const auto cells = s_.cells(r);
      const auto row = s_.simulate(r, cells);
      const auto mean = s_.model.expected(s_.key(r), assume(cells));
      for (std::size_t c = 0; c < row.size(); ++c) {
        const double d = static_cast<double>(row[c]) - mean[c];
        observed_[c] += static_cast<double>(row[c]);
        expected_[c] += mean[c];
        difference_[c] += d;
        square_[c] += d * d;
      }
    }
    replicates_ = replicates;
  }

  Verdict verdict() const {
    Verdict v;
    const boost::math::students_t_distribution<> t(replicates_ - 1);
    const double limit = quantile(complement(t, false_alarm / 2));
    for (std::size_t c = 0; c < names_.size(); ++c) {
      if (not_linear.contains(names_[c].metric)) continue;
      ++v.cells;
      if (!is_count_of_events(c)) {
        if (children_behind(c) < few_events) {
          ++v.too_few_children;
          if (expected_[c] == 0 && observed_[c] != 0) refuse(v, c, "not nought");
        } else {
          judge_mean(v, c, limit);
        }
      } else if (expected_[c] < few_events) {
        ++v.by_poisson;
        if (poisson_tail(observed_[c], expected_[c]) < false_alarm) refuse(v, c, "Poisson");
      } else if (square_[c] < few_events) {
        ++v.by_bernstein;
        const double log_odds = std::log(2 / false_alarm);
        if (std::abs(difference_[c]) > std::sqrt(2 * square_[c] * log_odds) + 7 * log_odds / 3)
          refuse(v, c, "Bernstein");
      } else {
        judge_mean(v, c, limit);
      }
    }
    return v;
  }

 private:
  const Subject& s_;
  std::vector<Name> names_;
  std::vector<double> expected_, observed_, difference_, square_;
  double replicates_ = 0;

  /// Pounds and child-days come in lumps: they are judged where enough children are behind them.
  bool is_count_of_events(std::size_t c) const {
    const auto& layout = s_.model.layout();
    return names_[c].metric != "placement_days" &&
           layout.metrics()[layout.find_metric(names_[c].metric).value()].unit == sim::Unit::count;
  }

  /// Child-years behind a cell of one placement; every other cell of money sums over the whole area.
  double children_behind(std::size_t c) const {
    if (names_[c].breakdown != "placement") return expected_[c] == 0 ? 0 : few_events;
    auto days = names_[c];
    days.metric = "placement_days";
    const auto at = std::find(names_.begin(), names_.end(), days) - names_.begin();
    return expected_[static_cast<std::size_t>(at)] / sim::days_per_year;
  }

  static double poisson_tail(double n, double mean) {
    if (n < 0) return 0;
    if (mean < 1e-9) return n == 0 ? 1 : 0;
    const boost::math::poisson_distribution<> p(mean);
    return 2 * std::min(cdf(p, n), n == 0 ? 1.0 : cdf(complement(p, n - 1)));
  }

  void judge_mean(Verdict& v, std::size_t c, double limit) const {
    ++v.by_z;
    const double mean = difference_[c] / replicates_;
    const double variance =
        std::max(0.0, square_[c] / replicates_ - mean * mean) * replicates_ / (replicates_ - 1);
    const double error = std::sqrt(variance / replicates_);
    // Half a unit a year of rounding is no luck: pence are rounded in each replicate, counts are not.
    const double rounding =
        1e-9 * std::abs(expected_[c] / replicates_) + (is_count_of_events(c) ? 1e-6 : 100);
    if (std::abs(mean) > limit * error + rounding) {
      std::ostringstream how;
      how << mean / std::max(error, 1e-300) << " standard errors, mean difference " << mean << " of "
          << expected_[c] / replicates_;
      refuse(v, c, how.str());
    }
  }

  void refuse(Verdict& v, std::size_t c, const std::string& how) const {
    v.refused.push_back(names_[c].text() + ": " + how + " (observed " + std::to_string(observed_[c]) +
                        ", expected " + std::to_string(expected_[c]) + " in all)");
  }
};

std::uint32_t replicates() { return long_run() ? 400 : 40; }

Verdict agreement(const Subject& s) {
  Comparison comparison(s);
  comparison.run(replicates(), [](const auto& cells) { return cells; });
  return comparison.verdict();
}

void check(const Verdict& v) {
  std::string list;
  for (std::size_t i = 0; i < std::min<std::size_t>(v.refused.size(), 25); ++i) list += v.refused[i] + "\n";
  INFO(v.cells << " cells, " << v.by_z << " by their mean, " << v.by_poisson << " by Poisson, "
               << v.by_bernstein << " by Bernstein, " << v.too_few_children
               << " with too few children; refused " << v.refused.size() << ":\n"
               << list);
  CHECK(v.refused.empty());
  CHECK(v.by_z > 1000);
}

}  // namespace

TEST_CASE("Expected values: Kingston without limits agrees in every count and pound") {
  check(agreement(Subject::without_limits(kingston)));
}

TEST_CASE(
    "Expected values: England-average without limits, with packages for all, agrees in every count and "
    "pound") {
  check(agreement(Subject::without_limits(england, {{"support.package_capacity", "inf"},
                                                    {"support.package_from_age", "2"},
                                                    {"support.package_to_age", "9"},
                                                    {"support.package_effect", "0.6"},
                                                    {"support.package_lag", "1"},
                                                    {"support.package_terms", "3"},
                                                    {"support.package_fade", "2"},
                                                    {"support.package_cost", "2500"},
                                                    {"support.unit_cost", "300"}})));
}

TEST_CASE(
    "Expected values: Kingston with interventions that start, grow and end in the middle of years agrees in "
    "every count and pound") {
  check(agreement(Subject::without_limits(
      kingston,
      {{"interventions",
        "[\"annual-review-programme\", \"better-plans\", \"brokerage\", \"first-1000-days\", "
        "\"health-and-care-contributions\", \"special-school-outreach\", \"travel-training\", "
        "\"vocational-pathways\"]"},
       {"intervention.special-school-outreach.end", "\"2022-spring\""},
       {"intervention.first-1000-days.start", "\"2020-spring\""},
       {"intervention.annual-review-programme.act.leave",
        "{ parameter = \"transfer.out_rate\", how = \"scale\", by = 1.5, start = \"2020-summer\" }"}})));
}

TEST_CASE(
    "Expected values: two kinds of packages for all, from the middle of a year on, agree in every count and "
    "pound") {
  Changes changes;
  for (const auto& [name, start] : {std::pair{"early", "2019-spring"}, std::pair{"late", "2020-summer"}}) {
    const auto prefix = std::string("intervention.") + name + ".";
    changes =
        changes +
        Changes{{prefix + "title", "\"A test\""},       {prefix + "source", "\"none\""},
                {prefix + "reliability", "\"red\""},    {prefix + "start", std::string("\"") + start + "\""},
                {prefix + "package.p.capacity", "inf"}, {prefix + "package.p.effect", "0.5"},
                {prefix + "package.p.lag", "1"},        {prefix + "package.p.fade", "2"},
                {prefix + "package.p.cost", "2000"}};
  }
  changes = changes + Changes{{"intervention.early.package.p.to_age", "6"},
                              {"intervention.late.package.p.from_age", "5"}};
  check(agreement(Subject::without_limits(kingston, changes)));
}

TEST_CASE(
    "Expected values: Kingston under a policy gate, with ceilings of fees, agrees in every count and pound") {
  const auto act = [](const char* parameter, const char* how, const char* by, const char* where) {
    return std::string("{ parameter = \"") + parameter + "\", how = \"" + how + "\", by = " + by +
           ", where = " + where + " }";
  };
  const std::string prefix = "intervention.gate.";
  check(agreement(Subject::without_limits(
      kingston, {{prefix + "title", "\"A test\""},
                 {prefix + "source", "\"none\""},
                 {prefix + "reliability", "\"red\""},
                 {prefix + "start", "\"2020-spring\""},
                 {prefix + "act.points", act("eligibility.at_phase", "set", "0.9",
                                             "{ phase = [\"secondary\", \"post_16\", \"post_19\"] }")},
                 {prefix + "act.group", act("eligibility.group", "set", "0.5", "{ group = [\"special\"] }")},
                 {prefix + "act.mild", act("eligibility.share", "gate", "0.3", "{ severity = [\"mild\"] }")},
                 {prefix + "act.need",
                  act("eligibility.share", "gate", "0.6", "{ need = [\"SEMH\"], age = [\"4-15\"] }")},
                 {prefix + "act.band",
                  "{ parameter = \"placement.inmss_day.cost_ceiling\", how = \"gate\", by = 45000 }"},
                 {prefix + "act.recharge",
                  "{ parameter = \"placement.mainstream.recharged\", how = \"set\", by = 0.2 }"}})));
}

TEST_CASE("Expected values: requests assumed 3 % higher than simulated are caught") {
  const auto s = Subject::without_limits(england);
  const auto level = s.config.slot("request.level");
  Comparison comparison(s);
  comparison.run(40, [&](std::vector<double> cells) {
    for (std::uint32_t i = 0; i < level.size(); ++i) cells[level.offset + i] *= 1.03;
    return cells;
  });
  CHECK_FALSE(comparison.verdict().refused.empty());  // one refused cell fails the comparison
}
