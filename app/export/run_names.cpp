// What a run's placements and lines are called for people.

#include "app/export/run_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/import/england.hpp"
#include "app/stored/run_config.hpp"
#include "models/ledger_parts.hpp"

namespace app {
namespace {

constexpr std::array<std::string_view, 11> abbreviations{"ehcp", "inmss", "hnb", "sen", "fe", "eotas",
                                                         "dsg",  "ehe",   "ap",  "la",  "srp"};

std::string found_or_words(const std::map<std::string, std::string>& titles, const std::string& id) {
  const auto found = titles.find(id);
  return found == titles.end() || found->second.empty() ? in_words(id) : found->second;
}

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace

std::string in_words(std::string_view name) {
  std::string out;
  for (std::size_t at = 0; at <= name.size();) {
    const auto end = std::min(name.find('_', at), name.size());
    std::string word(name.substr(at, end - at));
    if (std::find(abbreviations.begin(), abbreviations.end(), word) != abbreviations.end())
      std::transform(word.begin(), word.end(), word.begin(),
                     [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    out += (at == 0 ? "" : " ") + word;
    at = end + 1;
  }
  return capital(out);
}

RunNames::RunNames(const StoredRun& run) {
  for (const auto& own : models::lines_of_spend())
    lines_[std::string(own.line)] = capital(std::string(own.title));
  const RunConfig read = config_of(run);
  if (!read.config) {
    note_ = fmt::format("Titles of placements are made of their names: {}.", read.why_not);
    return;
  }
  take(*read.config);
  all_areas_ = read.config->text_list("only").empty();
  for (const auto& area : read.config->areas()) {
    take(area);
    areas_[area.text("area")] = {area.text("region"), area.text("area_code")};
  }
}

/// The first to name a placement has its say.
void RunNames::take(const sim::Config& config) {
  for (const auto& id : config.members("placement")) {
    placements_.emplace(id, config.text("placement", id, "title"));
    groups_.emplace(id, config.text("placement", id, "group"));
    line_groups_.emplace(config.text("placement", id, "line"), config.text("placement", id, "group"));
  }
}

const RunNames::Area* RunNames::area(const std::string& name) const {
  const auto found = areas_.find(name);
  return found == areas_.end() ? nullptr : &found->second;
}

std::string RunNames::placement(const std::string& id) const { return found_or_words(placements_, id); }
std::string RunNames::line(const std::string& id) const { return found_or_words(lines_, id); }

std::string RunNames::category(std::string_view breakdown, const std::string& category) const {
  if (breakdown == "placement") return placement(category);
  if (breakdown == "line") return line(category);
  if (const auto slash = category.find('/'); slash != std::string::npos)
    return placement(category.substr(0, slash)) + ", " + category.substr(slash + 1);
  return category.find_first_of("-/ ") == std::string::npos ? in_words(category) : capital(category);
}

std::string RunNames::group_of_placement(const std::string& id) const {
  const auto found = groups_.find(id);
  return found == groups_.end() ? std::string() : found->second;
}

std::string RunNames::group_of_line(const std::string& id) const {
  const auto found = line_groups_.find(id);
  return found == line_groups_.end() ? std::string() : found->second;
}

std::filesystem::path RunNames::configs(const StoredRun& run) {
  const auto words = words_of(run.manifest().command);
  return find_configs(words.size() > 2 ? std::filesystem::path(words[2]).parent_path() : run.folder());
}

}  // namespace app
