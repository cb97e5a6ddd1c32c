#pragma once
// Scores for programs: a line of CSV, or a JSON object, for each forecaster and set of cases.

#include <string>
#include <string_view>

#include "app/json_values.hpp"
#include "models/panel_scores.hpp"

namespace app {

/// Six figures; empty for a figure that does not exist.
std::string score_field(double value);

inline constexpr const char* score_csv_header =
    "metric,set,first_origin,last_origin,horizon,plans_from,plans_below,forecaster,cases,error,bias,crps,wis,"
    "within_50,within_50_low,within_50_high,within_90,within_90_low,within_90_high,model_skill,"
    "model_skill_low,model_skill_high,p0_10,p10_20,p20_30,p30_40,p40_50,p50_60,p60_70,p70_80,p80_90,"
    "p90_100\n";

/// Of a rival, ScoreLine::skill says what the model saves of its CRPS.
enum class Judged { model, rival };

struct ScoreOf {
  std::string metric, set;
  std::string_view forecaster;
  Judged judged = Judged::model;
};

/// Nothing for a line without cases.
std::string score_csv_line(const ScoreOf& of, const models::ScoreGroup& group, const models::ScoreLine& line);

Json score_json(std::string_view forecaster, const models::ScoreLine& line, Judged judged = Judged::model);
/// The model and every rule that had cases.
Json group_json(const models::GroupScores& scores);
Json interval_json(const sim::Interval& interval);

struct BacktestSummary;
/// The simulator's own record: pairs, refusals, scores, and the discrepancy learnt.
Json simulated_json(const BacktestSummary& summary);

}  // namespace app
