// The counts of one return while they are made, and what could not be counted.

#include "app/import/sen2_counts.hpp"

#include <fmt/format.h>

#include "app/import/dates.hpp"
#include "app/import/labels.hpp"
#include "models/axes.hpp"

namespace app {
namespace {

/// A breakdown as the log calls it; empty if another one of the same rows says it already.
std::string words_of(const std::string& measure, const std::string& breakdown) {
  static const std::map<std::pair<std::string, std::string>, std::string> words{
      {{"plans", "age"}, "plans by age"},
      {{"plans", "need"}, "plans by need"},
      {{"plans", "setting"}, "plans by setting"},
      {{"requests", "age"}, "requests by age"},
      {{"requests_agreed", "decision_by_age"}, "decisions by age"},
      {{"assessed_and_issued", "outcome_by_age"}, "plans issued by age"},
      {{"new_plans", "age_august_before"}, "new plans by age"},
      {{"plans_ceased", "age"}, "plans ceased by age"},
      {{"plans_ceased", "reason"}, "plans ceased by reason"},
      {{"plans_a_year_before", "age_group"}, "plans held a year before by age"},
      {{"moves", "setting"}, "moves between settings"}};
  const auto at = words.find({measure, breakdown});
  return at == words.end() ? "" : at->second;
}

}  // namespace

void Sen2Counts::stock(std::string_view measure, std::string_view breakdown, const std::string& category,
                       double value) {
  counts[{{std::string(measure), std::string(breakdown), category, Clock::january}, january}] += value;
}

void Sen2Counts::flow(std::string_view measure, std::string_view breakdown, const std::string& category,
                      double value) {
  counts[{{std::string(measure), std::string(breakdown), category, Clock::calendar_year}, january - 1}] +=
      value;
}

double Sen2Counts::total(std::string_view measure) const {
  const auto at = counts.find({{std::string(measure), "total", "total", Clock::calendar_year}, january - 1});
  return at == counts.end() ? 0 : at->second;
}

std::string Sen2Counts::age(const std::string& person, Day at) const {
  const auto born = t.born.find(person);
  if (born == t.born.end() || !born->second) return "unknown";
  const int years = academic_age(*born->second, at);
  return years >= 0 && years <= 25 ? fmt::format("{}", years) : "unknown";
}

std::string Sen2Counts::age_group(const std::string& person, Day at) const {
  const auto years = age_band(age(person, at));
  if (!years) return "";
  const auto group = models::age_group(static_cast<std::size_t>(years->from));
  return group == 0 ? "0-4" : std::string(models::age_groups[group]);
}

bool Sen2Counts::too_many(long rows, double counted) {
  constexpr double one_in_a_hundred = 0.01;
  const auto unknown = static_cast<double>(rows);
  return unknown > one_in_a_hundred * (counted + unknown);
}

void Sen2Counts::doubt(long rows, double counted, const std::string& why, const std::string& figures,
                       std::initializer_list<const char*> measures) {
  if (rows == 0) return;
  const bool gone = too_many(rows, counted);
  if (gone)
    std::erase_if(counts, [&](const auto& count) {
      const Series& series = count.first.first;
      return series.clock == Clock::calendar_year &&
             std::find(measures.begin(), measures.end(), series.measure) != measures.end();
    });
  repairs.push_back(gone ? fmt::format("{} of {}: {} {}; not reported, set aside", figures, january - 1,
                                       this->rows(rows), why)
                         : fmt::format("{} of {}: {} {}; counted without them", figures, january - 1,
                                       this->rows(rows), why));
}

void Sen2Counts::part(std::string_view measure, std::string_view breakdown, Clock clock, Unread what,
                      bool known) {
  Parts& parts = parts_[{std::string(measure), std::string(breakdown), clock}];
  parts.what = what;
  ++(known ? parts.counted : parts.unread);
}

bool Sen2Counts::age_known(const std::string& person, Day at, int oldest) const {
  const auto born = t.born.find(person);
  if (born == t.born.end() || !born->second) return false;
  const int years = academic_age(*born->second, at);
  return years >= 0 && years <= oldest;
}

void Sen2Counts::set_aside(const std::string& measure, const std::string& breakdown, Clock clock) {
  std::erase_if(counts, [&](const auto& count) {
    const Series& series = count.first.first;
    return series.measure == measure && series.clock == clock &&
           (series.breakdown == breakdown || breakdown == any_breakdown);
  });
}

void Sen2Counts::doubt_parts() {
  const auto why = [](Unread what) {
    switch (what) {
      case Unread::age:
        return fmt::format(
            "with a date of birth (person.csv) that is missing, cannot be read or gives no age from 0 to 25 "
            "({})",
            dates_read);
      case Unread::need:
        return std::string(
            "with a need or its rank (senneed.csv) that cannot be read (ASD, SLCN, SEMH, ...)");
      case Unread::setting:
        return fmt::format(
            "with a placement (placementdetail.csv) of which a date, the rank or the setting cannot be read "
            "({})",
            dates_read);
      case Unread::reason:
        break;
    }
    return std::string("with a reason for ceasing (namedplan.csv) that is none of 1 to 9");
  };
  std::map<std::pair<Unread, bool>, std::string> said;  // by cause, and whether it is gone
  for (const auto& [key, parts] : parts_) {
    if (parts.unread == 0) continue;
    const auto& [measure, breakdown, clock] = key;
    const bool gone = too_many(parts.unread, static_cast<double>(parts.counted));
    if (gone) set_aside(measure, breakdown, clock);
    if (words_of(measure, breakdown).empty()) continue;
    auto& list = said[{parts.what, gone}];
    list += fmt::format(
        "{}{} of {} ({})", list.empty() ? "" : ", ", words_of(measure, breakdown),
        clock == Clock::january ? fmt::format("January {}", january) : fmt::format("{}", january - 1),
        rows(parts.unread));
  }
  for (const auto& [key, list] : said)
    repairs.push_back(fmt::format("{}: {}; {}", list, why(key.first),
                                  key.second ? "not reported, set aside" : "counted as unknown"));
}

std::string Sen2Counts::rows(long count, const char* what) const {
  if (count > 0 && count < smallest_) return fmt::format("fewer than {} {}s", smallest_, what);
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace app
