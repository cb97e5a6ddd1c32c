// contributions.csv and savings.csv: one line per event or saving, figure and financial year.

#include <fmt/format.h>

#include "app/compare/programme.hpp"
#include "sim/summary_csv.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

std::string pounds_of(double value) { return "," + sim::format_figure(sim::Unit::pence, value); }

std::string figures(const sim::Summary& s) {
  std::string text = fmt::format(",{}", s.n);
  for (const double value : {s.mean, s.sd, s.p10, s.p50, s.p90, s.mcse_mean}) text += pounds_of(value);
  return text + "\n";
}

/// "scenario,area,level,id,title,workstream".
std::string names(const std::string& scenario, const std::string& area, const char* level,
                  const std::string& id, const std::string& title, const std::string& workstream) {
  std::string text = sim::csv_field(scenario);
  for (const std::string& field : {area, std::string(level), id, title, workstream})
    text += "," + sim::csv_field(field);
  return text;
}

}  // namespace

std::string contributions_csv(const Programme& p, const std::string& scenario, const std::string& area) {
  std::string text =
      "scenario,area,level,id,title,workstream,happened,period,metric,n,mean,sd,p10,p50,p90,mcse_mean\n";
  const auto add = [&](const std::string& of, const char* level, const EventResult& e) {
    const auto first = names(scenario, of, level, e.id, e.title, e.workstream) + "," +
                       sim::format_figure(sim::Unit::share, e.happened);
    for (std::size_t y = 0; y < p.years.size(); ++y) {
      text += fmt::format("{},{},in_year_position", first, p.years[y]) + figures(e.position[y]);
      text += fmt::format("{},{},cumulative_deficit", first, p.years[y]) + figures(e.deficit[y]);
    }
  };
  for (const auto& e : p.events) add(area, "event", e);
  if (p.all_events) add(area, "total", *p.all_events);
  for (const auto& own : p.areas) {
    for (const auto& e : own.events) add(own.name, "event", e);
    if (own.all_events) add(own.name, "total", *own.all_events);
  }
  return text;
}

std::string savings_csv(const Programme& p, const std::string& scenario, const std::string& area) {
  std::string text =
      "scenario,area,level,id,title,workstream,how,period,planned,metric,n,mean,sd,p10,p50,p90,mcse_mean\n";
  const auto add = [&](const char* level, const SavingResult& s) {
    const auto first = names(scenario, area, level, s.id, s.title, s.workstream) + "," + s.how;
    for (std::size_t y = 0; y < p.years.size(); ++y) {
      const auto planned = fmt::format("{},{}{}", first, p.years[y], pounds_of(s.planned[y]));
      text += planned + ",delivered" + figures(s.delivered[y]);
      text += planned + ",shortfall" + figures(s.shortfall[y]);
    }
  };
  for (const auto& s : p.lines) add("line", s);
  for (const auto& s : p.workstreams) add("workstream", s);
  if (p.total) add("total", *p.total);
  return text;
}

}  // namespace app
