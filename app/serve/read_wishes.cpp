// From what a browser sends to wishes, or to the reason why not.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/serve/fields.hpp"
#include "app/serve/wishes.hpp"
#include "app/user_error.hpp"
#include "sim/nearest_name.hpp"

namespace app {
namespace {

using Json = nlohmann::json;

constexpr double most_places = 100000;

/// Of a wish.
const std::vector<std::string> fields{"name",   "seed",        "replicates", "interventions",
                                      "starts", "assumptions", "places"};

[[noreturn]] void refuse(const std::string& why) { throw UserError(why); }

const Json& object_at(const Json& json, const char* key) {
  static const Json none = Json::object();
  const auto it = json.find(key);
  if (it == json.end() || it->is_null()) return none;
  if (!it->is_object()) refuse(fmt::format("{}: write an object", key));
  if (it->size() > 200) refuse(fmt::format("{}: too many", key));
  return *it;
}

double number_of(const Json& value, const std::string& what) {
  if (!value.is_number()) refuse(what + ": write a number");
  const double x = value.get<double>();
  if (!std::isfinite(x)) refuse(what + ": write a number");
  return x;
}

std::uint64_t whole_of(const Json& json, const char* key, std::uint64_t low, std::uint64_t high,
                       std::uint64_t otherwise) {
  const auto it = json.find(key);
  if (it == json.end() || it->is_null()) return otherwise;
  if (!it->is_number_unsigned() || it->get<std::uint64_t>() < low || it->get<std::uint64_t>() > high)
    refuse(fmt::format("{}: write a whole number from {} to {}", key, low, high));
  return it->get<std::uint64_t>();
}

template <class List, class Key>
const auto& known(const List& list, Key key, const std::string& name, const char* what) {
  const auto it = std::find_if(list.begin(), list.end(), [&](const auto& x) { return x.*key == name; });
  if (it != list.end()) return *it;
  std::vector<std::string> names;
  names.reserve(list.size());
  for (const auto& x : list) names.push_back(x.*key);
  const auto near = sim::did_you_mean(name, names);
  refuse(fmt::format("{} '{}': not of this area{}{}", what, shown(name), near.empty() ? "" : "; ", near));
}

std::string name_in(const Json& json) {
  const auto it = json.find("name");
  if (it == json.end() || it->is_null()) return "workbench";
  if (!it->is_string()) refuse("name: write a text");
  auto name = it->get<std::string>();
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _-";
  if (name.empty() || name.size() > 60 || name.find_first_not_of(plain) != std::string::npos ||
      name.front() == ' ' || name.back() == ' ' || name.front() == '-')
    refuse("name: letters, digits, spaces, - and _, at most 60");
  return name;
}

void read_switches(const Json& json, const Choices& choices, Wishes& w) {
  for (const auto& [id, on] : object_at(json, "interventions").items()) {
    const auto& offered = known(choices.interventions, &OfferedIntervention::id, id, "intervention");
    if (!on.is_boolean()) refuse(fmt::format("intervention '{}': write true or false", id));
    if (on.get<bool>() != offered.active) w.switched[id] = on.get<bool>();
  }
  for (const auto& [id, term] : object_at(json, "starts").items()) {
    const auto& offered = known(choices.interventions, &OfferedIntervention::id, id, "intervention");
    if (!term.is_string()) refuse(fmt::format("start of '{}': write a term", id));
    const auto text = term.get<std::string>();
    const auto dash = text.find('-');
    const bool year = dash == 4 && text.find_first_not_of("0123456789") == 4;
    const auto season = year ? text.substr(5) : "";
    if (season != "autumn" && season != "spring" && season != "summer")
      refuse(fmt::format("start of '{}': write a term, for example 2026-autumn", id));
    const int first = std::stoi(choices.start), last = first + static_cast<int>(choices.years);
    if (text != offered.start && (std::stoi(text) < first || std::stoi(text) > last))
      refuse(fmt::format("start of '{}': from {} to {}", id, first, last));
    const auto it = w.switched.find(id);
    const bool on = it == w.switched.end() ? offered.active : it->second;
    if (on && text != offered.start) w.starts[id] = text;
  }
}

void read_numbers(const Json& json, const Choices& choices, Wishes& w) {
  for (const auto& [name, value] : object_at(json, "assumptions").items()) {
    const auto& offered = known(choices.assumptions, &OfferedAssumption::name, name, "assumption");
    const double x = number_of(value, name);
    const double slack = 1e-9 * (std::abs(offered.low) + std::abs(offered.high));
    if (x < offered.low - slack || x > offered.high + slack)
      refuse(fmt::format("{}: between {:.6g} and {:.6g}", name, offered.low, offered.high));
    w.assumptions[name] = std::clamp(x, offered.low, offered.high);
  }
  for (const auto& [id, years] : object_at(json, "places").items()) {
    const auto& offered = known(choices.places, &OfferedPlaces::id, id, "provision");
    if (!years.is_object()) refuse(fmt::format("places of '{}': write an object", id));
    for (const auto& [text, value] : years.items()) {
      const int year =
          text.size() == 4 && text.find_first_not_of("0123456789") == std::string::npos ? std::stoi(text) : 0;
      const int last = offered.first_year + static_cast<int>(offered.places.size()) - 1;
      if (year < offered.first_year || year > last)
        refuse(fmt::format("places of '{}': years from {} to {}", id, offered.first_year, last));
      const double places = number_of(value, fmt::format("places of '{}' in {}", id, year));
      const double least = offered.least[static_cast<std::size_t>(year - offered.first_year)];
      if (places < least || places > most_places)
        refuse(fmt::format("places of '{}' in {}: between {:g} and 100,000{}", id, year, least,
                           least > 0 ? fmt::format("; others use {:g} of them", least) : ""));
      w.places[id][year] = places;
    }
  }
}

}  // namespace

Wishes read_wishes(const std::string& text, const Choices& choices, const WishLimits& limits) {
  const auto json = json_of(text);
  if (!json.is_object()) refuse("write a JSON object");
  if (const auto why = unknown_fields(json, fields); !why.empty()) refuse(why);
  Wishes w;
  w.name = name_in(json);
  w.run.seed = whole_of(json, "seed", 0, std::uint64_t{1} << 53, 1);
  w.run.replicates = static_cast<std::uint32_t>(
      whole_of(json, "replicates", 1, limits.most_replicates, std::min(500u, limits.most_replicates)));
  read_switches(json, choices, w);
  read_numbers(json, choices, w);
  return w;
}

}  // namespace app
