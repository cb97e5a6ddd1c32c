#pragma once
// Work that browsers ask for, done one piece at a time, in order; each browser has at most one.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "sim/stop.hpp"

namespace app::http {

enum class JobPhase { none, waiting, running, done, stopped, out_of_time, failed };
std::string_view to_string(JobPhase phase);

struct JobStatus {
  std::uint64_t number = 0;  ///< counts all jobs of the server; 0 if the browser never asked for one
  JobPhase phase = JobPhase::none;
  std::size_t ahead = 0;  ///< jobs that come first
  std::uint64_t done = 0, total = 0;
  double seconds = 0;   ///< since it began
  std::string message;  ///< why it failed
};

/// What a job is given.
class JobControl {
 public:
  sim::StopToken stop() const { return sim::StopToken(stop_); }
  void progress(std::uint64_t done, std::uint64_t total) {
    done_.store(done, std::memory_order_relaxed);
    total_.store(total, std::memory_order_relaxed);
  }

 private:
  friend class JobQueue;
  std::atomic<bool> stop_{false};
  std::atomic<std::uint64_t> done_{0}, total_{0};
};

struct QueueLimits {
  std::size_t most_waiting = 8;
  std::chrono::milliseconds most_time{std::chrono::minutes(5)};
};

/// Safe to share between threads. A job ends by returning, by throwing sim::Stopped, or with an exception,
/// whose text becomes the message of its status.
class JobQueue {
 public:
  using Work = std::function<void(JobControl&)>;

  explicit JobQueue(QueueLimits limits);
  ~JobQueue() { close(); }
  JobQueue(const JobQueue&) = delete;
  JobQueue& operator=(const JobQueue&) = delete;

  /// Its number; an earlier job of the same browser is stopped. 0 if too many are waiting.
  std::uint64_t submit(const std::string& owner, Work work);
  void cancel(const std::string& owner);
  /// Cancels, and knows the browser no longer.
  void forget(const std::string& owner);
  JobStatus status(const std::string& owner) const;
  /// Stops what runs, waits for it, and takes nothing more.
  void close();

 private:
  using Clock = std::chrono::steady_clock;
  struct Job {
    std::uint64_t number = 0;
    std::string owner;
    Work work;
    JobControl control;
    JobPhase phase = JobPhase::waiting;
    Clock::time_point began, ended;
    std::string message;
  };
  void work();
  void watch();
  void finish(Job& job, JobPhase phase, std::string message);
  /// With the lock held.
  void cancel_locked(const std::string& owner);

  QueueLimits limits_;
  mutable std::mutex mutex_;
  std::condition_variable more_, over_;
  std::map<std::string, std::shared_ptr<Job>> latest_;  // by browser
  std::deque<std::shared_ptr<Job>> waiting_;
  std::shared_ptr<Job> running_;
  std::uint64_t numbers_ = 0;
  bool closing_ = false;
  std::thread worker_, watcher_;
};

}  // namespace app::http
