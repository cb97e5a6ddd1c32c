// Fans: quantiles by year of the run, of its assumptions alone, and with what past forecasts have missed.

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <sstream>

#include "app/risk/risk_summary.hpp"
#include "sim/read_file.hpp"
#include "sim/tail_regression.hpp"

namespace app {
namespace {

constexpr std::array<double, 7> levels{0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};

FanBand band_of(const std::string& metric, const std::string& period, const char* band,
                std::span<const double> values) {
  const auto q = sim::quantiles(sim::existing(values), levels);
  return {metric, period, band, q[0], q[1], q[2], q[3], q[4], q[5], q[6]};
}

/// Share of the variance that the assumptions of a run make, from its layers; nothing without them.
double share_by_layers(const StoredRun& run, Figure figure, std::span<const double> first) {
  const auto second = run.values(figure, 1), third = run.values(figure, 2);
  const auto layers = sim::layers_of_variance(first, second, third);
  const double all = layers.assumptions.value + layers.years.value + layers.luck.value;
  return all > 0 ? std::clamp(layers.assumptions.value / all, 0.0, 1.0) : 0;
}

/// The values drawn in about their mean until they vary as their assumptions alone would make them.
std::vector<double> shrunk(std::span<const double> values, double share) {
  const double centre = sim::mean(sim::existing(values)), by = std::sqrt(share);
  std::vector<double> out(values.begin(), values.end());
  for (auto& x : out) x = centre + by * (x - centre);
  return out;
}

/// Rows of the run's discrepancy.csv, as bands.
std::vector<FanBand> with_discrepancy(const StoredRun& run) {
  std::vector<FanBand> out;
  const auto read = sim::read_regular_file(run.folder() / "discrepancy.csv", 1U << 22U);
  const auto* text = std::get_if<std::string>(&read);
  if (text == nullptr) return out;
  std::istringstream lines(*text);
  std::string line;
  std::getline(lines, line);
  if (line != "metric,period,years_ahead,log_sd,p5,p10,p50,p90,p95") return out;
  while (std::getline(lines, line)) {
    std::vector<std::string> cells;
    std::istringstream words(line);
    for (std::string cell; std::getline(words, cell, ',');) cells.push_back(cell);
    if (cells.size() != 9) continue;
    const auto at = [&](std::size_t i) { return std::strtod(cells[i].c_str(), nullptr); };
    out.push_back({cells[0], cells[1], "with_discrepancy", at(4), at(5), NAN, at(6), NAN, at(7), at(8)});
  }
  return out;
}

}  // namespace

void add_fan(const StoredRun& run, RiskSummary& s) {
  const bool layers = run.info().members == sim::layer_members;
  std::vector<std::span<const double>> factors;
  for (std::size_t a = 0; a < run.assumptions().size(); ++a) factors.push_back(run.draws()[a]);
  const bool regression =
      !layers && !factors.empty() && run.replicates() >= sim::fewest_for_attribution(factors.size());
  s.fan_by = layers ? "layers" : regression ? "regression" : "";
  std::optional<sim::ExplainedShare> explained;
  if (regression) explained.emplace(factors);
  const auto missed = with_discrepancy(run);
  bool varies = false;
  for (const auto* metric :
       {"ehcp_stock", "new_plans", "independent_share", "in_year_position", "cumulative_deficit"}) {
    const auto series = run.find({metric});
    if (!series) continue;
    const auto& periods = run.periods(*series);
    for (std::uint32_t p = 0; p < periods.size(); ++p) {
      const auto values = run.values(Figure{*series, p});
      const auto there = sim::existing(values);
      if (there.empty()) continue;
      varies = varies || sim::minimum(there) < sim::maximum(there);
      s.fan.push_back(band_of(metric, periods[p], "all", values));
      if (layers)
        s.fan.push_back(band_of(metric, periods[p], "assumptions",
                                shrunk(values, share_by_layers(run, {*series, p}, values))));
      else if (explained && there.size() == values.size())
        s.fan.push_back(band_of(metric, periods[p], "assumptions", shrunk(values, (*explained)(values))));
      for (const auto& band : missed)
        if (band.metric == metric && band.period == periods[p]) s.fan.push_back(band);
    }
  }
  if (s.fan_by.empty() && !factors.empty() && varies)
    s.notes.push_back("the band of assumptions alone needs more replicates, or a run with --layers");
}

}  // namespace app
