// savings.csv and break_even.csv: what a saving is made of year by year, and when it pays for itself.

#include <fmt/format.h>

#include "app/compare/comparison_summary.hpp"
#include "sim/summary_csv.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

std::string start_of(const ComparisonSummary& s, const PairSummary& pair) {
  return fmt::format("{},{},{}", sim::csv_field(s.scenario), sim::csv_field(pair.scenario),
                     sim::csv_field(s.area));
}

std::string figures(const sim::Summary& x) {
  std::string text = fmt::format(",{}", x.n);
  for (const double value : {x.mean, x.sd, x.p05, x.p10, x.p25, x.p50, x.p75, x.p90, x.p95, x.mcse_mean,
                             x.mcse_p10, x.mcse_p50, x.mcse_p90})
    text += ',' + sim::format_figure(sim::Unit::pence, value);
  return text;
}

constexpr const char* figure_names =
    ",n,mean,sd,p05,p10,p25,p50,p75,p90,p95,mcse_mean,mcse_p10,mcse_p50,mcse_p90";

std::string_view where(std::size_t part) { return part < parts_inside ? "inside" : "outside"; }

}  // namespace

std::string savings_csv_header() {
  return std::string("scenario_a,scenario_b,area,period,prices,block,part,unit") + figure_names + '\n';
}

std::string savings_csv(const ComparisonSummary& s, const PairSummary& pair) {
  const std::string start = start_of(s, pair);
  std::string out;
  const auto line = [&](const std::string& period, std::string_view prices, std::string_view block,
                        std::string_view part, const sim::Summary& x) {
    out += fmt::format("{},{},{},{},{},pounds{}\n", start, period, prices, block, part, figures(x));
  };
  for (const auto& year : pair.saving_years)
    for (std::size_t p = 0; p < saving_parts; ++p) {
      std::vector<double> pounds;
      for (const auto pence : year.parts[p]) pounds.push_back(static_cast<double>(pence) / 100);
      line(year.year, "each_year", where(p), name_of(static_cast<SavingPart>(p)), sim::summarise(pounds));
    }
  const auto& t = pair.savings;
  const auto whole = [&](std::string_view block, std::string_view part, const SavingLine& x) {
    line(t.from + " to " + t.to, "each_year", block, part, x.nominal);
    line(t.from + " to " + t.to, "discounted", block, part, x.discounted);
  };
  for (std::size_t p = 0; p < t.parts.size(); ++p)
    whole(where(p), name_of(static_cast<SavingPart>(p)), t.parts[p]);
  if (t.parts.empty()) return out;
  whole("inside", "all_inside", t.block);
  whole("both", "all", t.all);
  return out;
}

std::string break_even_csv_header() {
  return std::string("scenario_a,scenario_b,area,metric,to_end_of,prices,discount,unit") + figure_names +
         ",p_paid_for_itself,mcse_p_paid\n";
}

std::string break_even_csv(const ComparisonSummary& s, const PairSummary& pair) {
  const std::string start = start_of(s, pair);
  std::string out;
  const auto line = [&](const std::string& year, std::string_view prices, double discount,
                        const RunningTotal& x) {
    out += fmt::format("{},hnb_spend,{},{},{:g},pounds{},{},{}\n", start, year, prices, discount,
                       figures(x.difference), sim::format_figure(sim::Unit::share, x.lower.value),
                       sim::format_figure(sim::Unit::share, x.lower.mcse));
  };
  for (const auto& y : pair.break_even) {
    line(y.year, "each_year", 0, y.cash);
    line(y.year, "discounted", s.discount, y.discounted);
  }
  return out;
}

}  // namespace app
