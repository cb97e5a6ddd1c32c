#pragma once
// One session for each browser, known by a cookie that nobody can guess.

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace app::http {

/// 32 hexadecimal digits from the system's source of randomness. Throws std::system_error.
std::string random_name();
/// True for the same text, in a time that does not tell how much of it is right.
bool same_secret(std::string_view a, std::string_view b);

struct SessionLimits {
  std::size_t most = 32;            ///< browsers at once
  std::chrono::minutes asleep{30};  ///< one that asked for nothing for so long gives way to a new one
};

/// Safe to share between threads.
class Sessions {
 public:
  using Clock = std::chrono::steady_clock;
  /// `forget` is called for each that gives way, with no lock held.
  Sessions(SessionLimits limits, std::function<void(const std::string&)> forget)
      : limits_(limits), forget_(std::move(forget)) {}

  /// A new one; nothing if there are too many that are awake. One that never came back gives way at any age:
  /// a page asks for more at once, a program that fetches the page alone leaves it at that.
  std::optional<std::string> open(Clock::time_point now = Clock::now());
  /// Whether there is one of this name; it is awake from now on.
  bool known(const std::string& name, Clock::time_point now = Clock::now());

 private:
  struct Session {
    bool came_back = false;
    Clock::time_point seen;
  };
  SessionLimits limits_;
  std::function<void(const std::string&)> forget_;
  std::mutex mutex_;
  std::map<std::string, Session> sessions_;
};

}  // namespace app::http
