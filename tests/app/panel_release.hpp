// A release of the DfE's shape of 2025 that holds a made-up panel: plans by age group and setting, new plans
// and requests of every authority and of England.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "tests/app/import_files.hpp"
#include "tests/models/panel_world.hpp"

namespace panel_release {

inline models::PanelSeries small_country(int authorities = 60) {
  auto panel = panel_world::made({.authorities = authorities, .least_plans = 250, .most_plans = 700}, 4);
  for (std::size_t i = 0; i < panel.authorities.size(); ++i)
    panel.authorities[i].code = fmt::format("E0900{:04}", i);
  return panel;
}

namespace detail {

inline constexpr const char* keys =
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "new_la_code,old_la_code,la_name,breakdown_topic,breakdown,";

inline std::string place(const models::AuthoritySeries& a, std::size_t number) {
  if (a.code == "E92000001") return "National,E92000001,England,,,,,,";
  return fmt::format("Local authority,E92000001,England,E12000001,North,{},{},{},", a.code, 100 + number,
                     a.name);
}

/// Whole plans in the given shares, the last taking the rest.
inline std::vector<long> shared(long total, const std::vector<double>& shares) {
  std::vector<long> out;
  long rest = total;
  for (const double share : shares) {
    out.push_back(std::min(rest, std::lround(share * static_cast<double>(total))));
    rest -= out.back();
  }
  out.push_back(rest);
  return out;
}

}  // namespace detail

/// Writes DIR/caseload.csv, newplans.csv and requests.csv. From `altered` on, Januaries, and flows of the
/// years from the one before, are twice what they were.
inline void write(const ImportFolder& folder, const models::PanelSeries& panel, const std::string& dir,
                  int altered = 9999) {
  using namespace detail;
  std::string stock =
      std::string(keys) +
      "ehcplans,mainstream_la_maintained,special_la_maintained,special_independent,special_total,"
      "general_fe_tertiary_colleges,placement_unknown\n";
  std::string fresh = std::string(keys) + "new_ehc_plans,mainstream_la_maintained,special_la_maintained\n";
  std::string asked =
      std::string(keys) +
      "requests_received_in_year,requests_rya,requests_decided_to_assess,requests_decided_not_to_assess\n";
  std::vector<const models::AuthoritySeries*> all{&panel.england};
  for (const auto& a : panel.authorities) all.push_back(&a);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& a = *all[i];
    for (int year = a.plans.first(); year <= a.plans.last(); ++year) {
      const long plans = std::lround(a.plans.at(year) * (year >= altered ? 2 : 1));
      const auto by_setting = shared(plans, {0.45, 0.30, 0.10, 0.13});
      const std::string period = fmt::format("{}{:02}", year - 1, year % 100);
      const std::string row = fmt::format("{},Academic year,{}", period, place(a, i));
      stock += fmt::format("{}All EHC plans,All EHC plans,{},{},{},{},{},{},{}\n", row, plans, by_setting[0],
                           by_setting[1], by_setting[2], by_setting[1] + by_setting[2], by_setting[3],
                           by_setting[4]);
      const auto by_age = shared(plans, {0.08, 0.35, 0.36, 0.16});
      const char* const ages[] = {"age 4", "age 8", "age 13", "age 17", "age 20 and over"};
      for (std::size_t g = 0; g < by_age.size(); ++g)
        stock += fmt::format("{}Child or young persons age,{},{},x,x,x,x,x,x\n", row, ages[g], by_age[g]);
      if (!a.new_plans.has(year) || !a.requests.has(year)) continue;
      const double factor = year + 1 >= altered ? 2 : 1;
      const std::string flow = fmt::format("{},Calendar year,{}", year, place(a, i));
      const long issued = std::lround(a.new_plans.at(year) * factor);
      const auto split = shared(issued, {0.7});
      fresh += fmt::format("{}New EHC plans,New EHC plans,{},{},{}\n", flow, issued, split[0], split[1]);
      const long requests = std::lround(a.requests.at(year) * factor);
      asked += fmt::format(
          "{}All requests for EHC needs assessments,All requests for EHC needs assessments,{},0,{},{}\n",
          flow, requests, requests - requests / 5, requests / 5);
    }
  }
  folder.write(dir + "/caseload.csv", stock);
  folder.write(dir + "/newplans.csv", fresh);
  folder.write(dir + "/requests.csv", asked);
}

}  // namespace panel_release
