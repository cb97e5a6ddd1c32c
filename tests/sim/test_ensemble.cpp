// The ensemble: results depend on keys alone; errors and Ctrl-C leave whole blocks behind.

#include <oneapi/tbb/global_control.h>

#include "sim/ensemble.hpp"
#include "tests/catch.hpp"
#include "tests/sim/toy_model.hpp"

using namespace sim;

namespace {

/// All rows of one member, in the order in which the sink received them.
std::vector<std::int64_t> rows(const EnsembleOptions& options, unsigned member = 0,
                               const toy::Thinning& model = toy::Thinning{}) {
  std::vector<std::int64_t> all;
  const auto keep = [&](const ReplicateBlock& block) {
    if (block.member == member) all.insert(all.end(), block.values.begin(), block.values.end());
  };
  run_ensemble(model, toy::assumptions(options.seed), options, keep);
  return all;
}

}  // namespace

TEST_CASE("the result is the same for one, two and three threads") {
  const tbb::global_control three(tbb::global_control::max_allowed_parallelism, 3);
  const auto one = rows({.seed = 5, .replicates = 1000, .threads = 1});
  CHECK(one.size() == 1000 * toy::Thinning{}.layout().columns());
  CHECK(one == rows({.seed = 5, .replicates = 1000, .threads = 2}));
  CHECK(one == rows({.seed = 5, .replicates = 1000, .threads = 3}));
  CHECK(one != rows({.seed = 6, .replicates = 1000, .threads = 1}));
}

TEST_CASE("a longer run begins with the shorter one, and a shard is a piece of it") {
  const auto shorter = rows({.seed = 5, .replicates = 1000});
  auto longer = rows({.seed = 5, .replicates = 2000});
  const auto shard = rows({.seed = 5, .first = 960, .replicates = 40});
  const std::size_t width = toy::Thinning{}.layout().columns();
  CHECK(std::equal(shard.begin(), shard.end(), longer.begin() + static_cast<std::ptrdiff_t>(960 * width)));
  longer.resize(shorter.size());
  CHECK(longer == shorter);
}

TEST_CASE("layers leave the first member as it was and redraw luck, then years") {
  const EnsembleOptions plain{.seed = 5, .replicates = 100},
      layers{.seed = 5, .replicates = 100, .layers = true};
  const auto first = rows(layers, 0), second = rows(layers, 1), third = rows(layers, 2);
  CHECK(first == rows(plain));
  CHECK(first != second);
  CHECK(second != third);
  CHECK(member_key(5, 9, 0) == ReplicateKey{5, 9, 0, 0});
  CHECK(member_key(5, 9, 1) == ReplicateKey{5, 9, 0, 1});
  CHECK(member_key(5, 9, 2) == ReplicateKey{5, 9, 1, 2});
}

TEST_CASE("blocks arrive in order, with the draws of their assumptions, and progress counts them") {
  const EnsembleOptions options{.seed = 5, .replicates = 150, .threads = 3, .layers = true};
  std::vector<std::pair<std::uint32_t, unsigned>> order;
  std::vector<std::uint64_t> progress;
  std::vector<double> draws;
  const auto draw = toy::assumptions(5);
  EnsembleHooks hooks;
  hooks.progress = [&](std::uint64_t done, std::uint64_t total) {
    CHECK(total == 450);
    progress.push_back(done);
  };
  const auto outcome = run_ensemble(
      toy::Thinning{}, draw, options,
      [&](const ReplicateBlock& block) {
        order.emplace_back(block.number, block.member);
        CHECK(block.draws.size() == (block.member == 0 ? block.count : 0));
        draws.insert(draws.end(), block.draws.begin(), block.draws.end());
      },
      hooks);
  CHECK(outcome == Outcome::complete);
  CHECK(order == std::vector<std::pair<std::uint32_t, unsigned>>{
                     {0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {2, 0}, {2, 1}, {2, 2}});
  CHECK(progress == std::vector<std::uint64_t>{64, 128, 192, 256, 320, 384, 406, 428, 450});
  double expected = 0;
  draw.draw(149, {&expected, 1});
  REQUIRE(draws.size() == 150);
  CHECK(draws.back() == expected);
}

TEST_CASE("a failing replicate is named with the command that repeats it alone") {
  toy::Thinning model;
  model.fails_at = 130;
  std::uint32_t whole = 0;
  for (const unsigned threads : {1u, 3u}) {
    try {
      run_ensemble(
          model, toy::assumptions(5),
          {.seed = 5, .replicates = 1000, .threads = threads, .layers = true, .command = "sendcast run x"},
          [&](const ReplicateBlock&) { ++whole; });
      FAIL("no error");
    } catch (const ReplicateError& error) {
      CHECK(error.which().index == 130);
      CHECK(error.which().member == 0);
      CHECK(std::string(error.what()) ==
            "replicate 130 (member 0) failed with seed 5: a child without an age\n"
            "  repeat it alone: sendcast run x --seed 5 --replicate 130 --member 0");
    }
  }
  CHECK(whole == 12);  // blocks 0 and 1, three members, twice
  CHECK_THROWS_WITH(simulate_one(model, toy::assumptions(5), 5, 130), "a child without an age");
}

TEST_CASE("one replicate alone is the row of the ensemble") {
  const auto all = rows({.seed = 5, .replicates = 100, .layers = true}, 2);
  const auto alone = simulate_one(toy::Thinning{}, toy::assumptions(5), 5, 77, 2);
  CHECK(std::equal(alone.begin(), alone.end(), all.begin() + static_cast<std::ptrdiff_t>(77 * alone.size())));
}

TEST_CASE("a raised flag stops the run, and only whole blocks were handed over") {
  std::atomic<bool> cancel = false;
  toy::Thinning model;
  model.raises = &cancel;
  model.raises_at = 500;
  std::uint32_t handed = 0;
  const auto reference = rows({.seed = 5, .replicates = 1000});
  EnsembleHooks hooks;
  hooks.stop = StopToken(cancel);
  const auto outcome = run_ensemble(
      model, toy::assumptions(5), {.seed = 5, .replicates = 100000, .threads = 2},
      [&](const ReplicateBlock& block) {
        const std::size_t start = std::size_t{handed} * block.columns;
        CHECK(std::equal(block.values.begin(), block.values.end(),
                         reference.begin() + static_cast<std::ptrdiff_t>(start)));
        handed += block.count;
      },
      hooks);
  CHECK(outcome == Outcome::stopped);
  CHECK(handed < 640);
  CHECK_FALSE(model.went_on);  // in the middle of a replicate
}

TEST_CASE("an error of the sink ends the run") {
  CHECK_THROWS_WITH(run_ensemble(toy::Thinning{}, toy::assumptions(5), {.seed = 5, .replicates = 1000},
                                 [](const ReplicateBlock&) { throw std::runtime_error("disk full"); }),
                    "disk full");
}

TEST_CASE("a model without columns or replicates is an empty run, not an error") {
  CHECK(rows({.seed = 5, .replicates = 0}).empty());
  CHECK(rows({.seed = 5, .replicates = 10}, 0, toy::Thinning{0}).empty());
}

TEST_CASE("blocks shrink for very wide rows by the width alone") {
  CHECK(block_replicates(0) == 64);
  CHECK(block_replicates(10'000) == 64);
  CHECK(block_replicates(1'500'000) == 1);
  CHECK(block_replicates(100'000) == 16);
}
