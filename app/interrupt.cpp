// Ctrl-C (and a polite kill) raise a flag that the run looks at, so that it can stop without leaving files
// behind.

#include "app/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace app {
namespace {

std::atomic<bool> raised{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

extern "C" void raise_flag(int) { raised.store(true, std::memory_order_relaxed); }

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = raise_flag;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;  // files that are being written are not cut short
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
  std::signal(SIGXFSZ, SIG_IGN);  // a file over the user's limit is then a write error, which is cleaned up
}

sim::StopToken interrupted() { return sim::StopToken(raised); }

}  // namespace app
