#pragma once
// Folders of finished runs of any figures, for tests of what reads them.

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/manifest.hpp"
#include "sim/store_writer.hpp"
#include "sim/text_file.hpp"

namespace app_test {

/// A run.sqlite with its manifest, in a temporary folder that goes away with it.
class FinishedRun {
 public:
  /// `fill(replicate, row, draws)` sets the figures of a replicate and its draws of the assumptions. Runs of
  /// one scenario have one digest.
  using Fill = std::function<void(std::uint32_t, sim::Row, std::span<double>)>;

  FinishedRun(const sim::Layout& layout, const std::vector<std::string>& assumptions,
              std::uint32_t replicates, const Fill& fill, sim::StoreMode mode = sim::StoreMode::full,
              const std::string& scenario = "made") {
    std::string name = (std::filesystem::temp_directory_path() / "sendcast-run-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = name;
    const sim::RunInfo info{.scenario = scenario,
                            .seed = 7,
                            .replicates = replicates,
                            .planned = replicates,
                            .design = "mc",
                            .mode = mode,
                            .config_digest = "digest of " + scenario,
                            .fingerprint = "fingerprint"};
    std::vector<sim::StoredAssumption> stored;
    for (const auto& a : assumptions) stored.push_back({a, "share", "uniform"});
    sim::StoreWriter writer(folder_ / "run.sqlite", info, layout, stored);
    const auto width = layout.columns();
    const auto count = static_cast<std::uint32_t>(assumptions.size());
    const auto size = sim::block_replicates(width);
    for (std::uint32_t first = 0; first < replicates; first += size) {
      sim::ReplicateBlock block{.number = first / size,
                                .first = first,
                                .count = std::min(size, replicates - first),
                                .columns = width};
      block.values.assign(std::size_t{block.count} * width, 0);
      block.draws.assign(std::size_t{block.count} * count, 0);
      for (std::uint32_t r = 0; r < block.count; ++r)
        fill(first + r, std::span(block.values).subspan(std::size_t{r} * width, width),
             std::span(block.draws).subspan(std::size_t{r} * count, count));
      writer.write(block);
    }
    writer.finish();
    sim::write_text(folder_ / "manifest.json", sim::manifest_json(sim::Manifest{info, {}, {}, "made", {}}));
  }
  ~FinishedRun() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  FinishedRun(const FinishedRun&) = delete;
  FinishedRun& operator=(const FinishedRun&) = delete;
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

}  // namespace app_test
