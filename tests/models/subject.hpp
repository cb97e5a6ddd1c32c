#pragma once
// What most tests of the model start from: a shipped configuration with changes, its model, and its draws.

#include <filesystem>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "models/model.hpp"
#include "models/schema.hpp"
#include "models/structure.hpp"
#include "sim/config.hpp"
#include "sim/config_draws.hpp"
#include "sim/ensemble.hpp"

namespace model_test {

using Changes = std::vector<sim::Override>;

inline constexpr const char* kingston = "areas/kingston/do-nothing.toml";
inline constexpr const char* richmond = "areas/richmond/january-2021.toml";
inline constexpr const char* worcestershire = "areas/worcestershire/january-2020.toml";
inline constexpr const char* england = "areas/england-average/baseline.toml";
inline constexpr const char* england_from_2018 = "areas/england-average/from-2018.toml";

inline std::filesystem::path configs() { return std::filesystem::path(SENDCAST_SOURCE_DIR) / "configs"; }

inline sim::Config read(const std::filesystem::path& root, const Changes& changes = {},
                        const std::vector<std::filesystem::path>& scenarios = {}) {
  auto result = sim::read_config(root, models::schema(), scenarios, changes);
  if (result.config) result.faults = models::check_structure(*result.config);
  if (!result.faults.empty()) throw std::runtime_error(sim::to_string(result.faults));
  return std::move(*result.config);
}

/// Every finite type with more places than there are children: nothing binds. Assessments are unlimited as
/// shipped.
inline Changes unlimited_places(const sim::Config& config) {
  Changes changes;
  for (const auto& id : config.members("provision")) {
    changes.push_back({"provision." + id + ".used_by_others", "0"});
    const bool here = config.boolean("provision", id, "in_area");
    changes.push_back({"provision." + id + ".places", here ? "100000" : "0"});
    changes.push_back({"provision." + id + ".bought_elsewhere", "0"});
  }
  return changes;
}

inline Changes operator+(Changes a, const Changes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

struct Subject {
  sim::Config config;
  models::SendModel model;
  sim::AssumptionDraws draws;
  sim::Seed seed;

  explicit Subject(sim::Config c, sim::Seed s = 20180901)
      : config(std::move(c)),
        model(config),
        draws(sim::assumption_draws(config, sim::Design::sobol, s, 1024)),
        seed(s) {}
  /// A file under configs/ with changes.
  explicit Subject(const char* path, const Changes& changes = {}, sim::Seed s = 20180901)
      : Subject(read(configs() / path, changes), s) {}
  static Subject without_limits(const char* path, const Changes& more = {}) {
    return Subject(read(configs() / path, unlimited_places(read(configs() / path)) + more));
  }

  /// All cells of a replicate's own draw of the assumptions.
  std::vector<double> cells(std::uint32_t replicate) const {
    std::vector<double> values(draws.names.size()), all(draws.base.size());
    draws.fill(replicate, values, all);
    return all;
  }
  sim::ReplicateKey key(std::uint32_t replicate) const { return sim::member_key(seed, replicate, 0); }
  std::vector<std::int64_t> simulate(std::uint32_t replicate, std::span<const double> assumptions) const {
    thread_local models::SendModel::Workspace workspace;
    std::vector<std::int64_t> row(model.layout().columns());
    model.simulate(key(replicate), assumptions, workspace, row);
    return row;
  }
  std::vector<std::int64_t> simulate(std::uint32_t replicate) const {
    const auto all = cells(replicate);
    return simulate(replicate, all);
  }
  std::vector<double> expected(std::uint32_t replicate) const {
    return model.expected(key(replicate), cells(replicate));
  }
};

/// A column by the names that summary.csv uses.
struct Name {
  std::string metric, breakdown, category, period;
  auto operator<=>(const Name&) const = default;
  std::string text() const { return metric + " " + breakdown + "=" + category + " " + period; }
};

/// Every stored column of a layout by name.
inline std::map<Name, std::uint32_t> columns_of(const sim::Layout& layout) {
  std::map<Name, std::uint32_t> columns;
  for (std::uint32_t s = 0; s < layout.series().size(); ++s) {
    if (layout.is_ratio(s)) continue;
    const auto& series = layout.series()[s];
    const auto& periods = layout.periods(s);
    for (std::uint32_t p = 0; p < periods.size(); ++p)
      columns[{layout.metric_of(s).name, series.breakdown, series.category, periods[p]}] =
          layout.column(s, p);
  }
  return columns;
}

/// The names of all columns in column order.
inline std::vector<Name> names_of(const sim::Layout& layout) {
  std::vector<Name> names(layout.columns());
  for (const auto& [name, column] : columns_of(layout)) names[column] = name;
  return names;
}

inline sim::PeriodType period_type(const sim::Layout& layout, std::string_view metric) {
  return layout.metrics()[layout.find_metric(metric).value()].period_type;
}

/// Looks up figures of one row by name; a name that does not exist throws std::out_of_range.
class Figures {
 public:
  explicit Figures(const sim::Layout& layout) : layout_(layout), columns_(columns_of(layout)) {}

  std::uint32_t column(std::string_view metric, std::string_view period, std::string_view breakdown = "total",
                       std::string_view category = "total") const {
    return columns_.at(
        {std::string(metric), std::string(breakdown), std::string(category), std::string(period)});
  }
  template <class Row>
  auto at(const Row& row, std::string_view metric, std::string_view period,
          std::string_view breakdown = "total", std::string_view category = "total") const {
    return row[column(metric, period, breakdown, category)];
  }
  /// The periods of a metric, in time order.
  std::vector<std::string> periods(std::string_view metric) const {
    for (std::uint32_t s = 0; s < layout_.series().size(); ++s)
      if (layout_.metric_of(s).name == metric) return layout_.periods(s);
    throw std::out_of_range(std::string(metric));
  }
  /// The categories of a metric's breakdown, in order of declaration.
  std::vector<std::string> categories(std::string_view metric, std::string_view breakdown) const {
    std::vector<std::string> out;
    for (std::uint32_t s = 0; s < layout_.series().size(); ++s)
      if (layout_.metric_of(s).name == metric && layout_.series()[s].breakdown == breakdown)
        out.push_back(layout_.series()[s].category);
    return out;
  }
  const std::map<Name, std::uint32_t>& all() const { return columns_; }

 private:
  const sim::Layout& layout_;
  std::map<Name, std::uint32_t> columns_;
};

/// Whether the acceptance sizes are asked for.
inline bool long_run() { return std::getenv("SENDCAST_LONG") != nullptr; }

}  // namespace model_test
