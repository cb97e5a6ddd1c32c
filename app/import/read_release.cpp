// The DfE release "Education, health and care plans" as facts of all authorities.

#include "app/import/read_release.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>
#include <vector>

#include "app/import/byte_source.hpp"
#include "app/import/csv_stream.hpp"
#include "app/import/labels.hpp"
#include "app/import/match_shape.hpp"
#include "app/import/release_repairs.hpp"
#include "app/import/release_shape.hpp"
#include "app/interrupt.hpp"
#include "app/user_error.hpp"
#include "sim/faults.hpp"
#include "sim/sha256.hpp"

namespace app {
namespace {

// What a hostile file could make grow without end.
constexpr std::size_t most_authorities = 500;  // England has 153, and some that ended
constexpr std::size_t most_repairs = 1000, most_labels = 50;
constexpr int first_year = 2000, last_year = 2060;
constexpr const char* england_code = "E92000001";

/// A figure's columns in one file.
struct Summed {
  const ReleaseFigure* figure;
  std::vector<std::size_t> columns;
};

/// Where a file says who and when.
struct Keys {
  std::size_t period, level, new_code, old_code, name, region, topic, label, group;
};

class FileReader {
 public:
  FileReader(ReadRelease& to, const FileShape& shape, CsvStream& csv, FileLog& log, std::uint32_t source,
             std::optional<int> as_of, std::map<std::string, std::string>& key_by_code,
             std::map<std::string, Authority>& authorities)
      : to_(to),
        shape_(shape),
        csv_(csv),
        log_(log),
        source_(source),
        as_of_(as_of),
        key_by_code_(key_by_code),
        authorities_(authorities) {
    find_columns();
  }

  void read() {
    long count = 0;
    sim::Sha256 digest;
    digest.add(csv_.raw());
    log_.bytes += csv_.raw().size();
    while (const StreamedRow* row = csv_.next()) {
      if (++count % 4096 == 0) interrupted().check();
      const auto period = parse_period(row->cells[keys_.period]);
      if (period && later(*period)) continue;
      digest.add(csv_.raw());
      log_.bytes += csv_.raw().size();
      ++log_.rows;
      take(*row, period);
    }
    digest.add(csv_.raw());
    log_.bytes += csv_.raw().size();
    log_.sha256 = digest.hex();
    if (log_.rows == 0) log_.notes.emplace_back(no_rows);
    note_repairs();
    merge();
  }

 private:
  using Key = std::pair<std::uint32_t, int>;

  void find_columns() {
    std::set<std::size_t> used;
    const auto needed = [&](std::string_view names) {
      const auto at = column_of(csv_, names, used);
      if (at == CsvStream::absent)
        throw UserError(fmt::format("{}:1: column {} is missing (a file of {} has it)", csv_.shown(),
                                    sim::quote(name_parts(names, '|').front()), shape_.title));
      return at;
    };
    keys_.period = needed("time_period | year");
    keys_.level = needed("geographic_level");
    keys_.new_code = needed("new_la_code");
    keys_.old_code = column_of(csv_, "old_la_code", used);
    keys_.name = needed("la_name");
    keys_.region = column_of(csv_, "region_name", used);
    keys_.topic = shape_.topics.empty() ? CsvStream::absent : needed("breakdown_topic");
    keys_.label = CsvStream::absent;
    keys_.group = column_of(csv_, "establishment_group", used);
    if (!shape_.topics.empty()) keys_.label = needed("breakdown");
    if (!shape_.label_column.empty()) keys_.label = needed(shape_.label_column);
    for (const auto& figure : shape_.figures) {
      Summed summed{&figure, {}};
      for (const auto column : name_parts(figure.columns, '+'))
        if (const auto at = column_of(csv_, column, used); at != CsvStream::absent)
          summed.columns.push_back(at);
      if (!summed.columns.empty())
        figures_.push_back(std::move(summed));
      else if (&figure == shape_.figures.data())
        throw UserError(fmt::format("{}:1: column {} is missing (a file of {} has it)", csv_.shown(),
                                    sim::quote(name_parts(figure.columns, '|').front()), shape_.title));
      else if (figure.breakdown == "total")
        log_.notes.push_back(fmt::format("no column of {}", figure.measure));
    }
    note_unused(used);
  }

  /// New columns of numbers would be parts that nobody adds up: their names are kept for whoever reads the
  /// log.
  void note_unused(const std::set<std::size_t>& used) {
    std::string names;
    const auto& columns = csv_.columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string plain = plain_name(columns[i]);
      const bool identifies = plain == "time_identifier" || plain == "country_code" ||
                              plain == "country_name" || plain == "region_code";
      if (!used.contains(i) && !identifies && !plain.ends_with("_pc") && !plain.starts_with("pc_"))
        names += (names.empty() ? "" : ", ") + columns[i];
    }
    if (!names.empty()) log_.notes.push_back("columns not used: " + names);
    for (const auto& name : csv_.repairs().repeated_columns)
      log_.notes.push_back(fmt::format("column {} is there twice; neither is used", sim::quote(name)));
  }

  bool later(const Period& period) const {
    if (!as_of_) return false;
    const bool flow = shape_.clock == Clock::calendar_year;
    return flow ? period.year >= *as_of_ : period.year > *as_of_;
  }

  void drop(const char* reason) { ++log_.dropped[reason]; }

  void take(const StreamedRow& row, const std::optional<Period>& period) {
    if (!period || period->year < first_year || period->year > last_year)
      return drop("its period is not understood");
    if (period->academic && shape_.clock == Clock::calendar_year)
      return drop("its period is no calendar year");
    log_.first_year = std::min(log_.first_year.value_or(period->year), period->year);
    log_.last_year = std::max(log_.last_year.value_or(period->year), period->year);
    const std::string level = plain_name(row.cells[keys_.level]);
    if (level == "regional") return drop("a region");
    if (level != "national" && level != "local_authority") return drop("another level of geography");
    const std::string* place = category_of(row);
    if (place == nullptr) return;
    Authority* authority = authority_of(row, level == "national");
    if (authority == nullptr) return drop("no code of an authority");
    if (!seen_.insert(identity(row, *authority, period->year)).second)
      return drop("the same authority, year and breakdown came before");
    ++log_.rows_of[key_of(*authority)];
    add_figures(row, *authority, period->year);
  }

  /// Sets breakdown_ and category_ of the row; null (and a count) for rows that are not used.
  const std::string* category_of(const StreamedRow& row) {
    breakdown_.clear();
    category_.clear();
    if (!shape_.topics.empty()) {
      const std::string topic = plain_name(row.cells[keys_.topic]);
      const auto known = std::find_if(shape_.topics.begin(), shape_.topics.end(), [&](const Topic& t) {
        return t.topic == topic || (topic == "total" && t.breakdown == "total");
      });
      if (known == shape_.topics.end()) return drop("a breakdown that is not used"), nullptr;
      breakdown_ = known->breakdown;
      if (breakdown_ == "total") return category_ = "total", &category_;
      const auto age = parse_age(row.cells[keys_.label]);
      if (!age) return drop("its age is not understood"), nullptr;
      category_ = *age;
      return &category_;
    }
    if (shape_.label_column.empty()) {
      breakdown_ = "total";
      category_ = "total";
      return &category_;
    }
    const std::string label = plain_name(row.cells[keys_.label]);
    const auto known = std::find_if(shape_.labels.begin(), shape_.labels.end(),
                                    [&](const LabelCategory& l) { return l.label == label; });
    if (known == shape_.labels.end()) {
      if (unknown_labels_.size() < most_labels) unknown_labels_.insert(sim::quote(row.cells[keys_.label]));
      return drop("its category is not known"), nullptr;
    }
    if (known->breakdown.empty()) return drop("a subtotal"), nullptr;
    breakdown_ = known->breakdown;
    category_ = known->category;
    return &category_;
  }

  /// Authorities are told apart by the number of the DfE, which stays when the ONS code changes.
  Authority* authority_of(const StreamedRow& row, bool national) {
    if (national) {
      to_.panel.england.code = england_code;
      to_.panel.england.name = "England";
      return &to_.panel.england;
    }
    const std::string& code = row.cells[keys_.new_code];
    std::string number = keys_.old_code == CsvStream::absent ? "" : row.cells[keys_.old_code];
    if (parse_count(number).kind != Count::Kind::number) number.clear();
    if (number.empty()) {
      const auto known = key_by_code_.find(code);
      if (known != key_by_code_.end()) number = known->second;
    }
    const std::string key = number.empty() ? code : number;
    if (key.empty() || !(code.size() == 9 && code[0] == 'E')) return nullptr;
    const auto [at, is_new] = authorities_.try_emplace(key);
    if (is_new && authorities_.size() > most_authorities)
      throw UserError(fmt::format("{}: more than {} authorities", csv_.shown(), most_authorities));
    if (key_by_code_.size() < 4 * most_authorities) key_by_code_[code] = key;
    Authority& authority = at->second;
    authority.number = number;
    authority.name = row.cells[keys_.name];
    authority.codes.insert(code);
    authority.code = std::max(authority.code, code);  // codes of the ONS grow
    if (keys_.region != CsvStream::absent) authority.region = row.cells[keys_.region];
    return &authority;
  }

  std::size_t identity(const StreamedRow& row, const Authority& authority, int year) const {
    const auto cell = [&](std::size_t at) {
      return at == CsvStream::absent ? std::string() : plain_name(row.cells[at]);
    };
    return std::hash<std::string>()(fmt::format("{}|{}|{}|{}|{}|{}", authority.name,
                                                row.cells[keys_.new_code], year, cell(keys_.topic),
                                                cell(keys_.label), cell(keys_.group)));
  }

  struct Sum {
    double value = 0;
    bool any = false, broken = false;
  };

  Sum sum_of(const StreamedRow& row, const Summed& summed, const Authority& authority, int year) {
    Sum sum;
    for (const auto column : summed.columns) {
      const auto count = parse_count(row.cells[column]);
      if (count.kind == Count::Kind::number) {
        sum.value += count.value;
        sum.any = true;
      } else if (count.kind != Count::Kind::missing) {
        sum.broken = true;
        if (++broken_ > most_repairs) continue;
        to_.log.repairs.push_back(
            {key_of(authority), fmt::format("{}:{}: {} of {} is {}; taken as not reported", log_.name,
                                            row.line, sim::quote(csv_.columns()[column]), year,
                                            count.kind == Count::Kind::negative
                                                ? "negative"
                                                : "no whole number: " + sim::quote(row.cells[column]))});
      }
    }
    return sum;
  }

  void add_figures(const StreamedRow& row, Authority& authority, int year) {
    for (const auto& summed : figures_) {
      const ReleaseFigure& figure = *summed.figure;
      const bool of_row = figure.breakdown.empty();                              // one row per category
      const bool crossed = breakdown_ == "age" && figure.breakdown == "reason";  // a table of two breakdowns
      if (!of_row && breakdown_ != "total" && figure.breakdown != "total" && !crossed) continue;
      const Sum sum = sum_of(row, summed, authority, year);
      if (!sum.any || sum.broken) continue;
      Series series{std::string(figure.measure), std::string(figure.breakdown), std::string(figure.category),
                    shape_.clock};
      if (crossed) {
        if (category_ == "unknown" || sum.value == 0) continue;
        series.breakdown = "reason_by_age";
        series.category = category_ + " " + series.category;
      } else if (of_row || breakdown_ != "total") {
        series.breakdown = breakdown_;
        series.category = category_;
      }
      found_[&authority][{to_.panel.intern(series), year}] += sum.value;
    }
  }

  void note_repairs() {
    const auto& repairs = csv_.repairs();
    if (repairs.short_rows > 0) {
      log_.rows += repairs.short_rows;
      log_.dropped["another number of cells than the header"] += repairs.short_rows;
    }
    if (repairs.recoded > 0)
      log_.notes.push_back(fmt::format("{} rows are in Windows-1252, not UTF-8; recoded", repairs.recoded));
    if (broken_ > most_repairs)
      log_.notes.push_back(fmt::format("{} counts are negative or no whole numbers; the first {} are listed",
                                       broken_, most_repairs));
    if (!unknown_labels_.empty()) {
      std::string list;
      for (const auto& label : unknown_labels_) {
        if (list.size() > 400) break;
        list += (list.empty() ? "" : ", ") + label;
      }
      log_.notes.push_back("categories that are not known: " + list);
    }
  }

  /// What two files may both have: a breakdown of a measure in a year. It comes whole from one of them.
  using Part = std::tuple<std::string, std::string, Clock, int>;
  Part part_of(const Key& key) const {
    const Series& series = to_.panel.series(key.first);
    return {series.measure, series.breakdown, series.clock, key.second};
  }

  /// Of two files with the same breakdown of a year the lower rank speaks, of two of the same rank the later
  /// release; one that holds nothing but zeros does not. Categories that only the other has would be added on
  /// top of parts that add up without them.
  void merge() {
    for (auto& [authority, facts] : found_) {
      std::map<Part, double> sum;
      for (const auto& [key, value] : facts) sum[part_of(key)] += value;
      std::map<Part, std::vector<Key>> there;
      std::map<Part, std::uint8_t> rank;
      for (const auto& [key, fact] : authority->facts)
        if (const Part part = part_of(key); sum.contains(part)) {
          there[part].push_back(key);
          rank[part] = fact.rank;
        }
      for (const auto& [key, value] : facts) note_difference(*authority, key, value);
      const auto speaks = [&](const Part& part) {
        const auto before = rank.find(part);
        return before == rank.end() ||
               (shape_.rank <= before->second && (sum[part] > 0 || std::get<1>(part) == "total"));
      };
      for (const auto& [part, keys] : there)
        if (speaks(part))
          for (const auto& key : keys) authority->facts.erase(key);
      for (const auto& [key, value] : facts)
        if (speaks(part_of(key))) authority->facts[key] = {value, source_, shape_.rank};
    }
  }

  void note_difference(const Authority& authority, const Key& key, double value) {
    const auto at = authority.facts.find(key);
    const Series& series = to_.panel.series(key.first);
    if (at == authority.facts.end() || at->second.value == value || series.breakdown != "total") return;
    to_.log.repairs.push_back(
        {key_of(authority),
         fmt::format("{} of {}: {} in one file and {} in a second; {} is used", series.measure, key.second,
                     at->second.value, value, shape_.rank <= at->second.rank ? value : at->second.value)});
  }

  ReadRelease& to_;
  const FileShape& shape_;
  CsvStream& csv_;
  FileLog& log_;
  std::uint32_t source_;
  std::optional<int> as_of_;
  std::map<std::string, std::string>& key_by_code_;
  std::map<std::string, Authority>& authorities_;
  Keys keys_{};
  std::vector<Summed> figures_;
  std::string breakdown_, category_;
  std::size_t broken_ = 0;
  std::set<std::string> unknown_labels_;
  std::unordered_set<std::size_t> seen_;
  std::map<Authority*, std::map<Key, double>> found_;
};

/// What all releases together are read into.
class Reader {
 public:
  explicit Reader(std::optional<int> as_of) : as_of_(as_of) {}

  void read(const std::filesystem::path& release) {
    std::size_t known = 0;
    std::string others;
    for_each_csv(release, [&](const std::string& name, const std::string& shown, ByteSource& bytes) {
      CsvStream csv(bytes, shown);
      FileLog log;
      log.name = name;
      const FileShape* shape = shape_of(name, csv, log);
      if (shape == nullptr) {
        log.notes.push_back("not read: no file of the release has this name or these columns");
        if (others.size() < 200) others += (others.empty() ? "" : ", ") + name;
      } else {
        ++known;
        log.kind = shape->title;
        const auto source = static_cast<std::uint32_t>(result_.panel.sources.size());
        result_.panel.sources.push_back(name);
        FileReader(result_, *shape, csv, log, source, as_of_, key_by_code_, authorities_).read();
      }
      result_.log.files.push_back(std::move(log));
    });
    if (known == 0)
      throw UserError(
          fmt::format("{}: no file of the release \"Education, health and care plans\" (such as caseload.csv "
                      "or sen2_age_caseload.csv){}{}",
                      release.string(), others.empty() ? "" : "; it holds ", others));
  }

  ReadRelease finished() {
    Panel& panel = result_.panel;
    for (auto& [key, authority] : authorities_) panel.authorities.push_back(std::move(authority));
    std::sort(panel.authorities.begin(), panel.authorities.end(), [](const Authority& a, const Authority& b) {
      return std::tie(a.name, a.code) < std::tie(b.name, b.code);
    });
    mend(panel, result_.log);
    std::sort(result_.log.repairs.begin(), result_.log.repairs.end());
    return std::move(result_);
  }

 private:
  std::optional<int> as_of_;
  ReadRelease result_;
  std::map<std::string, std::string> key_by_code_;
  std::map<std::string, Authority> authorities_;
};

}  // namespace

ReadRelease read_releases(const std::vector<std::filesystem::path>& releases, std::optional<int> as_of) {
  Reader reader(as_of);
  for (const auto& release : releases) reader.read(release);
  return reader.finished();
}

}  // namespace app
