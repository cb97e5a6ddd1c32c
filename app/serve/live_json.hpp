#pragma once
// What the page shows of a run, as JSON.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "app/serve/choices.hpp"
#include "app/serve/live_figures.hpp"

namespace app {

/// A run that others are set against.
struct Baseline {
  std::string name;
  std::shared_ptr<const LiveFigures> figures;
};

/// Charts, places, targets and notes; with a baseline that pairs, the differences from it.
nlohmann::ordered_json figures_json(const LiveFigures& figures, const Baseline& baseline);
nlohmann::ordered_json choices_json(const Choices& choices);
nlohmann::ordered_json areas_json(const std::vector<OfferedArea>& areas);

/// As text; what is no UTF-8 is replaced.
std::string text_of(const nlohmann::ordered_json& json);

}  // namespace app
