// The files of the Mastodon C model, which many councils hold: transitions, population, costs, valid states.

#include "app/import/read_transitions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>

#include "app/import/byte_source.hpp"
#include "app/import/csv_stream.hpp"
#include "app/import/labels.hpp"
#include "app/import/transition_tables.hpp"
#include "app/interrupt.hpp"
#include "app/user_error.hpp"
#include "models/axes.hpp"
#include "sim/faults.hpp"
#include "sim/parse_number.hpp"
#include "sim/sha256.hpp"

namespace app {
namespace {

constexpr std::string_view outside = "nonsend";
constexpr int far = 100;  // beyond any school year
constexpr std::size_t most_states = 1000, most_settings = 100;

/// Where a child is: a setting and a need, or outside the system.
struct State {
  std::string setting, need;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy takes the 0 inside <=> for a pointer
  friend auto operator<=>(const State&, const State&) = default;
};

class Files {
 public:
  Files(const TransitionsChoice& choice, Panel& panel, Authority& area, DataLog& log)
      : choice_(choice), panel_(panel), area_(area), log_(log), tables_(choice.as_of) {}

  TransitionFiles read(const std::filesystem::path& folder) {
    for_each_csv(folder, [&](const std::string& name, const std::string& shown, ByteSource& bytes) {
      const std::string kind = plain_name(std::filesystem::path(name).stem().string());
      if (kind == "transitions")
        table(name, shown, bytes, "transitions",
              [&](CsvStream& csv, FileLog& log) { transitions(csv, log); });
      else if (kind == "population" || kind == "populations")
        table(name, shown, bytes, "population", [&](CsvStream& csv, FileLog& log) {
          tables_.read_population(csv, log, [&] { note(csv, log); });
        });
      else if (kind == "costs")
        table(name, shown, bytes, "costs",
              [&](CsvStream& csv, FileLog& log) { tables_.read_costs(csv, log, [&] { note(csv, log); }); });
      else if (kind == "valid_states")
        table(name, shown, bytes, "valid states", [&](CsvStream& csv, FileLog& log) {
          tables_.read_valid_states(csv, log, [&] { note(csv, log); });
        });
    });
    if (!read_.contains("transitions"))
      throw UserError(fmt::format("{}: transitions.csv is missing", folder.string()));
    tables_.check();
    check_names(folder);
    residents_ = tables_.residents();
    check_states();
    keep();
    TransitionFiles files;
    files.mean_cost = mean_costs();
    chain(files);
    return files;
  }

 private:
  void table(const std::string& name, const std::string& shown, ByteSource& bytes, const char* kind,
             const std::function<void(CsvStream&, FileLog&)>& read) {
    if (!read_.insert(kind).second)
      throw UserError(fmt::format("{}: a second file of {}; name one folder", shown, kind));
    CsvStream csv(bytes, shown);
    FileLog log;
    log.name = name;
    log.kind = kind;
    source_[kind] = static_cast<std::uint32_t>(panel_.sources.size());
    panel_.sources.push_back(name);
    digest_ = {};
    note(csv, log);
    read(csv, log);
    note(csv, log);
    log.sha256 = digest_.hex();
    long used = log.rows;
    for (const auto& [reason, count] : log.dropped) used -= count;
    log.rows_of[own_area] = used;
    log.rows += csv.repairs().short_rows;
    if (csv.repairs().short_rows > 0)
      log.dropped["another number of cells than the header"] = csv.repairs().short_rows;
    log_.files.push_back(std::move(log));
  }

  void note(const CsvStream& csv, FileLog& log) {
    digest_.add(csv.raw());
    log.bytes += csv.raw().size();
  }

  bool later(int january) const { return choice_.as_of && january > *choice_.as_of; }

  void transitions(CsvStream& csv, FileLog& log) {
    const auto year = needed_column(csv, "calendar-year"), s1 = needed_column(csv, "setting-1"),
               n1 = needed_column(csv, "need-1"), a1 = needed_column(csv, "academic-year-1"),
               s2 = needed_column(csv, "setting-2"), n2 = needed_column(csv, "need-2"),
               a2 = needed_column(csv, "academic-year-2");
    while (const StreamedRow* row = csv.next()) {
      if (++rows_ % 4096 == 0) interrupted().check();
      const auto period = parse_period(row->cells[year]);
      if (period && later(period->year + 1)) continue;
      note(csv, log);
      ++log.rows;
      const auto from = sim::parse_number<int>(row->cells[a1]), to = sim::parse_number<int>(row->cells[a2]);
      if (!period || !from || !to || *from < -far || *from > far || *to != *from + 1) {
        ++log.dropped["years that do not follow one another"];
        continue;
      }
      const int age_now = *from + reception_age, age_then = *to + reception_age;
      if (age_now < -1 || age_then > 26) {
        ++log.dropped["an age outside 0 to 25"];
        continue;
      }
      const State one{row->cells[s1], row->cells[n1]}, two{row->cells[s2], row->cells[n2]};
      const bool joins = plain_name(one.setting) == outside, leaves = plain_name(two.setting) == outside;
      if (joins && leaves) {
        ++log.dropped["from NONSEND to NONSEND"];
        continue;
      }
      log.first_year = std::min(log.first_year.value_or(period->year), period->year);
      log.last_year = std::max(log.last_year.value_or(period->year), period->year);
      if (!joins) stock(period->year, one, age_now, first_);
      if (!leaves) stock(period->year + 1, two, age_then, second_);
      flows(period->year, one, two, age_now, age_then, joins, leaves);
    }
  }

  /// Counts in a January: by age and state.
  using Stock = std::map<int, std::map<std::pair<int, State>, double>>;

  void stock(int january, const State& state, int age, Stock& into) {
    into[january][{std::clamp(age, 0, 25), state}] += 1;
    states_.insert(state);
    settings_.insert(state.setting);
    if (settings_.size() > most_settings)
      throw UserError(fmt::format("transitions.csv: more than {} settings", most_settings));
    if (states_.size() > most_states)
      throw UserError(fmt::format("transitions.csv: more than {} states", most_states));
  }

  void add(const char* measure, const char* breakdown, const std::string& category, Clock clock, int year) {
    counts_[{{measure, breakdown, category, clock}, year}] += 1;
  }

  void flows(int year, const State& one, const State& two, int age_now, int age_then, bool joins,
             bool leaves) {
    const auto age = [](int years) { return fmt::format("{}", std::clamp(years, 0, 25)); };
    count_chain(year, one, two, age_now, age_then, joins, leaves);
    if (joins) {
      add("new_plans", "total", "total", Clock::calendar_year, year);
      add("new_plans", "age_august_before", age(age_then - 1), Clock::calendar_year, year);
      add("new_plans", "setting", two.setting, Clock::calendar_year, year);
    } else if (leaves) {
      add("plans_ceased", "total", "total", Clock::calendar_year, year);
      add("plans_ceased", "age", age(age_now), Clock::calendar_year, year);
    } else {
      add("children_in_setting_both_januaries", "setting", one.setting, Clock::calendar_year, year);
      if (one.setting != two.setting)
        add("moves", "setting", one.setting + " to " + two.setting, Clock::calendar_year, year);
    }
  }

  static std::size_t place(int age) { return static_cast<std::size_t>(std::clamp(age, 0, 25)); }

  void count_chain(int year, const State& one, const State& two, int age_now, int age_then, bool joins,
                   bool leaves) {
    flow_years_.insert(year);
    if (joins)
      joined_[{place(age_then), two.setting}] += 1;
    else
      moved_[{place(age_now), one.setting, leaves ? "" : two.setting}] += 1;
  }

  /// Counts of all years together, by age and setting, from the last January on.
  void chain(TransitionFiles& files) const {
    std::map<std::string, std::size_t> index;
    for (const auto& state : states_) index.try_emplace(state.setting, 0);
    for (auto& [setting, at] : index) {
      at = files.settings.size();
      files.settings.push_back(setting);
    }
    auto& c = files.chain;
    c.ages = ages;
    c.states = files.settings.size();
    c.moves.resize(c.ages * c.states * (c.states + 1));
    c.joined.resize(c.ages * c.states);
    c.start.resize(c.ages * c.states);
    c.exposure.resize(c.ages);
    for (const auto& [key, count] : moved_) {
      const auto& [age, from, to] = key;
      c.moves[(age * c.states + index.at(from)) * (c.states + 1) + (to.empty() ? c.states : index.at(to))] +=
          count;
    }
    for (const auto& [key, count] : joined_) c.joined[key.first * c.states + index.at(key.second)] += count;
    for (const auto& [key, count] : last_)
      c.start[place(key.first) * c.states + index.at(key.second.setting)] += count;
    files.january = last_january_;
    if (residents_.empty()) return;
    for (const int year : flow_years_)
      for (std::size_t age = 0; age < c.ages; ++age) c.exposure[age] += people(year, age);
    constexpr int horizon = 10;
    for (int year = last_january_; year < last_january_ + horizon; ++year) {
      c.people.emplace_back();
      for (std::size_t age = 0; age < c.ages; ++age) c.people.back().push_back(people(year, age));
    }
  }

  /// Residents at the middle of a year, or of the nearest that is known.
  double people(int year, std::size_t age) const {
    auto at = residents_.lower_bound(year);
    if (at == residents_.end()) at = std::prev(at);
    return at->second.at(static_cast<int>(age));
  }

  /// All settings and needs that no table names, in one message.
  void check_names(const std::filesystem::path& folder) const {
    std::set<std::string> settings, needs;
    for (const auto& state : states_) {
      const bool setting_known =
          std::any_of(choice_.settings.begin(), choice_.settings.end(),
                      [&](const SettingShare& s) { return s.setting == state.setting; });
      if (!setting_known) settings.insert(sim::quote(state.setting));
      if (needs_of(state.need).empty() && !unknown_need(state.need)) needs.insert(sim::quote(state.need));
    }
    std::string text;
    for (const auto& name : settings) text += (text.empty() ? "settings " : ", ") + name;
    std::string need_text;
    for (const auto& name : needs) need_text += (need_text.empty() ? "needs " : ", ") + name;
    if (text.empty() && need_text.empty()) return;
    throw UserError(
        fmt::format("{}: {}{}{} have no place here; say where they go with --settings FILE "
                    "(setting,placement,share,part_of; for needs "
                    "name,need,share)",
                    folder.string(), text, !text.empty() && !need_text.empty() ? "; " : "", need_text));
  }

  static bool unknown_need(const std::string& name) {
    const std::string plain = plain_name(name);
    return plain.empty() || plain == "ukn" || plain == "unk" || plain == "unknown" || plain == "nsa";
  }

  /// The needs of the model that a name stands for, with their shares.
  std::vector<std::pair<std::string, double>> needs_of(const std::string& name) const {
    for (const auto need : models::needs)
      if (plain_name(need) == plain_name(name)) return {{std::string(need), 1.0}};
    std::vector<std::pair<std::string, double>> out;
    for (const auto& row : choice_.needs)
      if (plain_name(row.name) == plain_name(name)) out.emplace_back(row.need, row.share);
    return out;
  }

  void check_states() {
    const auto valid = tables_.valid_ages();
    if (valid.empty()) return;
    double not_valid = 0;
    for (const auto& [january, cells] : first_)
      for (const auto& [key, count] : cells) {
        const auto range = valid.find(key.second.setting);
        if (range == valid.end() || key.first < range->second.first || key.first > range->second.second)
          not_valid += count;
      }
    if (not_valid > 0)
      log_.repairs.push_back(
          {"", fmt::format("{:.0f} children are in states that valid-states.csv does not name; counted",
                           not_valid)});
  }

  /// The January of a year is what the rows of that year start from; of the last, what the rows before it end
  /// in.
  void keep() {
    Stock all = second_;
    for (const auto& [january, cells] : first_) {
      if (second_.contains(january)) {
        double ends = 0, starts = 0;
        for (const auto& [key, count] : second_[january]) ends += count;
        for (const auto& [key, count] : cells) starts += count;
        if (ends != starts)
          log_.repairs.push_back(
              {"", fmt::format(
                       "January {}: the year before ends with {:.0f} children, the year starts with {:.0f}; "
                       "the second is used",
                       january, ends, starts)});
      }
      all[january] = cells;
    }
    for (const auto& [year, cells] : all)
      for (const auto& [key, count] : cells) {
        const int january = year;
        const auto put = [&](const char* breakdown, const std::string& category, double value) {
          counts_[{{"plans", breakdown, category, Clock::january}, january}] += value;
        };
        put("total", "total", count);
        put("age", fmt::format("{}", key.first), count);
        put("setting", key.second.setting, count);
        const auto needs = needs_of(key.second.need);
        if (needs.empty()) put("need", "unknown", count);
        for (const auto& [need, share] : needs) put("need", need, count * share);
      }
    if (!all.empty()) {
      last_ = all.rbegin()->second;
      last_january_ = all.rbegin()->first;
    }
    for (const auto& [key, value] : counts_)
      area_.facts[{panel_.intern(key.first), key.second}] = {value, source_["transitions"], 0};
    keep_residents();
    for (auto& repair : log_.repairs) repair.authority = key_of(area_);
  }

  void keep_residents() {
    for (const auto& [year, by_age] : residents_)
      for (const auto& [age, count] : by_age)
        area_.facts[{panel_.intern({"residents", "age", fmt::format("{}", age), Clock::mid_year}), year}] = {
            count, source_["population"], 0};
  }

  std::map<std::string, double> mean_costs() const {
    std::map<std::string, double> pounds, children;
    for (const auto& [key, count] : last_) {
      const auto cost = tables_.cost(key.second.setting, key.second.need);
      if (!cost) continue;
      for (const auto& row : choice_.settings)
        if (row.setting == key.second.setting) {
          pounds[row.placement] += *cost * count * row.share;
          children[row.placement] += count * row.share;
        }
    }
    for (auto& [placement, sum] : pounds) sum /= children[placement];
    return pounds;
  }

  const TransitionsChoice& choice_;
  Panel& panel_;
  Authority& area_;
  DataLog& log_;
  TransitionTables tables_;
  sim::Sha256 digest_;
  long rows_ = 0;
  std::set<std::string> read_;
  std::map<std::string, std::uint32_t> source_;
  Stock first_, second_;
  std::map<std::pair<int, State>, double> last_;
  int last_january_ = 0;
  std::set<int> flow_years_;
  std::map<std::tuple<std::size_t, std::string, std::string>, double> moved_;  ///< age, from, to ("": left)
  std::map<std::pair<std::size_t, std::string>, double> joined_;               ///< age, setting
  std::set<State> states_;
  std::set<std::string> settings_;
  std::map<std::pair<Series, int>, double> counts_;
  std::map<int, std::map<int, double>> residents_;  ///< by mid-year and age, every age
};

}  // namespace

TransitionFiles read_transitions(const std::filesystem::path& folder, const TransitionsChoice& choice,
                                 Panel& panel, Authority& area, DataLog& log) {
  return Files(choice, panel, area, log).read(folder);
}

}  // namespace app
