// results.xlsx: what a run says, for people who live in Excel.

#include "app/export/workbook.hpp"

#include <fmt/format.h>

#include "app/export/book.hpp"
#include "app/export/one_area.hpp"
#include "app/export/sums.hpp"
#include "app/export/workbook_tables.hpp"
#include "app/figures.hpp"

namespace app {
namespace {

struct Text {
  std::vector<std::string> lines;
  std::vector<std::size_t> headings;
  void heading(const std::string& words) {
    lines.emplace_back();
    headings.push_back(lines.size());
    lines.push_back(words);
  }
};

Text cover(const RunFigures& figures) {
  const auto& run = figures.run();
  const auto& info = run.info();
  Text t;
  t.lines = {fmt::format("{}: {}", run.area(), info.scenario),
             "Forecast of plans (EHCPs), places and the high needs block by simulation"};
  t.heading("What was run");
  t.lines.push_back(fmt::format("Area: {}", run.area()));
  if (const auto note = area_note(run); !note.empty()) t.lines.push_back(note);
  t.lines.push_back(fmt::format("Scenario: {}", info.scenario));
  t.lines.push_back(fmt::format("From: {}", run.pairing().start));
  t.lines.push_back(
      fmt::format("Replicates: {}; seed {}; design {}", whole(info.replicates), info.seed, info.design));
  t.lines.push_back(fmt::format("Program: sendcast, commit {}", run.manifest().commit));
  t.lines.push_back(fmt::format("Digest of its configuration: {}", info.config_digest));
  t.heading("To repeat it");
  t.lines.push_back(run.manifest().command);
  t.heading("Where to look");
  t.lines.emplace_back(
      "Contents lists the sheets. Notes says what the numbers mean and what they cannot say. Headline holds "
      "the main figures; a table on each further sheet; the charts come last.");
  return t;
}

Text notes(const RunFigures& figures, const std::vector<std::string>& lacking) {
  Text t;
  t.lines = {"Notes"};
  t.heading("Figures");
  t.lines.emplace_back(
      "Every figure is a distribution over the replicates of a simulation. P10: in one replicate in ten the "
      "figure is below it; P90: in one in ten above. From P5 to P95 lie nine in ten.");
  t.lines.emplace_back(
      "Quantiles are never added up: the P90 of a total is not the sum of the P90s of its parts. Means may "
      "be.");
  t.lines.emplace_back(
      "MC error is the Monte Carlo error of the median: how far the printed figure would move with another "
      "seed. It shrinks with more replicates. It is not the uncertainty of the forecast, which does not.");
  t.lines.emplace_back(
      "Units: counts of children, plans or places; pounds; shares. Cells hold the figures of summary.csv, "
      "shown rounded.");
  t.lines.emplace_back(
      "Periods: 2020 is the January census, a September or a calendar year, as the figure's sheet or the "
      "dictionary says; 2019-20 is a financial or academic year.");
  t.lines.emplace_back("Deficits are positive: a position above nought is money that is missing.");
  t.lines.emplace_back(
      "A ratio to nothing is no figure: replicates without anybody in the base are left out of it. An empty "
      "cell is a figure that does not exist.");
  t.heading("Limits of use");
  t.lines.emplace_back(
      "The forecast holds if its assumptions do: see Assumptions for what each rests on; red ones are "
      "assumed. What no parameter says, such as a change of the law, is not in it.");
  t.lines.emplace_back(
      "The bands carry what is uncertain in the assumptions, from year to year, and by luck. What past "
      "forecasts of this model missed is not added to them; `sendcast run` prints that beside them.");
  t.lines.emplace_back("No child in it is a real one. It is no ground for a decision about anybody.");
  t.lines.emplace_back(
      "It knows no sex, ethnicity or deprivation: it is not an equality impact assessment and cannot replace "
      "one.");
  if (!lacking.empty()) t.heading("Not in this workbook");
  t.lines.insert(t.lines.end(), lacking.begin(), lacking.end());
  if (figures.run().replicates() < sim::fewest_replicates)
    t.lines.push_back(fmt::format("Under {} replicates there are too few to state Monte Carlo errors.",
                                  sim::fewest_replicates));
  return t;
}

}  // namespace

std::vector<std::string> write_workbook(const StoredRun& run, const std::filesystem::path& file) {
  const RunFigures figures(run);
  std::vector<std::string> lacking;
  std::vector<BookTable> tables;
  for (auto& table : workbook_tables(figures))
    if (table.rows.empty())
      lacking.push_back(fmt::format("{}: the run has no such figures.", table.title));
    else
      tables.push_back(std::move(table));
  if (!figures.names().note().empty()) lacking.push_back(figures.names().note());
  if (has_breakdown(run, "hnb_spend", "line") && spend_is_published(run))
    lacking.emplace_back(
        "The run takes its spend from a published total: lines at nought on Spend by line were not "
        "simulated.");
  const BookTable data = chart_data(figures);
  const auto charts = workbook_charts(data, tables);

  std::vector<BookEntry> contents{{"Notes", "What the numbers mean, and limits of use"}};
  for (const auto& table : tables)
    contents.push_back({table.sheet, fmt::format("{} (table {})", table.title, table.name)});
  if (!charts.empty()) contents.push_back({data.sheet, fmt::format("{} (table {})", data.title, data.name)});
  for (const auto& chart : charts) contents.push_back({chart.sheet, chart.title, true});

  Book book(file, fmt::format("{}: {}", run.area(), run.info().scenario));
  const Text first = cover(figures), said = notes(figures, lacking);
  book.add_text("Cover", first.lines, first.headings);
  book.add_contents(contents);
  book.add_text("Notes", said.lines, said.headings);
  for (const auto& table : tables) book.add_table(table);
  if (!charts.empty()) book.add_table(data);
  for (const auto& chart : charts) book.add_chart(chart);
  book.finish();
  return lacking;
}

}  // namespace app
