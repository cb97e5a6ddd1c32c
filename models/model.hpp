#pragma once
// The SEND model as a value: a configuration compiled once, simulated for any key, or worked out in
// expectation.

#include <memory>
#include <vector>

#include "models/accounts.hpp"
#include "models/measures.hpp"
#include "models/prepared.hpp"
#include "models/state.hpp"
#include "sim/replicate.hpp"

namespace models {

/// Satisfies sim::Model. Immutable; copies share nothing that changes.
class SendModel {
 public:
  explicit SendModel(const sim::Config& config);

  struct Workspace {
    State state;
    Accounts<std::int64_t> accounts;
  };

  const sim::Layout& layout() const { return measures_.layout(); }
  Workspace workspace() const { return {}; }
  /// One replicate. `assumptions`: all cells of the configuration. `row`: zeroed, one entry per column.
  /// Asks `stop` between stages.
  void simulate(const sim::ReplicateKey& key, std::span<const double> assumptions, Workspace& workspace,
                sim::Row row, sim::StopToken stop = {}) const;

  /// The same row in expectation over luck, at these assumptions and this key's years; exact where no place,
  /// assessment or package limit binds. Starts from the key's own starting stock.
  std::vector<double> expected(const sim::ReplicateKey& key, std::span<const double> assumptions) const;

  const Structure& structure() const { return structure_; }
  const Measures& measures() const { return measures_; }
  const Prepared& prepared() const { return prepared_; }

 private:
  Structure structure_;
  Measures measures_;
  Prepared prepared_;
};

/// The stages of a term in their order, for documentation and the model map.
struct Stage {
  std::string_view name, text;
};
std::span<const Stage> stage_list();

}  // namespace models
