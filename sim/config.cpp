// Look-ups in a configuration that has been read.

#include "sim/config.hpp"

#include <stdexcept>
#include <utility>

namespace sim {
namespace {

std::string member_name(std::string_view family, std::string_view id, std::string_view name) {
  std::string full;
  full.reserve(family.size() + id.size() + name.size() + 2);
  return full.append(family).append(".").append(id).append(".").append(name);
}

template <class Map>
const auto& at(const Map& map, std::string_view name, const char* what) {
  const auto found = map.find(name);
  if (found == map.end())
    throw std::logic_error("no " + std::string(what) + " '" + std::string(name) + "' is declared");
  return found->second;
}

}  // namespace

const SharedEvidence& no_evidence() {
  static const auto none = std::make_shared<const Evidence>();
  return none;
}

Config::Config(ConfigData data) : data_(std::move(data)) {}

Config::Config(const Config& whole, std::vector<Config> areas,
               const std::vector<std::filesystem::path>& folders)
    : data_(whole.data_) {
  std::map<std::string, InputFile> files;
  const auto add = [&](InputFile input, const std::filesystem::path& from) {
    input.path = (from / input.path).lexically_normal().generic_string();
    files.emplace(input.path, input);
  };
  for (const auto& input : whole.inputs()) add(input, {});
  for (std::size_t a = 0; a < areas.size(); ++a)
    for (const auto& input : areas[a].inputs()) add(input, folders.at(a));
  data_.inputs.clear();
  for (auto& [path, input] : files) data_.inputs.push_back(std::move(input));
  data_.areas = std::move(areas);
  data_.area_folders = folders;
}

Origin Config::origin_in_area(std::size_t area, Origin origin) const {
  const bool no_file = origin.file.starts_with('(') || origin.file.starts_with("--");  // a default, an option
  if (!no_file) origin.file = (data_.area_folders.at(area) / origin.file).lexically_normal().generic_string();
  return origin;
}

Slot Config::slot(std::string_view param) const { return at(data_.slots, param, "parameter"); }

Slot Config::slot(std::string_view family, std::string_view id, std::string_view param) const {
  return slot(member_name(family, id, param));
}

const std::vector<std::string>& Config::members(std::string_view family) const {
  return at(data_.members, family, "family");
}

const std::vector<std::string>& Config::library(std::string_view family) const {
  static const std::vector<std::string> none;
  const auto found = data_.library.find(family);
  return found == data_.library.end() ? none : found->second;
}

const FieldValue& Config::field(std::string_view full_name) const {
  return at(data_.fields, full_name, "field");
}

const Origin& Config::origin(std::string_view full_name) const {
  return at(data_.origins, full_name, "name");
}

std::optional<std::uint32_t> Config::last_year(std::string_view full_name) const {
  const auto found = data_.last_years.find(full_name);
  return found == data_.last_years.end() ? std::nullopt : std::optional(found->second);
}

const std::string& Config::text(std::string_view name) const { return field(name).text; }
const std::string& Config::text(std::string_view family, std::string_view id, std::string_view name) const {
  return field(member_name(family, id, name)).text;
}
const std::vector<std::string>& Config::text_list(std::string_view name) const { return field(name).list; }
const std::vector<std::string>& Config::text_list(std::string_view family, std::string_view id,
                                                  std::string_view name) const {
  return field(member_name(family, id, name)).list;
}
std::int64_t Config::integer(std::string_view name) const { return field(name).integer; }
std::int64_t Config::integer(std::string_view family, std::string_view id, std::string_view name) const {
  return field(member_name(family, id, name)).integer;
}
bool Config::boolean(std::string_view name) const { return field(name).boolean; }
bool Config::boolean(std::string_view family, std::string_view id, std::string_view name) const {
  return field(member_name(family, id, name)).boolean;
}

}  // namespace sim
