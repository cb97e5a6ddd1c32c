// How large the deficit can get: the chance of more than each amount, and the worst cases.

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"

namespace app {
namespace {

using Json = nlohmann::ordered_json;

/// At most four years, the last among them, evenly apart.
std::set<std::size_t> chosen_years(std::size_t n) {
  std::set<std::size_t> out;
  for (std::size_t k = 1; k <= 4; ++k) out.insert(n * k / 4 == 0 ? 0 : n * k / 4 - 1);
  return out;
}

PageChart exceedance_chart(const ReportSources& s, const RiskMetric& m) {
  PageChart chart{.id = "exceedance",
                  .title = "Chance that the cumulative deficit is above an amount",
                  .specification = "exceedance"};
  chart.signals["unit"] = "pounds";
  chart.table = {chart.title, {"Year", "Above", "Chance", "MC error"}, {}};
  Json points = Json::array();
  constexpr std::size_t steps = 30;
  for (const auto y : chosen_years(m.years.size())) {
    const auto& year = m.years[y].year;
    const auto values = s.run().values(s.run().figure({m.metric}, year));
    for (const auto& p : sim::exceedance_curve(values, sim::round_thresholds(values, steps))) {
      points.push_back({{"year", year}, {"amount", p.threshold}, {"chance", p.chance.value}});
      chart.table.rows.push_back({{year, NAN},
                                  cell(sim::Unit::pence, p.threshold),
                                  chance_cell(p.chance.value),
                                  error_cell(sim::Unit::share, p.chance.mcse)});
    }
  }
  const auto& last = m.years.back();
  chart.alt = fmt::format(
      "Falling curves, one a year. In {} half of the replicates lie above {}, one in twenty above {}.{} All "
      "figures are in the table beneath.",
      last.year, page_figure(sim::Unit::pence, last.summary.p50),
      page_figure(sim::Unit::pence, last.summary.p95),
      last.summary.p50 < 0 ? " A deficit below nought is a surplus." : "");
  chart.data = {{"points", points}};
  return chart;
}

/// The first financial year of the run.
std::string first_year(const RiskSummary& r) {
  for (const auto& m : r.metrics)
    if (m.metric == "cumulative_deficit" && !m.years.empty()) return m.years.front().year;
  return "the start";
}

PageTable tail_table(const RiskSummary& r) {
  PageTable t{fmt::format("What the worst {:g} % of {} are made of, sums since {}", 100 * (1 - r.level),
                          r.year, first_year(r)),
              {"Line of the ledger", "Mean of all", "Mean of the worst", "More by", "MC error"},
              {}};
  constexpr std::size_t most = 10;
  const auto row = [&](const std::string& name, const sim::TailPart& part, PageCell error) {
    t.rows.push_back({{name, NAN},
                      cell(sim::Unit::pence, part.mean.value),
                      cell(sim::Unit::pence, part.in_tail.value),
                      cell(sim::Unit::pence, part.excess.value),
                      std::move(error)});
  };
  const auto add = [](sim::TailPart& to, const sim::TailPart& part) {
    to.mean.value += part.mean.value;
    to.in_tail.value += part.in_tail.value;
    to.excess.value += part.excess.value;
  };
  sim::TailPart others, all;
  const std::size_t shown = r.lines.size() == most + 1 ? most + 1 : std::min(most, r.lines.size());
  for (std::size_t i = 0; i < r.lines.size(); ++i) {
    const auto& line = r.lines[i];
    add(all, line.part);
    if (i >= shown)
      add(others, line.part);
    else
      row((line.kind == "income" ? "Income: " : "") + id_in_words(line.name.empty() ? line.kind : line.name),
          line.part, error_cell(sim::Unit::pence, line.part.excess.mcse));
  }
  if (r.lines.size() > shown) row(fmt::format("{} other lines", r.lines.size() - shown), others, {});
  row("Cumulative deficit", all, {});
  return t;
}

/// What is not exceeded in 95 % of the replicates, and the mean of the others.
std::string tail_sentence(const RiskYear& last) {
  const double var = last.tail.var.value, tvar = last.tail.tvar.value;
  const auto error = error_cell(sim::Unit::pence, last.tail.tvar.mcse).text;
  if (var < 0)
    return fmt::format(
        "In {} there is a surplus of more than {} in 95 % of the replicates (value at risk, with the sign "
        "of a deficit {}); the mean of the others is {} (tail value at risk, Monte Carlo error {}).",
        last.year, page_figure(sim::Unit::pence, -var), page_figure(sim::Unit::pence, var),
        balance_figure(tvar), error);
  return fmt::format(
      "In {} the cumulative deficit stays under {} in 95 % of the replicates (value at risk); the mean of "
      "the others is {} (tail value at risk, Monte Carlo error {}).{}",
      last.year, page_figure(sim::Unit::pence, var), page_figure(sim::Unit::pence, tvar), error,
      last.summary.p50 < 0 ? " In most of them it is a surplus." : "");
}

}  // namespace

PageSection risk_section(const ReportSources& s) {
  PageSection section{"risk", "How large the deficit can get", {}};
  if (!s.risk) {
    section.blocks.emplace_back(PageText{fmt::format("Not shown: {}.", s.no_risk)});
    return section;
  }
  for (const auto& m : s.risk->metrics) {
    if (m.metric != "cumulative_deficit" || m.years.empty()) continue;
    const auto& last = m.years.back();
    section.blocks.emplace_back(PageText{tail_sentence(last)});
    section.blocks.emplace_back(exceedance_chart(s, m));
  }
  if (!s.risk->lines.empty()) {
    section.blocks.emplace_back(tail_table(*s.risk));
    section.blocks.emplace_back(
        PageText{"Income as what it takes off the deficit, and what there was before the first year as the "
                 "opening deficit: the lines add up to the last."});
    if (!std::isfinite(s.risk->lines.front().part.excess.mcse))
      section.blocks.emplace_back(PageText{
          "The worst part is too few replicates for Monte Carlo errors of what is in it: run with more."});
  }
  return section;
}

}  // namespace app
