#include "sim/find_param.hpp"

#include <algorithm>

namespace sim {
namespace {

const ParamSpec* named(const std::vector<ParamSpec>& specs, std::string_view name) {
  const auto at = std::find_if(specs.begin(), specs.end(), [&](const auto& p) { return p.name == name; });
  return at == specs.end() ? nullptr : &*at;
}

/// The parameter of a member, or of a part of it: "brokerage.dose", "brokerage.act.fees_day.by".
const ParamSpec* of_member(const FamilySpec& family, std::string_view name) {
  const auto dot = name.find('.');
  if (dot == std::string_view::npos) return nullptr;
  const auto rest = name.substr(dot + 1);
  if (const auto* spec = named(family.params, rest)) return spec;
  for (const auto& part : family.parts)
    if (rest.starts_with(part.name + "."))
      if (const auto* spec = of_member(part, rest.substr(part.name.size() + 1))) return spec;
  return nullptr;
}

}  // namespace

const ParamSpec* find_param(const Schema& schema, std::string_view full_name) {
  if (const auto* spec = named(schema.params, full_name)) return spec;
  const auto dot = full_name.find('.');
  if (dot == std::string_view::npos) return nullptr;
  const auto* family = find_family(schema, full_name.substr(0, dot));
  return family != nullptr ? of_member(*family, full_name.substr(dot + 1)) : nullptr;
}

}  // namespace sim
