#pragma once
// What two pieces of one run have in common, by name: the test for shards that are to be merged, and for work
// that is to be gone on with.

#include <string>
#include <utility>
#include <vector>

#include "sim/manifest.hpp"

namespace sim {

/// Everything that fixes a run's bytes: program, mathematical library, configuration, seed, design, ...
class RunIdentity {
 public:
  /// Of a manifest that was read back, or of one that this program will write (where `version` is empty).
  /// `command` is that of the whole run.
  RunIdentity(const Manifest& manifest, const std::string& command);
  /// As `json` gave it; nothing is equal to what cannot be read.
  static RunIdentity read(const std::string& json);
  std::string json() const;

  bool operator==(const RunIdentity&) const = default;
  /// Why `other` is not of this run, as clauses: "its seed is 6, not 5; it was made from another
  /// configuration"; empty if it is.
  std::string difference(const RunIdentity& other) const;

 private:
  RunIdentity() = default;
  std::vector<std::pair<std::string, std::string>> parts_;
};

}  // namespace sim
