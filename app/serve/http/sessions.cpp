// One session for each browser.

#include "app/serve/http/sessions.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace app::http {

std::string random_name() {
  std::array<unsigned char, 16> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    throw std::system_error(errno, std::generic_category(), "no random numbers from the system");
  std::string out;
  for (const unsigned char b : bytes) {
    out += "0123456789abcdef"[b >> 4];
    out += "0123456789abcdef"[b & 15];
  }
  return out;
}

bool same_secret(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size() && !b.empty(); ++i)
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i % b.size()]);
  return difference == 0;
}

std::optional<std::string> Sessions::open(Clock::time_point now) {
  std::string name = random_name(), gone;
  {
    const std::lock_guard lock(mutex_);
    if (sessions_.size() >= limits_.most) {
      auto oldest = sessions_.begin();
      for (auto it = sessions_.begin(); it != sessions_.end(); ++it)
        if (std::pair(it->second.came_back, it->second.seen) <
            std::pair(oldest->second.came_back, oldest->second.seen))
          oldest = it;
      if (oldest->second.came_back && now - oldest->second.seen < limits_.asleep) return std::nullopt;
      gone = oldest->first;
      sessions_.erase(oldest);
    }
    sessions_[name] = {.seen = now};
  }
  if (!gone.empty() && forget_) forget_(gone);
  return name;
}

bool Sessions::known(const std::string& name, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  const auto it = sessions_.find(name);
  if (it == sessions_.end()) return false;
  it->second = {.came_back = true, .seen = now};
  return true;
}

}  // namespace app::http
