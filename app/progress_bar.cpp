// The progress bar on a terminal's stderr, redrawn a few times a second.

#include "app/progress_bar.hpp"

#include <string>

#include "app/terminal.hpp"
#include "sim/progress.hpp"

namespace app {

double ProgressBar::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void ProgressBar::update(std::uint64_t done, std::uint64_t total) {
  if (!shown_) return;
  const double now = seconds();
  if (now - last_ < 0.1 && done < total) return;
  last_ = now;
  drawn_ = true;
  print_error('\r' +
              sim::progress_line({.done = done, .total = total, .seconds = now}, terminal_width() - 1));
}

void ProgressBar::clear() {
  if (drawn_) print_error("\r\x1b[K");
  drawn_ = false;
}

}  // namespace app
