#include "sim/abc_smc.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "sim/design.hpp"
#include "sim/evaluate_all.hpp"
#include "sim/quadratic_emulator.hpp"
#include "sim/sample.hpp"
#include "sim/statistics.hpp"
#include "sim/triangular.hpp"
#include "sim/weighted.hpp"

namespace sim {
namespace {

constexpr double significant = 3.5;  // standard errors of a correlation, for an unknown to be searched

class Search {
 public:
  Search(std::size_t unknowns, const SimulateAt& simulate, std::span<const double> observed,
         const SquareMatrix& scale, const AbcSettings& o)
      : n_(unknowns),
        p_(observed.size()),
        simulate_(simulate),
        observed_(observed),
        factor_(cholesky(scale)),
        o_(o) {}

  AbcPosterior run() {
    out_.unknowns = n_;
    prior();
    choose();
    while (next()) {
    }
    adjust();
    return std::move(out_);
  }

 private:
  struct Particle {
    std::vector<double> z, data;
    double distance = 0, weight = 0;
  };

  std::size_t n_, p_;
  const SimulateAt& simulate_;
  std::span<const double> observed_;
  SquareMatrix factor_;
  const AbcSettings& o_;
  AbcPosterior out_;
  std::vector<Particle> now_;
  std::vector<std::size_t> searched_;
  std::size_t simulations_ = 0;

  /// The standard normals of one simulation: those of every unknown, and more for its proposal.
  KeyedEngine words(std::size_t which, const char* purpose) const {
    return {o_.seed, {static_cast<std::uint32_t>(which), name_hash64(purpose), 0, design_purpose}};
  }
  static double normal(KeyedEngine& e) {
    const auto high = e();
    return inverse_normal(unit53(high, e()));
  }

  double distance(std::span<const double> data) const {
    std::vector<double> d(p_);
    for (std::size_t i = 0; i < p_; ++i) d[i] = data[i] - observed_[i];
    solve_lower(factor_, d);
    return std::sqrt(std::inner_product(d.begin(), d.end(), d.begin(), 0.0));
  }

  /// Simulates proposals, each under a number of its own.
  std::vector<Particle> simulate(std::vector<std::vector<double>> proposals) {
    const std::size_t first = simulations_;
    std::uint64_t done = first;
    const Workers workers{o_.threads, o_.stop, [&] {
                            ++done;
                            if (o_.progress)
                              o_.progress(done, std::max<std::uint64_t>(o_.most_simulations, done));
                          }};
    const auto data = evaluate_all(proposals.size(), p_, workers, [&](std::size_t i, std::span<double> row) {
      simulate_(proposals[i], static_cast<std::uint32_t>(first + i), row);
    });
    simulations_ += proposals.size();
    std::vector<Particle> out(proposals.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i].z = std::move(proposals[i]);
      out[i].data.assign(data.begin() + static_cast<std::ptrdiff_t>(i * p_),
                         data.begin() + static_cast<std::ptrdiff_t>((i + 1) * p_));
      out[i].distance = distance(out[i].data);
    }
    return out;
  }

  void prior() {
    std::vector<std::vector<double>> proposals;
    for (std::size_t i = 0; i < o_.particles; ++i) {
      auto e = words(i, "abc prior");
      std::vector<double> z(n_);
      for (double& x : z) x = normal(e);
      proposals.push_back(std::move(z));
    }
    now_ = simulate(std::move(proposals));
    for (auto& p : now_) p.weight = 1 / static_cast<double>(now_.size());
    out_.populations.push_back({HUGE_VAL, 1, simulations_});
  }

  /// Those unknowns that an observation goes with.
  void choose() {
    std::vector<std::pair<double, std::size_t>> found;
    const auto n = static_cast<double>(now_.size());
    for (std::size_t k = 0; k < n_; ++k) {
      std::vector<double> z;
      for (const auto& p : now_) z.push_back(p.z[k]);
      double most = 0;
      for (std::size_t i = 0; i < p_; ++i) {
        std::vector<double> y;
        for (const auto& p : now_) y.push_back(p.data[i]);
        const double spread = sd(z) * sd(y);
        if (spread > 0) most = std::max(most, std::abs(covariance(z, y) / spread));
      }
      if (most * std::sqrt(n) > significant) found.emplace_back(-most, k);
    }
    std::sort(found.begin(), found.end());
    for (const auto& [r, k] : found)
      if (searched_.size() < o_.most_searched) searched_.push_back(k);
    std::sort(searched_.begin(), searched_.end());
    out_.searched = searched_;
  }

  std::vector<double> weights() const {
    std::vector<double> w;
    for (const auto& p : now_) w.push_back(p.weight);
    return w;
  }

  /// Twice the weighted covariance of the searched unknowns, as the kernel of the next population.
  SquareMatrix kernel() const {
    const std::size_t d = searched_.size();
    const auto w = weights();
    SquareMatrix c(d);
    for (std::size_t a = 0; a < d; ++a)
      for (std::size_t b = 0; b <= a; ++b) {
        std::vector<double> x, y;
        for (const auto& p : now_) {
          x.push_back(p.z[searched_[a]]);
          y.push_back(p.z[searched_[b]]);
        }
        c(a, b) = c(b, a) = 2 * weighted_covariance(x, y, w);
      }
    return cholesky(c);
  }

  /// One more population under a smaller tolerance; false when it would cost too much.
  bool next() {
    if (searched_.empty()) return false;
    std::vector<double> distances;
    for (const auto& p : now_) distances.push_back(p.distance);
    const double tolerance = quantile(distances, o_.kept);
    const auto l = kernel();
    const auto w = weights();
    std::vector<Particle> accepted;
    const std::size_t before = simulations_;
    while (accepted.size() < o_.particles) {
      const std::size_t left = o_.most_simulations > simulations_ ? o_.most_simulations - simulations_ : 0;
      const std::size_t made = simulations_ - before;
      const double share = made == 0 ? 1 : static_cast<double>(accepted.size()) / static_cast<double>(made);
      const double needed = static_cast<double>(o_.particles - accepted.size()) / std::max(share, 1e-9);
      if (share < o_.accepted || needed > static_cast<double>(left)) return false;
      std::vector<std::vector<double>> proposals;
      for (std::size_t i = 0; i < std::min(left, o_.particles); ++i)
        proposals.push_back(proposal(simulations_ + i, w, l));
      for (auto& p : simulate(std::move(proposals)))
        if (p.distance <= tolerance && accepted.size() < o_.particles) accepted.push_back(std::move(p));
    }
    reweight(accepted, w, l);
    const auto made = static_cast<double>(simulations_ - before);
    out_.populations.push_back({tolerance, static_cast<double>(accepted.size()) / made, simulations_});
    now_ = std::move(accepted);
    return true;
  }

  std::vector<double> proposal(std::size_t which, std::span<const double> w, const SquareMatrix& l) const {
    auto e = words(which, "abc proposal");
    const auto high = e();
    const auto from = resampled(w, 1, unit53(high, e())).front();
    std::vector<double> z(n_), step(searched_.size());
    for (double& x : z) x = normal(e);
    for (double& x : step) x = normal(e);
    step = times(l, step);
    for (std::size_t k = 0; k < searched_.size(); ++k) z[searched_[k]] = now_[from].z[searched_[k]] + step[k];
    return z;
  }

  /// Prior over what proposed the particle.
  void reweight(std::vector<Particle>& accepted, std::span<const double> w, const SquareMatrix& l) const {
    const std::size_t d = searched_.size();
    std::vector<std::vector<double>> whitened;  // so that the kernel is a distance
    const auto whiten = [&](const Particle& p) {
      std::vector<double> x(d);
      for (std::size_t k = 0; k < d; ++k) x[k] = p.z[searched_[k]];
      solve_lower(l, x);
      return x;
    };
    for (const auto& p : now_) whitened.push_back(whiten(p));
    double total = 0;
    for (auto& p : accepted) {
      const auto x = whiten(p);
      double proposed = 0, square = 0;
      for (std::size_t j = 0; j < whitened.size(); ++j) {
        double apart = 0;
        for (std::size_t k = 0; k < d; ++k) apart += (x[k] - whitened[j][k]) * (x[k] - whitened[j][k]);
        proposed += w[j] * std::exp(-apart / 2);
      }
      for (const auto k : searched_) square += p.z[k] * p.z[k];
      total += p.weight = proposed > 0 ? std::exp(-square / 2) / proposed : 0;
    }
    for (auto& p : accepted) p.weight /= total;
  }

  /// Moves every particle to where it would be had its data been those observed, by a weighted regression of
  /// the unknowns on the data; Epanechnikov's kernel of the distance weights the near ones most.
  void adjust() {
    double furthest = 0;
    for (const auto& p : now_) furthest = std::max(furthest, p.distance);
    std::vector<double> weight, rows, values;
    double total = 0;
    for (const auto& p : now_) {
      const double near = std::max(0.0, 1 - p.distance * p.distance / (furthest * furthest) * (1 - 1e-9));
      weight.push_back(furthest > 0 ? p.weight * near : p.weight);
      total += weight.back();
    }
    for (double& x : weight) x /= total;
    for (std::size_t i = 0; i < now_.size(); ++i) {
      const double root = std::sqrt(weight[i]);
      rows.push_back(root);
      for (std::size_t j = 0; j < p_; ++j)
        rows.push_back(root * (now_[i].data[j] - observed_[j]) / factor_diagonal(j));
      for (const auto k : searched_) values.push_back(root * now_[i].z[k]);
    }
    std::vector<double> slope;
    if (!searched_.empty() && now_.size() > p_ + 1)
      slope = least_squares(std::move(rows), p_ + 1, std::move(values), searched_.size());
    for (auto& p : now_) {
      out_.raw.insert(out_.raw.end(), p.z.begin(), p.z.end());
      for (std::size_t k = 0; !slope.empty() && k < searched_.size(); ++k)
        for (std::size_t j = 0; j < p_; ++j)
          p.z[searched_[k]] -=
              slope[(j + 1) * searched_.size() + k] * (p.data[j] - observed_[j]) / factor_diagonal(j);
      out_.z.insert(out_.z.end(), p.z.begin(), p.z.end());
      out_.simulated.insert(out_.simulated.end(), p.data.begin(), p.data.end());
    }
    out_.weights = std::move(weight);
    out_.effective = effective_size(out_.weights);
  }

  double factor_diagonal(std::size_t j) const { return factor_(j, j) > 0 ? factor_(j, j) : 1; }
};

}  // namespace

AbcPosterior calibrate_by_simulation(std::size_t unknowns, const SimulateAt& simulate,
                                     std::span<const double> observed, const SquareMatrix& scale,
                                     const AbcSettings& settings) {
  if (observed.empty()) throw std::invalid_argument("there are no observations to calibrate to");
  if (settings.particles < 50) throw std::invalid_argument("fewer than 50 particles say nothing");
  return Search(unknowns, simulate, observed, scale, settings).run();
}

}  // namespace sim
