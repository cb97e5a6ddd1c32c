// High needs spend by line of the section 251 budget statement.

#include "app/export/s251.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/export/return_map.hpp"
#include "app/export/run_names.hpp"
#include "app/export/sums.hpp"
#include "app/export/whole_parts.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

constexpr const char* place_funding = "1.0.2";
constexpr const char* travel = "travel_spend";
constexpr const char* no_line = "no budget line";

/// A line of the statement, and the lines of the ledger that are on it.
struct BudgetLine {
  std::string code, title, lines, note;
  std::vector<SeriesName> parts = {};
  bool inside = true;  ///< of the high needs block
};

std::vector<BudgetLine> budget_lines(const StoredRun& run, const RunNames& names, const ReturnMap& map,
                                     const std::vector<std::map<std::string, std::string>>& titles) {
  std::vector<BudgetLine> out;
  out.reserve(titles.size());
  for (const auto& row : titles) out.push_back({row.at("code"), row.at("title"), {}, {}});
  const auto place = [&](const std::string& id, const SeriesName& series, bool inside) {
    const auto group = names.group_of_line(id);
    const auto code = map.of(id, group, "s251");
    const auto note = map.of(id, group, "note");
    BudgetLine* own = nullptr;
    for (auto& line : out)
      if (!code.empty() && line.code == code) own = &line;
    if (own == nullptr) own = &out.emplace_back(BudgetLine{no_line, names.line(id), {}, {}});
    own->parts.push_back(series);
    own->inside = inside;
    own->lines += (own->lines.empty() ? "" : " ") + id;
    const std::string why =
        map.knows(id, group) ? note : "not in configs/returns/ledger-lines.csv: say there where it belongs";
    if (!why.empty() && own->note.find(why) == std::string::npos)
      own->note += (own->note.empty() ? "" : "; ") + why;
  };
  for (const auto& id : categories_of(run, "hnb_spend", "line")) place(id, {"hnb_spend", "line", id}, true);
  if (run.find({travel})) place(travel, {travel}, false);
  std::erase_if(out, [](const BudgetLine& line) { return line.parts.empty(); });
  return out;
}

/// What is printed of a line in a year: gross spend, income (negative spend) and what is left.
struct Printed {
  std::string code, title, lines, note;
  double gross = 0, income = 0;
  Said net;
  bool silent = false;  ///< nothing simulates it

  bool nought() const { return gross == 0 && income == 0; }
};

/// By year; one line's replicates at a time.
std::vector<Printed> printed(const StoredRun& run, const BudgetLine& line,
                             const std::vector<std::string>& years) {
  ByPeriod gross(years.size(), std::vector<double>(run.replicates(), 0)), income = gross, net = gross;
  for (const auto& part : line.parts) {
    const auto values = sum_of(run, {part}, years);
    for (std::size_t y = 0; y < years.size(); ++y)
      for (std::size_t r = 0; r < run.replicates(); ++r) {
        const double x = values[y][r];
        net[y][r] += x;
        (x < 0 ? income : gross)[y][r] += std::abs(x);
      }
  }
  std::vector<Printed> out;
  for (std::size_t y = 0; y < years.size(); ++y)
    out.push_back({line.code, line.title, line.lines, line.note,
                   as_printed(sim::Unit::pence, sim::mean(gross[y])),
                   as_printed(sim::Unit::pence, sim::mean(income[y])), said_of(sim::Unit::pence, net[y])});
  return out;
}

std::vector<Cell> not_available(const std::string& year, const Printed& p, const std::string& why) {
  std::vector<Cell> row{year, p.code, p.title, p.lines};
  for (int i = 0; i < 8; ++i) row.emplace_back(std::string("x"));
  row.emplace_back("x: " + why);
  return row;
}

std::vector<Cell> row_of(const std::string& year, const Printed& p, double mean, double median) {
  if (p.silent) return not_available(year, p, "the run takes a published total and has no such line");
  return {year,
          p.code,
          p.title,
          p.lines,
          p.gross,
          p.income,
          p.net.mean,
          p.net.p10,
          p.net.median,
          p.net.p90,
          static_cast<std::int64_t>(mean),
          static_cast<std::int64_t>(median),
          p.note};
}

void scale(Printed& p, double by) {
  for (double* x : {&p.gross, &p.income, &p.net.mean, &p.net.p10, &p.net.median, &p.net.p90})
    *x = as_printed(sim::Unit::pence, *x * by);
}

/// Place funding once more, less what is recouped; the rounded figures are shares of those `mean` and
/// `median` that are printed before. Not part of the total.
std::vector<Cell> after_recoupment(const std::string& year, Printed p, double mean, double median,
                                   std::optional<double> recouped) {
  p.title += ", after recoupment";
  if (!recouped)
    return not_available(year, p,
                         "the run does not know which places are in academies; give --recouped PERCENT");
  const double kept = 1 - *recouped;
  scale(p, kept);
  p.note = fmt::format("{:g} % of place funding recouped, as given; not part of the total", 100 * *recouped);
  return row_of(year, p, std::round(mean * kept), std::round(median * kept));
}

/// The lines of a year, their total, and what is outside the block.
void print_year(ResultTable& table, const std::string& year, const std::vector<Printed>& inside,
                const std::vector<Printed>& outside, const Said& all, std::optional<double> recouped) {
  std::vector<Part> means, medians;
  Printed total{"", "Total high needs spend", "", "", 0, 0, all};
  for (const auto& p : inside) {
    means.push_back(part_of(p.net, p.net.mean));
    medians.push_back(part_of(p.net, p.net.median));
    total.gross += p.gross;
    total.income += p.income;
  }
  total.gross = as_printed(sim::Unit::pence, total.gross);
  total.income = as_printed(sim::Unit::pence, total.income);
  const auto mean = whole_parts(means, std::round(all.mean));
  const auto median = whole_parts(medians, std::round(all.median));
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const bool places = inside[i].code == place_funding;
    Printed own = inside[i];
    if (places) own.title += ", before recoupment";
    table.rows.push_back(row_of(year, own, mean[i], median[i]));
    if (places) table.rows.push_back(after_recoupment(year, inside[i], mean[i], median[i], recouped));
  }
  table.rows.push_back(row_of(year, total, std::round(all.mean), std::round(all.median)));
  for (const auto& p : outside)
    table.rows.push_back(row_of(year, p, std::round(p.net.mean), std::round(p.net.median)));
}

void print_years(ResultTable& table, const StoredRun& run, const std::vector<BudgetLine>& lines,
                 const std::vector<std::string>& years, std::optional<double> recouped) {
  std::vector<std::vector<Printed>> inside(years.size()), outside(years.size());
  const bool published = spend_is_published(run);
  for (const auto& line : lines) {
    auto of_line = printed(run, line, years);
    const bool always_nought =
        std::all_of(of_line.begin(), of_line.end(), [](const Printed& p) { return p.nought(); });
    if (always_nought && line.code == no_line) continue;
    for (std::size_t y = 0; y < years.size(); ++y) {
      of_line[y].silent = published && always_nought;
      (line.inside ? inside : outside)[y].push_back(std::move(of_line[y]));
    }
  }
  const auto all = sum_of(run, {{"hnb_spend"}}, years);
  for (std::size_t y = 0; y < years.size(); ++y)
    print_year(table, years[y], inside[y], outside[y], said_of(sim::Unit::pence, all[y]), recouped);
}

}  // namespace

S251Return s251_return(const StoredRun& run, std::optional<double> recouped) {
  if (!has_breakdown(run, "hnb_spend", "line"))
    throw UserError(fmt::format("{}: has no spend by line", run.folder().string()));
  S251Return out;
  const RunNames names(run);
  const auto folder = RunNames::configs(run) / "returns";
  const ReturnMap map(folder / "ledger-lines.csv", "line", {"s251", "note"});
  const auto lines =
      budget_lines(run, names, map, read_return_file(folder / "budget-lines.csv", {"code", "title"}));
  const auto years = periods_of(run, "hnb_spend", "line");
  ResultTable table{
      "s251_budget",
      {"financial_year", "budget_line", "title", "ledger_lines", "gross_mean", "income_mean", "net_mean",
       "net_p10", "net_median", "net_p90", "net_mean_rounded", "net_median_rounded", "note"}};
  print_years(table, run, lines, years, recouped);
  out.tables.push_back(std::move(table));
  out.notes = {
      "Pounds. Each line of the run's ledger is on the budget line that configs/returns/ledger-lines.csv "
      "names; \"no budget line\" is what the statement has no line for, or what cannot be divided.",
      "Gross is what is paid and income what others pay (lines that are negative); net is gross less income. "
      "The statement's columns by phase are not here: the ledger is not divided by phase.",
      "The rounded net figures of a year add up to its rounded total: by largest remainder. Medians do "
      "not add up by themselves: what they lack of the median of the total, or have too much, is first put "
      "on the lines in proportion to their spread (P90 - P10), on none beyond its P10 or P90; a line that "
      "does not vary keeps its median. P10 and P90 must not be added up.",
      "Place funding stands before recoupment, as the authority commissions it, and once more after it, "
      "rounded from its own rounded figure."};
  if (!names.note().empty()) out.notes.push_back(names.note());
  if (spend_is_published(run)) out.notes.emplace_back(published_note);
  if (!run.find({travel}))
    out.notes.emplace_back(has_breakdown(run, travel, "total")
                               ? "Home to school transport is not available: --store headline kept no draws "
                                 "of travel_spend; run "
                                 "it again with --store full."
                               : "Home to school transport is not available: the run has no travel_spend.");
  if (!recouped)
    out.notes.emplace_back(
        "Place funding after recoupment is not available (x): the run does not know which places are in "
        "academies. Give the share that the DfE recoups: --recouped PERCENT.");
  return out;
}

}  // namespace app
