// The exact chain of the method notes through the whole engine: individuals keyed by child, ensemble, store,
// summary. Every check is a z-score from theory.

#include <array>
#include <cmath>
#include <map>

#include "sim/summary.hpp"
#include "tests/catch.hpp"
#include "tests/sim/toy_model.hpp"
#include "tests/statistics/z_score.hpp"

namespace {

constexpr std::size_t states = 5, horizon = 5;
constexpr std::uint32_t children = 1000;
constexpr std::uint16_t step = 1;
using Distribution = std::array<double, states>;

// SEN support, mainstream, special, independent, left.
constexpr std::array<Distribution, states> transition = {{{0.80, 0.08, 0.02, 0.00, 0.10},
                                                          {0.00, 0.82, 0.08, 0.02, 0.08},
                                                          {0.00, 0.01, 0.87, 0.04, 0.08},
                                                          {0.00, 0.00, 0.03, 0.87, 0.10},
                                                          {0.00, 0.00, 0.00, 0.00, 1.00}}};
// Cost of a year in each state, in units of £12,000.
constexpr std::array<std::size_t, states> cost_units = {0, 1, 2, 5, 0};
constexpr std::size_t most_units = 5 * horizon;
constexpr double pounds_per_unit = 12'000;

/// How the model is broken on purpose.
enum class Fault {
  none,
  forgets,       ///< each year's cost is that of a fresh child, not of this child's own history
  shares_keys,   ///< two children draw the same words
  redraws_keys,  ///< the key ignores the year: a child meets the same word again and again
};

class Chain {
 public:
  struct Workspace {};
  explicit Chain(Fault fault) : fault_(fault) {
    const std::vector<std::string> years = {"1", "2", "3", "4", "5"};
    const auto stock = layout_.add_metric({.name = "stock"});
    for (std::size_t s = 0; s < states; ++s) layout_.add_series(stock, "state", std::to_string(s), years);
    plans_ = layout_.add_series(layout_.add_metric({.name = "plans"}), "total", "total", years);
    cost_ = layout_.add_series(layout_.add_metric({.name = "cost", .unit = sim::Unit::pence}), "total",
                               "total", {"1-5"});
    squares_ = layout_.add_series(layout_.add_metric({.name = "squared_units"}), "total", "total", {"1-5"});
  }
  const sim::Layout& layout() const { return layout_; }
  Workspace workspace() const { return {}; }

  void simulate(const sim::ReplicateKey& key, std::span<const double>, Workspace&, sim::Row row,
                sim::StopToken) const {
    for (std::uint32_t child = 0; child < children; ++child) {
      std::size_t state = 0;
      std::int64_t units = 0;
      for (std::uint32_t year = 0; year < horizon; ++year) {
        state = next(state, word(key, child, year));
        ++row[layout_.column(static_cast<std::uint32_t>(state), year)];
        if (state >= 1 && state <= 3) ++row[layout_.column(plans_, year)];
        const std::size_t paid_for = fault_ == Fault::forgets ? stranger(key, child, year) : state;
        units += static_cast<std::int64_t>(cost_units[paid_for]);
      }
      row[layout_.column(cost_, 0)] += units * static_cast<std::int64_t>(100 * pounds_per_unit);
      row[layout_.column(squares_, 0)] += units * units;
    }
  }

 private:
  std::uint32_t word(const sim::ReplicateKey& key, std::uint64_t child, std::uint32_t year) const {
    const std::uint64_t entity = fault_ == Fault::shares_keys ? child / 2 : child;
    const auto occasion = static_cast<std::uint16_t>(fault_ == Fault::redraws_keys ? 0 : year);
    return sim::draw(key.seed, {sim::replicate_word(key.index, key.member_luck), entity, occasion, step})[0];
  }
  /// The state of another child, of the same age, who is a different one each year.
  std::size_t stranger(const sim::ReplicateKey& key, std::uint64_t child, std::uint32_t year) const {
    std::size_t state = 0;
    for (std::uint32_t y = 0; y <= year; ++y)
      state = next(state, word(key, child + children * (year + 1), y));
    return state;
  }
  static std::size_t next(std::size_t state, std::uint32_t word) {
    const double u = sim::unit(word);
    double below = 0;
    for (std::size_t to = 0; to + 1 < states; ++to) {
      below += transition[state][to];
      if (u < below) return to;
    }
    return states - 1;
  }

  sim::Layout layout_;
  std::uint32_t plans_ = 0, cost_ = 0, squares_ = 0;
  Fault fault_;
};

/// What theory says of one child.
struct Theory {
  std::array<Distribution, horizon + 1> at{};                         // at[t][state]
  std::array<std::array<Distribution, states>, horizon + 1> after{};  // after[k][from][to]: k years
  std::array<double, most_units + 1> cost{};                          // distribution of units over years 1-5

  Theory() {
    at[0][0] = 1;
    for (std::size_t from = 0; from < states; ++from) after[0][from][from] = 1;
    std::array<std::array<double, most_units + 1>, states> joint{};
    joint[0][0] = 1;
    for (std::size_t t = 1; t <= horizon; ++t) {
      std::array<std::array<double, most_units + 1>, states> moved{};
      for (std::size_t from = 0; from < states; ++from) {
        for (std::size_t to = 0; to < states; ++to) {
          at[t][to] += at[t - 1][from] * transition[from][to];
          for (std::size_t s = 0; s < states; ++s)
            after[t][s][to] += after[t - 1][s][from] * transition[from][to];
          for (std::size_t u = 0; u + cost_units[to] <= most_units; ++u) {
            moved[to][u + cost_units[to]] += joint[from][u] * transition[from][to];
          }
        }
      }
      joint = moved;
    }
    for (const auto& of_state : joint) {
      for (std::size_t u = 0; u <= most_units; ++u) cost[u] += of_state[u];
    }
  }
  /// E(units^power).
  double moment(int power) const {
    double sum = 0;
    for (std::size_t u = 0; u <= most_units; ++u) sum += cost[u] * std::pow(static_cast<double>(u), power);
    return sum;
  }
  double plans(std::size_t t) const { return at[t][1] + at[t][2] + at[t][3]; }
  /// Cov of the numbers in state i at time s and in state j at time t >= s, by multinomial thinning.
  double covariance(std::size_t i, std::size_t s, std::size_t j, std::size_t t) const {
    return children * at[s][i] * (after[t - s][i][j] - at[t][j]);
  }
};

using Scores = std::map<std::string, double>;

double worst(const Scores& scores) {
  double largest = 0;
  for (const auto& [name, z] : scores) largest = std::max(largest, std::abs(z));
  return largest;
}

/// Runs the model through the whole engine and compares with theory.
Scores scores_of(Fault fault, std::uint32_t replicates) {
  const toy::TemporaryFolder folder;
  const sim::EnsembleOptions options{.seed = 20'20, .replicates = replicates};
  toy::run_to_store(Chain(fault), {}, options, folder / "run.sqlite", toy::run_info(options));
  const sim::StoreReader store(folder / "run.sqlite");
  const auto lines = sim::summarise(store);
  const Theory theory;
  const double n = replicates;
  Scores z;

  const auto& layout = store.layout();
  const auto figures = [&](const char* metric, std::uint32_t period) {
    return lines[layout.column(*layout.find_series(metric, "total", "total"), period)].figures;
  };
  for (std::size_t t = 1; t <= horizon; ++t) {
    const double p = theory.plans(t), variance = children * p * (1 - p);
    const sim::Summary line = figures("plans", static_cast<std::uint32_t>(t - 1));
    z["plans mean " + std::to_string(t)] = (line.mean - children * p) / std::sqrt(variance / n);
    // Sums of a thousand children are normal enough: Var(s^2) = 2 variance^2 / (n - 1).
    z["plans variance " + std::to_string(t)] =
        (line.sd * line.sd - variance) / (variance * std::sqrt(2 / (n - 1)));
  }

  const double first = theory.moment(1), second = theory.moment(2), fourth = theory.moment(4);
  const sim::Summary cost = figures("cost", 0), squares = figures("squared_units", 0);
  z["cost mean"] =
      (cost.mean / children / pounds_per_unit - first) / std::sqrt((second - first * first) / children / n);
  z["cost second moment"] =
      (squares.mean / children - second) / std::sqrt((fourth - second * second) / children / n);

  for (std::uint32_t i = 0; i < states; ++i) {
    for (std::uint32_t j = 0; j < states; ++j) {
      for (const std::size_t s : {std::size_t{2}, horizon}) {
        const double vi = theory.covariance(i, s, i, s), vj = theory.covariance(j, horizon, j, horizon);
        if (vi * vj < 1e-6 || (s == horizon && j < i)) continue;
        const double expected = theory.covariance(i, s, j, horizon);
        const double found =
            sim::covariance(store.values(i, static_cast<std::uint32_t>(s - 1)), store.values(j, horizon - 1));
        z["covariance " + std::to_string(i) + std::to_string(j) + " at " + std::to_string(s)] =
            (found - expected) / std::sqrt((vi * vj + expected * expected) / n);
      }
    }
  }
  return z;
}

}  // namespace

TEST_CASE("theory gives the published figures of the exact chain") {
  const Theory theory;
  const double p = theory.plans(5);
  CHECK(children * p == Approx(275.7931).epsilon(1e-6));
  CHECK(std::sqrt(children * p * (1 - p)) == Approx(14.1326).epsilon(1e-5));
  const double first = theory.moment(1), second = theory.moment(2);
  CHECK(pounds_per_unit * first == Approx(17'335.4879).epsilon(1e-9));
  CHECK(pounds_per_unit * std::sqrt(second - first * first) == Approx(32'907.0990).epsilon(1e-8));
}

TEST_CASE("the engine reproduces the exact chain: means, variances, covariances and cost of each child") {
  const Scores scores = scores_of(Fault::none, 4000);
  CHECK(scores.size() > 40);
  for (const auto& [name, z] : scores) {
    INFO(name);
    CHECK(std::abs(z) <= statistics::accepted);
  }
}

TEST_CASE("the exact chain catches children who forget their history") {
  const Scores scores = scores_of(Fault::forgets, 1000);
  CHECK(std::abs(scores.at("cost second moment")) > statistics::accepted);
  CHECK(std::abs(scores.at("cost mean")) <= statistics::accepted);  // which no check of means would have seen
}

TEST_CASE("the exact chain catches shared and redrawn keys") {
  CHECK(std::abs(scores_of(Fault::shares_keys, 1000).at("plans variance 5")) > statistics::accepted);
  CHECK(worst(scores_of(Fault::redraws_keys, 1000)) > statistics::accepted);
}
