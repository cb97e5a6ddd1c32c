#pragma once
// What it is worth to know more before choosing: the expected value of (partly) perfect information, by
// regression on an existing run.

#include <span>
#include <vector>

#include "sim/joint_terms.hpp"

namespace sim {

/// A choice among options under uncertainty: the net benefit of each in every replicate, more being better.
class Choice {
 public:
  /// At least one option; all of one length, none NaN. `scramble`: of each replicate.
  Choice(std::vector<std::vector<double>> net_benefit, std::span<const std::uint8_t> scramble);

  std::size_t options() const { return means_.size(); }
  std::size_t best() const { return best_; }  ///< greatest mean; the first of equals
  /// Mean net benefit of an option less that of the best, with its Monte Carlo error.
  const Estimate& against_best(std::size_t option) const { return means_[option]; }
  /// The same by scramble left out.
  const LeftOut& left_out(std::size_t option) const { return left_out_[option]; }
  /// Share of the replicates in which an option is the best (the first of equals counts).
  double chance_best(std::size_t option) const { return chance_[option]; }
  /// Net benefit less the best option's, replicate by replicate: what regressions are made on, as whatever
  /// options share is no part of the choice. All 0 for the best.
  const std::vector<double>& increment(std::size_t option) const { return increments_[option]; }
  std::vector<std::span<const double>> increments() const;  ///< of all but the best
  std::span<const std::uint8_t> scramble() const { return scramble_; }

 private:
  std::vector<std::vector<double>> increments_;
  std::vector<std::uint8_t> scramble_;
  std::vector<Estimate> means_;
  std::vector<LeftOut> left_out_;
  std::vector<double> chance_;
  std::size_t best_ = 0;
};

/// E[max over options of E[NB|X]] - max E[NB], X being what the regression's columns are made of (Strong,
/// Oakley and Brennan 2014). The maximum is over fitted conditional means; over the noisy benefits themselves
/// it would be biased up. Fitted values are shrunk so that their variance is the adjusted share of the whole,
/// as otherwise the noise of the coefficients too would be worth something. Never negative. With the columns
/// of all assumptions it is the EVPI.
LeftOut value_of_information(const LeftOutRegression& regression, const Choice& choice);

/// How an assumption can be observed: as the share of so many cases that are counted, or as the mean of so
/// many figures that vary by a standard deviation of their own (`sd_of_one`, in the unit of the assumption).
enum class Observed { share, mean };
struct Sample {
  Observed as = Observed::share;
  std::uint32_t observations = 0;
  double sd_of_one = 0;
};
/// What a sample would show in each replicate if the draw there were the truth: binomial or normal, at the
/// uniforms `u` of its own. Throws std::invalid_argument for a share outside [0, 1], no observations, or a
/// mean without a standard deviation.
std::vector<double> sample_results(std::span<const double> draws, const Sample& sample,
                                   std::span<const double> u);

/// Expected value of sample information on one assumption (Strong, Oakley, Brennan and Breeze 2015): the
/// maximum over conditional means given what the sample shows, the prior being the draws themselves. As a
/// sample speaks of nothing but the assumption, what is regressed on `results` are the conditional means
/// given the assumption, which are free of luck and of all other assumptions.
LeftOut value_of_sample(const PreparedAssumption& x, const PreparedAssumption& results, const Choice& choice);

/// How many decisions a finding serves: `a_year` of them in each of `years` years, later ones discounted.
double discounted_uses(double a_year, unsigned years, double discount);

}  // namespace sim
