// The posterior as a layer of configuration: marginals as distributions, and their ranks tied together as
// they were in the sample.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "app/calibrate/calibrate_run.hpp"
#include "models/schema.hpp"
#include "sim/copula.hpp"
#include "sim/copula_matrix.hpp"
#include "sim/find_param.hpp"
#include "sim/sample.hpp"
#include "sim/weighted.hpp"

namespace app {
namespace {

constexpr double good_fit = 0.04;      // misfit of a named distribution, in probability
constexpr std::size_t listed = 100;    // values of an empirical one
constexpr std::size_t most_tied = 40;  // assumptions that a configuration can correlate

std::string toml_string(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' || c == '\t' ? ' ' : c;
  }
  return out + '"';
}

/// "request.rate[5-10,ASD]" as the parameter and its labels.
struct Named {
  std::string param;
  std::vector<std::string> labels;
};
Named named(const std::string& name) {
  Named out;
  const auto open = name.find('[');
  out.param = name.substr(0, open);
  if (open == std::string::npos) return out;
  std::string label;
  for (const char c : name.substr(open + 1)) {
    if (c == ',' || c == ']') {
      out.labels.push_back(label);
      label.clear();
    } else {
      label += c;
    }
  }
  return out;
}

/// A distribution by quantiles, whichever way it is known.
using Quantile = std::function<double(double)>;

/// Largest distance of a distribution function from the probabilities of these quantiles.
double misfit(const sim::Uncertain& value, const Quantile& quantile) {
  double worst = 0;
  for (int k = 1; k < 20; ++k) {
    const double p = k / 20.0;
    worst = std::max(worst, std::abs(value.cdf(quantile(p)) - p));
  }
  return worst;
}

/// The nearest of the families that two moments fix, or the quantiles themselves.
std::string distribution(const sim::ParamSpec& spec, double mean, double sd, const Quantile& quantile,
                         std::string_view family_before, double effective) {
  std::string best;
  double least = good_fit + 0.9 / std::sqrt(effective);  // Kolmogorov: 1.36 is passed once in twenty times
  std::vector<std::string> families{std::string(family_before), "normal", "lognormal", "beta", "gamma"};
  for (const auto& family : families) {
    sim::UncertainInput input;
    input.dist = family;
    input.numbers = {{"mean", mean}, {"sd", sd}};
    const auto made = sim::make_uncertain(input, spec.lower, spec.upper);
    const auto* value = std::get_if<sim::Uncertain>(&made);
    if (value == nullptr || value->is_point()) continue;
    const double off = misfit(*value, quantile);
    if (!(off < least)) continue;
    least = off;
    best = fmt::format("mean = {:.8g}, sd = {:.8g}, dist = \"{}\"", mean, sd, family);
  }
  if (!best.empty()) return best;
  best = "dist = \"empirical\", values = [";
  for (std::size_t i = 0; i < listed; ++i)
    best += fmt::format("{}{:.8g}", i == 0 ? "" : ", ",
                        quantile((static_cast<double>(i) + 0.5) / static_cast<double>(listed)));
  return best + "]";
}

/// Values by label, nested as deep as the parameter has axes.
struct Tree {
  std::string label;
  std::string value;
  std::vector<Tree> branches;
  void put(std::span<const std::string> labels, std::string text) {
    if (labels.empty()) {
      value = std::move(text);
      return;
    }
    auto at =
        std::find_if(branches.begin(), branches.end(), [&](const Tree& b) { return b.label == labels[0]; });
    if (at == branches.end()) at = branches.insert(branches.end(), Tree{labels[0], {}, {}});
    at->put(labels.subspan(1), std::move(text));
  }
  std::string text() const {
    if (branches.empty()) return value;
    std::string out = "{ ";
    for (const auto& branch : branches)
      out += (out.size() > 2 ? ", " : "") + toml_string(branch.label) + " = " + branch.text();
    return out + " }";
  }
};

class Writer {
 public:
  explicit Writer(const Calibrated& c) : c_(c), config_(c.problem->config()) {
    std::size_t at = 0;
    for (const auto& a : config_.assumptions())
      if (!a.value.is_point()) position_.emplace(a.name, at++);
    for (const auto& l : c.learnt) learnt_.insert(l.name);
    for (const auto& group : config_.share_groups()) shares_.insert(group.names.begin(), group.names.end());
  }

  std::string text(const std::string& config) {
    std::string out =
        "# What sendcast calibrate learnt: a layer over the configuration that it was asked about.\n";
    out += "extends = [" + toml_string(config) + "]\n";
    out += "scenario = " + toml_string(c_.scenario + " calibrated") + "\n\n";
    out += correlations() + '\n';
    out += fmt::format("year_effect.given_to = {}\n", c_.effects_to);
    for (const auto& param : params()) out += param + " = " + value_of(param) + '\n';
    return out;
  }

 private:
  const Calibrated& c_;
  const sim::Config& config_;
  std::map<std::string, std::size_t> position_;
  std::set<std::string> learnt_, shares_;

  /// Parameters of which something was learnt, and all year effects, in the order of the schema.
  std::vector<std::string> params() const {
    std::vector<std::string> out;
    for (const auto& a : config_.assumptions()) {
      const auto param = named(a.name).param;
      const bool effect = param.starts_with("year_effect.") && param != "year_effect.given_to";
      if ((effect || (learnt_.contains(a.name) && !shares_.contains(a.name))) &&
          std::find(out.begin(), out.end(), param) == out.end())
        out.push_back(param);
    }
    return out;
  }

  /// Every value of the parameter: a layer replaces it whole.
  std::string value_of(const std::string& param) const {
    Tree tree;
    for (const auto& a : config_.assumptions()) {
      const auto name = named(a.name);
      if (name.param == param) tree.put(name.labels, value_of(a, param));
    }
    return tree.text();
  }

  std::string value_of(const sim::Assumption& a, const std::string& param) const {
    if (a.value.is_point()) return fmt::format("{:.17g}", a.value.mean());
    const auto* spec = sim::find_param(models::schema(), param);
    const auto source = a.evidence->source;
    if (!learnt_.contains(a.name)) {
      const Quantile prior = [&](double p) { return a.value.quantile(p); };
      return fmt::format("{{ {}, source = {} }}",
                         distribution(*spec, a.value.mean(), a.value.sd(), prior, a.value.family(), HUGE_VAL),
                         toml_string(source.empty() ? "as before the calibration" : source));
    }
    const auto values = c_.sample.of(position_.at(a.name));
    const auto& w = c_.sample.weights;
    const Quantile posterior = [&](double p) {
      return sim::weighted_quantiles(values, w, std::span(&p, 1)).front();
    };
    const double mean = sim::weighted_mean(values, w);
    const double sd = std::sqrt(sim::weighted_covariance(values, values, w));
    return fmt::format("{{ {}, source = {} }}",
                       distribution(*spec, mean, sd, posterior, a.value.family(), c_.effective),
                       toml_string(fmt::format("calibrated to {} outturns; before: {}{}", c_.fit.size(),
                                               a.value.describe(), source.empty() ? "" : ": " + source)));
  }

  /// Those that were learnt, most first, and those that the configuration ties together.
  std::vector<std::string> tied() const {
    std::vector<std::string> out;
    const auto add = [&](const std::string& name) {
      if (out.size() < most_tied && position_.contains(name) && !shares_.contains(name) &&
          std::find(out.begin(), out.end(), name) == out.end())
        out.push_back(name);
    };
    for (const auto& pair : config_.correlations()) {
      add(pair.a);
      add(pair.b);
    }
    for (const auto& l : c_.learnt) add(l.name);
    return out;
  }

  /// Weighted normal scores of an assumption in the sample.
  std::vector<double> scores(const std::string& name) const {
    const auto values = c_.sample.of(position_.at(name));
    std::vector<double> out;
    out.reserve(values.size());
    for (const double x : values)
      out.push_back(sim::inverse_normal(
          std::clamp(sim::weighted_percentile(values, c_.sample.weights, x), 1e-6, 1 - 1e-6)));
    return out;
  }

  /// Correlations of the normals: the sample's where one of two was learnt, else as they were tied before.
  sim::SquareMatrix pearson(const std::vector<std::string>& names) const {
    std::vector<std::vector<double>> score;
    score.reserve(names.size());
    for (const auto& name : names) score.push_back(scores(name));
    const auto& w = c_.sample.weights;
    std::map<std::pair<std::string, std::string>, double> before;
    for (const auto& pair : config_.correlations())
      before[std::minmax(pair.a, pair.b)] = sim::pearson_of_spearman(pair.spearman);
    auto r = sim::SquareMatrix::identity(names.size());
    for (std::size_t a = 0; a < names.size(); ++a)
      for (std::size_t b = 0; b < a; ++b) {
        const bool learnt = learnt_.contains(names[a]) || learnt_.contains(names[b]);
        const auto tied = before.find(std::minmax(names[a], names[b]));
        const double spread = std::sqrt(sim::weighted_covariance(score[a], score[a], w) *
                                        sim::weighted_covariance(score[b], score[b], w));
        r(a, b) = r(b, a) = learnt                 ? sim::weighted_covariance(score[a], score[b], w) / spread
                            : tied != before.end() ? tied->second
                                                   : 0;
      }
    return r;
  }

  bool tied_before(const std::string& a, const std::string& b) const {
    return std::any_of(config_.correlations().begin(), config_.correlations().end(),
                       [&](const auto& pair) { return std::minmax(pair.a, pair.b) == std::minmax(a, b); });
  }

  std::string correlations() const {
    const auto names = tied();
    auto r = pearson(names);
    // All of them together must be possible, also after rounding: then they are drawn in until they are.
    for (int steps = 0; steps < 100 && sim::smallest_eigenvalue(r) < 1e-3; ++steps)
      for (std::size_t a = 0; a < names.size(); ++a)
        for (std::size_t b = 0; b < names.size(); ++b)
          if (a != b) r(a, b) *= 0.99;
    constexpr double worth_a_line = 0.01;
    std::string out;
    for (std::size_t a = 0; a < names.size(); ++a)
      for (std::size_t b = a + 1; b < names.size(); ++b) {
        if (!learnt_.contains(names[a]) && !learnt_.contains(names[b])) continue;
        const double spearman = sim::spearman_of_pearson(r(a, b));
        if (std::abs(spearman) >= worth_a_line || tied_before(names[a], names[b]))
          out += fmt::format("  {{ a = {}, b = {}, spearman = {:.6f} }},\n", toml_string(names[a]),
                             toml_string(names[b]), spearman);
      }
    return out.empty() ? "" : "correlations = [\n" + out + "]\n";
  }
};

}  // namespace

std::string posterior_toml(const Calibrated& c, const std::string& config) { return Writer(c).text(config); }

}  // namespace app
