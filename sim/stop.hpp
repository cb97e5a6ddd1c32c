#pragma once
// Giving up work half done because somebody outside wants it to stop.

#include <atomic>

namespace sim {

/// Thrown out of work that is given up. Not a failure, so not a std::exception.
struct Stopped {};

/// Looks at a flag that is raised from outside, perhaps by a signal, and stays raised. Without a flag nothing
/// stops.
class StopToken {
 public:
  StopToken() = default;
  explicit StopToken(const std::atomic<bool>& flag) : flag_(&flag) {}
  bool raised() const { return flag_ != nullptr && flag_->load(std::memory_order_relaxed); }
  /// Throws Stopped once the flag is raised. Work that takes more than a moment asks now and then.
  void check() const {
    if (raised()) throw Stopped{};
  }

 private:
  const std::atomic<bool>* flag_ = nullptr;
};

}  // namespace sim
