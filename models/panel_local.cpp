// How far authorities are from England, how long that lasts, and what announces it.

#include "models/panel_local.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>

#include "models/panel_learning.hpp"
#include "sim/statistics.hpp"
#include "sim/student4.hpp"

namespace models {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
/// A lead is used if so many of the authorities report its last year.
constexpr double reported_by = 0.8;
/// A definition has changed if England's figure jumps by this factor.
constexpr double largest_jump = 3;

constexpr std::array all_leads{Lead::new_plans, Lead::undecided, Lead::requests};

const YearSeries& series_of(const AuthoritySeries& a, Lead lead) {
  if (lead == Lead::new_plans) return a.new_plans;
  return lead == Lead::requests ? a.requests : a.undecided;
}

double half_weight(int years_ago) { return std::pow(0.5, years_ago / years_to_half_weight); }

/// Logarithm of what an authority has of a lead per plan; half a case more, so that none is a number too, and
/// for undecided ones, of which there are fewer, one case and a hundredth of the plans.
double log_ratio(const AuthoritySeries& a, Lead lead, int year) {
  const double plans = a.plans.at(year), count = series_of(a, lead).at(year);
  if (!(plans > 0) || !(count >= 0)) return unknown;
  const double more = lead == Lead::undecided ? 1 + 0.01 * plans : 0.5;
  return std::log((count + more) / plans);
}

bool teaches(const AuthoritySeries& a, int year) { return a.plans.at(year) >= fewest_plans; }

/// Deviations of one lead by year and authority.
class Deviations {
 public:
  Deviations(const PanelSeries& known, Lead lead) : first_(known.first_year()) {
    for (int year = first_; year < known.last_year(); ++year) {
      std::vector<double> row, large;
      for (const auto& a : known.authorities) {
        row.push_back(log_ratio(a, lead, year));
        if (std::isfinite(row.back()) && teaches(a, year)) large.push_back(row.back());
      }
      const double middle = large.empty() ? unknown : sim::quantile(large, 0.5);
      for (double& value : row) value -= middle;
      middles_.push_back(middle);
      rows_.push_back(std::move(row));
    }
  }
  double at(int year, std::size_t authority) const { return rows_[place(year)][authority]; }
  double middle(int year) const { return middles_[place(year)]; }

 private:
  std::size_t place(int year) const { return static_cast<std::size_t>(year - first_); }
  int first_;
  std::vector<std::vector<double>> rows_;
  std::vector<double> middles_;
};

/// What the fit is made from: the panel, its deviations, and the leads in use.
struct Material {
  const PanelSeries& known;
  std::vector<Deviations> deviations;  ///< in the order of all_leads
  std::vector<Lead> leads;
  int first, last;  ///< years that deviations exist for

  double at(Lead lead, int year, std::size_t authority) const {
    return deviations[static_cast<std::size_t>(lead)].at(year, authority);
  }
  /// Deviations of all leads in use; nothing if one is not known.
  std::optional<std::vector<double>> state(int year, std::size_t authority) const {
    std::vector<double> out;
    for (const Lead lead : leads) out.push_back(at(lead, year, authority));
    if (!std::all_of(out.begin(), out.end(), [](double x) { return std::isfinite(x); })) return std::nullopt;
    return out;
  }
};

/// A year's deviations and the next year's of one lead.
sim::RegressionCases pairs(const Material& m, Lead target) {
  sim::RegressionCases cases{m.leads.size(), {}, {}, {}};
  for (int year = m.first; year < m.last; ++year)
    for (std::size_t a = 0; a < m.known.authorities.size(); ++a) {
      const double next = m.at(target, year + 1, a);
      if (!std::isfinite(next) || !teaches(m.known.authorities[a], year)) continue;
      if (const auto state = m.state(year, a)) cases.add(*state, next, half_weight(m.last - year - 1));
    }
  return cases;
}

/// Whether the lead's last year is widely reported, and by the same definition as before.
bool in_use(const Material& m, Lead lead) {
  std::size_t reported = 0, there = 0;
  for (std::size_t a = 0; a < m.known.authorities.size(); ++a) {
    there += m.known.authorities[a].plans.has(m.last) ? 1U : 0U;
    reported += std::isfinite(m.at(lead, m.last, a)) ? 1U : 0U;
  }
  if (static_cast<double>(reported) < reported_by * static_cast<double>(there)) return false;
  const auto& england = series_of(m.known.england, lead);
  double before = unknown;  // of the year before, or the last one that is known
  for (int year = m.first; year <= m.last; ++year) {
    if (!england.has(year)) continue;
    if (std::abs(std::log(england.at(year) / before)) > std::log(largest_jump)) return false;
    before = england.at(year);
  }
  return true;
}

/// A lead that is not reported follows new plans.
double share_of_new_plans(const Material& m, Lead lead) {
  sim::RegressionCases cases{1, {}, {}, {}};
  for (int year = m.first; year <= m.last; ++year)
    for (std::size_t a = 0; a < m.known.authorities.size(); ++a) {
      const double x = m.at(Lead::new_plans, year, a), y = m.at(lead, year, a);
      if (std::isfinite(x) && std::isfinite(y) && teaches(m.known.authorities[a], year))
        cases.add(std::array{x}, y, 1);
    }
  return sim::robust_regression(cases, sim::student4_freedom, panel_ridge).coefficients.front();
}

double leavers_share(const AuthoritySeries& a, int year) {
  return (a.plans.at(year) + a.new_plans.at(year) - a.plans.at(year + 1)) / a.plans.at(year);
}

struct LeaverCase {
  double plans, deviation, weight;
};

std::vector<LeaverCase> leaver_cases(const Material& m, bool small_ones) {
  std::vector<LeaverCase> out;
  for (int year = m.first; year <= m.last; ++year)
    for (const auto& a : m.known.authorities) {
      const double deviation = leavers_share(a, year) - leavers_share(m.known.england, year);
      if (std::isfinite(deviation) && (teaches(a, year) || (small_ones && a.plans.at(year) >= 20)))
        out.push_back({a.plans.at(year), deviation, half_weight(m.last - year)});
    }
  return out;
}

SizeRule new_plans_size(const Material& m, const sim::RobustFit& next) {
  std::vector<SizedError> errors;
  for (int year = m.first; year < m.last; ++year)
    for (std::size_t a = 0; a < m.known.authorities.size(); ++a) {
      const double y = m.at(Lead::new_plans, year + 1, a), plans = m.known.authorities[a].plans.at(year);
      const auto state = m.state(year, a);
      if (state && std::isfinite(y) && plans >= 20)
        errors.push_back(
            {plans, y - sim::predicted(*state, next.coefficients), half_weight(m.last - year - 1)});
    }
  return size_rule(errors, next.scale);
}

void fit_leavers(const Material& m, LocalFit& fit) {
  sim::RegressionCases cases{1, {}, {}, {}};
  for (const auto& c : leaver_cases(m, false)) cases.add(std::array{1.0}, c.deviation, c.weight);
  const auto found = sim::robust_regression(cases, sim::student4_freedom, 0);
  fit.leavers_centre = found.coefficients.front();
  fit.leavers_scale = found.scale;
  std::vector<SizedError> errors;
  for (const auto& c : leaver_cases(m, true))
    errors.push_back({c.plans, c.deviation - fit.leavers_centre, c.weight});
  fit.leavers_size = size_rule(errors, fit.leavers_scale);
}

double centre(const Material& m) {
  double sum = 0, weight = 0;
  const auto& e = m.known.england;
  for (int year = m.first; year <= m.last; ++year) {
    const double apart =
        m.deviations.front().middle(year) - std::log(e.new_plans.at(year) / e.plans.at(year));
    if (!std::isfinite(apart)) continue;
    sum += half_weight(m.last - year) * apart;
    weight += half_weight(m.last - year);
  }
  return sum / weight;
}

Material material(const PanelSeries& known) {
  Material m{known, {}, {}, known.first_year(), known.last_year() - 1};
  for (const Lead lead : all_leads) m.deviations.emplace_back(known, lead);
  return m;
}

}  // namespace

SizeRule size_rule(const std::vector<SizedError>& errors, double scale) {
  double w = 0, sx = 0, sy = 0;
  const auto x = [](const SizedError& e) { return std::log(e.plans); };
  // A fiftieth of the scale keeps errors of nought from ruling the line.
  const auto y = [&](const SizedError& e) { return std::log(std::abs(e.error) + scale / 50); };
  for (const auto& e : errors) {
    w += e.weight;
    sx += e.weight * x(e);
    sy += e.weight * y(e);
  }
  double xx = 0, xy = 0;
  for (const auto& e : errors) {
    xx += e.weight * (x(e) - sx / w) * (x(e) - sx / w);
    xy += e.weight * (x(e) - sx / w) * (y(e) - sy / w);
  }
  return {sx / w, xx > 0 ? std::clamp(xy / xx, -0.5, 0.0) : 0.0};
}

double SizeRule::factor(double plans) const {
  return std::exp(slope * (std::log(std::max(plans, 20.0)) - log_typical));
}

LocalFit fit_local(const PanelSeries& known) {
  Material m = material(known);
  for (const Lead lead : all_leads)
    if (lead == Lead::new_plans || in_use(m, lead)) m.leads.push_back(lead);
  const auto too_few = [&](Lead lead) { return pairs(m, lead).size() < fewest_pairs; };
  while (m.leads.size() > 1 && std::any_of(m.leads.begin(), m.leads.end(), too_few)) m.leads.pop_back();
  LocalFit fit;
  fit.leads = m.leads;
  for (const Lead lead : m.leads) {
    const auto cases = pairs(m, lead);
    if (cases.size() < fewest_pairs) throw std::invalid_argument("fit_local: too few pairs of years");
    fit.next.push_back(sim::robust_regression(cases, sim::student4_freedom, panel_ridge));
    fit.from_new_plans.push_back(lead == Lead::new_plans ? 1 : share_of_new_plans(m, lead));
  }
  fit.new_plans_size = new_plans_size(m, fit.next.front());
  fit_leavers(m, fit);
  fit.centre = centre(m);
  return fit;
}

std::vector<std::vector<double>> local_states(const PanelSeries& known, const LocalFit& fit) {
  const Material m = material(known);
  std::vector<std::vector<double>> all;
  for (std::size_t a = 0; a < known.authorities.size(); ++a) {
    const double fresh = m.at(Lead::new_plans, m.last, a), of_new_plans = std::isfinite(fresh) ? fresh : 0;
    std::vector<double> state;
    for (std::size_t i = 0; i < fit.leads.size(); ++i) {
      const double value = m.at(fit.leads[i], m.last, a);
      state.push_back(std::isfinite(value) ? value : fit.from_new_plans[i] * of_new_plans);
    }
    all.push_back(std::move(state));
  }
  return all;
}

}  // namespace models
