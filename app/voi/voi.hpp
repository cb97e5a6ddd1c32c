#pragma once
// What to find out before choosing: the worth of knowing assumptions, all, in groups, singly, or from a
// sample.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/run/sampling.hpp"
#include "app/sensitivity/prepared_draws.hpp"
#include "app/size/place_money.hpp"
#include "app/stored/result_table.hpp"
#include "app/terminal.hpp"
#include "app/voi/objective.hpp"
#include "sim/information_value.hpp"

namespace app {

/// A choice of how many places to have: what a child too many for them costs a year, and a place too many, is
/// given or taken from the run.
struct PlacesQuestion {
  std::string type, period;  ///< period: a September; empty: the last
  GivenPlaceCosts costs;
};

/// Observations to be collected on an assumption: NAME=N, or NAME=N:SD with the standard deviation of one.
struct SampleQuestion {
  std::string assumption;
  sim::Sample sample;
};

struct VoiOptions {
  std::vector<std::string> runs;  ///< folders; of a comparison, its runs
  ObjectiveWords objective;
  std::optional<PlacesQuestion> places;  ///< then one run
  std::vector<SampleQuestion> samples;
  double decisions = 1;  ///< a year that a finding serves, such as authorities
  unsigned years = 1;
  std::size_t shown = 12;
  unsigned threads = 0;
  std::filesystem::path out;
};

/// One of the options of the choice.
struct ChoiceLine {
  std::string letter, name;
  sim::Estimate against_best;  ///< mean net benefit less that of the best
  double p10 = 0, p90 = 0;     ///< of the net benefit less that of the best
  double chance_best = 0;
};

/// What it is worth to know something; `kind`: "all", "group", "assumption" or "sample".
struct Worth {
  std::string kind, name, group;
  std::size_t assumptions = 1;
  std::uint32_t observations = 0;
  sim::Estimate value;
  sim::Interval interval;
};

struct VoiSummary : Sampling {
  std::string area, objective, unit;  ///< unit: "pounds", "count", ...
  bool money = true;
  std::vector<ChoiceLine> choice;
  std::size_t best = 0;
  double uses = 1;  ///< by which every worth is multiplied
  Worth all;
  std::vector<Worth> groups, singles, samples;  ///< groups and singles by falling value
  std::size_t shown = 12;
  std::vector<std::string> notes;
  double seconds = 0;
  std::filesystem::path folder;
  std::vector<std::string> files;
};

/// Reads the runs and writes the folder; simulates nothing. Throws UserError for questions without an answer.
VoiSummary voi_run(const VoiOptions& options, const std::string& command);

/// "voi_choice" and "voi": the options, and one row per thing that could be found out.
std::vector<ResultTable> voi_tables(const VoiSummary& summary);
std::string voi_text(const VoiSummary& summary, const Style& style);
std::string voi_json(const VoiSummary& summary);

}  // namespace app
