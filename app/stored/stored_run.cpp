// A finished run, opened by its folder: what every command that simulates nothing asks its figures of.

#include "app/stored/stored_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "app/terminal.hpp"
#include "app/user_error.hpp"
#include "sim/column_window.hpp"
#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"
#include "sim/shard_folder.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t window_bytes = 32U << 20U;

fs::path whole(const fs::path& word) {
  const fs::path folder = word.lexically_normal();
  return folder.has_filename() ? folder : folder.parent_path();  // "out/a/"
}

std::unique_ptr<sim::StoreReader> opened(const fs::path& folder) {
  std::error_code none;
  const char* const makes = "`sendcast run` makes one";
  if (!fs::exists(folder, none))
    throw UserError(folded_fault(fmt::format("{}: there is no such folder; name that of a finished run ({})",
                                             folder.string(), makes)));
  if (!fs::is_directory(folder, none))
    throw UserError(folded_fault(
        fmt::format("{}: is no folder; name that of a finished run ({})", folder.string(), makes)));
  refuse_shard(folder);
  if (fs::exists(folder / "run.sqlite", none))
    return std::make_unique<sim::StoreReader>(folder / "run.sqlite");
  if (fs::exists(folder / "a" / "run.sqlite", none))
    throw UserError(
        folded_fault(fmt::format("{}: is a comparison; name one of its runs ({}, {}, ...)", folder.string(),
                                 (folder / "a").string(), (folder / "b").string())));
  throw UserError(folded_fault(
      fmt::format("{}: holds no finished run (there is no run.sqlite in it); {}", folder.string(), makes)));
}

/// The manifest beside a store; a run whose two files speak of different runs was copied in part.
sim::Manifest manifest_beside(const fs::path& folder, const sim::RunInfo& info) {
  const fs::path file = folder / "manifest.json";
  std::error_code none;
  if (!fs::exists(file, none))
    throw UserError(
        folded_fault(fmt::format("{}: is not whole (there is no manifest.json in it); copy it anew or run it "
                                 "again",
                                 folder.string())));
  sim::Manifest manifest = sim::read_manifest(file);
  if (manifest.run.config_digest != info.config_digest || manifest.run.seed != info.seed ||
      manifest.run.replicates != info.replicates)
    throw UserError(folded_fault(
        fmt::format("{}: manifest.json and run.sqlite are of different runs; copy it anew or run "
                    "it again",
                    folder.string())));
  return manifest;
}

/// Blocks and draws have checksums of their own; what says which figure is where, and in what unit, has one
/// in the manifest.
void check_index(const sim::StoreReader& store, const sim::Manifest& manifest) {
  if (manifest.store_index.empty() || store.index_digest() == manifest.store_index) return;
  throw sim::StoreError(
      fmt::format("{}: is damaged (what it says of its figures is not what the run wrote); run it again or "
                  "copy it anew",
                  store.name()));
}

std::vector<std::string> metric_names(const sim::Layout& layout, const std::string& area) {
  std::vector<std::string> names;
  for (std::uint32_t s = 0; s < layout.series().size(); ++s) {
    if (layout.series()[s].area != area) continue;
    const auto& name = layout.metric_of(s).name;
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  return names;
}

std::vector<std::string> areas_in(const sim::Layout& layout) {
  std::vector<std::string> out;
  std::set<std::string_view> known;
  for (const auto& series : layout.series())
    if (known.insert(series.area).second) out.push_back(series.area);
  return out;
}

/// The first thing wrong with a name that the run does not have.
std::string why_not(const sim::Layout& layout, const SeriesName& name, const std::string& area) {
  const auto names = metric_names(layout, area);
  if (std::find(names.begin(), names.end(), name.metric) == names.end()) {
    const std::string nearest = sim::did_you_mean(name.metric, names);
    return fmt::format("{} {}{}{}",
                       layout.find_metric(name.metric) ? "the run has no figures of" : "there is no metric",
                       sim::quote(name.metric), nearest.empty() ? "" : "; ", nearest);
  }
  std::vector<std::string> breakdowns, categories;
  for (std::uint32_t s = 0; s < layout.series().size(); ++s) {
    const auto& own = layout.series()[s];
    if (layout.metric_of(s).name != name.metric || own.area != area) continue;
    if (breakdowns.empty() || breakdowns.back() != own.breakdown) breakdowns.push_back(own.breakdown);
    if (own.breakdown == name.breakdown) categories.push_back(own.category);
  }
  const auto among = [](const std::string& wrong, const std::vector<std::string>& all) {
    auto nearest = sim::did_you_mean(wrong, all);
    if (!nearest.empty()) return nearest;
    std::string text = "choose";
    for (std::size_t i = 0; i < std::min<std::size_t>(all.size(), 12); ++i)
      text += (i == 0 ? " " : ", ") + all[i];
    return text + (all.size() > 12 ? ", ..." : "");
  };
  if (categories.empty())
    return fmt::format("{} is not broken down by {}; {}", name.metric, sim::quote(name.breakdown),
                       among(name.breakdown, breakdowns));
  return fmt::format("{} by {} has no {}; {}", name.metric, name.breakdown, sim::quote(name.category),
                     among(name.category, categories));
}

}  // namespace

std::string some_of(const std::vector<std::string>& names, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most, names.size()); ++i) text += (i == 0 ? "" : ", ") + names[i];
  return text + (names.size() > most ? fmt::format(", and {} more", names.size() - most) : "");
}

void refuse_shard(const fs::path& folder) {
  if (!sim::is_shard_folder(folder)) return;
  std::string which = "a part";
  try {
    if (const auto shard = sim::read_manifest(folder / "manifest.json").shard)
      which = fmt::format("shard {} of {}", shard->index, shard->shards);
  } catch (const sim::StoreError&) {  // merge says what is wrong with it
  }
  throw UserError(folded_fault(fmt::format(
      "{}: holds {} of a run, not a run; `sendcast merge` joins the shards", folder.string(), which)));
}

std::string to_string(const SeriesName& name) {
  if (name.breakdown == "total") return name.metric;
  return fmt::format("{} by {} {}", name.metric, name.breakdown, name.category);
}

StoredRun::StoredRun(const fs::path& folder, const std::string& area)
    : folder_(whole(folder)),
      store_(opened(folder_)),
      manifest_(manifest_beside(folder_, store_->info())),
      pairing_(sim::pairing_of(store_->info(), store_->layout())),
      areas_(areas_in(store_->layout())),
      area_(area.empty() ? pairing_.area : area) {
  check_index(*store_, manifest_);
  if (std::find(areas_.begin(), areas_.end(), area_) != areas_.end() || area.empty()) return;
  const auto nearest = sim::did_you_mean(area, areas_);
  throw UserError(folded_fault(fmt::format("{}: has no area {}; {}", folder_.string(), sim::quote(area),
                                           nearest.empty() ? "it holds " + some_of(areas_) : nearest)));
}

void StoredRun::check_store() const { store_->check_all(); }

std::optional<std::uint32_t> StoredRun::find(const SeriesName& name) const {
  const auto found = layout().find_series(name.metric, name.breakdown, name.category, area());
  return found && store_->has_draws(*found) ? found : std::nullopt;
}

std::uint32_t StoredRun::series(const SeriesName& name) const {
  const auto found = layout().find_series(name.metric, name.breakdown, name.category, area());
  if (!found)
    throw UserError(folded_fault(fmt::format("{}: {}", folder_.string(), why_not(layout(), name, area()))));
  if (!store_->has_draws(*found))
    throw UserError(folded_fault(
        fmt::format("{}: keeps no draws of {}, only its distribution (--store headline); run it again with "
                    "--store full",
                    folder_.string(), to_string(name))));
  return *found;
}

std::vector<std::string> StoredRun::categories(std::string_view metric, std::string_view breakdown) const {
  std::vector<std::string> out;
  for (std::uint32_t s = 0; s < layout().series().size(); ++s) {
    const auto& own = layout().series()[s];
    if (own.breakdown == breakdown && own.area == area() && layout().metric_of(s).name == metric &&
        store_->has_draws(s))
      out.push_back(own.category);
  }
  return out;
}

std::optional<Figure> StoredRun::find(const SeriesName& name, std::string_view period) const {
  const auto found = find(name);
  if (!found) return {};
  const auto& all = periods(*found);
  const auto at = std::find(all.begin(), all.end(), period);
  if (at == all.end()) return {};
  return Figure{*found, static_cast<std::uint32_t>(at - all.begin())};
}

Figure StoredRun::figure(const SeriesName& name, std::string_view period) const {
  const auto own = series(name);
  if (const auto found = find(name, period)) return *found;
  const auto& all = periods(own);
  if (all.empty())
    throw UserError(folded_fault(
        fmt::format("{}: is too short for any figure of {}", folder_.string(), to_string(name))));
  throw UserError(folded_fault(fmt::format("{}: has no {} of {}; it has {} to {}", folder_.string(),
                                           to_string(name), sim::quote(period), all.front(), all.back())));
}

std::vector<double> StoredRun::values(Figure f, unsigned member) const {
  return store_->values(f.series, f.period, member);
}

Columns StoredRun::values(std::span<const Figure> figures, unsigned member) const {
  Columns out(replicates(), figures.size());
  sim::ColumnWindow window(*store_, std::max<std::size_t>(1, window_bytes / (replicates() * 8)));
  std::vector<std::pair<std::uint32_t, std::size_t>> by_column;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Figure f = figures[i];
    if (member == 0 && !layout().is_ratio(f.series)) {
      by_column.emplace_back(layout().column(f.series, f.period), i);
      continue;
    }
    const auto read = store_->values(f.series, f.period, member);
    std::copy(read.begin(), read.end(), out[i].begin());
  }
  std::sort(by_column.begin(), by_column.end());
  for (const auto& [column, i] : by_column) {
    const double divisor = sim::divisor(metric_of(figures[i]).unit);
    const auto stored = window.column(column);
    std::transform(stored.begin(), stored.end(), out[i].begin(),
                   [divisor](std::int64_t value) { return static_cast<double>(value) / divisor; });
  }
  return out;
}

const Columns& StoredRun::draws() const {
  std::call_once(drawn_, [this] {
    const auto rows = store_->all_draws();  // replicate by replicate
    const std::size_t count = assumptions().size();
    auto columns = std::make_unique<Columns>(replicates(), count);
    for (std::size_t a = 0; a < count; ++a) {
      auto own = (*columns)[a];
      for (std::size_t r = 0; r < own.size(); ++r) own[r] = rows[r * count + a];
    }
    draws_ = std::move(columns);
  });
  return *draws_;
}

std::span<const double> StoredRun::draws(std::string_view assumption) const {
  const auto& all = assumptions();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& a) { return a.name == assumption; });
  if (found != all.end()) return draws()[static_cast<std::size_t>(found - all.begin())];
  std::vector<std::string> names;
  names.reserve(all.size());
  for (const auto& a : all) names.push_back(a.name);
  const auto nearest = sim::did_you_mean(std::string(assumption), names);
  throw UserError(folded_fault(fmt::format("{}: draws no assumption {}{}{}", folder_.string(),
                                           sim::quote(assumption), nearest.empty() ? "" : "; ", nearest)));
}

}  // namespace app
