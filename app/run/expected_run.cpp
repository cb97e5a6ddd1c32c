// `run --expected`: means without simulation, at the mean assumptions and without year effects.

#include "app/run/expected_run.hpp"

#include <fmt/format.h>

#include <chrono>
#include <limits>
#include <nlohmann/json.hpp>

#include "app/exit_codes.hpp"
#include "app/interrupt.hpp"
#include "app/run/ensemble_run.hpp"
#include "app/run/figure_lines.hpp"
#include "app/terminal.hpp"
#include "models/model.hpp"
#include "sim/math_fingerprint.hpp"
#include "sim/output_folder.hpp"
#include "sim/summary_csv.hpp"

namespace app {
namespace {

/// The parameters that make one year differ from another by chance; at zero every year is its mean.
constexpr std::string_view year_effects[] = {"request.shock_national",        "request.shock_local",
                                             "cease.shock_national",          "cease.shock_local",
                                             "population.migration_shock_sd", "money.inflation_shock"};

constexpr std::string_view caution =
    "Expected values at the mean assumptions and without year effects, a preview. They are exact only where "
    "no place, "
    "assessment or package limit binds; the starting stock is the one that replicate 0 of this seed draws.";

std::vector<double> mean_assumptions(const sim::Config& config) {
  std::vector<double> cells(config.base().begin(), config.base().end());
  for (const auto name : year_effects) {
    const sim::Slot slot = config.slot(name);
    std::fill_n(cells.begin() + slot.offset, slot.size(), 0.0);
  }
  for (const auto& id : config.members("risk"))  // each event at its probability: see models::events
    cells[config.slot("risk", id, "draw").offset] = std::numeric_limits<double>::quiet_NaN();
  return cells;
}

std::string csv_text(const sim::Layout& layout, const std::string& scenario, const ColumnValue& value) {
  std::string out = "scenario,area,period_type,period,metric,breakdown,category,unit,expected\n";
  for (std::uint32_t s = 0; s < layout.series().size(); ++s) {
    const auto& series = layout.series()[s];
    const auto& metric = layout.metric_of(s);
    for (std::uint32_t p = 0; p < layout.periods(s).size(); ++p) {
      out +=
          fmt::format("{},{},{},{},{},{},{},{},{}\n", sim::csv_field(scenario), sim::csv_field(series.area),
                      sim::to_string(metric.period_type), layout.periods(s)[p], metric.name, series.breakdown,
                      sim::csv_field(series.category), sim::to_string(metric.unit),
                      sim::format_figure(metric.unit, figure(layout, s, p, value)));
    }
  }
  return out;
}

std::string json_text(const sim::Layout& layout, const std::string& area, const std::string& scenario,
                      const ColumnValue& value) {
  return nlohmann::ordered_json{{"area", area},
                                {"scenario", scenario},
                                {"note", caution},
                                {"expected", headline_json(layout, area, value)}}
             .dump(2) +
         "\n";
}

}  // namespace

int expected_run(const RunOptions& o, const sim::Config& config) {
  const auto start = std::chrono::steady_clock::now();
  std::optional<sim::OutputFolder> folder;
  if (o.out_given) folder.emplace(o.out, "run");
  const models::SendModel model(config);
  const auto row = model.expected({.seed = o.seed, .index = 0}, mean_assumptions(config));
  const auto value = [&](std::uint32_t column) { return row[column]; };
  const std::string scenario = scenario_name(config);
  interrupted().check();
  if (folder) {
    sim::write_text(folder->path() / "expected.csv", csv_text(model.layout(), scenario, value));
    sim::RunInfo info{.scenario = scenario,
                      .seed = o.seed,
                      .first = 0,
                      .replicates = 0,
                      .planned = 0,
                      .members = 1,
                      .design = "expected"};
    auto settings = digest_settings(o);
    settings.push_back("expected");
    info.config_digest = sim::config_digest(manifest_inputs(config), settings);
    info.fingerprint = sim::math_fingerprint();
    sim::Execution execution = sim::execution_here(1);
    execution.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    sim::write_text(folder->path() / "manifest.json", sim::manifest_json({info,
                                                                          manifest_inputs(config),
                                                                          {"expected.csv", "manifest.json"},
                                                                          repeat_command(o),
                                                                          execution}));
    folder->commit();
  }
  if (o.json)
    print(json_text(model.layout(), config.text("area"), scenario, value));
  else if (!o.quiet) {
    print(fmt::format("{}, {}\n", config.text("area"), scenario) + folded(caution) + "\n" +
          headline_tables(model.layout(), config.text("area"), value));
    if (folder) print(fmt::format("Files in {}:\n  expected.csv, manifest.json\n", o.out.string()));
  }
  return exit_done;
}

}  // namespace app
