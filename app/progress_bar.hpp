#pragma once
// The progress bar on a terminal's stderr, redrawn a few times a second.

#include <chrono>
#include <cstdint>

namespace app {

class ProgressBar {
 public:
  explicit ProgressBar(bool shown) : shown_(shown), start_(std::chrono::steady_clock::now()) {}
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void update(std::uint64_t done, std::uint64_t total);
  /// Takes the bar off the screen.
  void clear();
  double seconds() const;

 private:
  bool shown_, drawn_ = false;
  double last_ = -1;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace app
