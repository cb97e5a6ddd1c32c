#pragma once
// So many a second and no more: a bucket that fills with time.

#include <algorithm>
#include <chrono>
#include <mutex>

namespace app::http {

struct Rate {
  double per_second = 200, at_once = 400;
};

/// Safe to share between threads.
class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;
  explicit RateLimit(Rate rate, Clock::time_point now = Clock::now())
      : rate_(rate), left_(rate.at_once), last_(now) {}

  /// Takes one; false if none is left.
  bool take(Clock::time_point now = Clock::now()) {
    const std::lock_guard lock(mutex_);
    const double passed = std::chrono::duration<double>(now - last_).count();
    left_ = std::min(rate_.at_once, left_ + std::max(0.0, passed) * rate_.per_second);
    last_ = now;
    if (left_ < 1) return false;
    left_ -= 1;
    return true;
  }

 private:
  Rate rate_;
  double left_;
  Clock::time_point last_;
  std::mutex mutex_;
};

}  // namespace app::http
