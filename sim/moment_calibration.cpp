#include "sim/moment_calibration.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>

#include "sim/adaptive_metropolis.hpp"
#include "sim/chain_diagnostics.hpp"
#include "sim/design.hpp"
#include "sim/evaluate_all.hpp"
#include "sim/quadratic_emulator.hpp"
#include "sim/sample.hpp"
#include "sim/statistics.hpp"
#include "sim/triangular.hpp"
#include "sim/weighted.hpp"

namespace sim {
namespace {

constexpr std::size_t chains = 4, most_rounds = 3, most_iterations = 8, most_doublings = 2;
constexpr double step = 0.25;      // of finite differences, in prior standard deviations
constexpr double touch = 0.5;      // the step that tells whether an unknown matters
constexpr double inflation = 1.5;  // of the posterior's spread, where the emulator is fitted
constexpr double good_r_hat = 1.01, good_ess = 400;

/// A matrix of observations by unknowns.
struct Jacobian {
  std::size_t rows = 0, columns = 0;
  std::vector<double> cells;
  double operator()(std::size_t i, std::size_t k) const { return cells[i * columns + k]; }
};

/// C + J J'.
SquareMatrix with_spread(SquareMatrix c, const Jacobian& j) {
  for (std::size_t a = 0; a < j.rows; ++a)
    for (std::size_t b = 0; b < j.rows; ++b)
      for (std::size_t k = 0; k < j.columns; ++k) c(a, b) += j(a, k) * j(b, k);
  return c;
}

/// J' x.
std::vector<double> transposed_times(const Jacobian& j, std::span<const double> x) {
  std::vector<double> out(j.columns);
  for (std::size_t i = 0; i < j.rows; ++i)
    for (std::size_t k = 0; k < j.columns; ++k) out[k] += j(i, k) * x[i];
  return out;
}

double dot(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

class Calibration {
 public:
  Calibration(std::size_t unknowns, const MeansAt& means, const NoisyData& data, const MomentSettings& o)
      : n_(unknowns), p_(data.size()), means_(means), data_(data), o_(o) {}

  MomentPosterior run() {
    out_.unknowns = n_;
    out_.draws = o_.draws;
    find_live();
    find_mode();
    choose();
    emulate();
    keep();
    return std::move(out_);
  }

 private:
  std::size_t n_, p_;
  const MeansAt& means_;
  const NoisyData& data_;
  const MomentSettings& o_;
  MomentPosterior out_;
  std::uint64_t expected_ = 0;  // evaluations, as far as can be told

  std::vector<std::size_t> live_;  // unknowns that touch any observation
  std::vector<double> mode_, mode_means_;
  Jacobian at_mode_;                        // over live_
  SquareMatrix spread_{0};                  // posterior covariance over live_, linearised at the mode
  std::vector<std::size_t> chosen_, rest_;  // positions in live_
  Jacobian rest_at_mode_;                   // over rest_
  std::vector<double> rest_mode_, rest_shift_;
  SquareMatrix rest_covariance_{0};
  std::vector<bool> logged_;  // observations whose logarithm is emulated

  std::vector<double> centre_;  // of the chosen
  SquareMatrix factor_{0};      // of their covariance
  std::optional<QuadraticEmulator> emulator_;
  std::vector<MetropolisChain> chains_;

  // --- the exact means

  std::vector<double> evaluate(const std::vector<std::vector<double>>& points) {
    const Workers workers{o_.threads, o_.stop, [&] {
                            ++out_.evaluations;
                            if (o_.progress)
                              o_.progress(out_.evaluations,
                                          std::max<std::uint64_t>(expected_, out_.evaluations));
                          }};
    return evaluate_all(points.size(), p_, workers,
                        [&](std::size_t i, std::span<double> row) { means_(points[i], row); });
  }
  std::vector<double> evaluate_one(const std::vector<double>& z) { return evaluate({z}); }

  /// Central differences over some unknowns.
  Jacobian jacobian(const std::vector<double>& z, const std::vector<std::size_t>& over) {
    std::vector<std::vector<double>> points;
    for (const auto k : over)
      for (const double side : {-step, step}) {
        points.push_back(z);
        points.back()[k] += side;
      }
    const auto values = evaluate(points);
    Jacobian j{p_, over.size(), std::vector<double>(p_ * over.size())};
    for (std::size_t k = 0; k < over.size(); ++k)
      for (std::size_t i = 0; i < p_; ++i)
        j.cells[i * over.size() + k] = (values[(2 * k + 1) * p_ + i] - values[2 * k * p_ + i]) / (2 * step);
    return j;
  }

  std::vector<double> residual(std::span<const double> means) const {
    std::vector<double> r(data_.values);
    for (std::size_t i = 0; i < p_; ++i) r[i] -= means[i];
    return r;
  }

  // --- the mode

  /// Which unknowns touch any observation: by one step each, to whichever side it is.
  void find_live() {
    auto considered = o_.considered;
    if (considered.empty()) {
      considered.resize(n_);
      std::iota(considered.begin(), considered.end(), std::size_t{0});
    }
    const std::size_t terms = quadratic_terms(std::min(n_, o_.most_emulated));
    expected_ = 1 + considered.size() + 2 * terms + o_.checked;
    mode_.assign(n_, 0.0);
    std::vector<std::vector<double>> points{mode_};
    for (const auto k : considered) {
      points.push_back(mode_);
      points.back()[k] = touch;
    }
    const auto values = evaluate(points);
    mode_means_.assign(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(p_));
    const auto noise = noise_covariance(data_, mode_means_);
    constexpr double felt = 1e-3;  // of the noise: a change by less is nothing that data could show
    for (std::size_t c = 0; c < considered.size(); ++c) {
      bool touches = false;
      for (std::size_t i = 0; i < p_; ++i)
        touches |=
            std::abs(values[(c + 1) * p_ + i] - mode_means_[i]) > felt * touch * std::sqrt(noise(i, i));
      if (touches) live_.push_back(considered[c]);
    }
    expected_ += std::size_t{6} * live_.size();
  }

  double badness(std::span<const double> z, std::span<const double> means) const {
    const auto l = cholesky(noise_covariance(data_, means));
    return 0.5 * dot(z, z) - log_normal_density(l, residual(means));
  }

  /// Gauss-Newton, halving steps that do not help.
  void find_mode() {
    double now = badness(mode_, mode_means_);
    at_mode_ = jacobian(mode_, live_);
    for (std::size_t iteration = 0; iteration < most_iterations; ++iteration) {
      const auto there = newton();
      double most = 0;
      for (const auto k : live_) most = std::max(most, std::abs(there[k] - mode_[k]));
      if (most < 0.02) break;
      double gained = 0;
      for (double part = 1; part > 0.1 && gained == 0; part /= 2) {
        auto z = mode_;
        for (const auto k : live_) z[k] += part * (there[k] - mode_[k]);
        auto means = evaluate_one(z);
        const double then = badness(z, means);
        if (!(then < now)) continue;
        mode_ = std::move(z);
        mode_means_ = std::move(means);
        gained = now - then;
        now = then;
      }
      if (gained > 0) at_mode_ = jacobian(mode_, live_);
      if (gained < 1e-3) break;
    }
    out_.mode = mode_;
  }

  /// The mode if the means were linear as they are here.
  std::vector<double> newton() const {
    const auto l = cholesky(with_spread(noise_covariance(data_, mode_means_), at_mode_));
    auto r = residual(mode_means_);
    for (std::size_t i = 0; i < p_; ++i)
      for (std::size_t k = 0; k < live_.size(); ++k) r[i] += at_mode_(i, k) * mode_[live_[k]];
    solve_cholesky(l, r);
    const auto z = transposed_times(at_mode_, r);
    std::vector<double> out(n_);
    for (std::size_t k = 0; k < live_.size(); ++k) out[live_[k]] = z[k];
    return out;
  }

  // --- which unknowns the chains carry

  void choose() {
    const std::size_t n = live_.size();
    const auto l = cholesky(with_spread(noise_covariance(data_, mode_means_), at_mode_));
    spread_ = SquareMatrix::identity(n);
    for (std::size_t b = 0; b < n; ++b) {
      std::vector<double> column(p_);
      for (std::size_t i = 0; i < p_; ++i) column[i] = at_mode_(i, b);
      solve_cholesky(l, column);
      const auto taken = transposed_times(at_mode_, column);
      for (std::size_t a = 0; a < n; ++a) spread_(a, b) -= taken[a];
    }
    out_.linear_shrinkage.assign(n_, 0.0);
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (const auto k : order) out_.linear_shrinkage[live_[k]] = 1 - spread_(k, k);
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return spread_(a, a) < spread_(b, b); });
    for (const auto k : order)
      (chosen_.size() < o_.most_emulated && 1 - spread_(k, k) >= o_.taught ? chosen_ : rest_).push_back(k);
    std::sort(chosen_.begin(), chosen_.end());
    std::sort(rest_.begin(), rest_.end());
    for (const auto k : chosen_) out_.emulated.push_back(live_[k]);
    rest_at_mode_ = {p_, rest_.size(), {}};
    for (std::size_t i = 0; i < p_; ++i)
      for (const auto k : rest_) rest_at_mode_.cells.push_back(at_mode_(i, k));
    for (const auto k : rest_) rest_mode_.push_back(mode_[live_[k]]);
    rest_covariance_ = with_spread(SquareMatrix(p_), rest_at_mode_);
    rest_shift_.assign(p_, 0.0);
    for (std::size_t i = 0; i < p_; ++i)
      for (std::size_t k = 0; k < rest_.size(); ++k) rest_shift_[i] += rest_at_mode_(i, k) * rest_mode_[k];

    centre_.clear();
    SquareMatrix covariance(chosen_.size());
    for (std::size_t a = 0; a < chosen_.size(); ++a) {
      centre_.push_back(mode_[live_[chosen_[a]]]);
      for (std::size_t b = 0; b < chosen_.size(); ++b) covariance(a, b) = spread_(chosen_[a], chosen_[b]);
    }
    factor_ = cholesky(covariance);
  }

  /// All unknowns at values of the chosen; the others at the mode.
  std::vector<double> whole(std::span<const double> chosen) const {
    auto z = mode_;
    for (std::size_t a = 0; a < chosen_.size(); ++a) z[live_[chosen_[a]]] = chosen[a];
    return z;
  }

  // --- the emulator and the chains

  /// Where the chosen are after moving t standard deviations from the centre.
  std::vector<double> moved(std::span<const double> t) const {
    auto z = times(factor_, t);
    for (std::size_t a = 0; a < z.size(); ++a) z[a] += centre_[a];
    return z;
  }
  std::vector<double> unmoved(std::span<const double> z) const {
    std::vector<double> t(z.begin(), z.end());
    for (std::size_t a = 0; a < t.size(); ++a) t[a] -= centre_[a];
    solve_lower(factor_, t);
    return t;
  }

  void emulate() {
    const std::size_t d = chosen_.size();
    std::vector<std::vector<double>> extra;  // points already evaluated
    std::vector<double> extra_values;
    for (std::size_t round = 1;; ++round) {
      out_.emulator_rounds = round;
      fit(round, extra, extra_values);
      walk();
      const auto checked = evenly(o_.checked);
      std::vector<std::vector<double>> points;
      points.reserve(checked.size());
      for (const auto& z : checked) points.push_back(whole(z));
      const auto exact = evaluate(points);
      out_.emulator_error = error_at(checked, exact);
      out_.checked_effective = share_left(checked, exact);
      if (out_.emulator_error <= o_.enough || round == most_rounds || d == 0) return;
      extra.insert(extra.end(), checked.begin(), checked.end());
      extra_values.insert(extra_values.end(), exact.begin(), exact.end());
      centre_on_chains();
    }
  }

  /// Fits the quadratic to points about the centre, spread wider than the posterior by `inflation`.
  void fit(std::size_t round, const std::vector<std::vector<double>>& extra,
           const std::vector<double>& extra_values) {
    const std::size_t d = chosen_.size();
    const auto n = static_cast<std::uint32_t>(2 * quadratic_terms(d));
    std::vector<std::vector<double>> chosen, points;
    for (std::uint32_t i = 0; i < n; ++i) {
      std::vector<double> t(d);
      for (std::size_t k = 0; k < d; ++k) {
        const auto name = "emulator " + std::to_string(round) + " " + std::to_string(k);
        t[k] = inflation * inverse_normal(design_point(Design::sobol, o_.seed, name_hash64(name), i, n));
      }
      chosen.push_back(moved(t));
      points.push_back(whole(chosen.back()));
    }
    auto values = evaluate(points);
    chosen.insert(chosen.end(), extra.begin(), extra.end());
    values.insert(values.end(), extra_values.begin(), extra_values.end());
    logged_.assign(p_, true);
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!(values[i] > 0)) logged_[i % p_] = false;
    for (std::size_t i = 0; i < values.size(); ++i)
      if (logged_[i % p_]) values[i] = std::log(values[i]);
    std::vector<double> inputs;
    for (const auto& z : chosen) {
      const auto t = unmoved(z);
      inputs.insert(inputs.end(), t.begin(), t.end());
    }
    emulator_.emplace(inputs, d, values, p_);
  }

  std::vector<double> emulated(std::span<const double> chosen) const {
    std::vector<double> m(p_);
    emulator_->evaluate(unmoved(chosen), m);
    for (std::size_t i = 0; i < p_; ++i)
      if (logged_[i]) m[i] = std::exp(std::min(m[i], 700.0));
    return m;
  }

  /// By how much the rest move each mean, against their effect at the mode.
  std::vector<double> rest_scale(std::span<const double> means) const {
    std::vector<double> scale(p_, 1.0);
    for (std::size_t i = 0; i < p_; ++i)
      if (logged_[i] && mode_means_[i] > 0) scale[i] = means[i] / mode_means_[i];
    return scale;
  }

  /// Logarithm of the likelihood of the chosen, the rest integrated out: they shift the means from where they
  /// are with the rest at the mode, and add to the noise.
  double log_likelihood(std::span<const double> means) const {
    for (const double m : means)
      if (!std::isfinite(m)) return -HUGE_VAL;
    const auto scale = rest_scale(means);
    auto covariance = noise_covariance(data_, means);
    auto r = residual(means);
    for (std::size_t i = 0; i < p_; ++i) {
      r[i] += scale[i] * rest_shift_[i];
      for (std::size_t j = 0; j < p_; ++j) covariance(i, j) += scale[i] * scale[j] * rest_covariance_(i, j);
    }
    return log_normal_density(cholesky(covariance), r);
  }

  void walk() {
    const std::size_t d = chosen_.size();
    const auto density = [&](std::span<const double> t) {
      const auto z = moved(t);
      return log_likelihood(emulated(z)) - 0.5 * dot(z, z);
    };
    SquareMatrix shape = SquareMatrix::identity(d);
    for (std::size_t k = 0; k < d; ++k) shape(k, k) = 2.38 / std::sqrt(static_cast<double>(d));
    MetropolisSettings m{
        .seed = o_.seed, .warm_up = o_.warm_up, .draws = o_.steps, .acceptance = d == 1 ? 0.44 : 0.234};
    for (std::size_t doubling = 0;; ++doubling) {
      chains_.assign(chains, {});
      const Workers workers{o_.threads, o_.stop, {}};
      evaluate_all(chains, 0, workers, [&](std::size_t c, std::span<double>) {
        KeyedEngine words(
            o_.seed, {static_cast<std::uint32_t>(c), name_hash64("start of a chain"), 0, design_purpose});
        std::vector<double> start(d);
        for (double& x : start) x = inverse_normal(unit(words()));
        auto own = m;
        own.chain = static_cast<std::uint32_t>(c);
        chains_[c] = adaptive_metropolis(density, start, shape, own);
        for (std::size_t i = 0; i < own.draws; ++i) {  // from standard deviations to values of the unknowns
          const auto z = moved(chains_[c].draw(i));
          std::copy(z.begin(), z.end(), chains_[c].draws.begin() + static_cast<std::ptrdiff_t>(i * d));
        }
      });
      diagnose(m.draws);
      const auto agree = [&](std::size_t k) {
        return out_.r_hat[k] < good_r_hat && out_.bulk_ess[k] > good_ess && out_.tail_ess[k] > good_ess;
      };
      bool enough = true;
      for (std::size_t k = 0; k < d; ++k) enough = enough && agree(k);
      if (enough || doubling == most_doublings) return;
      m.warm_up *= 2;
      m.draws *= 2;
    }
  }

  void diagnose(std::size_t steps) {
    const std::size_t d = chosen_.size();
    out_.r_hat.assign(d, 0);
    out_.bulk_ess.assign(d, 0);
    out_.tail_ess.assign(d, 0);
    out_.shrinkage.assign(d, 0);
    out_.steps = chains * steps;
    out_.accepted = 0;
    for (const auto& c : chains_) out_.accepted += c.accepted / chains;
    for (std::size_t k = 0; k < d; ++k) {
      std::vector<std::vector<double>> of(chains);
      for (std::size_t c = 0; c < chains; ++c)
        for (std::size_t i = 0; i < steps; ++i) of[c].push_back(chains_[c].draws[i * d + k]);
      out_.r_hat[k] = r_hat(of);
      out_.bulk_ess[k] = bulk_ess(of);
      out_.tail_ess[k] = tail_ess(of);
      std::vector<double> all;
      for (const auto& one : of) all.insert(all.end(), one.begin(), one.end());
      const double spread = sd(all);
      out_.shrinkage[k] = 1 - spread * spread;
    }
  }

  /// So many draws, spread evenly over the chains' lengths, chain after chain in turn.
  std::vector<std::vector<double>> evenly(std::size_t n) const {
    const std::size_t d = chosen_.size(), steps = out_.steps / chains;
    std::vector<std::vector<double>> out;
    const std::size_t each = (n + chains - 1) / chains;
    for (std::size_t i = 0; i < n; ++i) {
      const auto& c = chains_[i % chains];
      const std::size_t at = (2 * (i / chains) + 1) * steps / (2 * each);
      out.emplace_back(c.draws.begin() + static_cast<std::ptrdiff_t>(at * d),
                       c.draws.begin() + static_cast<std::ptrdiff_t>((at + 1) * d));
    }
    return out;
  }

  double error_at(const std::vector<std::vector<double>>& chosen, std::span<const double> exact) const {
    std::vector<double> square(p_);
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      const auto m = emulated(chosen[k]);
      const auto row = exact.subspan(k * p_, p_);
      const auto noise = noise_covariance(data_, row);
      for (std::size_t i = 0; i < p_; ++i) square[i] += (m[i] - row[i]) * (m[i] - row[i]) / noise(i, i);
    }
    const double worst = *std::max_element(square.begin(), square.end());
    return std::sqrt(worst / static_cast<double>(std::max<std::size_t>(1, chosen.size())));
  }

  /// Effective share of draws once they are weighted by their exact means.
  double share_left(const std::vector<std::vector<double>>& chosen, std::span<const double> exact) const {
    std::vector<double> log_weights;
    for (std::size_t k = 0; k < chosen.size(); ++k)
      log_weights.push_back(log_likelihood(exact.subspan(k * p_, p_)) - log_likelihood(emulated(chosen[k])));
    return effective_size(weights_of(log_weights)) /
           static_cast<double>(std::max<std::size_t>(1, chosen.size()));
  }

  /// The next emulator is fitted where the chains went.
  void centre_on_chains() {
    const std::size_t d = chosen_.size();
    std::vector<double> sum(d);
    SquareMatrix products(d);
    double n = 0;
    for (const auto& c : chains_)
      for (std::size_t i = 0; i < out_.steps / chains; ++i, ++n)
        for (std::size_t a = 0; a < d; ++a) sum[a] += c.draws[i * d + a];
    for (double& s : sum) s /= n;
    for (const auto& c : chains_)
      for (std::size_t i = 0; i < out_.steps / chains; ++i)
        for (std::size_t a = 0; a < d; ++a)
          for (std::size_t b = 0; b < d; ++b)
            products(a, b) += (c.draws[i * d + a] - sum[a]) * (c.draws[i * d + b] - sum[b]) / n;
    centre_ = sum;
    factor_ = cholesky(products);
  }

  // --- the sample

  void keep() {
    const auto chosen = evenly(o_.draws);
    std::vector<std::vector<double>> points;
    points.reserve(chosen.size());
    for (const auto& z : chosen) points.push_back(whole(z));
    out_.weighted = out_.checked_effective < o_.trusted || out_.emulator_error > o_.enough;
    if (out_.weighted) out_.means = evaluate(points);
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const auto guess = emulated(chosen[i]);
      if (!out_.weighted) out_.means.insert(out_.means.end(), guess.begin(), guess.end());
      const auto row = std::span(out_.means).subspan(i * p_, p_);
      out_.log_weights.push_back(out_.weighted ? log_likelihood(row) - log_likelihood(guess) : 0);
      out_.chain.push_back(static_cast<std::uint32_t>(i % chains));
      add_rest(i, points[i], row);
      out_.z.insert(out_.z.end(), points[i].begin(), points[i].end());
    }
    out_.effective = effective_size(weights_of(out_.log_weights));
    for (const double ess : out_.bulk_ess) out_.effective = std::min(out_.effective, ess);
  }

  /// Draws the rest given the chosen and the data (Matheron's rule: a draw before the data, moved by what the
  /// data say), and all that touches nothing from the prior.
  void add_rest(std::size_t draw, std::vector<double>& z, std::span<double> means) const {
    KeyedEngine words(o_.seed, {static_cast<std::uint32_t>(draw), name_hash64("rest of a posterior draw"), 0,
                                design_purpose});
    const auto normal = [&] {
      const auto high = words();
      return inverse_normal(unit53(high, words()));
    };
    std::vector<bool> set(n_);
    for (const auto k : live_) set[k] = true;
    for (std::size_t k = 0; k < n_; ++k)
      if (!set[k]) z[k] = normal();
    Jacobian j = rest_at_mode_;
    const auto scale = rest_scale(means);
    for (std::size_t i = 0; i < p_; ++i)
      for (std::size_t k = 0; k < j.columns; ++k) j.cells[i * j.columns + k] *= scale[i];
    const auto noise = noise_covariance(data_, means);
    std::vector<double> w(rest_.size()), e(p_);
    for (double& x : w) x = normal();
    for (double& x : e) x = normal();
    e = times(cholesky(noise), e);
    auto r = residual(means);
    for (std::size_t i = 0; i < p_; ++i) {
      r[i] += scale[i] * rest_shift_[i] - e[i];
      for (std::size_t k = 0; k < w.size(); ++k) r[i] -= j(i, k) * w[k];
    }
    solve_cholesky(cholesky(with_spread(noise, j)), r);
    const auto taught = transposed_times(j, r);
    for (std::size_t k = 0; k < w.size(); ++k) {
      w[k] += taught[k];
      z[live_[rest_[k]]] = w[k];
      for (std::size_t i = 0; i < p_; ++i) means[i] += j(i, k) * (w[k] - rest_mode_[k]);
    }
  }
};

}  // namespace

MomentPosterior calibrate_by_moments(std::size_t unknowns, const MeansAt& means, const NoisyData& data,
                                     const MomentSettings& settings) {
  if (data.size() == 0) throw std::invalid_argument("there are no observations to calibrate to");
  return Calibration(unknowns, means, data, settings).run();
}

}  // namespace sim
