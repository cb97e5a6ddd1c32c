// Work of several browsers: its order, its end, and what is said of it meanwhile.

#include <atomic>
#include <functional>
#include <thread>

#include "app/serve/http/job_queue.hpp"
#include "app/serve/http/rate_limit.hpp"
#include "app/serve/http/sessions.hpp"
#include "tests/catch.hpp"

using namespace app::http;
using std::chrono::milliseconds;

namespace {

bool within(milliseconds time, const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (!condition())
    if (std::chrono::steady_clock::now() > end)
      return false;
    else
      std::this_thread::sleep_for(milliseconds(2));
  return true;
}

bool ends_as(const JobQueue& queue, const std::string& owner, JobPhase phase) {
  return within(milliseconds(20000), [&] { return queue.status(owner).phase == phase; });
}

/// Goes on until it is stopped.
void endless(JobControl& control) {
  for (std::uint64_t i = 0;; ++i) {
    control.progress(i, 0);
    control.stop().check();
    std::this_thread::sleep_for(milliseconds(1));
  }
}

}  // namespace

TEST_CASE("Jobs run one at a time in their order and say where they stand") {
  JobQueue queue({});
  std::atomic<int> at_once{0}, most{0};
  std::string order;
  const auto job = [&](char name) {
    return [&, name](JobControl& control) {
      most = std::max(most.load(), ++at_once);
      control.progress(3, 4);
      std::this_thread::sleep_for(milliseconds(20));
      order += name;
      --at_once;
    };
  };
  CHECK(queue.status("a").phase == JobPhase::none);
  CHECK(queue.submit("a", job('a')) == 1);
  CHECK(queue.submit("b", job('b')) == 2);
  CHECK(queue.submit("c", job('c')) == 3);
  CHECK(queue.status("c").ahead >= 1);
  CHECK(ends_as(queue, "c", JobPhase::done));
  CHECK(order == "abc");
  CHECK(most == 1);
  CHECK(queue.status("a").done == 3);
  CHECK(queue.status("a").total == 4);
  CHECK(queue.status("a").seconds > 0.01);
}

TEST_CASE("A browser's later job takes the place of its earlier one") {
  JobQueue queue({});
  std::atomic<bool> waited{false}, ran{false};
  queue.submit("a", endless);
  CHECK(ends_as(queue, "a", JobPhase::running));
  queue.submit("b", [&](JobControl&) { waited = true; });
  queue.submit("b", [&](JobControl&) { ran = true; });  // the first of b never runs
  CHECK(queue.status("b").phase == JobPhase::waiting);
  CHECK(queue.status("b").ahead == 1);
  queue.submit("a", [](JobControl&) {});  // ends the endless one
  CHECK(ends_as(queue, "a", JobPhase::done));
  CHECK(ends_as(queue, "b", JobPhase::done));
  CHECK(ran);
  CHECK_FALSE(waited);
}

TEST_CASE("Cancelled, failed, out of time, too many") {
  JobQueue queue({.most_waiting = 2, .most_time = milliseconds(150)});
  queue.submit("slow", endless);
  CHECK(ends_as(queue, "slow", JobPhase::out_of_time));
  CHECK(queue.status("slow").seconds < 10);
  queue.submit("bad", [](JobControl&) { throw std::runtime_error("why"); });
  CHECK(ends_as(queue, "bad", JobPhase::failed));
  CHECK(queue.status("bad").message == "why");
  queue.submit("worse", [](JobControl&) { throw 7; });
  CHECK(ends_as(queue, "worse", JobPhase::failed));

  JobQueue narrow({.most_waiting = 2});
  narrow.submit("a", endless);
  CHECK(ends_as(narrow, "a", JobPhase::running));
  CHECK(narrow.submit("b", endless) != 0);
  CHECK(narrow.submit("c", endless) != 0);
  CHECK(narrow.submit("d", endless) == 0);
  CHECK(narrow.submit("c", endless) != 0);  // in the place of its own
  narrow.cancel("b");
  CHECK(narrow.status("b").phase == JobPhase::stopped);
  narrow.cancel("a");
  CHECK(ends_as(narrow, "a", JobPhase::stopped));
  CHECK(ends_as(narrow, "c", JobPhase::running));
  narrow.forget("c");
  CHECK(narrow.status("c").phase == JobPhase::none);
  narrow.cancel("nobody");
}

TEST_CASE("A queue that is closed stops what runs and takes nothing more") {
  JobQueue queue({});
  std::atomic<bool> ended{false};
  queue.submit("a", [&](JobControl& control) {
    try {
      endless(control);
    } catch (...) {
      ended = true;
      throw;
    }
  });
  CHECK(ends_as(queue, "a", JobPhase::running));
  queue.submit("b", endless);
  queue.close();
  CHECK(ended);
  CHECK(queue.submit("c", endless) == 0);
}

TEST_CASE("A rate is so many at once and so many a second") {
  const auto start = RateLimit::Clock::now();
  RateLimit limit({.per_second = 2, .at_once = 3}, start);
  for (int i = 0; i < 3; ++i) CHECK(limit.take(start));
  CHECK_FALSE(limit.take(start));
  CHECK_FALSE(limit.take(start + milliseconds(400)));
  CHECK(limit.take(start + milliseconds(600)));
  CHECK_FALSE(limit.take(start + milliseconds(600)));
  CHECK(limit.take(start + std::chrono::hours(1)));
}

TEST_CASE("Sessions: names nobody can guess, and those asleep give way") {
  std::string gone;
  Sessions sessions({.most = 2, .asleep = std::chrono::minutes(30)},
                    [&](const std::string& name) { gone = name; });
  const auto start = Sessions::Clock::now();
  const auto a = sessions.open(start), b = sessions.open(start);
  REQUIRE((a && b));
  CHECK(*a != *b);
  CHECK(a->find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(sessions.known(*b, start));
  CHECK(sessions.known(*a, start));
  CHECK_FALSE(sessions.open(start + std::chrono::minutes(29)));
  CHECK(sessions.known(*a, start + std::chrono::minutes(29)));
  const auto c = sessions.open(start + std::chrono::minutes(31));
  REQUIRE(c);
  CHECK(gone == *b);
  CHECK(sessions.open(start + std::chrono::minutes(31)));  // c never came back, so it gives way at once
  CHECK(gone == *c);
  CHECK(sessions.known(*a, start + std::chrono::minutes(31)));
  CHECK_FALSE(sessions.known(*b));
  CHECK_FALSE(sessions.known(""));
  CHECK(same_secret("abc", "abc"));
  CHECK_FALSE(same_secret("abc", "abd"));
  CHECK_FALSE(same_secret("abc", "abcd"));
  CHECK_FALSE(same_secret("", "abc"));
  CHECK_FALSE(same_secret("abc", ""));
}
