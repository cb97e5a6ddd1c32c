#pragma once
// A model small enough to follow by hand: a stock that thins out binomially, paid for by the head.

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/ensemble.hpp"
#include "sim/philox.hpp"
#include "sim/sample.hpp"
#include "sim/store_writer.hpp"

namespace toy {

inline constexpr std::uint16_t stay = 1, price = 2, assumption = 3;

/// Of 1,000 children a fraction cells[0] stays each year; each costs about £12.34 a year.
class Thinning {
 public:
  struct Workspace {
    std::vector<std::int64_t> stock;
  };
  explicit Thinning(std::uint32_t years = 3) {
    std::vector<std::string> periods;
    for (std::uint32_t y = 0; y < years; ++y) periods.push_back(std::to_string(2020 + y));
    const auto stock = layout_.add_metric({.name = "stock", .headline = true, .text = "children, January"});
    const auto spend = layout_.add_metric({.name = "spend", .unit = sim::Unit::pence});
    layout_.add_metric(
        {.name = "left_share", .unit = sim::Unit::share, .numerator = "left", .denominator = "stock"});
    const auto left = layout_.add_metric({.name = "left"});
    stock_ = layout_.add_series(stock, "total", "total", periods);
    spend_ = layout_.add_series(spend, "total", "total", periods);
    left_ = layout_.add_series(left, "total", "total", periods);
    layout_.add_series(spend, "line", "never, \"ever\"",
                       periods);  // an absent cell, with a name that needs quotes
    layout_.derive_ratios();
    years_ = years;
  }
  const sim::Layout& layout() const { return layout_; }
  Workspace workspace() const { return {}; }
  void simulate(const sim::ReplicateKey& key, std::span<const double> cells, Workspace& work, sim::Row row,
                sim::StopToken stop) const {
    if (key.index == fails_at) throw std::runtime_error("a child without an age");
    if (raises != nullptr && key.index == raises_at) raises->store(true);
    stop.check();
    if (raises != nullptr && key.index == raises_at) went_on = true;
    work.stock.assign(1, 1000);
    for (std::uint32_t y = 0; y < years_; ++y) {
      const auto word = [&](std::uint16_t purpose, unsigned member) {
        return sim::draw(
            key.seed, {sim::replicate_word(key.index, member), 7, static_cast<std::uint16_t>(y), purpose})[0];
      };
      const std::int64_t before = work.stock.back();
      const std::int64_t now =
          sim::inverse_binomial(before, cells[0], sim::unit(word(stay, key.member_luck)));
      work.stock.push_back(now);
      row[layout_.column(stock_, y)] = now;
      row[layout_.column(left_, y)] = before - now;
      const double pence = 1234 + 100 * sim::inverse_normal(sim::unit(word(price, key.member_years)));
      row[layout_.column(spend_, y)] = static_cast<std::int64_t>(pence * static_cast<double>(now));
    }
  }

  static constexpr std::uint32_t never = 0xffffffff;
  std::uint32_t fails_at = never, raises_at = never;
  std::atomic<bool>* raises = nullptr;
  mutable bool went_on = false;  ///< the replicate that raised the flag was not told

 private:
  sim::Layout layout_;
  std::uint32_t stock_ = 0, spend_ = 0, left_ = 0, years_ = 0;
};

/// The fraction that stays: uniform on (0.7, 0.9).
inline sim::AssumptionDraws assumptions(sim::Seed seed) {
  return {.base = {0.8},
          .names = {"stay"},
          .cells = {{0}},
          .draw = [seed](std::uint32_t replicate, std::span<double> out) {
            out[0] = 0.7 + 0.2 * sim::unit(sim::draw(seed, {replicate, 0, 0, assumption})[0]);
          }};
}

/// A folder of its own, removed at the end of the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "sendcast-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline sim::RunInfo run_info(const sim::EnsembleOptions& options,
                             sim::StoreMode mode = sim::StoreMode::full) {
  return {.scenario = "as is",
          .seed = options.seed,
          .first = options.first,
          .replicates = options.replicates,
          .planned = options.replicates,
          .members = options.layers ? sim::layer_members : 1,
          .design = "mc",
          .mode = mode,
          .config_digest = "0123",
          .fingerprint = "4567"};
}

/// Runs any model and stores what it gives.
template <sim::Model M>
void run_to_store(const M& model, const sim::AssumptionDraws& draws, const sim::EnsembleOptions& options,
                  const std::filesystem::path& path, const sim::RunInfo& info) {
  std::vector<sim::StoredAssumption> stored;
  for (const std::string& name : draws.names) stored.push_back({name, "share", "uniform"});
  sim::StoreWriter writer(path, info, model.layout(), stored);
  sim::run_ensemble(model, draws, options, [&](const sim::ReplicateBlock& block) { writer.write(block); });
  writer.finish();
}

}  // namespace toy
