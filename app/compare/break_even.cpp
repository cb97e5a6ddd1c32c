// When the total cost of one run falls below that of another: running totals of the difference in spend.

#include "app/compare/break_even.hpp"

#include <cmath>

namespace app {
namespace {

RunningTotal running_total(const std::vector<double>& totals) {
  std::vector<double> lower;
  lower.reserve(totals.size());
  for (const double total : totals) lower.push_back(total < 0 ? 1 : 0);
  return {sim::summarise(totals), {sim::mean(lower), sim::mcse_mean(lower)}};
}

}  // namespace

std::vector<BreakEvenYear> break_even(const std::vector<std::string>& years,
                                      const std::vector<std::vector<double>>& differences, double discount) {
  std::vector<BreakEvenYear> out;
  std::vector<double> cash, discounted;
  for (std::size_t y = 0; y < years.size(); ++y) {
    cash.resize(differences[y].size());
    discounted.resize(differences[y].size());
    const double factor = std::pow(1 + discount, -static_cast<double>(y));
    for (std::size_t r = 0; r < cash.size(); ++r) {
      cash[r] += differences[y][r];
      discounted[r] += factor * differences[y][r];
    }
    out.push_back({years[y], running_total(cash), running_total(discounted)});
  }
  return out;
}

std::string break_even_year(const std::vector<BreakEvenYear>& years, RunningTotal BreakEvenYear::*prices) {
  std::string first;
  for (auto year = years.rbegin(); year != years.rend() && ((*year).*prices).lower.value > 0.5; ++year)
    first = year->year;
  return first;
}

}  // namespace app
