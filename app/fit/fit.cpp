#include "app/fit/fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "app/fit/fit_weights.hpp"
#include "models/axes.hpp"
#include "models/fittable.hpp"
#include "models/schema.hpp"
#include "models/structure.hpp"
#include "sim/dist.hpp"
#include "sim/dist_families.hpp"
#include "sim/find_param.hpp"
#include "sim/pooling.hpp"

namespace app {
namespace {

using models::Fittable;
using models::FlowKind;
using Values = std::vector<double>;

/// First and last age of a group, and its label in a configuration.
struct Group {
  std::size_t from, to;
  std::string label;
};
std::vector<Group> five_groups() {
  std::vector<Group> out;
  for (std::size_t a = 0; a < models::ages; ++a) {
    if (a == 0 || models::age_group(a) != models::age_group(a - 1)) out.push_back({a, a, {}});
    out.back().to = a;
    out.back().label = fmt::format("{}-{}", out.back().from, a);
  }
  return out;
}
bool within(const Flow& f, const Group& g) { return f.from_age >= g.from && f.to_age <= g.to; }

/// Under this probability a year without any event is taken for one that was not reported.
constexpr double expected_of_silence = 5;  // exp(-5) = 0.7 %
/// More than so much of what the counts say beyond a parameter's bounds: they do not say it of this area.
constexpr double beyond_belief = 0.01;

/// Learns what the flows of one parameter say.
class Teacher {
 public:
  Teacher(const sim::Config& config, const Fittable& what, std::vector<Flow> flows, int last_year,
          double keep, const std::string& data, Fit& out)
      : config_(config),
        what_(what),
        flows_(std::move(flows)),
        last_year_(last_year),
        keep_(keep),
        weights_(age_weights(config, what.parameter)),
        data_(data),
        out_(out) {
    groups_ = five_groups();
    const bool in_groups = std::all_of(flows_.begin(), flows_.end(), [&](const Flow& f) {
      return std::any_of(groups_.begin(), groups_.end(), [&](const Group& g) { return within(f, g); });
    });
    if (!in_groups) groups_ = {{0, models::ages - 1, ""}};
  }

  void run() {
    if (what_.kind == FlowKind::mix)
      what_.parameter == "cease.reason" ? reasons() : placements();
    else
      rows_by_age();
  }

 private:
  double weight(const Flow& f) const { return sim::remembered(1, last_year_ - f.year, keep_); }

  double base(std::string_view parameter, std::size_t i) const {
    return config_.base()[config_.slot(parameter).offset + i];
  }
  double mean_base(std::string_view parameter, std::size_t from, std::size_t to) const {
    return weighted_over(weights_, from, to, [&](std::size_t age) { return base(parameter, age); });
  }
  /// Events of a flow at others' rate.
  double expected(const Flow& f) const {
    const double level = what_.level.empty() ? 1 : base(what_.level, models::year_index(f.year));
    return f.exposure * mean_base(what_.parameter, f.from_age, f.to_age) * level;
  }

  /// A year in which much was to be expected and nothing was counted.
  void leave_out_silent_years() {
    std::map<int, std::pair<double, double>> year;
    for (const auto& f : flows_) {
      year[f.year].first += f.events;
      year[f.year].second += what_.kind == FlowKind::mix ? 0 : expected(f);
    }
    std::string silent;
    for (const auto& [y, sums] : year)
      if (sums.first == 0 && sums.second >= expected_of_silence)
        silent += fmt::format("{}{}", silent.empty() ? "" : ", ", y);
    if (silent.empty()) return;
    std::erase_if(flows_, [&](const Flow& f) {
      const auto& sums = year.at(f.year);
      return sums.first == 0 && sums.second >= expected_of_silence;
    });
    out_.notes.push_back(fmt::format(
        "{}: no event in {} where others would have five or more; taken as not reported, not as none",
        what_.parameter, silent));
  }

  void rows_by_age() {
    leave_out_silent_years();
    Values events(groups_.size()), trials(groups_.size()), at_reference(groups_.size());
    for (const auto& f : flows_) {
      const auto g = static_cast<std::size_t>(
          groups_.size() == 1 ? 0 : std::find_if(groups_.begin(), groups_.end(), [&](const Group& group) {
                                      return within(f, group);
                                    }) - groups_.begin());
      events[g] += weight(f) * f.events;
      trials[g] += weight(f) * f.exposure;
      at_reference[g] += weight(f) * expected(f);
    }
    for (std::size_t g = 0; g < groups_.size(); ++g)
      if (at_reference[g] == 0 && events[g] > 0) {
        out_.notes.push_back(fmt::format("{}: {:.4g} events at ages {}, where others have none; not used",
                                         what_.parameter, events[g],
                                         groups_[g].label.empty() ? "0-25" : groups_[g].label));
        events[g] = 0;
      }
    sim::PooledRows before, after;
    if (what_.kind == FlowKind::rate) {
      before = sim::pooled_rates(Values(events.size()), Values(events.size()));
      after = sim::pooled_rates(events, at_reference);
    } else {
      Values reference;
      for (std::size_t g = 0; g < groups_.size(); ++g) {
        const double share = trials[g] > 0 ? at_reference[g] / trials[g]
                                           : mean_base(what_.parameter, groups_[g].from, groups_[g].to);
        reference.push_back(std::clamp(share, 1e-6, 1 - 1e-6));
      }
      before = sim::pooled_shares(Values(events.size()), Values(events.size()), reference);
      after = sim::pooled_shares(events, trials, reference);
    }
    const bool by_age = config_.slot(what_.multiplier).size() > 1;
    if (!by_age) {  // one number for the area: its level
      add({std::string(what_.multiplier), std::string(what_.parameter), "", total(events),
           total(at_reference), after.level.mean, after.level.sd, before.level.sd});
      return;
    }
    const std::size_t first = out_.rows.size();
    for (std::size_t g = 0; g < groups_.size(); ++g)
      add({std::string(what_.multiplier), std::string(what_.parameter), groups_[g].label, events[g],
           at_reference[g], after.shift[g].mean, after.shift[g].sd, before.shift[g].sd});
    add_pairs(first, after.correlation);
  }

  /// The mix of types at new plans: a multiplier for each type that is counted. The others are not taken for
  /// none.
  void placements() {
    auto types = config_.members("placement");
    std::erase_if(types, [&](const std::string& type) {
      return std::none_of(flows_.begin(), flows_.end(), [&](const Flow& f) { return f.category == type; });
    });
    std::vector<Values> share(models::ages, Values(types.size()));
    for (std::size_t a = 0; a < models::ages; ++a) {
      for (std::size_t i = 0; i < types.size(); ++i)
        share[a][i] = config_.base()[config_.slot("placement", types[i], "first").offset + a];
      const double all = total(share[a]);
      for (auto& x : share[a]) x = all > 0 ? x / all : 0;
    }
    Values seen(types.size()), at_reference(types.size());
    for (const auto& f : flows_) {
      const auto type =
          static_cast<std::size_t>(std::find(types.begin(), types.end(), f.category) - types.begin());
      seen[type] += weight(f) * f.events;
      for (std::size_t i = 0; i < types.size(); ++i)
        at_reference[i] +=
            weight(f) * f.events *
            weighted_over(weights_, f.from_age, f.to_age, [&](std::size_t age) { return share[age][i]; });
    }
    std::vector<std::size_t> offered;
    for (std::size_t i = 0; i < types.size(); ++i) {
      if (at_reference[i] > 0)
        offered.push_back(i);
      else if (seen[i] > 0)
        out_.notes.push_back(
            fmt::format("placement.first: {:.4g} new plans in {}, which the configuration offers "
                        "nobody of those ages; not used",
                        seen[i], types[i]));
    }
    Values events, expected;
    for (const auto i : offered) {
      events.push_back(seen[i]);
      expected.push_back(at_reference[i]);
    }
    const auto before = sim::pooled_rates(Values(offered.size()), Values(offered.size()));
    const auto after = sim::pooled_rates(events, expected);
    const std::size_t first = out_.rows.size();
    for (std::size_t k = 0; k < offered.size(); ++k)
      add({fmt::format("placement.{}.{}", types[offered[k]], what_.multiplier), std::string(what_.parameter),
           "", events[k], expected[k], after.shift[k].mean, after.shift[k].sd, before.shift[k].sd});
    add_pairs(first, after.correlation);
  }

  void reasons() {
    if (groups_.size() == 1) {
      out_.notes.push_back("cease.reason: counts of all ages together are not used; give them by age");
      return;
    }
    const std::size_t n = models::reasons.size();
    std::vector<Values> reference(groups_.size(), Values(n)), counts(groups_.size(), Values(n));
    for (std::size_t g = 0; g < groups_.size(); ++g)
      for (std::size_t a = groups_[g].from; a <= groups_[g].to; ++a) {
        Values row;
        for (std::size_t k = 0; k < n; ++k) row.push_back(base("cease.reason", a * n + k));
        for (std::size_t k = 0; k < n; ++k) reference[g][k] += total(row) > 0 ? row[k] / total(row) : 0;
      }
    for (const auto& f : flows_)
      for (std::size_t g = 0; g < groups_.size(); ++g)
        if (within(f, groups_[g])) {
          const auto k =
              std::find(models::reasons.begin(), models::reasons.end(), f.category) - models::reasons.begin();
          counts[g][static_cast<std::size_t>(k)] += weight(f) * f.events;
        }
    const auto mix = sim::pooled_mix(counts, reference);
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      auto& out = out_.mixes.emplace_back();
      out.parameter = what_.parameter;
      out.ages = groups_[g].label;
      out.events = total(counts[g]);
      for (std::size_t k = 0; k < n; ++k) {
        constexpr double least = 0.001;  // the grammar's: fewer, and it is a share of nought
        const double alpha = mix.rows[g][k];
        out.concentration.emplace_back(models::reasons[k], alpha < least ? 0 : alpha);
      }
    }
  }

  static double total(const Values& v) {
    double sum = 0;
    for (const double x : v) sum += x;
    return sum;
  }

  void add(FittedRow row) {
    const auto* spec = sim::find_param(models::schema(), row.parameter);
    const auto learnt = sim::dist::lognormal(row.mu, row.sigma);
    const double outside = learnt ? sim::mass_outside(*learnt, spec->lower, spec->upper) : 0;
    row.bounded = outside > sim::bounds_tolerance;
    if (outside > beyond_belief) refuse(row, *spec);
    out_.rows.push_back(std::move(row));
  }

  /// At the first count of these ages.
  void refuse(const FittedRow& row, const sim::ParamSpec& spec) {
    int line = flows_.empty() ? 0 : flows_.front().line;
    for (const auto& g : groups_)
      if (g.label == row.ages)
        if (const auto at =
                std::find_if(flows_.begin(), flows_.end(), [&](const Flow& f) { return within(f, g); });
            at != flows_.end())
          line = at->line;
    out_.faults.push_back(
        {{data_, line},
         fmt::format("{}{}: {:.4g} events where others have {:.3g}", what_.parameter,
                     row.ages.empty() ? "" : " at ages " + row.ages, row.events, row.expected),
         fmt::format("{} goes from {:g} to {:g}", row.parameter, spec.lower, spec.upper),
         "check the exposure and its unit"});
  }

  void add_pairs(std::size_t first, const std::vector<Values>& correlation) {
    constexpr double least = 0.05;
    double most = 0;
    for (std::size_t i = 0; i < correlation.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) most = std::max(most, std::abs(correlation[i][j]));
    if (most < least) return;
    // All or none of them: with some left out they might no longer be possible together.
    for (std::size_t i = 0; i < correlation.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        out_.pairs.push_back({first + j, first + i, 6 / std::numbers::pi * std::asin(correlation[i][j] / 2)});
  }

  const sim::Config& config_;
  const Fittable& what_;
  std::vector<Flow> flows_;
  int last_year_;
  double keep_;
  AgeWeights weights_;
  const std::string& data_;
  Fit& out_;
  std::vector<Group> groups_;
};

}  // namespace

Fit fit(const sim::Config& config, const std::vector<Flow>& flows, const FitOptions& options,
        const std::string& data) {
  Fit out;
  std::vector<Flow> used;
  for (const auto& f : flows) {
    if (options.last_year != 0 && f.year > options.last_year)
      ++out.later;
    else
      used.push_back(f);
  }
  out.used = used.size();
  if (used.empty()) return out;
  const auto [first, last] = std::minmax_element(
      used.begin(), used.end(), [](const Flow& a, const Flow& b) { return a.year < b.year; });
  out.first_year = first->year;
  out.last_year = last->year;
  for (const auto& what : models::fittables()) {
    std::vector<Flow> own;
    std::copy_if(used.begin(), used.end(), std::back_inserter(own),
                 [&](const Flow& f) { return f.parameter == what.parameter; });
    if (!own.empty()) Teacher(config, what, std::move(own), out.last_year, options.keep, data, out).run();
  }
  return out;
}

}  // namespace app
