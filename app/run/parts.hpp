#pragma once
// A simulation whose complete parts are kept while it goes, so that a run that is killed can be gone on with.

#include <functional>
#include <optional>
#include <string>

#include "app/run/simulation.hpp"
#include "sim/unfinished_folder.hpp"

namespace app {

/// An interrupt after which something is kept: what to tell the user.
struct StoppedAndKept : sim::Stopped {
  explicit StoppedAndKept(std::string words) : text(std::move(words)) {}
  std::string text;
};

/// The parts of one run, or of one shard, beside its output folder.
class KeptParts {
 public:
  /// Looks for what an earlier run left: goes on with it (--resume), or says on stderr that it will be
  /// replaced. Keeps nothing if the options have no checkpoint. Throws sim::OutputError if what is there
  /// belongs to another run.
  KeptParts(const RunOptions& options, const sim::RunInfo& info);

  /// Replicates that need no simulation any more.
  std::uint32_t resumed() const { return resumed_; }
  /// As simulate() does.
  void simulate(const Simulation& simulation, const sim::Config& config, const std::filesystem::path& path,
                const RunWatch& watch);
  /// Does a piece of the run's work. If there is no room for its files, or the user interrupts it, what is
  /// complete stays and the message says so.
  void guard(const std::function<void()>& work);
  /// The output is in its place: nothing is needed any more.
  void done();

 private:
  std::string kept_text() const;
  const RunOptions& options_;
  sim::RunInfo info_;
  std::optional<sim::UnfinishedFolder> kept_;
  std::uint32_t resumed_ = 0;
};

}  // namespace app
