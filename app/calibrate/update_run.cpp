// The weights of a particle filter's one step, over the replicates of a run.

#include "app/calibrate/update_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "app/figures.hpp"
#include "app/interrupt.hpp"
#include "app/json_values.hpp"
#include "app/load.hpp"
#include "app/run/ensemble_run.hpp"
#include "app/run/summary_parts.hpp"
#include "app/table.hpp"
#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "sim/config_files.hpp"
#include "sim/manifest.hpp"
#include "sim/output_folder.hpp"
#include "sim/store_reader.hpp"
#include "sim/summary_csv.hpp"
#include "sim/weighted.hpp"

namespace app {
namespace {

Spread spread_of(const std::vector<double>& values, std::span<const double> weights) {
  const auto q = sim::weighted_quantiles(values, weights, spread_at);
  return {q[0], q[1], q[2]};
}

class Update {
 public:
  explicit Update(const CalibrateOptions& o)
      : o_(o), loaded_(load(o.run.choice, files_)), store_(o.update / "run.sqlite") {
    if (!loaded_.config) throw UserError("the configuration has faults\n" + faults_text(loaded_.faults));
    std::error_code none;
    if (std::filesystem::equivalent(o.run.out, o.update, none))
      throw UserError(folded_fault(fmt::format(
          "-o {}: is the run itself, which would be lost; name another folder", o.run.out.string())));
  }

  UpdateSummary run() {
    out_.area = config().text("area");
    out_.scenario = store_.info().scenario;
    out_.run = o_.update;
    out_.replicates = store_.info().replicates;
    check_area();
    find();
    weigh();
    // Where all replicates are impossible, none is more so than another: their weights would say nothing.
    constexpr double out_of_reach = 5;  // standard deviations of the discrepancy
    if (out_.effective < fewest_effective ||
        std::any_of(nearest_.begin(), nearest_.end(), [](double d) { return d > out_of_reach; }))
      refuse();
    figures();
    write();
    return std::move(out_);
  }

 private:
  const CalibrateOptions& o_;
  sim::ConfigFiles files_;
  Loaded loaded_;
  sim::StoreReader store_;
  std::vector<Observation> observations_;
  std::vector<std::vector<double>> figures_;  // of each observation, by replicate
  std::vector<double> nearest_;               // replicate to each, in standard deviations
  std::vector<double> log_weights_, weights_;
  std::vector<sim::ManifestInput> inputs_;
  UpdateSummary out_;

  const sim::Config& config() const { return *loaded_.config; }

  /// A run of another area says nothing of this one.
  void check_area() const {
    std::string areas;
    for (const auto& series : store_.layout().series()) {
      if (series.area == out_.area) return;
      if (areas.find(series.area) == std::string::npos) areas += (areas.empty() ? "" : ", ") + series.area;
    }
    throw UserError(folded_fault(
        fmt::format("--update {}: a run of {}, not of {}", o_.update.string(), areas, out_.area)));
  }

  void find() {
    if (o_.question.data.empty())
      throw UserError("--update: give the new figures with --data FILE (metric, period, value)");
    const auto written = written_outturns(config(), false, o_.question.data, files_);
    out_.notes = written.notes;
    inputs_ = manifest_inputs(config());
    if (written.input)
      inputs_.push_back({written.input->path, "", written.input->sha256, written.input->bytes});
    auto faults = written.faults;
    auto found = found_outturns(config(), store_.layout(), written, o_.question.until);
    faults.insert(faults.end(), found.faults.begin(), found.faults.end());
    for (const auto& o : found.outside)
      faults.push_back(
          {o.where, fmt::format("the run has no {} of {}", o.goal.metric, o.goal.period), "", ""});
    const auto learnt_to =
        static_cast<int>(std::lround(config().base()[config().slot("year_effect.given_to").offset]));
    for (const auto& o : found.observations)
      if (last_counted_year(o.goal.about.period_type, o.goal.period) <= learnt_to)
        faults.push_back(
            {o.where, fmt::format("{} of {} is no new figure", o.goal.metric, o.goal.period),
             fmt::format("the configuration was calibrated to what was counted up to {}; it would "
                         "count twice",
                         learnt_to),
             "give what came later"});
    if (!faults.empty()) throw UserError("the new figures cannot be used\n" + faults_text(faults));
    observations_ = std::move(found.observations);
    if (observations_.empty())
      throw UserError(folded_fault(fmt::format("{}: no new figure", o_.question.data.string())));
    for (const auto& o : observations_) {
      if (!(o.discrepancy > 0))
        throw UserError(
            folded_fault(fmt::format("{}: no replicate can be weighted by a figure without discrepancy; set "
                                     "calibration.discrepancy or [discrepancy.{}]",
                                     sim::to_string(o.where), o.goal.metric)));
      if (!store_.has_draws(o.goal.series))
        throw UserError(folded_fault(fmt::format("{} keeps no draws of {}: run again with --store full",
                                                 o_.update.string(), o.goal.metric)));
      figures_.push_back(store_.values(o.goal.series, o.goal.period_index));
    }
  }

  void weigh() {
    log_weights_.assign(out_.replicates, 0.0);
    nearest_.assign(observations_.size(), HUGE_VAL);
    for (std::size_t i = 0; i < observations_.size(); ++i)
      for (std::size_t r = 0; r < log_weights_.size(); ++r) {
        const double figure = figures_[i][r], y = observations_[i].goal.value;
        const double sd = observations_[i].discrepancy * std::max(std::abs(figure), 1.0);
        log_weights_[r] +=
            std::isnan(figure) ? -HUGE_VAL : -0.5 * (y - figure) * (y - figure) / (sd * sd) - std::log(sd);
        if (!std::isnan(figure)) nearest_[i] = std::min(nearest_[i], std::abs(y - figure) / sd);
      }
    weights_ = sim::weights_of(log_weights_);
    out_.effective = sim::effective_size(weights_);
    const std::vector<double> equal(weights_.size(), 1.0 / static_cast<double>(weights_.size()));
    for (std::size_t i = 0; i < observations_.size(); ++i) {
      Fitted f;
      f.observation = observations_[i];
      f.before = spread_of(figures_[i], equal);
      f.after = spread_of(figures_[i], weights_);
      f.percentile = sim::weighted_percentile(figures_[i], equal, observations_[i].goal.value);
      out_.fit.push_back(std::move(f));
    }
  }

  [[noreturn]] void refuse() const {
    std::string where;
    for (const auto& f : out_.fit)
      where += fmt::format(
          "\n  {} {}: {} against P10 {} to P90 {}", f.observation.goal.metric, f.observation.goal.period,
          in_unit(f.observation.goal.about, f.observation.goal.value),
          in_unit(f.observation.goal.about, f.before[0]), in_unit(f.observation.goal.about, f.before[2]));
    throw UserError(folded_fault(
        out_.effective < fewest_effective
            ? fmt::format("the new figures leave {:.0f} of {} replicates (effective size); under {:.0f} "
                          "there is nothing to forecast with. Run more replicates, or calibrate anew.{}",
                          out_.effective, out_.replicates, fewest_effective, where)
            : fmt::format("no replicate comes near the new figures. If they are right, calibrate anew.{}",
                          where)));
  }

  void figures() {
    const auto& layout = store_.layout();
    const std::vector<double> equal(weights_.size(), 1.0 / static_cast<double>(weights_.size()));
    for (std::uint32_t s = 0; s < layout.series().size(); ++s) {
      const auto& series = layout.series()[s];
      if (!layout.metric_of(s).headline || series.breakdown != "total" || series.area != out_.area ||
          !store_.has_draws(s))
        continue;
      for (std::uint32_t p = 0; p < layout.periods(s).size(); ++p) {
        auto values = store_.values(s, p);
        auto after = weights_, before = equal;
        for (std::size_t r = 0; r < values.size(); ++r)
          if (std::isnan(values[r])) values[r] = after[r] = before[r] = 0;
        out_.figures.push_back({s, p, layout.metric_of(s).name, layout.periods(s)[p], layout.metric_of(s),
                                spread_of(values, before), spread_of(values, after)});
      }
    }
  }

  void write() {
    sim::OutputFolder folder(o_.run.out);
    out_.folder = o_.run.out;
    out_.files = {"weights.csv", "updated.csv", "update.json", "manifest.json"};
    std::string weights = "replicate,log_weight,weight\n";
    for (std::size_t r = 0; r < weights_.size(); ++r)
      weights += fmt::format("{},{:.10g},{:.10g}\n", r, log_weights_[r], weights_[r]);
    std::string figures =
        "scenario,area,metric,period,unit,before_p10,before_p50,before_p90,after_p10,after_p50,after_p90\n";
    for (const auto& f : out_.figures) {
      figures += fmt::format("{},{},{},{},{}", sim::csv_field(out_.scenario), sim::csv_field(out_.area),
                             f.metric, f.period, sim::to_string(f.about.unit));
      for (const auto& spread : {f.before, f.after})
        for (const double x : spread) figures += ',' + sim::format_figure(f.about.unit, x);
      figures += '\n';
    }
    sim::write_text(folder.path() / out_.files[0], weights);
    sim::write_text(folder.path() / out_.files[1], figures);
    sim::write_text(folder.path() / out_.files[2], update_json(out_));
    auto info = store_.info();
    sim::write_text(folder.path() / out_.files[3],
                    sim::manifest_json({std::move(info), inputs_, out_.files, calibrate_command(o_),
                                        sim::execution_here(1)}));
    interrupted().check();
    folder.commit();
  }
};

}  // namespace

UpdateSummary update_run(const CalibrateOptions& options) { return Update(options).run(); }

std::string update_text(const UpdateSummary& s, const Style& style) {
  std::string out =
      style.bold(folded(fmt::format("{}, {}: {} weighted by {} new figure{}", s.area, s.scenario,
                                    s.run.string(), s.fit.size(), s.fit.size() == 1 ? "" : "s")));
  out += folded(fmt::format("{} replicates are worth {} now (effective size).",
                            whole(static_cast<double>(s.replicates)), whole(std::floor(s.effective)))) +
         '\n';
  for (const auto& f : s.fit)
    out += folded(fmt::format(
        "{} of {}: {}, percentile {} of the run.", f.observation.goal.metric, f.observation.goal.period,
        in_unit(f.observation.goal.about, f.observation.goal.value), decimal(100 * f.percentile, 0)));
  Table t({"", "P10", "median", "P90", "P10", "median", "P90"});
  t.group(1, 3, "before");
  t.group(4, 3, "after");
  t.gap(1, 3);
  t.gap(4, 3);
  for (const auto& f : s.figures) {
    if (f.metric != "ehcp_stock" && f.metric != "new_plans" && f.metric != "independent_share") continue;
    const auto cell = [&](double x) { return in_unit(f.about, x); };
    t.row({f.metric + " " + f.period, cell(f.before[0]), cell(f.before[1]), cell(f.before[2]),
           cell(f.after[0]), cell(f.after[1]), cell(f.after[2])});
  }
  return out + '\n' + t.text(style) + '\n' + notes_and_files(1000, s.notes, s.folder, s.files);
}

std::string update_json(const UpdateSummary& s) {
  const auto spread = [](const Spread& x) -> Json {
    return {{"p10", number(x[0])}, {"p50", number(x[1])}, {"p90", number(x[2])}};
  };
  Json fit = Json::array(), figures = Json::array();
  for (const auto& f : s.fit) {
    Json one = goal_json(f.observation.goal);
    one["discrepancy"] = number(f.observation.discrepancy);
    one["before"] = spread(f.before);
    one["after"] = spread(f.after);
    one["percentile"] = number(f.percentile);
    fit.push_back(std::move(one));
  }
  for (const auto& f : s.figures)
    figures.push_back({{"metric", f.metric},
                       {"period", f.period},
                       {"before", spread(f.before)},
                       {"after", spread(f.after)}});
  const Json json = {{"area", s.area},
                     {"scenario", s.scenario},
                     {"replicates", s.replicates},
                     {"effective", number(s.effective)},
                     {"new_figures", std::move(fit)},
                     {"figures", std::move(figures)},
                     {"notes", s.notes}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace app
