#include "sim/stated.hpp"

#include "sim/settings.hpp"

namespace sim {

bool states(ConfigFiles& files, const std::filesystem::path& root, const Schema& schema,
            std::span<const std::filesystem::path> scenarios, std::span<const Override> overrides,
            std::string_view name) {
  Faults faults;
  ConfigSources sources(root, files, faults);
  const Settings settings = collect_settings(root, scenarios, overrides, schema, sources);
  const auto found = settings.in_force.find(name);
  if (found == settings.in_force.end()) return false;
  const TomlValue& value = *settings.all[found->second].value;
  return !value.is(TomlValue::Kind::text) || !value.text.empty();
}

}  // namespace sim
