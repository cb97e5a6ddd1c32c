#pragma once
// A finished run with what every return asks for, small enough to work out by hand.

#include <string>
#include <vector>

#include "finished_run.hpp"
#include "models/axes.hpp"

namespace app_test {

/// Two placements and a new one that no data file of ours names; five Januaries and two financial years.
class ExportRun {
 public:
  struct Choice {
    std::string area = "Kingston upon Thames", placement = "mainstream";
    std::int64_t more = 0;  ///< added to every cell
    bool by_age = true, shorter = false;
    bool saves = false;  ///< mainstream top-ups and independent fees are less, see saved()
    std::uint32_t replicates = 64;
    sim::StoreMode mode = sim::StoreMode::full;
  };
  static constexpr std::size_t types = 3, januaries = 5, years = 2;  // a shorter one has two Januaries less

  explicit ExportRun(const Choice& choice)
      : layout_(layout(choice)),
        run_(layout_, {"request.level"}, choice.replicates, fill(layout_, choice), choice.mode) {}
  ExportRun() : ExportRun(Choice{}) {}
  const std::filesystem::path& folder() const { return run_.folder(); }

  /// Plans of a type, age group (its number) and January in a replicate. Need: all ASD.
  static std::int64_t plans(std::size_t type, std::size_t age, std::size_t january, std::uint32_t replicate) {
    return static_cast<std::int64_t>(10 * (type + 1) + 3 * age + january + (replicate + type) % 3);
  }
  /// Pence on a line (its number) of a year in a replicate; the last is negative.
  static std::int64_t pence(std::size_t line, std::size_t year, std::uint32_t replicate) {
    const auto amount = static_cast<std::int64_t>(1000050 * (line + 1) + 100 * year + 33 * (replicate % 7));
    return line + 1 == lines().size() ? -amount : amount;
  }
  /// Pence saved on a line in a replicate: of two lines, so skewed that medians do not add up.
  static std::int64_t saved(std::size_t line, std::uint32_t replicate) {
    if (line == 1) return replicate % 3 == 0 ? 400000 : 0;
    return line == 2 ? 40000 * (replicate * replicate % 11) : 0;
  }
  static const std::vector<std::string>& lines() {
    static const std::vector<std::string> all{"place_funding", "mainstream_top_ups", "independent_fees",
                                              "unheard_of_line", "contributions"};
    return all;
  }

 private:
  static sim::Layout layout(const Choice& c) {
    using sim::PeriodType;
    sim::Layout l;
    std::vector<std::string> jan{"2019", "2020", "2021", "2022", "2023"};
    if (c.shorter) jan.resize(3);
    const std::vector<std::string> fin{"2018-19", "2019-20"}, ids{c.placement, "state_special", "unheard_of"};
    const auto crossed = [&](auto metric, const char* breakdown, const auto& labels) {
      for (const auto& id : ids)
        for (const auto& label : labels)
          l.add_series(metric, breakdown, id + "/" + std::string(label), jan, c.area);
    };
    const auto stock = l.add_metric({.name = "ehcp_stock", .headline = true, .text = "Plans."});
    l.add_series(stock, "total", "total", jan, c.area);
    const auto placed =
        l.add_metric({.name = "placement_stock", .headline = true, .text = "Plans by placement."});
    for (const auto& id : ids) l.add_series(placed, "placement", id, jan, c.area);
    if (c.by_age) {
      crossed(placed, "placement_age_group", models::age_groups);
      crossed(placed, "placement_phase", models::school_phases);
      crossed(placed, "placement_need", models::needs);
    }
    const auto money = [&](const char* name) {
      return l.add_metric({.name = name,
                           .unit = sim::Unit::pence,
                           .period_type = PeriodType::financial_year,
                           .headline = true});
    };
    const auto spend = money("hnb_spend");
    l.add_series(spend, "total", "total", fin, c.area);
    for (const auto& line : lines()) l.add_series(spend, "line", line, fin, c.area);
    for (const char* name : {"hnb_income", "in_year_position", "cumulative_deficit"})
      l.add_series(money(name), "total", "total", fin, c.area);
    l.add_metric({.name = "independent_share",
                  .unit = sim::Unit::share,
                  .numerator = "placement_stock",
                  .denominator = "ehcp_stock"});
    l.derive_ratios();
    return l;
  }

  static FinishedRun::Fill fill(const sim::Layout& l, const Choice& c) {
    return [&l, c](std::uint32_t r, sim::Row row, std::span<double> draws) {
      draws[0] = 0.5 + r;
      const auto add = [&](const char* metric, const char* breakdown, const std::string& category,
                           std::size_t period, std::int64_t x) {
        if (const auto s = l.find_series(metric, breakdown, category, c.area))
          row[l.column(*s, static_cast<std::uint32_t>(period))] += x;
      };
      const std::vector<std::string> ids{c.placement, "state_special", "unheard_of"};
      for (std::size_t t = 0; t < types; ++t)
        for (std::size_t a = 0; a < models::age_groups.size(); ++a)
          for (std::size_t j = 0; j < (c.shorter ? 3 : januaries); ++j) {
            const auto n = plans(t, a, j, r) + c.more;
            const char* phase = a < 2 ? "primary" : a == 2 ? "secondary" : "post-16";
            add("ehcp_stock", "total", "total", j, n);
            add("placement_stock", "placement", ids[t], j, n);
            add("placement_stock", "placement_age_group", ids[t] + "/" + std::string(models::age_groups[a]),
                j, n);
            add("placement_stock", "placement_phase", ids[t] + "/" + phase, j, n);
            add("placement_stock", "placement_need", ids[t] + "/ASD", j, n);
          }
      for (std::size_t y = 0; y < years; ++y) {
        for (std::size_t k = 0; k < lines().size(); ++k) {
          const auto spent = pence(k, y, r) - (c.saves ? saved(k, r) : 0);
          add("hnb_spend", "line", lines()[k], y, spent);
          add("hnb_spend", "total", "total", y, spent);
          add("in_year_position", "total", "total", y, spent);
        }
        add("hnb_income", "total", "total", y, 5000000);
        add("in_year_position", "total", "total", y, -5000000);
      }
    };
  }

  sim::Layout layout_;
  FinishedRun run_;
};

}  // namespace app_test
