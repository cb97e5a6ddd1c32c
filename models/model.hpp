#pragma once
// The SEND model as a value: a configuration compiled once, simulated for any key, or worked out in
// expectation.

#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/accounts.hpp"
#include "models/measures.hpp"
#include "models/prepared.hpp"
#include "models/state.hpp"
#include "sim/replicate.hpp"

namespace models {

/// A configuration of several areas was given to what works on one.
struct OneAreaOnly : std::invalid_argument {
  OneAreaOnly()
      : std::invalid_argument(
            "the configuration is of several areas; this takes one of them: name its file area.toml") {}
};

/// Satisfies sim::Model. Immutable; copies share nothing that changes.
class SendModel {
 public:
  /// Where each line of a model's figures stands, for models that share it, by Measures::shape. For several
  /// threads.
  struct MeasuresPool {
    std::map<std::string, std::shared_ptr<const Measures>> known = {};
    std::mutex mutex = {};
  };
  /// With a pool (one of several areas) the areas named in its layout may be another's.
  /// Throws OneAreaOnly.
  explicit SendModel(const sim::Config& config, MeasuresPool* pool = nullptr);

  struct Workspace {
    State state;
    Accounts<std::int64_t> accounts;
  };

  const sim::Layout& layout() const { return measures_->layout(); }
  Workspace workspace() const { return {}; }
  /// One replicate. `assumptions`: all cells of the configuration. `row`: zeroed, one entry per column.
  /// Asks `stop` between stages.
  void simulate(const sim::ReplicateKey& key, std::span<const double> assumptions, Workspace& workspace,
                sim::Row row, sim::StopToken stop = {}) const;

  /// The same row in expectation over luck, at these assumptions and this key's years; exact where no place,
  /// assessment or package limit binds. Starts from the key's own starting stock.
  std::vector<double> expected(const sim::ReplicateKey& key, std::span<const double> assumptions) const;

  const Structure& structure() const { return structure_; }
  const Measures& measures() const { return *measures_; }
  const Prepared& prepared() const { return prepared_; }

 private:
  Structure structure_;
  std::shared_ptr<const Measures> measures_;
  Prepared prepared_;
};

/// The stages of a term in their order, for documentation and the model map.
struct Stage {
  std::string_view name, text;
};
std::span<const Stage> stage_list();

}  // namespace models
