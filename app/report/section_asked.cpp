// What was asked: the area, the years, the actions and risks in force, and what other runs change.

#include <fmt/format.h>

#include <algorithm>

#include "app/figures.hpp"
#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"

namespace app {
namespace {

std::string title_of(const sim::Config& config, const std::string& family, const std::string& id) {
  try {
    return config.text(family, id, "title");
  } catch (const std::exception&) {  // a family without titles
    return id_in_words(id);
  }
}

void add_members(const sim::Config& config, const std::string& family, const std::string& says,
                 PageSection& section) {
  const auto& ids = config.members(family);
  if (ids.empty()) return;
  PageList list;
  for (const auto& id : ids) list.items.push_back(title_of(config, family, id));
  std::sort(list.items.begin(), list.items.end());
  section.blocks.emplace_back(PageText{says});
  section.blocks.emplace_back(std::move(list));
}

PageTable changes_table(const ReportSources& s, const ReportPair& pair) {
  PageTable t{fmt::format("What {} changes in {}", s.runs[pair.b].name, s.runs[pair.a].name),
              {"Parameter", "From", "To"},
              {},
              true};
  constexpr std::size_t most = 40;
  const auto& changes = pair.summary.changes;
  for (std::size_t i = 0; i < std::min(most, changes.size()); ++i)
    t.rows.push_back({{changes[i].parameter, NAN}, {changes[i].from, NAN}, {changes[i].to, NAN}});
  if (changes.size() > most)
    t.rows.push_back({{fmt::format("and {} more", changes.size() - most), NAN}, {"", NAN}, {"", NAN}});
  return t;
}

}  // namespace

PageSection asked_section(const ReportSources& s) {
  PageSection section{"asked", "What was asked", {}};
  const auto& info = s.run().info();
  for (const auto& note : s.not_as_written) section.blocks.emplace_back(PageText{"Warning: " + note});
  if (const auto* c = s.config()) {
    const auto years = c->integer("years");
    if (const auto& about = c->text("description"); !about.empty())
      section.blocks.emplace_back(PageText{about + (about.ends_with('.') ? "" : ".")});
    section.blocks.emplace_back(PageText{fmt::format(
        "What happens to children with special educational needs of {} from {} on, for {} year{}, if the "
        "configuration \"{}\" holds? Answered by {}.",
        s.run().area(), long_date(c->text("start")), years, years == 1 ? "" : "s", info.scenario,
        histories(info.replicates))});
    add_members(*c, "intervention", "Actions in force:", section);
    add_members(*c, "risk",
                "Events of the risk register, each of which happens in some of the histories:", section);
  } else {
    section.blocks.emplace_back(PageText{
        fmt::format("What happens to children with special educational needs of {} if the configuration "
                    "\"{}\" holds? Answered by {}. "
                    "Targets, outturns, actions and titles are not shown: {}.",
                    s.run().area(), info.scenario, histories(info.replicates), s.configs[s.main].why_not)});
  }
  if (s.run().areas().size() > 1)
    section.blocks.emplace_back(PageText{
        fmt::format("The run is of several areas. Every figure on this page is of {} as a whole; its "
                    "regions and areas stand in summary.csv, by the column area.",
                    s.run().area())});
  for (const auto& pair : s.pairs)
    if (!pair.summary.changes.empty()) section.blocks.emplace_back(changes_table(s, pair));
  return section;
}

}  // namespace app
