// Weights that add to nought where something is to be shared out by them.

#include "models/check_weights.hpp"

#include <fmt/format.h>

#include "models/axes.hpp"

namespace models {

void check_weights(const sim::Config& c, Values v, std::vector<sim::Diagnostic>& faults) {
  const auto adds_up = [&](const std::string& name, std::span<const double> weights,
                           const std::string& where) {
    double sum = 0;
    for (const double x : weights) sum += x;
    if (sum > 0) return;
    faults.push_back({c.origin(name), fmt::format("the weights of {}{} add to nought", name, where),
                      "they share something out", "give at least one of them a weight"});
  };
  const auto by_age = [&](const std::string& name, const std::string& used_with) {
    const auto weights = c.slot(name), rate = c.slot(used_with);
    for (std::size_t a = 0; a < ages; ++a)
      if (v(rate, a) > 0) adds_up(name, v.row(weights, a), fmt::format(" at age {}", a));
  };
  by_age("identification.need_mix", "identification.rate");
  by_age("request.need_mix_direct", "request.rate_direct");
  by_age("cease.reason", "cease.rate");
  for (const char* name : {"identification.severity_mix", "request.severity_mix_direct", "travel.mode_mix"})
    adds_up(name, v.all(c.slot(name)), "");
  for (std::size_t d = 0; d < disputes.size(); ++d)
    adds_up("dispute.outcome", v.row(c.slot("dispute.outcome"), d), fmt::format(" for {}", disputes[d]));
  if (v(c.slot("stock.plans")) > 0)
    for (const char* name : {"stock.age", "stock.need"}) adds_up(name, v.all(c.slot(name)), "");
}

}  // namespace models
