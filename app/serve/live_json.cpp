// What the page shows of a run, as JSON.

#include "app/serve/live_json.hpp"

#include <algorithm>

#include "app/json_values.hpp"
#include "app/report/report_words.hpp"
#include "app/run/summary_parts.hpp"

namespace app {
namespace {

struct ChartName {
  const char *metric, *title, *axis;
};
constexpr ChartName charts[] = {
    {"ehcp_stock", "Plans (EHCPs)", "plans each January"},
    {"independent_share", "Independent share of plans", "share of plans in INMSS, each January"},
    {"hnb_spend", "High needs spend", "financial year"},
    {"cumulative_deficit", "Cumulative deficit", "at the end of the financial year"}};

Json band(const std::string& period, const sim::Summary& s) {
  return {{"period", period},
          {"n", s.n},
          {"mean", number(s.mean)},
          {"p05", number(s.p05)},
          {"p10", number(s.p10)},
          {"p25", number(s.p25)},
          {"p50", number(s.p50)},
          {"p75", number(s.p75)},
          {"p90", number(s.p90)},
          {"p95", number(s.p95)},
          {"mcse_p50", number(s.mcse_p50)}};
}

/// With the error of the median in words, to as many places as in the report's tables.
Json band_with_error(sim::Unit unit, const std::string& period, const sim::Summary& s) {
  Json out = band(period, s);
  out["error"] = error_cell(unit, s.mcse_p50).text;
  return out;
}

/// The same of a chance.
Json chance_with_error(const Chance& chance) {
  Json out = chance_json(chance);
  out["error"] = error_cell(sim::Unit::share, chance.mcse).text;
  return out;
}

const LiveLine* line_of(const LiveFigures& f, std::string_view metric, std::string_view category = "total") {
  for (const auto& line : f.lines)
    if (line.metric.name == metric && line.category == category) return &line;
  return nullptr;
}

/// Targets or outturns of a line, of which those by others are no outturns.
Json marks(const std::vector<LiveGoal>& goals, const LiveLine& line) {
  Json out = Json::array();
  for (const auto& g : goals)
    if (g.goal.metric == line.metric.name && g.goal.breakdown == line.breakdown && g.goal.kind != "forecast")
      out.push_back({{"period", g.goal.period}, {"value", number(g.goal.value)}});
  return out;
}

/// With what past forecasts missed, at the periods for which that is known.
Json misses(const LiveLine& line) {
  Json out = Json::array();
  for (std::size_t p = 0; p < line.periods.size(); ++p)
    if (const auto widened = widened_of(line, p)) out.push_back(chart_misses(*widened));
  return out;
}

/// The distributions of this less the baseline, at the periods that both have.
Json differences(const LiveLine& line, const LiveLine& other, std::uint32_t replicates) {
  sim::PairSummariser summariser;
  Json out = Json::array();
  for (std::size_t b = 0; b < line.periods.size(); ++b) {
    const auto a = std::find(other.periods.begin(), other.periods.end(), line.periods[b]);
    if (a == other.periods.end()) continue;
    const auto at = static_cast<std::size_t>(a - other.periods.begin());
    const auto paired = paired_at(other, at, line, b, replicates, summariser);
    Json row = band(line.periods[b], paired.difference);
    row["mean_baseline"] = number(paired.mean_a);
    row["mean_this"] = number(paired.mean_b);
    row["lower"] = number(paired.p_lower);
    out.push_back(std::move(row));
  }
  return out;
}

Json chart(const ChartName& name, const LiveFigures& f, const LiveFigures* base, std::uint32_t paired) {
  const LiveLine* line = line_of(f, name.metric);
  if (line == nullptr) return nullptr;
  sim::ColumnSummariser summariser;
  Json rows = Json::array();
  for (std::size_t p = 0; p < line->periods.size(); ++p)
    rows.push_back(band_with_error(line->metric.unit, line->periods[p], summary_of(*line, p, summariser)));
  Json out = {{"metric", name.metric},
              {"title", name.title},
              {"axis", name.axis},
              {"unit", chart_unit(line->metric.unit)},
              {"rows", std::move(rows)},
              {"misses", misses(*line)},
              {"misses_note", misses_note()},
              {"targets", marks(f.targets, *line)},
              {"outturns", marks(f.outturns, *line)}};
  const LiveLine* other = base != nullptr ? same_line(*base, *line) : nullptr;
  out["differences"] = other != nullptr ? differences(*line, *other, paired) : Json(nullptr);
  return out;
}

/// By finite type and September: places, who wants one, who is without.
Json places(const LiveFigures& f) {
  sim::ColumnSummariser summariser;
  Json out = Json::array();
  for (const auto& line : f.lines) {
    if (line.metric.name != "place_demand") continue;
    const auto *commissioned = line_of(f, "places_commissioned", line.category),
               *without = line_of(f, "place_shortfall", line.category);
    if (commissioned == nullptr || without == nullptr) continue;
    Json rows = Json::array();
    for (std::size_t p = 0; p < line.periods.size(); ++p) {
      const auto at = [&](const LiveLine& l) {
        const auto s = summary_of(l, p, summariser);
        return Json{{"p10", number(s.p10)}, {"p50", number(s.p50)}, {"p90", number(s.p90)}};
      };
      rows.push_back({{"period", line.periods[p]},
                      {"places", at(*commissioned)},
                      {"want", at(line)},
                      {"without", at(*without)}});
    }
    out.push_back({{"type", line.category}, {"title", line.title}, {"rows", std::move(rows)}});
  }
  return out;
}

Json targets(const LiveFigures& f, const LiveFigures* base) {
  Json out = Json::array();
  for (const auto& t : f.targets) {
    Json row = {{"title", goal_name(t.goal)},
                {"period", t.goal.period},
                {"aim", aim_text(t.goal)},
                {"chance", chance_with_error(chance_met(t.values, t.goal))}};
    if (base != nullptr)
      for (const auto& b : base->targets)
        if (b.goal.id == t.goal.id && b.goal.value == t.goal.value)
          row["baseline"] = chance_json(chance_met(b.values, b.goal));
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

Json figures_json(const LiveFigures& f, const Baseline& baseline) {
  const LiveFigures* base = baseline.figures.get();
  std::string unpaired;
  if (base != nullptr) {
    auto ours = f.pairing, theirs = base->pairing;
    ours.replicates = theirs.replicates = 0;  // the first so many of both are pairs
    unpaired = sim::unpaired(theirs, ours);
    if (!unpaired.empty()) base = nullptr;
  }
  const std::uint32_t paired = base != nullptr ? std::min(f.replicates, base->replicates) : 0;
  Json out = {{"area", f.pairing.area},     {"scenario", f.scenario},     {"seed", f.pairing.seed},
              {"replicates", f.replicates}, {"of", f.pairing.replicates}, {"seconds", number(f.seconds)}};
  if (baseline.figures)
    out["baseline"] = {{"name", baseline.name}, {"unpaired", unpaired}, {"pairs", paired}};
  else
    out["baseline"] = nullptr;
  Json drawn = Json::array();
  for (const auto& name : charts)
    if (auto one = chart(name, f, base, paired); !one.is_null()) drawn.push_back(std::move(one));
  out["charts"] = std::move(drawn);
  out["places"] = places(f);
  out["targets"] = targets(f, base);
  out["notes"] = f.notes;
  return out;
}

Json areas_json(const std::vector<OfferedArea>& areas) {
  Json out = Json::array();
  for (const auto& a : areas)
    out.push_back({{"id", a.id}, {"area", a.area}, {"scenario", a.scenario}, {"description", a.description}});
  return out;
}

Json choices_json(const Choices& c) {
  Json interventions = Json::array(), assumptions = Json::array(), provisions = Json::array();
  for (const auto& i : c.interventions)
    interventions.push_back({{"id", i.id},
                             {"title", i.title},
                             {"description", i.description},
                             {"reliability", i.reliability},
                             {"start", i.start},
                             {"active", i.active},
                             {"inside", i.inside}});
  for (const auto& a : c.assumptions)
    assumptions.push_back({{"name", a.name},
                           {"text", a.text},
                           {"unit", a.unit},
                           {"low", a.low},
                           {"high", a.high},
                           {"p10", a.p10},
                           {"p50", a.p50},
                           {"p90", a.p90},
                           {"deficit", number(a.deficit)},
                           {"plans", number(a.plans)}});
  for (const auto& p : c.places)
    provisions.push_back({{"id", p.id},
                          {"title", p.title},
                          {"type", p.type},
                          {"first_year", p.first_year},
                          {"places", p.places},
                          {"least", p.least},
                          {"last_stated", p.last_stated}});
  return {{"id", c.area.id},
          {"area", c.area.area},
          {"scenario", c.area.scenario},
          {"description", c.area.description},
          {"start", c.start},
          {"years", c.years},
          {"ranked_by", c.ranked_by},
          {"interventions", std::move(interventions)},
          {"assumptions", std::move(assumptions)},
          {"places", std::move(provisions)}};
}

std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace app
