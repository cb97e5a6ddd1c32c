// Finished runs that are pairs.

#include "app/compare/paired_runs.hpp"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "app/terminal.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

/// The runs that a comparison was made of, by its manifest; nothing of another folder.
std::vector<std::string> runs_of_comparison(const fs::path& folder) {
  std::error_code none;
  if (!fs::is_directory(folder, none) || fs::exists(folder / "run.sqlite", none)) return {};
  std::ifstream file(folder / "manifest.json");
  const auto json = nlohmann::json::parse(file, nullptr, false);
  std::vector<std::string> out;
  if (!json.is_object() || !json.contains("compared") || !json["compared"].is_array()) return {};
  for (const auto& run : json["compared"]) {
    const auto name = run.is_object() ? run.value("folder", std::string()) : std::string();
    if (name.empty()) return {};
    const bool own = fs::exists(folder / name / "run.sqlite", none);
    out.push_back(own ? (folder / name).string() : name);
  }
  return out;
}

}  // namespace

std::vector<PairedRun> paired_runs(const std::vector<std::string>& words) {
  constexpr std::size_t most = 26;  // one letter each
  std::vector<std::string> folders;
  for (const auto& word : words) {
    const auto own = runs_of_comparison(word);
    if (own.empty()) folders.push_back(word);
    folders.insert(folders.end(), own.begin(), own.end());
  }
  if (folders.size() > most)
    throw UserError(folded_fault(
        fmt::format("{} runs: at most {} can be set against one another", folders.size(), most)));
  std::vector<PairedRun> out;
  for (const auto& folder : folders) {
    PairedRun one{
        std::string(1, static_cast<char>('A' + out.size())), {}, folder, std::make_unique<StoredRun>(folder)};
    one.name = one.run->info().scenario;
    for (const auto& other : out)
      if (other.name == one.name) one.name = fmt::format("{} ({})", one.run->info().scenario, one.letter);
    if (!out.empty())
      if (const auto why = sim::unpaired(out.front().run->pairing(), one.run->pairing()); !why.empty())
        throw UserError(
            folded_fault(fmt::format("{} and {} are no pairs ({})", out.front().word, folder, why)));
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace app
