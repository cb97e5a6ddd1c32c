#include "models/country_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <tuple>

namespace models {
namespace {

using Line = std::pair<std::string, std::string>;  // breakdown, category

/// The lines of a metric in the order in which areas first have them, with their periods.
struct MetricLines {
  std::vector<Line> order;
  std::map<Line, std::vector<std::string>> periods;
};

/// By metric, for some of the areas.
std::vector<MetricLines> lines_of(const std::vector<CountryArea>& areas, const std::vector<std::size_t>& some,
                                  std::size_t metrics) {
  std::vector<MetricLines> out(metrics);
  for (const auto a : some) {
    const auto& own = areas[a].measures->layout();
    for (std::uint32_t i = 0; i < own.series().size(); ++i) {
      if (own.is_ratio(i)) continue;
      const auto& series = own.series()[i];
      auto& metric = out[series.metric];
      const Line line{series.breakdown, series.category};
      const auto [found, fresh] = metric.periods.emplace(line, own.periods(i));
      if (fresh) metric.order.push_back(line);
      if (found->second != own.periods(i))
        throw std::invalid_argument(
            fmt::format("{} does not cover the same time as the areas before it", areas[a].name));
    }
  }
  return out;
}

}  // namespace

CountryLayout::CountryLayout(const std::string& whole, const std::vector<CountryArea>& areas,
                             const std::vector<std::string>& breakdowns)
    : runs_(areas.size()) {
  std::map<std::string, std::vector<std::size_t>> regions;
  std::vector<std::size_t> all;
  std::set<std::string> names{whole};
  for (std::size_t a = 0; a < areas.size(); ++a) {
    all.push_back(a);
    if (!areas[a].region.empty()) regions[areas[a].region].push_back(a);
    if (!names.insert(areas[a].name).second)
      throw std::invalid_argument("two areas are called " + areas[a].name);
  }
  for (const auto& [region, members] : regions)
    if (!names.insert(region).second)
      throw std::invalid_argument("an area and a region are called " + region);

  const auto& metrics = areas.at(0).measures->layout().metrics();
  for (const auto& metric : metrics) layout_.add_metric(metric);
  const auto in_all = lines_of(areas, all, metrics.size());
  std::map<std::string, std::vector<MetricLines>> in_region;
  for (const auto& [region, members] : regions)
    in_region.emplace(region, lines_of(areas, members, metrics.size()));

  for (std::uint32_t m = 0; m < metrics.size(); ++m) {
    const auto add = [&](const MetricLines& lines, const std::string& name) {
      for (const auto& line : lines.order)
        layout_.add_series(m, line.first, line.second, lines.periods.at(line), name);
    };
    add(in_all[m], whole);
    for (const auto& [region, members] : regions) add(in_region.at(region)[m], region);
    for (std::size_t a = 0; a < areas.size(); ++a) {
      const auto& own = areas[a].measures->layout();
      for (std::uint32_t i = 0; i < own.series().size(); ++i) {
        const auto& s = own.series()[i];
        if (s.metric == m && !own.is_ratio(i) &&
            std::find(breakdowns.begin(), breakdowns.end(), s.breakdown) != breakdowns.end())
          layout_.add_series(m, s.breakdown, s.category, own.periods(i), areas[a].name);
      }
    }
  }
  residual_of_transfers();
  layout_.derive_ratios();

  for (std::size_t a = 0; a < areas.size(); ++a)
    for (const auto& name : {whole, areas[a].region, areas[a].name})
      if (!name.empty()) place(*areas[a].measures, name, runs_[a]);
}

/// Most areas have the same lines, so where they stand in a total is looked up once.
void CountryLayout::place(const Measures& measures, const std::string& name, std::vector<Run>& runs) {
  auto& known = placed_[{&measures, name}];
  if (known.empty()) {
    const auto& own = measures.layout();
    for (std::uint32_t i = 0; i < own.series().size(); ++i) {
      if (own.is_ratio(i)) continue;
      const auto& s = own.series()[i];
      const auto to = layout_.find_series(own.metrics()[s.metric].name, s.breakdown, s.category, name);
      if (!to) continue;
      const Run run{own.column(i, 0), layout_.column(*to, 0),
                    static_cast<std::uint32_t>(own.periods(i).size())};
      // Lines that follow one another in both are one.
      if (!known.empty() && known.back().to + known.back().count == run.to &&
          known.back().from + known.back().count == run.from)
        known.back().count += run.count;
      else
        known.push_back(run);
    }
  }
  runs.insert(runs.end(), known.begin(), known.end());
}

void CountryLayout::residual_of_transfers() {
  const auto metric = layout_.add_metric({.name = "transfer_residual",
                                          .unit = sim::Unit::count,
                                          .period_type = sim::PeriodType::calendar_year,
                                          .text = "Plans that moved in less plans that moved out: of all "
                                                  "together, what the rates of moving leave open."});
  const auto series = layout_.series();
  for (std::uint32_t in = 0; in < series.size(); ++in) {
    if (layout_.is_ratio(in) || layout_.metric_of(in).name != "plans_transferred_in" ||
        series[in].breakdown != "total")
      continue;
    const auto out = layout_.find_series("plans_transferred_out", "total", "total", series[in].area);
    if (!out) continue;
    const auto residual = layout_.add_series(metric, "total", "total", layout_.periods(in), series[in].area);
    residuals_.push_back({layout_.column(in, 0), layout_.column(*out, 0), layout_.column(residual, 0),
                          static_cast<std::uint32_t>(layout_.periods(in).size())});
  }
}

void CountryLayout::close(sim::Row row) const {
  for (const auto& r : residuals_)
    for (std::uint32_t p = 0; p < r.count; ++p) row[r.to + p] = row[r.in + p] - row[r.out + p];
}

void CountryLayout::add(std::size_t area, std::span<const std::int64_t> own, sim::Row row) const {
  for (const auto& run : runs_[area])
    for (std::uint32_t i = 0; i < run.count; ++i) row[run.to + i] += own[run.from + i];
}

}  // namespace models
