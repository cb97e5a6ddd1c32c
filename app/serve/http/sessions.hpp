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
  Sessions(SessionLimits limits, bool token_asked, std::function<void(const std::string&)> forget)
      : limits_(limits), token_asked_(token_asked), forget_(std::move(forget)) {}

  /// A new one; nothing if there are too many that are awake.
  std::optional<std::string> open(Clock::time_point now = Clock::now());
  /// Whether there is one of this name; it is awake from now on.
  bool known(const std::string& name, Clock::time_point now = Clock::now());
  bool authorised(const std::string& name) const;
  void authorise(const std::string& name);

 private:
  struct Session {
    bool authorised = false;
    Clock::time_point seen;
  };
  SessionLimits limits_;
  bool token_asked_;
  std::function<void(const std::string&)> forget_;
  mutable std::mutex mutex_;
  std::map<std::string, Session> sessions_;
};

}  // namespace app::http
