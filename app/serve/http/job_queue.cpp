// Work that browsers ask for, done one piece at a time.

#include "app/serve/http/job_queue.hpp"

#include <algorithm>
#include <exception>
#include <new>

namespace app::http {

std::string_view to_string(JobPhase phase) {
  switch (phase) {
    case JobPhase::none:
      return "none";
    case JobPhase::waiting:
      return "waiting";
    case JobPhase::running:
      return "running";
    case JobPhase::done:
      return "done";
    case JobPhase::stopped:
      return "stopped";
    case JobPhase::out_of_time:
      return "out_of_time";
    default:
      return "failed";
  }
}

JobQueue::JobQueue(QueueLimits limits) : limits_(limits) {
  worker_ = std::thread([this] { work(); });
  watcher_ = std::thread([this] { watch(); });
}

void JobQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    if (closing_) return;
    closing_ = true;
    waiting_.clear();
    if (running_) running_->control.stop_.store(true);
  }
  more_.notify_all();
  over_.notify_all();
  worker_.join();
  watcher_.join();
}

std::uint64_t JobQueue::submit(const std::string& owner, Work work) {
  auto job = std::make_shared<Job>();
  {
    const std::lock_guard lock(mutex_);
    cancel_locked(owner);
    if (closing_ || waiting_.size() >= limits_.most_waiting) return 0;
    job->number = ++numbers_;
    job->owner = owner;
    job->work = std::move(work);
    waiting_.push_back(job);
    latest_[owner] = job;
  }
  more_.notify_one();
  return job->number;
}

void JobQueue::cancel_locked(const std::string& owner) {
  const auto it = latest_.find(owner);
  if (it == latest_.end()) return;
  Job& job = *it->second;
  job.control.stop_.store(true);
  if (job.phase == JobPhase::waiting) {
    std::erase_if(waiting_, [&](const auto& other) { return other.get() == &job; });
    job.phase = JobPhase::stopped;
  }
}

void JobQueue::cancel(const std::string& owner) {
  const std::lock_guard lock(mutex_);
  cancel_locked(owner);
}

void JobQueue::forget(const std::string& owner) {
  const std::lock_guard lock(mutex_);
  cancel_locked(owner);
  latest_.erase(owner);
}

JobStatus JobQueue::status(const std::string& owner) const {
  const std::lock_guard lock(mutex_);
  const auto it = latest_.find(owner);
  if (it == latest_.end()) return {};
  const Job& job = *it->second;
  JobStatus out{.number = job.number, .phase = job.phase, .message = job.message};
  out.done = job.control.done_.load(std::memory_order_relaxed);
  out.total = job.control.total_.load(std::memory_order_relaxed);
  if (job.phase == JobPhase::waiting) {
    const auto place = std::find_if(waiting_.begin(), waiting_.end(),
                                    [&](const auto& other) { return other.get() == &job; });
    out.ahead = static_cast<std::size_t>(place - waiting_.begin()) + (running_ ? 1 : 0);
  } else if (job.began != Clock::time_point()) {
    const auto until = job.phase == JobPhase::running ? Clock::now() : job.ended;
    out.seconds = std::chrono::duration<double>(until - job.began).count();
  }
  return out;
}

void JobQueue::finish(Job& job, JobPhase phase, std::string message) {
  {
    const std::lock_guard lock(mutex_);
    // A job that was stopped for its time keeps that phase.
    if (job.phase == JobPhase::running) job.phase = phase;
    job.message = std::move(message);
    job.ended = Clock::now();
    job.work = nullptr;
    running_ = nullptr;
  }
  over_.notify_all();
}

void JobQueue::work() {
  for (;;) {
    std::shared_ptr<Job> job;
    {
      std::unique_lock lock(mutex_);
      more_.wait(lock, [&] { return closing_ || !waiting_.empty(); });
      if (closing_) return;
      job = waiting_.front();
      waiting_.pop_front();
      job->phase = JobPhase::running;
      job->began = Clock::now();
      running_ = job;
    }
    over_.notify_all();  // the watcher looks at the new one
    try {
      job->work(job->control);
      finish(*job, JobPhase::done, {});
    } catch (const sim::Stopped&) {
      finish(*job, JobPhase::stopped, {});
    } catch (const std::bad_alloc&) {
      finish(*job, JobPhase::failed, "out of memory: fewer replicates need less");
    } catch (const std::exception& error) {
      finish(*job, JobPhase::failed, error.what());
    } catch (...) {
      finish(*job, JobPhase::failed, "an unknown error");
    }
  }
}

void JobQueue::watch() {
  std::unique_lock lock(mutex_);
  while (!closing_) {
    if (!running_ || running_->control.stop_.load()) {
      over_.wait(lock);
      continue;
    }
    const auto job = running_;
    const auto end = job->began + limits_.most_time;
    if (Clock::now() < end) {
      over_.wait_until(lock, end);
      continue;
    }
    job->phase = JobPhase::out_of_time;
    job->ended = Clock::now();
    job->control.stop_.store(true);
  }
}

}  // namespace app::http
