#pragma once
// Kinds of levers: what a council or a government can move, and the parameters by which it does.

#include <span>
#include <string_view>
#include <vector>

namespace models {

struct LeverKind {
  std::string_view id, title;
  /// Full names; `*` stands for any member of a family.
  std::vector<std::string_view> parameters;
  /// The part of an intervention that does the same with one table: "package"; empty for none.
  std::string_view part = {};
};

/// Every kind. Each parameter that an intervention can change belongs to exactly one of them.
std::span<const LeverKind> lever_kinds();

/// The kind that a parameter belongs to, by its full name; null for one that is beyond interventions.
const LeverKind* lever_kind_of(std::string_view parameter);
/// The kind that a part of an intervention belongs to; null for none.
const LeverKind* lever_kind_of_part(std::string_view part);

}  // namespace models
