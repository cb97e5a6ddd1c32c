// The counts of one return while they are made, and what could not be counted.

#include "app/import/sen2_counts.hpp"

#include <fmt/format.h>

#include "app/import/dates.hpp"
#include "app/import/labels.hpp"
#include "models/axes.hpp"

namespace app {

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

std::string Sen2Counts::rows(long count, const char* what) const {
  if (count > 0 && count < smallest_) return fmt::format("fewer than {} {}s", smallest_, what);
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace app
