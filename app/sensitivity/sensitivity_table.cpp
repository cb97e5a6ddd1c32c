// The results of `sensitivity` for programs.

#include <nlohmann/json.hpp>

#include "app/json_values.hpp"
#include "app/sensitivity/sensitivity.hpp"

namespace app {
namespace {

/// Appends rows about one figure.
class Rows {
 public:
  Rows(ResultTable& table, const SensitivitySummary& s, const FigureSensitivity& f)
      : table_(table), start_{s.area, f.name, std::string(sim::to_string(f.metric.unit))} {}

  /// `method`: first_order, explained, shapley, layers, sobol_first, sobol_total, morris_mu_star, ...
  void add(const std::string& kind, const std::string& name, const std::string& group,
           const std::string& method, const sim::Estimate& e, const sim::Interval& within,
           double at_p10 = none, double at_p90 = none) {
    auto row = start_;
    for (const auto& text : {kind, name, group, method}) row.emplace_back(text);
    for (const double x : {e.value, e.mcse, within.low, within.high, at_p10, at_p90}) row.emplace_back(x);
    table_.rows.push_back(std::move(row));
  }
  void add(const std::string& kind, const std::string& name, const std::string& group,
           const std::string& method, const IndexedShare& share) {
    add(kind, name, group, method, share.index, share.interval);
  }

 private:
  static constexpr double none = std::numeric_limits<double>::quiet_NaN();
  ResultTable& table_;
  std::vector<Cell> start_;
};

void add_given_data(Rows& rows, const FigureSensitivity& f) {
  for (const auto& g : f.groups)
    rows.add("group", std::string(models::name_of(g.group)), "", "explained", g.share);
  rows.add("all", "all_assumptions", "", "explained", f.all);
  rows.add("rest", "years_luck_and_unexplained", "", "explained", f.rest);
  if (f.layers) {
    const auto& l = *f.layers;
    const double total = l.assumptions.value + l.years.value + l.luck.value;
    const auto layer = [&](const char* name, const sim::Estimate& e) {
      const sim::Estimate share{e.value / total, e.mcse / total};
      rows.add("layer", name, "", "layers", share, sim::interval_of(share, -1, 2));
    };
    layer("assumptions", l.assumptions);
    layer("years", l.years);
    layer("luck", l.luck);
  }
  for (const auto& s : f.singles) {
    const std::string group(models::name_of(s.assumption.group));
    rows.add("assumption", s.assumption.name, group, "first_order", s.first.index, s.first.interval,
             s.first.at_p10, s.first.at_p90);
    rows.add("assumption", s.assumption.name, group, "swing", s.first.swing,
             sim::interval_of(s.first.swing, -1e300, 1e300), s.first.at_p10, s.first.at_p90);
  }
  for (std::size_t d = 0; d < f.dependent.size(); ++d) {
    const auto& set = f.dependent[d];
    const std::string label = "set " + std::to_string(d + 1);
    rows.add("dependent_set", label, "", "explained", set.together);
    for (std::size_t i = 0; i < set.effects.size(); ++i)
      rows.add("assumption", set.names[i], label, "shapley", set.effects[i]);
  }
}

void add_design(Rows& rows, const DesignResult& d, std::size_t figure) {
  for (std::size_t i = 0; i < d.factors.size(); ++i) {
    const auto& f = d.factors[i];
    if (d.design == IndexDesign::sobol) {
      const auto& x = d.sobol[figure][i];
      rows.add(f.kind, f.name, f.group, "sobol_first", x.first, x.first_interval);
      rows.add(f.kind, f.name, f.group, "sobol_total", x.total, x.total_interval);
    } else {
      const auto& x = d.morris[figure][i];
      rows.add(f.kind, f.name, f.group, "morris_mu_star", x.mean_absolute, x.interval);
      rows.add(
          f.kind, f.name, f.group, "morris_mu", x.mean,
          sim::Interval{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()});
      rows.add(
          f.kind, f.name, f.group, "morris_sigma", {x.sd, std::numeric_limits<double>::quiet_NaN()},
          sim::Interval{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()});
    }
  }
}

}  // namespace

ResultTable sensitivity_table(const SensitivitySummary& s) {
  ResultTable table{"sensitivity",
                    {"area", "figure", "unit", "kind", "name", "group", "method", "value", "mcse", "low",
                     "high", "at_p10", "at_p90"},
                    {}};
  for (std::size_t i = 0; i < s.figures.size(); ++i) {
    Rows rows(table, s, s.figures[i]);
    if (s.figures[i].why_not.empty()) add_given_data(rows, s.figures[i]);
    if (s.design && s.figures[i].sd > 0) add_design(rows, *s.design, i);
  }
  return table;
}

std::string sensitivity_json(const SensitivitySummary& s) {
  Json figures = Json::array();
  for (const auto& f : s.figures)
    figures.push_back({{"figure", f.name},
                       {"unit", sim::to_string(f.metric.unit)},
                       {"replicates", f.replicates},
                       {"mean", number(f.mean)},
                       {"sd", number(f.sd)},
                       {"why_not", f.why_not}});
  Json json = {
      {"area", s.area},
      {"scenario", s.scenario},
      {"replicates", s.replicates},
      {"seed", s.seed},
      {"design", s.design ? (s.design->design == IndexDesign::sobol ? "sobol" : "morris") : "given_data"},
      {"figures", std::move(figures)},
      {"results", json_rows(sensitivity_table(s))},
      {"notes", s.notes},
      {"folder", s.folder.string()},
      {"files", s.files}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace app
