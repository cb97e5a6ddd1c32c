#pragma once
// A connection with a deadline: whoever sends or reads slowly is left, however cleverly slow.

#include <httplib.h>

#include <array>
#include <atomic>
#include <chrono>
#include <string>

namespace app::http {

/// httplib's own streams wait anew for every byte, so that one byte every few seconds holds a thread for
/// ever. This one reads until a point in time and so many bytes, and writes until another.
class Connection : public httplib::Stream {
 public:
  using Clock = std::chrono::steady_clock;
  /// Does not close the socket.
  Connection(socket_t socket, std::size_t most_bytes, std::chrono::milliseconds to_read,
             std::chrono::milliseconds to_write);

  // Not marked `override`: which of them are declared differs between versions of httplib.
  // NOLINTBEGIN(modernize-use-override)
  bool is_readable() const;
  bool is_writable() const;
  bool wait_readable() const;
  bool wait_writable() const;
  ssize_t read(char* to, std::size_t size);
  ssize_t write(const char* from, std::size_t size);
  void get_remote_ip_and_port(std::string& ip, int& port) const;
  void get_local_ip_and_port(std::string& ip, int& port) const;
  socket_t socket() const { return socket_; }
  time_t duration() const;
  // NOLINTEND(modernize-use-override)

  /// Says that nothing more is sent, and reads what still comes for a moment: a socket that is closed with
  /// bytes unread takes the answer back from who is still sending.
  void hang_up();

  /// Who has been waited for since then or longer. Safe to ask from another thread.
  enum class Waits { no, request, reader };
  Waits waits_since(Clock::time_point then) const {
    const auto waits = waits_.load(std::memory_order_acquire);
    return since_.load(std::memory_order_relaxed) <= then.time_since_epoch().count() ? waits : Waits::no;
  }

 private:
  bool fill();
  /// Waits for the event until the deadline.
  bool wait(short event, Clock::time_point deadline) const;
  bool poll_until(short event, Clock::time_point deadline) const;

  socket_t socket_;
  std::size_t left_;
  Clock::time_point began_, read_by_;
  std::chrono::milliseconds to_write_;
  std::array<char, 4096> buffer_{};
  std::size_t at_ = 0, held_ = 0;
  mutable std::atomic<Waits> waits_{Waits::no};
  mutable std::atomic<Clock::rep> since_{0};
};

}  // namespace app::http
