// Plans and spend in the layout of a DSG management plan.

#include "app/export/dsg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "app/export/dsg_layout.hpp"
#include "app/export/return_map.hpp"
#include "app/export/run_names.hpp"
#include "app/user_error.hpp"
#include "sim/pairing.hpp"

namespace app {
namespace {

constexpr std::string_view scenarios[] = {"unmitigated", "mitigated", "difference"};

/// What a row says of its figures. Two medians differ by something else than what the plan does in the middle
/// replicate, which is the row "median" of the difference and may be of the other sign: no name of one for
/// the other.
std::string_view statistic_name(std::size_t scenario, std::size_t statistic) {
  if (scenario < 2 || statistic > 1) return dsg_statistics[statistic].second;
  return statistic == 0 ? "difference of rounded means" : "difference of rounded medians";
}

/// Which series make up each row of a table.
struct Rows {
  std::vector<std::string> titles;
  std::vector<std::vector<std::string>> members;  ///< placements, or lines
  std::vector<std::string> notes;
  bool published = false;  ///< a row of nothing was not simulated

  bool silent(std::size_t row, const std::vector<double>& numbers) const {
    return published && row < titles.size() &&
           std::all_of(numbers.begin(), numbers.end(), [](double x) { return x == 0; });
  }
};

Rows rows_of(const StoredRun& run, const std::string& metric, const std::string& breakdown,
             const ReturnMap& map, auto&& group_of, auto&& categories, std::size_t fallback) {
  Rows out;
  for (const auto& [name, title] : categories) out.titles.emplace_back(title);
  out.members.resize(out.titles.size());
  for (const auto& id : categories_of(run, metric, breakdown)) {
    const std::string wanted = map.of(id, group_of(id), "dsg");
    std::size_t at = fallback;
    bool found = false;
    for (std::size_t i = 0; i < out.titles.size(); ++i)
      if (wanted == categories[i].first) at = i, found = true;
    out.members[at].push_back(id);
    if (!found)
      out.notes.push_back(fmt::format("{} is in no category of configs/returns; it is counted under {}.", id,
                                      out.titles[at]));
  }
  return out;
}

/// The cells of a period for each period: one table of the plan.
std::vector<DsgCells> cells_of(const StoredRun& run, const std::string& metric, const Rows& rows,
                               const std::vector<std::string>& periods, const std::string& breakdown,
                               const std::vector<std::string>& columns) {
  std::vector<DsgCells> out(periods.size());
  for (const auto& members : rows.members) {
    for (auto& cells : out) cells.cell.emplace_back();
    for (const auto& column : columns) {
      std::vector<SeriesName> lines;
      lines.reserve(members.size());
      for (const auto& id : members)
        lines.push_back({metric, breakdown, column.empty() ? id : fmt::format("{}/{}", id, column)});
      auto sums = sum_of(run, lines, periods);
      for (std::size_t p = 0; p < periods.size(); ++p) out[p].cell.back().push_back(std::move(sums[p]));
    }
  }
  for (auto& cells : out) add_up(cells);
  return out;
}

std::vector<Cell> printed_row(const std::string& period, std::string_view scenario,
                              std::string_view statistic, const std::string& title,
                              const std::vector<double>& numbers, bool whole, bool silent = false) {
  std::vector<Cell> row{period, std::string(scenario), std::string(statistic), title};
  for (const double x : numbers)
    if (silent)
      row.emplace_back(std::string("x"));
    else if (whole)
      row.emplace_back(static_cast<std::int64_t>(x));
    else
      row.emplace_back(x);
  return row;
}

void print_period(ResultTable& table, sim::Unit unit, const std::string& period, const Rows& rows,
                  std::string_view total, const std::vector<DsgCells>& scenarios_cells) {
  std::vector<Grids> done{grids(unit, scenarios_cells[0])};
  if (scenarios_cells.size() == 3) {
    const Twin twin{done[0], scenarios_cells[2]};
    Grids mitigated = grids(unit, scenarios_cells[1], &twin), difference = grids(unit, scenarios_cells[2]);
    for (const std::size_t s : {0u, 1u}) difference[s] = less(mitigated[s], done[0][s]);
    done.push_back(std::move(mitigated));
    done.push_back(std::move(difference));
  }
  for (std::size_t k = 0; k < done.size(); ++k)
    for (std::size_t s = 0; s < dsg_statistics.size(); ++s)
      for (std::size_t r = 0; r < done[k][s].size(); ++r) {
        auto numbers = done[k][s][r];
        if (table.columns.size() == 5) numbers = {numbers.back()};  // one column: it is its own total
        table.rows.push_back(printed_row(period, scenarios[k], statistic_name(k, s),
                                         r < rows.titles.size() ? rows.titles[r] : std::string(total),
                                         numbers, s < 2, rows.silent(r, numbers)));
      }
}

/// Those that all runs hold: one may be longer.
std::vector<std::string> common_periods(const std::vector<const StoredRun*>& runs, const std::string& metric,
                                        const std::string& breakdown) {
  auto out = periods_of(*runs[0], metric, breakdown);
  for (const auto* run : runs) {
    const auto own = periods_of(*run, metric, breakdown);
    std::erase_if(out, [&](const auto& p) { return std::find(own.begin(), own.end(), p) == own.end(); });
  }
  return out;
}

/// So many that their replicates take 128 MiB.
std::size_t periods_at_once(const StoredRun& run, std::size_t cells) {
  return std::max<std::size_t>(1, (std::size_t{128} << 20) / (cells * run.replicates() * sizeof(double)));
}

ResultTable table_of(const std::string& name, const std::vector<const StoredRun*>& runs,
                     const std::string& metric, const Rows& rows, const std::string& breakdown,
                     const std::vector<std::string>& columns, const std::string& period_heading,
                     std::string_view total) {
  ResultTable table{name, {period_heading, "scenario", "statistic", "category"}};
  for (const auto& c : columns) table.columns.push_back(c.empty() ? "pounds" : c);
  if (!columns.front().empty()) table.columns.emplace_back("total");
  const auto periods = common_periods(runs, metric, breakdown);
  const sim::Unit unit = runs[0]->layout().metrics()[*runs[0]->layout().find_metric(metric)].unit;
  const std::size_t at_once = periods_at_once(*runs[0], rows.titles.size() * columns.size() * runs.size());
  for (std::size_t first = 0; first < periods.size(); first += at_once) {
    const std::vector<std::string> some(periods.begin() + first,
                                        periods.begin() + std::min(first + at_once, periods.size()));
    std::vector<std::vector<DsgCells>> of_run;
    of_run.reserve(runs.size());
    for (const auto* run : runs) of_run.push_back(cells_of(*run, metric, rows, some, breakdown, columns));
    for (std::size_t p = 0; p < some.size(); ++p) {
      std::vector<DsgCells> one;
      one.reserve(runs.size() + 1);
      for (auto& cells : of_run) one.push_back(std::move(cells[p]));
      if (one.size() == 2) one.push_back(difference(one[0], one[1]));
      print_period(table, unit, some[p], rows, total, one);
    }
  }
  return table;
}

/// Income, position and deficit below the spend: figures of their own, rounded on their own. A rounded
/// difference is that of the rounded figures.
void balance_rows(ResultTable& table, const std::vector<const StoredRun*>& runs) {
  for (const auto& [metric, title] : {std::pair<std::string, std::string>{"hnb_income", "High needs income"},
                                      {"in_year_position", "In-year position (deficits are positive)"},
                                      {"cumulative_deficit", "Cumulative deficit"}}) {
    const auto periods = common_periods(runs, metric, "total");
    std::vector<ByPeriod> of_run;
    of_run.reserve(runs.size());
    for (const auto* run : runs) of_run.push_back(sum_of(*run, {{metric}}, periods));
    for (std::size_t p = 0; p < periods.size(); ++p) {
      std::vector<std::vector<double>> figures;
      figures.reserve(of_run.size() + 1);
      for (const auto& own : of_run) figures.push_back(own[p]);
      if (figures.size() == 2) {
        figures.push_back(figures[1]);
        for (std::size_t r = 0; r < figures[2].size(); ++r) figures[2][r] -= figures[0][r];
      }
      double whole[3][2] = {};
      for (std::size_t k = 0; k < figures.size(); ++k) {
        const Said s = said_of(sim::Unit::pence, figures[k]);
        whole[k][0] = k < 2 ? std::round(s.mean) : whole[1][0] - whole[0][0];
        whole[k][1] = k < 2 ? std::round(s.median) : whole[1][1] - whole[0][1];
        const double all[] = {whole[k][0], whole[k][1], s.mean, s.p10, s.median, s.p90};
        for (std::size_t i = 0; i < dsg_statistics.size(); ++i)
          table.rows.push_back(
              printed_row(periods[p], scenarios[k], statistic_name(k, i), title, {all[i]}, i < 2));
      }
    }
  }
}

void check_pair(const StoredRun& run, const StoredRun& mitigated) {
  const auto why = sim::unpaired(run.pairing(), mitigated.pairing());
  if (!why.empty())
    throw UserError(
        fmt::format("--mitigated {}: is no twin of {} ({}); run both with the same area, start, "
                    "seed, design and -n",
                    mitigated.folder().string(), run.folder().string(), why));
}

std::vector<std::string> suffixes(const StoredRun& run, const std::string& breakdown) {
  std::vector<std::string> out;
  std::set<std::string> seen;
  for (const auto& category : categories_of(run, "placement_stock", breakdown)) {
    std::string own = category.substr(category.find('/') + 1);
    if (seen.insert(own).second) out.push_back(own);
  }
  return out;
}

/// Placements that only the mitigated run knows belong into the rows too.
void add_members(Rows& to, const Rows& from) {
  for (std::size_t r = 0; r < to.members.size(); ++r)
    for (const auto& id : from.members[r])
      if (std::find(to.members[r].begin(), to.members[r].end(), id) == to.members[r].end())
        to.members[r].push_back(id);
  for (const auto& note : from.notes)
    if (std::find(to.notes.begin(), to.notes.end(), note) == to.notes.end()) to.notes.push_back(note);
}

}  // namespace

DsgReturn dsg_return(const StoredRun& run, const StoredRun* mitigated) {
  std::vector<const StoredRun*> runs{&run};
  if (mitigated != nullptr) {
    check_pair(run, *mitigated);
    runs.push_back(mitigated);
  }
  for (const auto* one : runs)
    if (!has_breakdown(*one, "hnb_spend", "line"))
      throw UserError(fmt::format("{}: has no spend by line", one->folder().string()));
  DsgReturn out;
  const auto configs = RunNames::configs(run) / "returns";
  const ReturnMap placements(configs / "placements.csv", "placement", {"dsg"});
  const ReturnMap lines(configs / "ledger-lines.csv", "line", {"dsg"});
  Rows types, spend;
  std::vector<std::pair<std::string_view, std::string_view>> finance(dsg_categories.begin(),
                                                                     dsg_categories.end());
  finance.insert(finance.end(), dsg_further_lines.begin(), dsg_further_lines.end());
  bool first = true;
  for (const auto* one : runs) {
    const RunNames names(*one);
    if (!names.note().empty() && first) out.notes.push_back(names.note());
    const auto of_type = [&](const std::string& id) { return names.group_of_placement(id); };
    const auto of_line = [&](const std::string& id) { return names.group_of_line(id); };
    const Rows t =
        rows_of(*one, "placement_stock", "placement", placements, of_type, dsg_categories, dsg_other);
    const Rows s = rows_of(*one, "hnb_spend", "line", lines, of_line, finance, dsg_other);
    if (first)
      types = t, spend = s;
    else
      add_members(types, t), add_members(spend, s);
    first = false;
  }
  for (const auto* one : runs) spend.published = spend.published || spend_is_published(*one);
  if (spend.published) out.notes.emplace_back(published_note);
  for (const auto& [name, breakdown] :
       {std::pair<std::string, std::string>{"dsg_plans_by_age", "placement_age_group"},
        {"dsg_plans_by_need", "placement_need"}}) {
    bool there = true;
    for (const auto* one : runs) there = there && has_breakdown(*one, "placement_stock", breakdown);
    if (!there)
      out.notes.push_back(
          fmt::format("{}.csv is not written: {} of placement_stock is not in this run. A run "
                      "of a published ledger has no plans, one by an earlier version no plans "
                      "by placement and {}; run it again.",
                      name, breakdown, breakdown == "placement_need" ? "need" : "age"));
    else
      out.tables.push_back(table_of(name, runs, "placement_stock", types, breakdown, suffixes(run, breakdown),
                                    "january", "Total"));
  }
  ResultTable money = table_of("dsg_finance", runs, "hnb_spend", spend, "line", {""}, "financial_year",
                               "Total high needs spend");
  balance_rows(money, runs);
  out.tables.push_back(std::move(money));
  out.notes.insert(out.notes.end(), types.notes.begin(), types.notes.end());
  out.notes.insert(out.notes.end(), spend.notes.begin(), spend.notes.end());
  out.notes.emplace_back(
      "Plans are those of the January census day, by age at 31 August before; pounds are of the price base "
      "of "
      "the run's configuration.");
  out.notes.emplace_back(
      "\"mean, rounded\" and \"median, rounded\" are whole numbers that add up as printed: the total is "
      "rounded to the nearest, the categories to it by largest remainder, then the ages or needs of a "
      "category to the category. Medians of parts do not add up to the median of the whole: what is "
      "missing is put on them in proportion to their spread (P90 - P10), and what does not vary keeps its "
      "median. The medians themselves, with P10 and P90, are in the rows \"median\", \"p10\" and \"p90\", "
      "which must not be added up.");
  const auto last = common_periods(runs, "hnb_spend", "line");
  for (const auto* one : runs)
    if (!last.empty() && periods_of(*one, "hnb_spend", "line").back() != last.back())
      out.notes.push_back(fmt::format(
          "One run is longer: the figures end with {}, the last year that both hold.", last.back()));
  if (mitigated == nullptr)
    out.notes.emplace_back(
        "There are no mitigated figures: none were given. Run the same area with the plan's actions and add "
        "--mitigated RUN.");
  else
    out.notes.push_back(fmt::format(
        "Unmitigated: {}; mitigated: {}. \"difference\" is mitigated less unmitigated in each replicate, on "
        "the same random numbers: its rows \"mean\" and \"median\" say what the plan does. Its rows "
        "\"difference of rounded means\" and \"difference of rounded medians\" are the mitigated rows less "
        "the unmitigated ones as printed, so that the plan adds up. The difference of two medians is not the "
        "median of the differences and may even be of the other sign; where what the plan changes has to add "
        "up, take the means. A cell or category that is the same in every replicate is printed the same, and "
        "its difference is nought.",
        run.info().scenario, mitigated->info().scenario));
  return out;
}

}  // namespace app
