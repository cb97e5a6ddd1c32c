#include "models/named_years.hpp"

#include <algorithm>

#include "sim/axis_labels.hpp"

namespace models {

std::optional<int> first_named_year(const sim::Config& config, const std::string& parameter) {
  const std::string start = parameter + "[";
  std::optional<int> first;
  for (const auto& a : config.assumptions()) {
    if (!a.name.starts_with(start)) continue;
    const auto label = a.name.substr(start.size(), a.name.size() - start.size() - 1);
    if (label == "default") return std::nullopt;
    const auto year = sim::starting_year(label.substr(0, 4));
    if (year) first = std::min(first.value_or(*year), *year);
  }
  return first;
}

}  // namespace models
