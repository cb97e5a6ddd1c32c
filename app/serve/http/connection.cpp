// A connection with a deadline.

#include "app/serve/http/connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace app::http {

Connection::Connection(socket_t socket, std::size_t most_bytes, std::chrono::milliseconds to_read,
                       std::chrono::milliseconds to_write)
    : socket_(socket),
      left_(most_bytes),
      began_(Clock::now()),
      read_by_(began_ + to_read),
      to_write_(to_write) {}

bool Connection::wait(short event, Clock::time_point deadline) const {
  since_.store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
  waits_.store(event == POLLIN ? Waits::request : Waits::reader, std::memory_order_release);
  const bool ready = poll_until(event, deadline);
  waits_.store(Waits::no, std::memory_order_relaxed);
  return ready;
}

bool Connection::poll_until(short event, Clock::time_point deadline) const {
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    pollfd one{.fd = socket_, .events = event, .revents = 0};
    const int ready = ::poll(&one, 1, static_cast<int>(std::min<long long>(left.count(), 60000)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

bool Connection::is_readable() const { return at_ < held_ || wait(POLLIN, read_by_); }
bool Connection::wait_readable() const { return is_readable(); }
bool Connection::is_writable() const { return wait(POLLOUT, Clock::now() + to_write_); }
bool Connection::wait_writable() const { return is_writable(); }

time_t Connection::duration() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began_).count();
}

bool Connection::fill() {
  const std::size_t wanted = std::min(left_, buffer_.size());
  if (wanted == 0 || !wait(POLLIN, read_by_)) return false;
  ssize_t got = 0;
  do got = ::recv(socket_, buffer_.data(), wanted, 0);
  while (got < 0 && errno == EINTR);
  if (got <= 0) return false;
  at_ = 0;
  held_ = static_cast<std::size_t>(got);
  left_ -= held_;
  return true;
}

ssize_t Connection::read(char* to, std::size_t size) {
  if (at_ == held_ && !fill()) return -1;
  const std::size_t n = std::min(size, held_ - at_);
  std::memcpy(to, buffer_.data() + at_, n);
  at_ += n;
  return static_cast<ssize_t>(n);
}

ssize_t Connection::write(const char* from, std::size_t size) {
  const auto deadline = Clock::now() + to_write_;
  std::size_t sent = 0;
  while (sent < size) {
    if (!wait(POLLOUT, deadline)) return -1;
    const ssize_t n = ::send(socket_, from + sent, size - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK) return -1;
    if (n > 0) sent += static_cast<std::size_t>(n);
  }
  return static_cast<ssize_t>(size);
}

// Nobody asks who is calling: nothing here depends on it, and no log keeps it.
void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}
void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}

void Connection::hang_up() {
  ::shutdown(socket_, SHUT_WR);
  constexpr std::size_t most = 16u << 20;  // a browser that sends ten megabytes still reads why not
  const auto deadline = Clock::now() + std::chrono::seconds(2);
  for (std::size_t got = 0; got < most && wait(POLLIN, deadline);) {
    const ssize_t n = ::recv(socket_, buffer_.data(), buffer_.size(), 0);
    if (n <= 0 && errno != EINTR) return;
    if (n > 0) got += static_cast<std::size_t>(n);
    if (n == 0) return;
  }
}

}  // namespace app::http
