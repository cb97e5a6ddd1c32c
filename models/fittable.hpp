#pragma once
// What counts of flows can teach: which parameter they are compared with, and which one carries what they
// say of this area.

#include <span>
#include <string_view>

namespace models {

enum class FlowKind {
  rate,   ///< events in person-years
  share,  ///< events in trials
  mix     ///< events by category
};

/// A line of what can be fitted.
struct Fittable {
  std::string_view parameter;  ///< what others have, and the name of the flow
  FlowKind kind = FlowKind::rate;
  std::string_view level;       ///< parameter with its yearly level, or ""
  std::string_view multiplier;  ///< parameter of this area that the fit sets; "" for a mix
  std::string_view exposure;    ///< what `exposure` counts, for people
};

/// All that can be fitted. Flows of placements at new plans are called "placement.first", their categories
/// are placement types, and the multiplier is each type's `first_local`.
std::span<const Fittable> fittables();

/// Nothing if no flow is called that.
const Fittable* find_fittable(std::string_view parameter);

}  // namespace models
