// The text of the progress bar.

#include "sim/progress.hpp"
#include "tests/catch.hpp"

using namespace sim;

TEST_CASE("a progress line shows the share, the rate and the time left in 80 columns") {
  CHECK(progress_line({.done = 340, .total = 1000, .seconds = 0.5}) ==
        "[##############                             ]  34 %  340/1,000  680/s  0:01 left");
}

TEST_CASE("a progress line has its width at the start, at the end and for an empty run") {
  for (const Progress progress :
       {Progress{0, 1000, 0}, Progress{1000, 1000, 3}, Progress{0, 0, 0}, Progress{5, 123'456'789, 3600}}) {
    CHECK(progress_line(progress).size() == 80);
    CHECK(progress_line(progress, 50).size() == 50);
  }
  CHECK(progress_line({.done = 0, .total = 10}).find("-:-- left") != std::string::npos);
}

TEST_CASE("numbers and clocks are written for people") {
  CHECK(with_thousands(0) == "0");
  CHECK(with_thousands(999) == "999");
  CHECK(with_thousands(1'234'567) == "1,234,567");
  CHECK(clock_text(6.2) == "0:07");
  CHECK(clock_text(754) == "12:34");
  CHECK(clock_text(12345) == "3:25:45");
}
