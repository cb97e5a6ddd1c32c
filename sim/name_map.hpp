#pragma once
// Values by name, for look-ups alone: the order is nobody's.

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sim {

struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>{}(name); }
};

template <class T>
using NameMap = std::unordered_map<std::string, T, NameHash, std::equal_to<>>;

}  // namespace sim
