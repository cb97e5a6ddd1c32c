// What a fit learnt, for people.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/fit/fit.hpp"
#include "app/table.hpp"

namespace app {
namespace {

constexpr double z90 = 1.2815515655446004;  // standard normal at 90 %

std::string ratio(const FittedRow& row, double z) {
  return fmt::format("{:.2f}", std::exp(row.mu + z * row.sigma));
}

/// "inmss_day" of "placement.inmss_day.first_local"; the ages of the others.
std::string label(const FittedRow& row) {
  if (row.of != "placement.first") return row.ages.empty() ? "all ages" : row.ages;
  const auto from = row.parameter.find('.') + 1;
  return row.parameter.substr(from, row.parameter.rfind('.') - from);
}

}  // namespace

std::string fit_text(const Fit& fit) {
  std::string out = fmt::format("Fitted to {} counts, {} to {}", fit.used, fit.first_year, fit.last_year);
  if (fit.later > 0) out += fmt::format("; {} later ones were not looked at", fit.later);
  out += "\n\n";
  Table table({"", "events", "expected", "P10", "median", "P90", "learnt"});
  table.group(1, 2, "weighted counts");
  table.group(3, 3, "relative to the nation");
  std::string of;
  for (const auto& row : fit.rows) {
    if (row.of != of) table.row({row.of, "", "", "", "", "", ""});
    of = row.of;
    table.row({"  " + label(row), fmt::format("{:.1f}", row.events), fmt::format("{:.1f}", row.expected),
               ratio(row, -z90), ratio(row, 0), ratio(row, z90),
               fmt::format("{:.0f} %", 100 * std::max(0.0, row.shrinkage()))});
  }
  for (const auto& mix : fit.mixes) {
    if (mix.parameter != of) table.row({mix.parameter, "", "", "", "", "", ""});
    of = mix.parameter;
    table.row({"  " + mix.ages, fmt::format("{:.1f}", mix.events), "", "", "", "", ""});
  }
  out += table.text();
  out +=
      "\n" +
      folded(
          "Counts are weighted by age (--keep). Shares are compared by their odds. Learnt: how much of the "
          "variance before the counts they took away; where it is little, the nation speaks.");
  for (const auto& note : fit.notes) out += folded(note, "  note: ", "    ");
  return out;
}

}  // namespace app
