// The SEN2 person-level return as counts of one authority.

#include "app/import/read_sen2.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "app/import/dates.hpp"
#include "app/import/sen2_counts.hpp"
#include "app/import/sen2_plans.hpp"
#include "app/import/sen2_tables.hpp"
#include "app/import/suppress.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

/// The last calendar year in which a plan was asked for or began.
std::optional<int> last_year_of(const Sen2Tables& t) {
  std::optional<Day> last;
  for (const auto& [id, request] : t.requests) last = std::max(last, request.received.day);
  for (const auto& plan : t.named) last = std::max(last, plan.start.day);
  if (!last) return std::nullopt;
  return year_of(*last);
}

/// The day of the census, in agreement with the rest of the return.
Day census_of(const Sen2Tables& t, DataLog& log) {
  const auto last = last_year_of(t);
  if (!t.census) {
    if (!last) throw UserError("the return has neither a reference date nor plans with a start");
    log.repairs.push_back(
        {"", "the reference date is not said; the January after the last plan started is taken"});
    return day_of(*last + 1, 1, 16);
  }
  if (last && *last < year_of(*t.census) - 1)
    throw UserError(fmt::format(
        "{}: a return of January {}, but nothing was asked for or begun in {}: the last is of {}; "
        "are year and referencedate right?",
        t.header, year_of(*t.census), year_of(*t.census) - 1, *last));
  return *t.census;
}

std::string of_whom(const KnownAuthority* known, const std::string& otherwise) {
  return known ? fmt::format("{} ({})", known->name, known->number) : otherwise;
}

/// A return counts for the authority that made it.
void check_authority(const Sen2Tables& t, const Authorities& authorities, Authority& area, DataLog& log) {
  if (t.number.empty()) {
    log.repairs.push_back({"", "the return does not say of which authority it is (lea)"});
    return;
  }
  const auto* theirs = authorities.by_number(t.number);
  const auto* ours = authorities.find(area.number.empty() ? area.code : area.number);
  if (!ours) ours = authorities.find(area.name);
  const bool differ = ours     ? ours->number != t.number
                      : theirs ? true
                               : !area.number.empty() && area.number != t.number;
  if (differ)
    throw UserError(fmt::format(
        "{}: this is the return of {}, not of {}; name it with --area, or another folder", t.header,
        of_whom(theirs, "authority " + t.number), of_whom(ours, area.name.empty() ? area.code : area.name)));
  if (area.number.empty()) area.number = t.number;
}

/// With --suppress the log has no small numbers of rows either, and none that differ by a few.
void blur(FileLog& file, int smallest) {
  const auto rounded = [&](long rows) { return (rows + smallest / 2) / smallest * smallest; };
  file.rows = rounded(file.rows);
  for (auto& [key, rows] : file.rows_of) rows = rounded(rows);
  std::map<std::string, long> dropped;
  for (const auto& [reason, rows] : file.dropped)
    if (rows < smallest)
      file.notes.push_back(fmt::format("fewer than {} rows dropped: {}", smallest, reason));
    else
      dropped[reason] = rounded(rows);
  file.dropped = dropped;
  file.notes.push_back(fmt::format("numbers of rows are rounded to {}", smallest));
}

void note_days(FileLog& file, int smallest) {
  if (file.unreadable_days == 0) return;
  file.notes.push_back(
      file.unreadable_days < smallest
          ? fmt::format("fewer than {} cells are no dates; not reported", smallest)
          : fmt::format("{} cells are no dates; not reported ({})", file.unreadable_days, dates_read));
}

/// The table of which a figure counts the rows; of plans by age, need and setting that which says the part.
const char* table_of(const Series& series) {
  const auto is = [&](std::initializer_list<std::string_view> measures) {
    return std::find(measures.begin(), measures.end(), series.measure) != measures.end();
  };
  if (series.measure == "plans" && series.breakdown == "age") return "person";
  if (series.measure == "plans" && series.breakdown == "need") return "senneed";
  if (series.measure == "plans" && series.breakdown == "setting") return "placementdetail";
  if (is({"requests", "requests_agreed", "refused_to_assess", "requests_withdrawn"})) return "requests";
  if (is({"assessed_and_issued", "refused_to_issue"})) return "assessment";
  const bool of_both_januaries = is({"moves", "children_in_setting_both_januaries"});
  return of_both_januaries || series.measure.starts_with("moved_") ? "placementdetail" : "namedplan";
}

void check_new(const Panel& panel, const Authority& area, int january) {
  const Series plans{"plans", "total", "total", Clock::january};
  if (panel.value(area, plans, january))
    throw UserError(fmt::format("two returns of January {}; which one is meant?", january));
}

/// Counts one return; gives its January.
int count_return(const std::filesystem::path& folder, const Sen2Choice& choice, Panel& panel, Authority& area,
                 DataLog& log) {
  const std::size_t files_before = log.files.size(), repairs_before = log.repairs.size();
  const auto tables = read_sen2_tables(folder, choice.schools, panel.sources, log);
  check_authority(tables, choice.authorities, area, log);
  const Day census = census_of(tables, log);
  const int january = year_of(census);
  if (choice.as_of && january > *choice.as_of)
    throw UserError(
        fmt::format("the return is of January {}, later than --as-of {}", january, *choice.as_of));
  check_new(panel, area, january);
  const auto plans = plans_held(tables);
  Sen2Counts counts(tables, plans, census, choice.smallest);
  count_sen2_flows(counts);
  count_sen2_stock(counts);
  counts.doubt_parts();
  for (const auto& [key, value] : counts.counts)
    area.facts[{panel.intern(key.first), key.second}] = {value, tables.source_of(table_of(key.first)), 0};
  for (auto& what : counts.repairs) log.repairs.push_back({"", std::move(what)});
  for (std::size_t i = repairs_before; i < log.repairs.size(); ++i) log.repairs[i].authority = key_of(area);
  for (std::size_t i = files_before; i < log.files.size(); ++i) {
    auto& file = log.files[i];
    file.first_year = january - 1, file.last_year = january;
    note_days(file, choice.smallest);
    if (choice.smallest > 1) blur(file, choice.smallest);
  }
  return january;
}

}  // namespace

void read_sen2(const std::vector<std::filesystem::path>& folders, const Sen2Choice& choice, Panel& panel,
               Authority& area, DataLog& log) {
  std::set<int> januaries;
  for (const auto& folder : folders) januaries.insert(count_return(folder, choice, panel, area, log));
  if (const long hidden = suppress_small(panel, area, choice.smallest, januaries, choice.elsewhere);
      hidden > 0)
    log.repairs.push_back(
        {key_of(area), fmt::format("{} counts below {}, or by which one would be known, are "
                                   "suppressed",
                                   hidden, choice.smallest)});
}

}  // namespace app
