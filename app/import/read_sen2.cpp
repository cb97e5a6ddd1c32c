// The SEN2 person-level return (nine CSV files of COLLECT's Blade export) as counts of one authority.

#include "app/import/read_sen2.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <vector>

#include "app/import/byte_source.hpp"
#include "app/import/csv_stream.hpp"
#include "app/import/dates.hpp"
#include "app/interrupt.hpp"
#include "app/user_error.hpp"
#include "models/axes.hpp"
#include "sim/sha256.hpp"

namespace app {
namespace {

constexpr std::size_t most_rows = 5'000'000;  // of one table: England has fewer
constexpr std::chrono::days twenty_weeks{140}, a_year{364};

enum class Outcome { none, yes, no, withdrawn };

struct Request {
  std::string person;
  std::optional<Day> received;
  Outcome outcome = Outcome::none;
  bool moved_away = false;
};
struct Assessment {
  std::string request;
  Outcome outcome = Outcome::none;
  std::optional<Day> decided;
  bool exception = false;
};
struct NamedPlan {
  std::string assessment;
  std::optional<Day> start, ceased;
  int reason = 0;
};
struct ActivePlan {
  std::string request;
  bool transferred_in = false;
};
struct Placement {
  std::string active;
  std::string setting;
  std::optional<Day> entry, leaving;
  int rank = 1;
};

/// Cease reasons 1 to 9 of the return.
constexpr std::array<std::string_view, 10> reasons{
    "unknown",    "maximum_age", "needs_met",     "higher_education",
    "employment", "transferred", "no_engagement", "left_england",
    "died",       "other"};

struct SettingCode {
  std::string_view code, setting;
};
constexpr std::array setting_codes{
    SettingCode{"OLA", "arranged_by_authority"},
    SettingCode{"OPA", "arranged_by_parents"},
    SettingCode{"EHE", "elective_home_education"},
    SettingCode{"EYP", "early_years"},
    SettingCode{"OTH", "other"},
    SettingCode{"NEET", "not_in_education"},
    SettingCode{"NIEC", "not_in_education"},
    SettingCode{"NIEO", "not_in_education"},
};

/// Groups of settings between which the DfE counts moves.
std::string_view group_of(std::string_view setting) {
  if (setting == "mainstream" || setting == "resourced" || setting == "sen_unit" ||
      setting == "independent_mainstream")
    return "mainstream";
  if (setting == "state_special" || setting == "independent_special" || setting == "non_maintained_special")
    return "special";
  if (setting == "elective_home_education") return "home";
  return "";
}

Outcome outcome_of(const std::string& text) {
  const std::string plain = plain_name(text);
  if (plain == "y" || plain == "1" || plain == "true" || plain == "yes") return Outcome::yes;
  if (plain == "n" || plain == "0" || plain == "false" || plain == "no") return Outcome::no;
  if (plain == "w" || plain == "c") return Outcome::withdrawn;
  return Outcome::none;
}
bool is_true(const std::string& text) { return outcome_of(text) == Outcome::yes; }

/// A table of the return while it is read: cells by the name of their column.
class Table {
 public:
  Table(CsvStream& csv, const StreamedRow*& row) : csv_(csv), row_(row) {}
  /// Column that must be there.
  std::size_t needed(std::string_view name) const {
    const auto at = csv_.column(name);
    if (at == CsvStream::absent)
      throw UserError(fmt::format("{}:1: column '{}' is missing", csv_.shown(), name));
    return at;
  }
  std::size_t maybe(std::string_view name) const { return csv_.column(name); }
  const std::string& text(std::size_t column) const {
    static const std::string none;
    return column == CsvStream::absent ? none : row_->cells[column];
  }
  /// A day; nothing for an empty cell. A cell that is no day is counted, not quoted.
  std::optional<Day> day(std::size_t column) {
    const std::string& cell = text(column);
    if (cell.empty() || plain_name(cell) == "null") return std::nullopt;
    auto day = parse_day(cell);
    if (!day) ++bad_days;
    return day;
  }
  long bad_days = 0;

 private:
  CsvStream& csv_;
  const StreamedRow*& row_;
};

class Return {
 public:
  Return(const Sen2Choice& choice, Panel& panel, Authority& area, DataLog& log)
      : choice_(choice), panel_(panel), area_(area), log_(log), files_before_(log.files.size()) {}

  void read(const std::filesystem::path& folder) {
    for_each_csv(folder, [&](const std::string& name, const std::string& shown, ByteSource& bytes) {
      std::string kind = plain_name(std::filesystem::path(name).stem().string());
      kind = kind.substr(kind.rfind('_') + 1);
      const auto reader = readers().find(kind);
      if (reader == readers().end()) return;
      read_table(name, kind, shown, bytes, reader->second);
    });
    for (const auto& [kind, reader] : readers())
      if (!seen_.contains(kind))
        throw UserError(
            fmt::format("{}: the table '{}' of the return is missing (Blade-Export_DD-MM-YYYY_{}.csv)",
                        folder.string(), kind, kind));
    find_census();
    count();
  }

 private:
  using TableReader = void (Return::*)(CsvStream&, FileLog&);

  static const std::map<std::string, TableReader>& readers() {
    static const std::map<std::string, TableReader> all{{"sen2", &Return::read_header},
                                                        {"person", &Return::read_persons},
                                                        {"requests", &Return::read_requests},
                                                        {"assessment", &Return::read_assessments},
                                                        {"namedplan", &Return::read_named_plans},
                                                        {"activeplans", &Return::read_active_plans},
                                                        {"placementdetail", &Return::read_placements},
                                                        {"senneed", &Return::read_needs}};
    return all;
  }

  void read_table(const std::string& name, const std::string& kind, const std::string& shown,
                  ByteSource& bytes, TableReader reader) {
    if (seen_.contains(kind))
      throw UserError(fmt::format("{}: a second table '{}'; name the folder of one return", shown, kind));
    seen_[kind] = true;
    CsvStream csv(bytes, shown);
    FileLog log;
    log.name = name;
    log.kind = "SEN2 return: " + kind;
    source_ = static_cast<std::uint32_t>(panel_.sources.size());
    panel_.sources.push_back(name);
    (this->*reader)(csv, log);
    if (csv.repairs().short_rows > 0)
      log.dropped["another number of cells than the header"] = csv.repairs().short_rows;
    log_.files.push_back(std::move(log));
  }

  /// Runs over the rows; the digest is that of the file, and nothing of a row is kept but what `take` keeps.
  template <class Take>
  void rows(CsvStream& csv, FileLog& log, const Take& take, Table& table, const StreamedRow*& row) {
    sim::Sha256 digest;
    digest.add(csv.raw());
    log.bytes += csv.raw().size();
    while ((row = csv.next()) != nullptr) {
      if (++log.rows % 4096 == 0) interrupted().check();
      if (static_cast<std::size_t>(log.rows) > most_rows)
        throw UserError(fmt::format("{}: more than {} rows", csv.shown(), most_rows));
      digest.add(csv.raw());
      log.bytes += csv.raw().size();
      take();
    }
    digest.add(csv.raw());
    log.bytes += csv.raw().size();
    log.sha256 = digest.hex();
    if (table.bad_days > 0)
      log.notes.push_back(fmt::format("{} cells are no dates; taken as not reported", table.bad_days));
  }

  void read_header(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Table t(csv, row);
    const auto year = t.maybe("year"), reference = t.maybe("referencedate"), lea = t.maybe("lea");
    rows(
        csv, log,
        [&] {
          if (const auto day = t.day(reference)) census_ = day;
          if (!census_ && t.text(year).size() == 4 &&
              std::all_of(t.text(year).begin(), t.text(year).end(), ::isdigit))
            census_ = day_of(std::stoi(t.text(year)), 1, 16);
          if (area_.number.empty()) area_.number = t.text(lea);
        },
        t, row);
  }

  void read_persons(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Table t(csv, row);
    const auto id = t.needed("persontableid"), born = t.needed("personbirthdate");
    rows(
        csv, log, [&] { born_[t.text(id)] = t.day(born); }, t, row);
  }

  void read_requests(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Table t(csv, row);
    const auto id = t.needed("requeststableid"), person = t.needed("persontableid"),
               received = t.needed("receiveddate"), outcome = t.needed("requestoutcome"),
               exported = t.maybe("exported");
    rows(
        csv, log,
        [&] {
          requests_[t.text(id)] = {t.text(person), t.day(received), outcome_of(t.text(outcome)),
                                   is_true(t.text(exported))};
        },
        t, row);
  }

  void read_assessments(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Table t(csv, row);
    const auto id = t.needed("assessmenttableid"), request = t.needed("requeststableid"),
               outcome = t.needed("assessmentoutcome"), decided = t.maybe("assessmentoutcomedate"),
               week20 = t.maybe("week20");
    rows(
        csv, log,
        [&] {
          assessments_[t.text(id)] = {t.text(request), outcome_of(t.text(outcome)), t.day(decided),
                                      is_true(t.text(week20))};
        },
        t, row);
  }

  void read_named_plans(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Table t(csv, row);
    const auto assessment = t.needed("assessmenttableid"), start = t.needed("startdate"),
               ceased = t.needed("ceasedate"), reason = t.needed("ceasereason");
    rows(
        csv, log,
        [&] {
          const std::string& text = t.text(reason);
          const int code = text.size() == 1 && text[0] >= '1' && text[0] <= '9' ? text[0] - '0' : 0;
          named_.push_back({t.text(assessment), t.day(start), t.day(ceased), code});
        },
        t, row);
  }

  void read_active_plans(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Table t(csv, row);
    const auto id = t.needed("activeplanstableid"), request = t.needed("requeststableid"),
               from = t.maybe("transferla");
    rows(
        csv, log,
        [&] {
          active_[t.text(id)] = {t.text(request), !t.text(from).empty() && t.text(from) != "0"};
        },
        t, row);
  }

  void read_placements(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Table t(csv, row);
    const auto active = t.needed("activeplanstableid"), code = t.needed("sensetting"), urn = t.maybe("urn"),
               ukprn = t.maybe("ukprn"), rank = t.maybe("placementrank"), entry = t.maybe("entrydate"),
               leaving = t.maybe("leavingdate"), unit = t.maybe("senunitindicator"),
               resourced = t.maybe("resourcedprovisionindicator");
    rows(
        csv, log,
        [&] {
          const std::string& order = t.text(rank);
          placements_.push_back(
              {t.text(active),
               setting(t.text(code), t.text(urn), t.text(ukprn), is_true(t.text(unit)),
                       is_true(t.text(resourced))),
               t.day(entry), t.day(leaving),
               order.size() == 1 && order[0] >= '1' && order[0] <= '9' ? order[0] - '0' : 1});
        },
        t, row);
  }

  void read_needs(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Table t(csv, row);
    const auto active = t.needed("activeplanstableid"), type = t.needed("sentype"),
               rank = t.maybe("sentyperank");
    rows(
        csv, log,
        [&] {
          if (t.text(rank) == "1" || t.text(rank).empty()) needs_.try_emplace(t.text(active), t.text(type));
        },
        t, row);
  }

  std::string setting(const std::string& code, const std::string& urn, const std::string& ukprn, bool unit,
                      bool resourced) const {
    if (unit) return "sen_unit";
    if (resourced) return "resourced";
    const std::string plain = plain_name(code);
    for (const auto& known : setting_codes)
      if (plain_name(known.code) == plain) return std::string(known.setting);
    if (!choice_.schools) return "unknown";
    if (const auto school = choice_.schools->setting_by_urn.find(urn);
        school != choice_.schools->setting_by_urn.end())
      return school->second;
    if (const auto college = choice_.schools->setting_by_ukprn.find(ukprn);
        college != choice_.schools->setting_by_ukprn.end())
      return college->second;
    return "unknown";
  }

  void find_census() {
    if (!census_) {  // the day after the last plan that started: a return without a date still has one
      for (const auto& plan : named_)
        if (plan.start && (!census_ || *plan.start > *census_)) census_ = plan.start;
      if (!census_) throw UserError("the return has neither a reference date nor plans with a start");
      log_.repairs.push_back(
          {"", "the reference date is not said; the January after the last plan started is taken"});
      census_ = day_of(year_of(*census_) + 1, 1, 16);
    }
    january_ = year_of(*census_);
    if (choice_.as_of && january_ > *choice_.as_of)
      throw UserError(
          fmt::format("the return is of January {}, later than --as-of {}", january_, *choice_.as_of));
  }

  void add(const char* measure, std::string_view breakdown, const std::string& category, bool stock,
           double value = 1) {
    counts_[{{measure, std::string(breakdown), category, stock ? Clock::january : Clock::calendar_year},
             stock ? january_ : january_ - 1}] += value;
  }

  bool in_year(const std::optional<Day>& day) const { return day && year_of(*day) == january_ - 1; }

  const Request* request_of(const NamedPlan& plan) const {
    const auto assessment = assessments_.find(plan.assessment);
    if (assessment == assessments_.end()) return nullptr;
    const auto request = requests_.find(assessment->second.request);
    return request == requests_.end() ? nullptr : &request->second;
  }

  void count() {
    count_requests();
    count_new_plans();
    count_ceased();
    count_stock();
    for (const auto& [key, value] : counts_)
      area_.facts[{panel_.intern(key.first), key.second}] = {value, source_, 0};
    if (const long hidden = suppress_small(panel_, area_, choice_.smallest); hidden > 0)
      log_.repairs.push_back(
          {"", fmt::format("{} counts below {} are suppressed", hidden, choice_.smallest)});
    for (auto& repair : log_.repairs) repair.authority = key_of(area_);
    for (std::size_t i = files_before_; i < log_.files.size(); ++i)
      log_.files[i].first_year = january_ - 1, log_.files[i].last_year = january_;
  }

  void count_requests() {
    for (const char* measure : {"requests", "refused_to_assess", "requests_agreed", "refused_to_issue"})
      add(measure, "total", "total", false, 0);
    for (const auto& [id, request] : requests_) {
      if (!in_year(request.received)) continue;
      add("requests", "total", "total", false);
      add("requests", "age", age(request.person, *request.received), false);
      if (request.outcome == Outcome::no) add("refused_to_assess", "total", "total", false);
      if (request.outcome == Outcome::yes) add("requests_agreed", "total", "total", false);
      if (request.outcome == Outcome::withdrawn) add("requests_withdrawn", "total", "total", false);
    }
    for (const auto& [id, assessment] : assessments_)
      if (assessment.outcome == Outcome::no && in_year(assessment.decided))
        add("refused_to_issue", "total", "total", false);
  }

  /// Age at 31 August before, of those between 0 and 25.
  std::string age(const std::string& person, Day at) const {
    const auto born = born_.find(person);
    if (born == born_.end() || !born->second) return "unknown";
    const int years = academic_age(*born->second, at);
    return years >= 0 && years <= 25 ? fmt::format("{}", years) : "unknown";
  }

  void count_new_plans() {
    for (const char* measure : {"new_plans", "issued_timed", "issued_within_20_weeks", "issued_over_a_year",
                                "issued_timed_excl_exceptions", "issued_within_20_weeks_excl_exceptions"})
      add(measure, "total", "total", false, 0);
    for (const auto& plan : named_) {
      if (!in_year(plan.start)) continue;
      add("new_plans", "total", "total", false);
      const Request* request = request_of(plan);
      if (request == nullptr) continue;
      add("new_plans", "age_august_before", age(request->person, *plan.start), false);
      if (!request->received) continue;
      const auto took = *plan.start - *request->received;
      const bool exception = assessments_.find(plan.assessment)->second.exception;
      add("issued_timed", "total", "total", false);
      if (took <= twenty_weeks) add("issued_within_20_weeks", "total", "total", false);
      if (took > a_year) add("issued_over_a_year", "total", "total", false);
      if (exception) continue;
      add("issued_timed_excl_exceptions", "total", "total", false);
      if (took <= twenty_weeks) add("issued_within_20_weeks_excl_exceptions", "total", "total", false);
    }
  }

  void count_ceased() {
    add("plans_ceased", "total", "total", false, 0);
    for (const auto& plan : named_) {
      if (!in_year(plan.ceased)) continue;
      add("plans_ceased", "total", "total", false);
      add("plans_ceased", "reason", std::string(reasons[static_cast<std::size_t>(plan.reason)]), false);
      if (const Request* request = request_of(plan))
        add("plans_ceased", "age", age(request->person, *plan.ceased), false);
    }
  }

  /// Plans on the day of the census: named and not ceased, or active (those that moved in have no named
  /// plan). A child with two requests is counted once.
  void count_stock() {
    std::map<std::string, std::string> held;  // person -> active plan
    std::map<std::string, bool> has_named, active_now;
    for (const auto& plan : named_) {
      const auto assessment = assessments_.find(plan.assessment);
      if (assessment == assessments_.end()) continue;
      const bool now = (!plan.start || *plan.start <= *census_) && (!plan.ceased || *plan.ceased > *census_);
      has_named[assessment->second.request] = true;
      if (now) active_now[assessment->second.request] = true;
    }
    long twice = 0, lost = 0;
    const auto hold = [&](const std::string& request, const std::string& active) {
      const auto found = requests_.find(request);
      if (found == requests_.end()) return void(++lost);
      const auto [at, is_new] = held.try_emplace(found->second.person, active);
      if (!is_new && !active.empty()) {
        if (!at->second.empty() && at->second != active) ++twice;
        if (at->second.empty()) at->second = active;
      }
    };
    for (const auto& [request, now] : active_now) hold(request, "");
    for (const auto& [id, plan] : active_)
      if (active_now.contains(plan.request) || !has_named.contains(plan.request)) hold(plan.request, id);
    if (twice > 0)
      log_.repairs.push_back({"", fmt::format("{} children have two active plans; counted once", twice)});
    if (lost > 0) log_.repairs.push_back({"", fmt::format("{} plans belong to no request; left out", lost)});
    add("plans", "total", "total", true, static_cast<double>(held.size()));
    place(held);
  }

  void place(const std::map<std::string, std::string>& held) {
    std::unordered_map<std::string, const Placement*> now, before;  // by active plan
    const Day year_ago = day_of(january_ - 1, 1, 16);
    for (const auto& placement : placements_) {
      const auto is_at = [&](Day day) {
        return (!placement.entry || *placement.entry <= day) &&
               (!placement.leaving || *placement.leaving > day);
      };
      const auto take = [&](auto& at) {
        const auto [found, is_new] = at.try_emplace(placement.active, &placement);
        if (!is_new && placement.rank < found->second->rank) found->second = &placement;
      };
      if (is_at(*census_)) take(now);
      if (placement.entry && is_at(year_ago)) take(before);
    }
    for (const auto& [person, active] : held) {
      add("plans", "age", age(person, *census_), true);
      const auto need = needs_.find(active);
      const bool known = need != needs_.end() && std::find(models::needs.begin(), models::needs.end(),
                                                           need->second) != models::needs.end();
      add("plans", "need", known ? need->second : "unknown", true);
      const auto here = now.find(active), there = before.find(active);
      add("plans", "setting", here == now.end() ? "unknown" : here->second->setting, true);
      if (here != now.end() && there != before.end())
        count_move(there->second->setting, here->second->setting);
    }
  }

  void count_move(const std::string& from, const std::string& to) {
    if (from == "unknown" || to == "unknown") return;
    add("children_in_setting_both_januaries", "setting", from, false);
    if (from == to) return;
    add("moves", "setting", from + " to " + to, false);
    const auto a = group_of(from), b = group_of(to);
    if (!a.empty() && !b.empty() && a != b)
      add(fmt::format("moved_{}_to_{}", a, b).c_str(), "total", "total", false);
  }

  const Sen2Choice& choice_;
  Panel& panel_;
  Authority& area_;
  DataLog& log_;
  std::size_t files_before_;  ///< of returns of other years
  std::map<std::string, bool> seen_;
  std::uint32_t source_ = 0;
  std::optional<Day> census_;
  int january_ = 0;
  std::unordered_map<std::string, std::optional<Day>> born_;
  std::unordered_map<std::string, Request> requests_;
  std::unordered_map<std::string, Assessment> assessments_;
  std::vector<NamedPlan> named_;
  std::unordered_map<std::string, ActivePlan> active_;
  std::vector<Placement> placements_;
  std::unordered_map<std::string, std::string> needs_;
  std::map<std::pair<Series, int>, double> counts_;
};

}  // namespace

void read_sen2(const std::filesystem::path& folder, const Sen2Choice& choice, Panel& panel, Authority& area,
               DataLog& log) {
  Return(choice, panel, area, log).read(folder);
}

long suppress_small(Panel& panel, Authority& area, int smallest) {
  if (smallest <= 1) return 0;
  struct Cell {
    std::pair<std::uint32_t, int> key;
    double value;
  };
  std::map<std::tuple<std::string, std::string, int>, std::vector<Cell>> tables;
  for (const auto& [key, fact] : area.facts) {
    const Series& series = panel.series(key.first);
    if (series.clock != Clock::mid_year)
      tables[{series.measure, series.breakdown, key.second}].push_back({key, fact.value});
  }
  long hidden = 0;
  for (auto& [name, cells] : tables) {
    std::stable_sort(cells.begin(), cells.end(),
                     [](const Cell& a, const Cell& b) { return a.value < b.value; });
    std::size_t small = 0, suppressed = 0;
    const auto first = static_cast<std::size_t>(
        std::find_if(cells.begin(), cells.end(), [](const Cell& c) { return c.value > 0; }) - cells.begin());
    while (first + small < cells.size() && cells[first + small].value < smallest) ++small;
    if (small == 1 && std::get<1>(name) != "total" && first + 1 < cells.size()) small = 2;
    for (; suppressed < small; ++suppressed) area.facts.erase(cells[first + suppressed].key);
    hidden += static_cast<long>(suppressed);
  }
  return hidden;
}

}  // namespace app
