#pragma once
// The faults found so far, up to a limit; and the way the user's own words are quoted in them.

#include <string>
#include <string_view>
#include <vector>

#include "sim/diagnostic.hpp"

namespace sim {

/// 'text' with control characters and invalid bytes shown as '?', shortened in the middle of nowhere with
/// "...".
std::string quote(std::string_view text);

/// Collects faults; past the limit it only counts them, so that a million faults cost no more than a
/// thousand.
class Faults {
 public:
  void add(Origin where, std::string problem, std::string why = {}, std::string suggestion = {});
  void add(const Faults& others);
  bool full() const;
  bool empty() const { return list_.empty(); }
  /// Those past the limit included.
  std::size_t size() const { return list_.size() + uncounted_; }
  /// The faults, sorted, with a closing line if there were more than the limit.
  std::vector<Diagnostic> take();

 private:
  std::vector<Diagnostic> list_;
  std::size_t uncounted_ = 0;
};

}  // namespace sim
