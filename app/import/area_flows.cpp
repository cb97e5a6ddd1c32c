// What an area's files count of flows, as `fit` takes it.

#include "app/import/area_flows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "app/import/labels.hpp"
#include "app/import/population_figures.hpp"
#include "models/axes.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

constexpr const char* moved_away_reason = "transferred";
constexpr const char* header = "parameter,year,age,category,events,exposure,source\n";

/// A breakdown in two: "16 needs_met" is an age and a reason.
struct FlowCell {
  AgeBand ages;
  std::string label, what;
};
std::optional<FlowCell> cell_of(const std::string& category) {
  const auto space = category.find(' ');
  if (space == std::string::npos) return std::nullopt;
  const auto band = age_band(category.substr(0, space));
  if (!band) return std::nullopt;
  return FlowCell{*band, category.substr(0, space), category.substr(space + 1)};
}

/// One of the five groups of the statistics holds the whole band.
std::optional<std::string> group_of(const AgeBand& band) {
  if (band.from < 0 || band.to >= static_cast<int>(models::ages)) return std::nullopt;
  const auto group = models::age_group(static_cast<std::size_t>(band.from));
  if (models::age_group(static_cast<std::size_t>(band.to)) != group) return std::nullopt;
  return group == 0 ? "0-4" : std::string(models::age_groups[group]);
}

class Writer {
 public:
  Writer(const Panel& panel, const Authority& authority, int start, int known_to)
      : panel_(panel), authority_(authority), start_(start), last_(known_to - 1) {}

  AreaFlows write() {
    shares("assessment.assess", "requests_agreed", "refused_to_assess", "decision_by_age");
    shares("assessment.issue", "assessed_and_issued", "refused_to_issue", "outcome_by_age");
    leavers();
    if (out_.counts > 0) out_.csv = header + rows_;
    return std::move(out_);
  }

 private:
  using ByLabel = std::map<std::string, double>;

  std::optional<double> total(const char* measure, int year) const {
    return panel_.value(authority_, {measure, "total", "total", Clock::calendar_year}, year);
  }
  std::optional<double> plans(int year) const {
    return panel_.value(authority_, {"plans", "total", "total", Clock::january}, year);
  }

  void row(const char* parameter, int year, const std::string& age, const std::string& category,
           double events, std::optional<double> exposure, const Series& source) {
    rows_ += fmt::format("{},{},{},{},{},{},{}\n", parameter, year, age, category, events,
                         exposure ? fmt::format("{}", *exposure) : "",
                         sim::csv_field(source_of(panel_, authority_, source, year)));
    ++out_.counts;
  }

  /// Events and their refusals by age: from two series by age, or from a table of the two.
  std::pair<ByLabel, ByLabel> by_age(const char* yes, const char* no, const char* table, int year) const {
    std::pair<ByLabel, ByLabel> out;
    for (const auto& [category, count] :
         panel_.categories(authority_, yes, table, Clock::calendar_year, year))
      if (const auto cell = cell_of(category)) {  // a cell that is not there is a count of nought
        out.first[cell->label] += cell->what == "yes" ? count : 0;
        out.second[cell->label] += cell->what == "yes" ? 0 : count;
      }
    if (!out.first.empty()) return out;
    return {panel_.categories(authority_, yes, "age", Clock::calendar_year, year),
            panel_.categories(authority_, no, "age", Clock::calendar_year, year)};
  }

  void shares(const char* parameter, const char* yes, const char* no, const char* table) {
    bool ages = false;
    for (int year = first(); year <= last_; ++year) {
      const auto [agreed, refused] = by_age(yes, no, table, year);
      for (const auto& [label, count] : agreed) {
        const auto other = refused.find(label);
        const auto band = age_band(label);
        if (!band || !group_of(*band) || other == refused.end() || count + other->second <= 0) continue;
        row(parameter, year, label, "", count, count + other->second, {yes, "age", "", Clock::calendar_year});
        ages = true;
      }
    }
    for (int year = first(); year <= last_ && !ages; ++year) {
      const auto agreed = total(yes, year), refused = total(no, year);
      if (agreed && refused && *agreed + *refused > 0)
        row(parameter, year, "", "", *agreed, *agreed + *refused, {yes, "total", "", Clock::calendar_year});
    }
  }

  /// What the files say of those who left in a year.
  struct Leavers {
    std::map<std::string, ByLabel> left;  ///< by reason: counts by label of ages
    ByLabel held;                         ///< plans in January, by the age at 31 August of the year
    ByLabel over_year;  ///< mean of them and of those of these ages a year later: plan-years
    std::optional<double> before, moved, ceased;
    double mean = 0;  ///< of the two Januaries, all ages
    bool closes = false, is_outturn = false;
  };

  /// Those moved away and those who ceased, of those who held a plan in January.
  void leavers() {
    std::map<int, Leavers> years;
    for (int year = first(); year <= last_; ++year) {
      Leavers l;
      l.moved = moved_away(year), l.before = plans_before(year), l.ceased = total("plans_ceased", year);
      const auto after = plans(year + 1);
      if (!l.moved || !l.before || !after || *l.before <= 0) continue;
      l.left = left(year), l.held = held_before(year), l.mean = (*l.before + *after) / 2;
      const bool ages_after = ages_known(year + 1);  // or the cohort's January before stands for the year
      for (const auto& [label, count] : l.held)
        l.over_year[label] = ages_after ? (count + held_at(label, year + 1)) / 2 : count;
      l.closes = l.ceased && closes(year, *l.ceased, *l.moved);
      l.is_outturn = year >= start_;
      years[year] = std::move(l);
    }
    rate("transfer.out_rate", Left::moved, years);
    rate("cease.rate", Left::ceased, years);
    for (const auto& [year, l] : years)
      if (l.closes) reasons(year, l.left);
    if (!open_.empty())
      out_.left_out.push_back(
          fmt::format("plans ceased in {}: stock, new plans and leavers do not close to {:g} % of the stock; "
                      "`calibrate` learns ceasing from the stocks",
                      open_, 100 * closes_to));
    if (start_ <= last_)
      out_.left_out.push_back(
          fmt::format("plans ceased from {} on: the stocks of these years are in outturns.csv", start_));
  }

  enum class Left { moved, ceased };

  /// Who moves away does so all the year round; who ceases at 16 and over, on 31 August, having held the plan
  /// since January.
  static const ByLabel& exposure(const Leavers& l, Left how, const std::string& label) {
    constexpr int at_end_of_year = 16;
    return how == Left::ceased && age_band(label)->from >= at_end_of_year ? l.held : l.over_year;
  }

  /// Who left had held a plan, also one that neither January saw.
  static double at_least(double left, double exposure) { return std::max(left, exposure); }

  /// By age in the years that have ages; if none has, all ages together.
  void rate(const char* parameter, Left how, const std::map<int, Leavers>& years) {
    const auto used = [&](const Leavers& l) { return how == Left::moved || (l.closes && !l.is_outturn); };
    bool ages = false;
    for (const auto& [year, l] : years) {
      if (!used(l) || l.left.empty()) continue;
      for (const auto& [label, plans] : l.held) {
        double count = 0;
        for (const auto& [reason, counts] : l.left)
          if (const auto at = counts.find(label);
              at != counts.end() && (reason == moved_away_reason) == (how == Left::moved))
            count += at->second;
        if (plans > 0)
          row(parameter, year, label, "", count, at_least(count, exposure(l, how, label).at(label)),
              by_reason());
        ages = true;
      }
    }
    const Series totals{"plans_ceased", "total", "", Clock::calendar_year};
    for (const auto& [year, l] : years)
      if (used(l) && !ages) {
        if (how == Left::moved)
          row(parameter, year, "", "", *l.moved, at_least(*l.moved, l.mean), totals);
        else
          row(parameter, year, "", "", *l.ceased - *l.moved, at_least(*l.ceased - *l.moved, *l.before),
              totals);
      }
  }

  void reasons(int year, const std::map<std::string, ByLabel>& ended) {
    for (const auto reason : models::reasons) {
      const auto counts = ended.find(std::string(reason));
      if (counts == ended.end()) continue;
      ByLabel groups;
      for (const auto& [label, count] : counts->second) groups[*group_of(*age_band(label))] += count;
      for (const auto& [group, count] : groups)
        row("cease.reason", year, group, std::string(reason), count, std::nullopt, by_reason());
    }
  }

  std::map<std::string, ByLabel> left(int year) const {
    std::map<std::string, ByLabel> out;
    for (const auto& [category, count] :
         panel_.categories(authority_, "plans_ceased", "reason_by_age", Clock::calendar_year, year))
      if (const auto cell = cell_of(category); cell && group_of(cell->ages))
        out[cell->what][cell->label] += count;
    return out;
  }

  /// Plans in January by the age that their holders have at 31 August of the year, as leavers are labelled:
  /// who ceases on moving to an age was a year younger. Nothing where the January has no ages.
  ByLabel held_before(int year) const {
    auto held = panel_.categories(authority_, "plans_a_year_before", "age_group", Clock::calendar_year, year);
    if (!held.empty()) return held;
    if (!ages_known(year)) return {};
    constexpr int open_class = 20;  // the ceased of 20 and over come as one
    for (const auto& [category, count] :
         panel_.categories(authority_, "plans", "age", Clock::january, year)) {
      const auto band = age_band(category);
      if (!band || (band->from != band->to && band->from < open_class)) continue;
      const int age = band->from + 1;
      if (age >= static_cast<int>(models::ages)) continue;
      held[age >= open_class ? "20-25" : fmt::format("{}", age)] += count;
    }
    return held;
  }
  /// Whether nearly all plans in a January are known by age.
  bool ages_known(int january) const {
    constexpr double nearly_all = 0.9;
    double sum = 0;
    for (const auto& [category, count] :
         panel_.categories(authority_, "plans", "age", Clock::january, january))
      sum += category == "unknown" ? 0 : count;
    const auto all = plans(january);
    return all && sum > 0 && sum >= nearly_all * *all;
  }
  /// Plans in a January of those whose ages a label holds.
  double held_at(const std::string& label, int january) const {
    const auto wanted = age_band(label);
    double sum = 0;
    for (const auto& [category, count] :
         panel_.categories(authority_, "plans", "age", Clock::january, january))
      if (const auto band = age_band(category); band && band->from >= wanted->from && band->to <= wanted->to)
        sum += count;
    return sum;
  }
  std::optional<double> plans_before(int year) const {
    const auto held = total("plans_a_year_before", year);
    return held ? held : plans(year);
  }

  std::optional<double> moved_away(int year) const {
    return panel_.value(authority_, {"plans_ceased", "reason", moved_away_reason, Clock::calendar_year},
                        year);
  }

  bool closes(int year, double ceased, double moved) {
    const auto before = plans_before(year), after = plans(year + 1), fresh = total("new_plans", year);
    if (!before || !after || !fresh) return false;
    const double residual = *after - (*before + *fresh - ceased) - moved;
    if (std::abs(residual) <= closes_to * *before) return true;
    open_ += fmt::format("{}{}", open_.empty() ? "" : ", ", year);
    return false;
  }

  int first() const { return last_ - years_of_flows + 1; }
  static Series by_reason() { return {"plans_ceased", "reason_by_age", "", Clock::calendar_year}; }

  const Panel& panel_;
  const Authority& authority_;
  int start_, last_;
  std::string rows_, open_;
  AreaFlows out_;
};

}  // namespace

AreaFlows area_flows(const Panel& panel, const Authority& authority, int start, int known_to) {
  return Writer(panel, authority, start, known_to).write();
}

}  // namespace app
