#pragma once
// Configurations drawn at random: a shipped area whose levels, rates, places and queues are moved about.

#include <fmt/format.h>

#include "sim/philox.hpp"
#include "tests/models/subject.hpp"

namespace model_test {

/// Uniform numbers of a test, the same on every machine.
class Dice {
 public:
  explicit Dice(std::uint32_t which) : which_(which) {}
  double between(double low, double high) {
    return low + (high - low) * sim::unit(sim::draw(97, {which_, next_++, 0, 1})[0]);
  }
  int whole(int low, int high) {
    return low + std::min(high - low, static_cast<int>(between(0, 1) * (high - low + 1)));
  }

 private:
  std::uint32_t which_;
  std::uint64_t next_ = 0;
};

struct RandomConfig {
  const char* area = kingston;
  Changes changes;
};

/// `which` names the draw; 0 is Kingston as shipped.
inline RandomConfig random_config(std::uint32_t which) {
  RandomConfig c;
  c.changes = {{"years", "4"}};
  if (which == 0) return c;
  Dice dice(which);
  const char* areas[] = {kingston, richmond, england_from_2018};
  c.area = areas[dice.whole(0, 2)];
  const auto set = [&](const char* name, double low, double high) {
    c.changes.push_back({name, fmt::format("{}", dice.between(low, high))});
  };
  set("request.local_level", 0.5, 2);
  set("request.again", 0.2, 3);
  set("assessment.decided_in_6_weeks", 0.3, 1);
  set("dispute.decided_in_term", 0.2, 0.9);
  set("review.on_time", 0.2, 0.95);
  set("review.amend", 0.1, 0.6);
  set("cease.local_level", 0.5, 2);
  set("transfer.in_local", 0.5, 2);
  set("identification.level", 0.5, 1.5);
  return c;
}

}  // namespace model_test
