// Totals that a release itself contradicts, and zeros that cannot be meant.

#include "app/import/release_repairs.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace app {
namespace {

constexpr double off_by = 1.5;       // total over its parts, or they over it
constexpr double incomplete = 0.5;   // parts over their total
constexpr double off = 0.02;         // worth a line in the log
constexpr double expected_five = 5;  // Poisson: zero has a chance of 0.7 %

double sum(const std::map<std::string, double>& parts) {
  double total = 0;
  for (const auto& [category, value] : parts) total += value;
  return total;
}

class Mender {
 public:
  Mender(Panel& panel, DataLog& log) : panel_(panel), log_(log) {}

  void mend(Authority& authority) {
    authority_ = &authority;
    for (const auto& measure : {std::string("plans"), std::string("new_plans")}) {
      const Clock clock = measure == "plans" ? Clock::january : Clock::calendar_year;
      const Series total{measure, "total", "total", clock};
      for (const auto& at : panel_.years(authority, total)) {
        mend_total(total, at.year);
        if (!panel_.value(authority, total, at.year)) continue;
        for (const char* breakdown : {"setting", "age", "age_group", "age_january_after"})
          check_parts(total, breakdown, at.year);
      }
    }
    zeros();
  }

 private:
  void log(std::string what) { log_.repairs.push_back({key_of(*authority_), std::move(what)}); }

  void mend_total(const Series& series, int year) {
    const double total = *panel_.value(*authority_, series, year);
    const auto parts = [&](const char* breakdown) {
      return sum(panel_.categories(*authority_, series.measure, breakdown, series.clock, year));
    };
    const double settings = parts("setting");
    const double ages = std::max(parts("age"), std::max(parts("age_january_after"), parts("age_group")));
    const bool close = total <= off_by * settings && settings <= off_by * total;
    if (settings > 0 && settings == ages && !close) {
      authority_->facts[{panel_.intern(series), year}].value = settings;
      log(fmt::format(
          "{} of {}: the total {} is not this authority's; ages and settings both add to {}, which is used",
          series.measure, year, total, settings));
    } else if (total == 0 && settings + ages > 0) {
      set_aside(series, year, fmt::format("ages add to {} and settings to {}", ages, settings));
    } else if (total == 0) {
      for (const int other : {year - 1, year + 1})
        if (const auto there = panel_.value(*authority_, series, other); there && *there >= expected_five)
          return set_aside(series, year, fmt::format("{} counts {}", other, *there));
    }
  }

  void set_aside(const Series& series, int year, const std::string& although) {
    authority_->facts.erase({panel_.intern(series), year});
    log(fmt::format("{} of {}: the total is 0 although {}; not reported, set aside", series.measure, year,
                    although));
  }

  void check_parts(const Series& series, const char* breakdown, int year) {
    const auto parts = panel_.categories(*authority_, series.measure, breakdown, series.clock, year);
    if (parts.empty()) return;
    const double total = *panel_.value(*authority_, series, year);
    const double adds = sum(parts);
    if (adds < incomplete * total) {
      for (const auto& [category, value] : parts)
        authority_->facts.erase({panel_.intern({series.measure, breakdown, category, series.clock}), year});
      log(fmt::format("{} of {} by {}: {} of {} are there; not reported or not complete, set aside",
                      series.measure, year, breakdown, adds, total));
    } else if (std::abs(adds - total) > off * total) {
      log(fmt::format("{} of {} by {} add to {}, the total is {}; shares are taken of the parts",
                      series.measure, year, breakdown, adds, total));
    }
  }

  /// Counts of the authority that are zero where England's share of the base lets one expect at least five.
  void zeros() {
    struct Pair {
      const char *measure, *base;
      Clock base_clock;
    };
    constexpr std::array pairs{
        Pair{"plans_ceased", "plans", Clock::january},
        Pair{"requests", "new_plans", Clock::calendar_year},
        Pair{"refused_to_assess", "requests", Clock::calendar_year},
        Pair{"refused_to_issue", "new_plans", Clock::calendar_year},
        Pair{"moved_mainstream_to_special", "plans", Clock::january},
        Pair{"moved_special_to_mainstream", "plans", Clock::january},
    };
    for (const auto& pair : pairs) {
      const Series series{pair.measure, "total", "total", Clock::calendar_year};
      const Series base{pair.base, "total", "total", pair.base_clock};
      for (const auto& [year, value] : panel_.years(*authority_, series)) {
        if (value != 0) continue;
        const auto here = panel_.value(*authority_, base, year);
        const auto national = panel_.value(panel_.england, series, year);
        const auto national_base = panel_.value(panel_.england, base, year);
        if (!here || !national || !national_base || *national_base <= 0) continue;
        const double expected = *here * *national / *national_base;
        if (expected < expected_five) continue;
        forget(pair.measure, year);
        log(fmt::format("{} of {}: 0 where England's share gives {:.0f}; not reported, set aside{}",
                        pair.measure, year, expected, implied(pair.measure, year)));
      }
    }
  }

  std::string implied(std::string_view measure, int year) const {
    if (measure != "plans_ceased") return "";
    for (const auto& flow : stock_and_flow(panel_, *authority_))
      if (const auto implied = flow.implied_leavers(); implied && flow.year == year)
        return fmt::format(" (stock and new plans imply {} leavers)", *implied);
    return "";
  }

  /// All figures of a measure and year, whatever the breakdown.
  void forget(std::string_view measure, int year) {
    std::erase_if(authority_->facts, [&](const auto& fact) {
      return fact.first.second == year && panel_.series(fact.first.first).measure == measure;
    });
  }

  Panel& panel_;
  DataLog& log_;
  Authority* authority_ = nullptr;
};

}  // namespace

void mend(Panel& panel, DataLog& log) {
  Mender mender(panel, log);
  for (auto& authority : panel.authorities) mender.mend(authority);
}

std::vector<StockAndFlow> stock_and_flow(const Panel& panel, const Authority& authority) {
  const Series plans{"plans", "total", "total", Clock::january};
  std::vector<StockAndFlow> flows;
  for (const auto& [year, january] : panel.years(authority, plans)) {
    const auto new_plans =
        panel.value(authority, {"new_plans", "total", "total", Clock::calendar_year}, year);
    const auto next = panel.value(authority, plans, year + 1);
    if (!new_plans || !next) continue;
    const Series ceased{"plans_ceased", "total", "total", Clock::calendar_year};
    flows.push_back({year, january, *new_plans, *next, panel.value(authority, ceased, year),
                     panel.suppressed(authority, ceased, year)});
  }
  return flows;
}

}  // namespace app
