// The tables of the SEN2 person-level return as far as counting needs them.

#include "app/import/sen2_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "app/import/byte_source.hpp"
#include "app/import/csv_stream.hpp"
#include "app/interrupt.hpp"
#include "app/user_error.hpp"
#include "models/axes.hpp"
#include "sim/sha256.hpp"

namespace app {
namespace {

constexpr std::size_t most_rows = 1'000'000;  // of one table: all of England has fewer plans

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

Sen2Outcome outcome_of(const std::string& text) {
  const std::string plain = plain_name(text);
  if (plain == "y" || plain == "1" || plain == "true" || plain == "yes") return Sen2Outcome::yes;
  if (plain == "n" || plain == "0" || plain == "false" || plain == "no") return Sen2Outcome::no;
  if (plain == "w" || plain == "c") return Sen2Outcome::withdrawn;
  return Sen2Outcome::none;
}
bool is_true(const std::string& text) { return outcome_of(text) == Sen2Outcome::yes; }

bool is_empty(const std::string& cell) {
  const std::string plain = plain_name(cell);
  return plain.empty() || plain == "null";
}

/// Rank of a placement or a need, 1 where none is said; nothing for what is no rank.
std::optional<int> rank_of(const std::string& cell) {
  if (is_empty(cell)) return 1;
  if (cell.size() != 1 || cell[0] < '1' || cell[0] > '9') return std::nullopt;
  return cell[0] - '0';
}

Sen2Need need_of(const std::string& cell) {
  constexpr std::string_view not_assessed = "nsa";  // no specialist assessment of the type of need
  const std::string plain = plain_name(cell);
  for (const auto need : models::needs)
    if (plain_name(need) == plain) return {std::string(need), false};
  return {"unknown", !is_empty(cell) && plain != not_assessed};
}

/// A table of the return while it is read: cells by the name of their column.
class Cells {
 public:
  Cells(CsvStream& csv, const StreamedRow*& row) : csv_(csv), row_(row) {}
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
  Sen2Day day(std::size_t column) {
    const std::string& cell = text(column);
    if (is_empty(cell)) return {};
    Sen2Day read{parse_day(cell), false};
    read.unreadable = !read.day;
    if (read.unreadable) ++bad_days;
    return read;
  }
  /// The whole row, to be compared with others.
  std::size_t digest() const {
    std::string all;
    for (const auto& cell : row_->cells) all += cell + '\x1f';
    return std::hash<std::string>()(all);
  }
  std::string place() const { return fmt::format("{}:{}", csv_.shown(), row_->line); }
  long line() const { return row_->line; }
  long bad_days = 0;

 private:
  CsvStream& csv_;
  const StreamedRow*& row_;
};

class Reader {
 public:
  Reader(const std::optional<Schools>& schools, std::vector<std::string>& sources, DataLog& log)
      : schools_(schools), sources_(sources), log_(log) {}

  Sen2Tables read(const std::filesystem::path& folder) {
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
    if (contradictions_ > 0)
      throw UserError(fmt::format("{}{} row{} that contradict{} another", faults_, contradictions_,
                                  contradictions_ == 1 ? "" : "s", contradictions_ == 1 ? "s" : ""));
    return std::move(t_);
  }

 private:
  using TableReader = void (Reader::*)(CsvStream&, FileLog&);

  static const std::map<std::string, TableReader>& readers() {
    static const std::map<std::string, TableReader> all{{"sen2", &Reader::read_header},
                                                        {"person", &Reader::read_persons},
                                                        {"requests", &Reader::read_requests},
                                                        {"assessment", &Reader::read_assessments},
                                                        {"namedplan", &Reader::read_named_plans},
                                                        {"activeplans", &Reader::read_active_plans},
                                                        {"placementdetail", &Reader::read_placements},
                                                        {"senneed", &Reader::read_needs}};
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
    t_.source[kind] = static_cast<std::uint32_t>(sources_.size());
    sources_.push_back(name);
    (this->*reader)(csv, log);
    long used = log.rows;
    for (const auto& [reason, count] : log.dropped) used -= count;
    log.rows_of[own_area] = used;
    log.rows += csv.repairs().short_rows;
    if (csv.repairs().short_rows > 0)
      log.dropped["another number of cells than the header"] = csv.repairs().short_rows;
    if (const auto bad = unreadable_days_of_.find(name); bad != unreadable_days_of_.end())
      log.unreadable_days = bad->second;
    log_.files.push_back(std::move(log));
  }

  /// Runs over the rows; the digest is that of the file, and nothing of a row is kept but what `take` keeps.
  /// `id` is the column by which other tables link to a row, or which numbers it. A row that comes twice is
  /// left out.
  template <class Take>
  void rows(CsvStream& csv, FileLog& log, const Take& take, Cells& table, const StreamedRow*& row,
            std::size_t id) {
    sim::Sha256 digest;
    digest.add(csv.raw());
    log.bytes += csv.raw().size();
    std::unordered_map<std::string, std::pair<std::size_t, long>>
        seen;  // digest and line of a row, by its id
    while ((row = csv.next()) != nullptr) {
      if (++log.rows % 4096 == 0) interrupted().check();
      if (static_cast<std::size_t>(log.rows) > most_rows)
        throw UserError(fmt::format("{}: more than {} rows", csv.shown(), most_rows));
      digest.add(csv.raw());
      log.bytes += csv.raw().size();
      const std::size_t content = table.digest();
      const std::string key = id == CsvStream::absent ? fmt::format("{}", content) : table.text(id);
      const auto [at, is_new] = seen.try_emplace(key, content, table.line());
      if (is_new)
        take();
      else if (at->second.first == content)
        ++log.dropped["the same row came before"];
      else
        contradiction(csv, table, id, at->second.second);
    }
    digest.add(csv.raw());
    log.bytes += csv.raw().size();
    log.sha256 = digest.hex();
    if (table.bad_days > 0) unreadable_days_of_[log.name] = table.bad_days;
  }

  void contradiction(const CsvStream& csv, const Cells& table, std::size_t id, long first) {
    constexpr std::size_t most_shown = 20;
    if (++contradictions_ <= most_shown)
      faults_ += fmt::format("{}: the same {} as on line {}, with other entries; which row is right?\n",
                             table.place(), csv.columns()[id], first);
  }

  void read_header(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Cells t(csv, row);
    const auto year = t.maybe("year"), reference = t.maybe("referencedate"), lea = t.maybe("lea"),
               id = t.maybe("sen2tableid");
    const auto say = [&](auto& known, const auto& value, const char* what) {
      if (known != std::decay_t<decltype(known)>() && known != value)
        throw UserError(
            fmt::format("{}: two rows with different {}; name the folder of one return", t.place(), what));
      known = value;
    };
    rows(
        csv, log,
        [&] {
          auto census = t.day(reference).day;
          const std::string& text = t.text(year);
          if (text.size() == 4 && std::all_of(text.begin(), text.end(), ::isdigit)) {
            if (census && year_of(*census) != std::stoi(text))
              throw UserError(fmt::format("{}: year and referencedate are of different years", t.place()));
            if (!census) census = day_of(std::stoi(text), 1, 16);
          }
          if (census) say(t_.census, census, "dates");
          if (!t.text(lea).empty()) say(t_.number, t.text(lea), "authorities");
          t_.header = t.place();
        },
        t, row, id);
  }

  void read_persons(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Cells t(csv, row);
    const auto id = t.needed("persontableid"), born = t.needed("personbirthdate");
    rows(
        csv, log, [&] { t_.born[t.text(id)] = t.day(born).day; }, t, row, id);
  }

  void read_requests(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Cells t(csv, row);
    const auto id = t.needed("requeststableid"), person = t.needed("persontableid"),
               received = t.needed("receiveddate"), outcome = t.needed("requestoutcome");
    rows(
        csv, log,
        [&] {
          t_.requests[t.text(id)] = {t.text(person), t.day(received), outcome_of(t.text(outcome))};
        },
        t, row, id);
  }

  void read_assessments(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Cells t(csv, row);
    const auto id = t.needed("assessmenttableid"), request = t.needed("requeststableid"),
               outcome = t.needed("assessmentoutcome"), decided = t.maybe("assessmentoutcomedate"),
               week20 = t.maybe("week20");
    t_.assessments_dated = decided != CsvStream::absent;
    rows(
        csv, log,
        [&] {
          t_.assessments[t.text(id)] = {t.text(request), outcome_of(t.text(outcome)), t.day(decided),
                                        is_true(t.text(week20))};
        },
        t, row, id);
  }

  void read_named_plans(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Cells t(csv, row);
    t_.named_file = csv.shown();
    const auto id = t.maybe("namedplantableid"), assessment = t.needed("assessmenttableid"),
               start = t.needed("startdate"), ceased = t.needed("ceasedate"),
               reason = t.needed("ceasereason");
    rows(
        csv, log,
        [&] {
          const std::string& text = t.text(reason);
          const int code = text.size() == 1 && text[0] >= '1' && text[0] <= '9' ? text[0] - '0' : 0;
          t_.named.push_back({t.text(assessment), t.day(start), t.day(ceased), code, t.line()});
        },
        t, row, id);
  }

  void read_active_plans(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Cells t(csv, row);
    const auto id = t.needed("activeplanstableid"), request = t.needed("requeststableid");
    rows(
        csv, log, [&] { t_.active[t.text(id)] = {t.text(request)}; }, t, row, id);
  }

  void read_placements(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Cells t(csv, row);
    const auto id = t.maybe("placementdetailtableid"), active = t.needed("activeplanstableid"),
               code = t.needed("sensetting"), urn = t.maybe("urn"), ukprn = t.maybe("ukprn"),
               rank = t.maybe("placementrank"), entry = t.maybe("entrydate"),
               leaving = t.maybe("leavingdate"), unit = t.maybe("senunitindicator"),
               resourced = t.maybe("resourcedprovisionindicator");
    rows(
        csv, log,
        [&] {
          Sen2Placement placement;
          placement.active = t.text(active);
          placement.setting = setting(t.text(code), t.text(urn), t.text(ukprn), is_true(t.text(unit)),
                                      is_true(t.text(resourced)));
          placement.entry = t.day(entry), placement.leaving = t.day(leaving);
          const auto order = rank_of(t.text(rank));
          placement.rank = order.value_or(1);
          placement.unreadable = !order || (placement.setting == "unknown" && !is_empty(t.text(code)));
          t_.placements.push_back(std::move(placement));
        },
        t, row, id);
  }

  void read_needs(CsvStream& csv, FileLog& log) {
    const StreamedRow* row = nullptr;
    Cells t(csv, row);
    const auto id = t.maybe("senneedtableid"), active = t.needed("activeplanstableid"),
               type = t.needed("sentype"), rank = t.maybe("sentyperank");
    rows(
        csv, log,
        [&] {
          const auto order = rank_of(t.text(rank));
          if (order.value_or(1) != 1) return;
          auto need = need_of(t.text(type));
          need.unreadable |= !order;
          t_.needs.try_emplace(t.text(active), std::move(need));
        },
        t, row, id);
  }

  std::string setting(const std::string& code, const std::string& urn, const std::string& ukprn, bool unit,
                      bool resourced) const {
    if (unit) return "sen_unit";
    if (resourced) return "resourced";
    const std::string plain = plain_name(code);
    for (const auto& known : setting_codes)
      if (plain_name(known.code) == plain) return std::string(known.setting);
    if (!schools_) return "unknown";
    if (const auto school = schools_->setting_by_urn.find(urn); school != schools_->setting_by_urn.end())
      return school->second;
    if (const auto college = schools_->setting_by_ukprn.find(ukprn);
        college != schools_->setting_by_ukprn.end())
      return college->second;
    return "unknown";
  }

  const std::optional<Schools>& schools_;
  std::vector<std::string>& sources_;
  DataLog& log_;
  std::map<std::string, bool> seen_;
  std::map<std::string, long> unreadable_days_of_;  ///< by file
  std::string faults_;
  std::size_t contradictions_ = 0;
  Sen2Tables t_;
};

}  // namespace

std::string_view move_group(std::string_view setting) {
  if (setting == "mainstream" || setting == "resourced" || setting == "sen_unit" ||
      setting == "independent_mainstream")
    return "mainstream";
  if (setting == "state_special" || setting == "independent_special" || setting == "non_maintained_special")
    return "special";
  if (setting == "elective_home_education") return "home";
  return "";
}

Sen2Tables read_sen2_tables(const std::filesystem::path& folder, const std::optional<Schools>& schools,
                            std::vector<std::string>& sources, DataLog& log) {
  return Reader(schools, sources, log).read(folder);
}

}  // namespace app
