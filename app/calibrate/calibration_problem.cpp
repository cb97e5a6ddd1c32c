// The unknowns are found by reading the configuration again with the past's year effects set uncertain.

#include "app/calibrate/calibration_problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/run/figure_lines.hpp"
#include "models/measures.hpp"
#include "models/structure.hpp"
#include "sim/config_files.hpp"
#include "sim/design.hpp"
#include "sim/faults.hpp"
#include "sim/sample.hpp"

namespace app {
namespace {

constexpr const char* effects[] = {"requests_national", "requests_local", "ceasing",
                                   "ceasing_local",     "prices",         "migration"};

/// Settings that make the effects of years first..last unknown; no others are given.
std::vector<std::string> unknown_effects(int first, int last) {
  std::vector<std::string> out{fmt::format("year_effect.given_to={}", last)};
  for (const auto* effect : effects) {
    std::string table;
    for (int year = first; year <= last; ++year)
      table +=
          fmt::format("{}{} = {{ mean = 0, sd = 1, dist = \"normal\" }}", table.empty() ? "" : ", ", year);
    out.push_back(fmt::format("year_effect.{}={{ {} }}", effect, table));
  }
  return out;
}

FoundOutturns found_in(const sim::Config& config, const WrittenOutturns& written, std::optional<int> until) {
  const models::Structure structure(config);
  const models::Measures measures(structure);
  return found_outturns(config, measures.layout(), written, until);
}

/// The fewest years for which the configuration is sound and has every observation.
std::int64_t years_needed(const ConfigChoice& choice, const sim::Config& whole, std::size_t observations,
                          const WrittenOutturns& written, std::optional<int> until, sim::ConfigFiles& files) {
  const auto most = whole.integer("years");
  for (std::int64_t years = 1; years < most; ++years) {
    ConfigChoice shorter = choice;
    shorter.settings.push_back(fmt::format("years={}", years));
    const auto loaded = load(shorter, files);
    if (loaded.config && found_in(*loaded.config, written, until).observations.size() == observations)
      return years;
  }
  return most;
}

}  // namespace

ProblemRead calibration_problem(const CalibrationQuestion& q, sim::Seed seed) {
  ProblemRead read;
  sim::ConfigFiles files;
  auto base = load(q.choice, files);
  if (!base.config) {
    read.faults = std::move(base.faults);
    return read;
  }
  read.notes = std::move(base.notes);
  std::erase_if(read.notes,
                [](const std::string& n) { return n.find("outside this run") != std::string::npos; });
  const auto written = written_outturns(*base.config, true, q.data, files);
  read.notes.insert(read.notes.end(), written.notes.begin(), written.notes.end());
  if (written.input) read.inputs.push_back(*written.input);
  read.faults = written.faults;
  auto found = found_in(*base.config, written, q.until);
  read.faults.insert(read.faults.end(), found.faults.begin(), found.faults.end());
  if (auto note = outside_note(found.outside); !note.empty()) read.notes.push_back(std::move(note));
  const models::Structure structure(*base.config);
  const int start = structure.clock[0].financial_year;
  const auto given =
      static_cast<int>(std::lround(base.config->base()[base.config->slot("year_effect.given_to").offset]));
  if (given >= start)
    read.faults.push_back({base.config->origin("year_effect.given_to"),
                           fmt::format("the year effects up to {} are given already", given),
                           "this configuration has been calibrated",
                           "calibrate the one that it extends, to all data together"});
  if (read.faults.empty() && found.observations.empty())
    read.faults.push_back(
        {{q.choice.config.string(), 0},
         q.until ? fmt::format("there is no outturn to the January of {} to learn from", *q.until)
                 : "there is no outturn to learn from",
         "",
         "give [outturn.*] in the configuration, or --data FILE with metric, period and value"});
  if (!read.faults.empty()) {
    sim::sort_faults(read.faults);
    return read;
  }
  int last = start;
  for (const auto& o : found.observations)
    last = std::max(last, last_counted_year(o.goal.about.period_type, o.goal.period));
  auto choice = q.choice;
  const auto years = years_needed(choice, *base.config, found.observations.size(), written, q.until, files);
  choice.settings.push_back(fmt::format("years={}", years));
  for (auto& setting : unknown_effects(start, last)) choice.settings.push_back(std::move(setting));
  auto loaded = load(choice, files);
  if (!loaded.config) {
    read.faults = std::move(loaded.faults);
    return read;
  }
  found = found_in(*loaded.config, written, q.until);
  read.effects_to = last;
  read.problem = std::make_shared<const CalibrationProblem>(std::move(*loaded.config),
                                                            std::move(found.observations), seed);
  return read;
}

CalibrationProblem::CalibrationProblem(sim::Config config, std::vector<Observation> observations,
                                       sim::Seed seed)
    : config_(std::move(config)),
      model_(config_),
      normals_(sim::assumption_normals(config_)),
      observations_(std::move(observations)),
      seed_(seed) {
  for (const auto& id : config_.members("risk")) chances_.push_back(config_.slot("risk", id, "draw").offset);
}

void CalibrationProblem::values(std::span<const double> z, std::span<double> out) const {
  normals_.sampler->at_normals(z, out);
}

double CalibrationProblem::figure_of(std::size_t i, const std::function<double(std::uint32_t)>& value) const {
  const auto& g = observations_[i].goal;
  return figure(model_.layout(), g.series, g.period_index, value);
}

void CalibrationProblem::means(std::span<const double> z, std::span<double> out) const {
  std::vector<double> values(unknowns()), cells(normals_.base.size());
  normals_.fill(z, values, cells);
  // Whether an event happens is luck here: the means are those of its probability.
  for (const auto cell : chances_) cells[cell] = std::numeric_limits<double>::quiet_NaN();
  const auto row = model_.expected({.seed = seed_, .index = 0}, cells);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = figure_of(i, [&](std::uint32_t column) { return row[column]; });
}

void CalibrationProblem::simulate(std::span<const double> z, std::uint32_t which,
                                  std::span<double> out) const {
  thread_local models::SendModel::Workspace workspace;
  std::vector<double> values(unknowns()), cells(normals_.base.size());
  normals_.fill(z, values, cells);
  std::vector<std::int64_t> row(model_.layout().columns());
  model_.simulate({.seed = seed_, .index = which}, cells, workspace, row);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = figure_of(i, [&](std::uint32_t column) { return static_cast<double>(row[column]); });
}

void CalibrationProblem::simulate_noisily(std::span<const double> z, std::uint32_t which,
                                          std::span<double> out) const {
  simulate(z, which, out);
  sim::KeyedEngine words(seed_,
                         {which, sim::name_hash64("discrepancy of an observation"), 0, sim::design_purpose});
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto high = words();
    out[i] *= 1 + observations_[i].discrepancy * sim::inverse_normal(sim::unit53(high, words()));
  }
}

}  // namespace app
