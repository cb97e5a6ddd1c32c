// Cost of a random word on each path, and of the samplers, against boost::mt19937 measured in the same run.
//
// Counters: ns_per_word (or ns_per_draw), and times_mt19937 = that cost as a multiple of one mt19937 word.
#include <benchmark/benchmark.h>

#include <boost/math/special_functions/erf.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <ctime>
#include <vector>

#include "sim/sample.hpp"

namespace {

// Processor time of this thread, so that a busy machine changes little.
double nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

// A row of words from mt19937 into memory, as the bulk kernels write theirs.
void fill(boost::random::mt19937& engine, std::vector<std::uint32_t>& words) {
  for (std::uint32_t& word : words) word = engine();
  benchmark::DoNotOptimize(words.data());
  benchmark::ClobberMemory();
}

// The best of several rows, so that an interruption does not flatter the ratios.
double mt19937_word() {
  static const double cost = [] {
    boost::random::mt19937 engine;
    std::vector<std::uint32_t> words(4096);
    double best = 1e9;
    for (int row = 0; row < 2000; ++row) {
      const double start = nanoseconds();
      fill(engine, words);
      best = std::min(best, (nanoseconds() - start) / static_cast<double>(words.size()));
    }
    return best;
  }();
  return cost;
}

// Runs body(), which makes `made` words or draws, and reports the cost of one.
template <class Body>
void measure(benchmark::State& state, const char* name, double made, Body body) {
  const double baseline = mt19937_word();
  const double start = nanoseconds();
  for (auto _ : state) body();
  const double each = (nanoseconds() - start) / (static_cast<double>(state.iterations()) * made);
  state.counters[name] = each;
  state.counters["times_mt19937"] = each / baseline;
}

void mt19937(benchmark::State& state) {
  boost::random::mt19937 engine;
  std::vector<std::uint32_t> words(4096);
  measure(state, "ns_per_word", static_cast<double>(words.size()), [&] { fill(engine, words); });
}
BENCHMARK(mt19937);

void one_block(benchmark::State& state) {
  std::uint64_t entity = 0;
  measure(state, "ns_per_word", 4, [&] { benchmark::DoNotOptimize(sim::draw(1, {2, ++entity, 3, 4})); });
}
BENCHMARK(one_block);

void bulk(benchmark::State& state, sim::SimdPath path) {
  const sim::SimdPath before = sim::simd_path();
  sim::set_simd_path(path);
  if (sim::simd_path() != path) return state.SkipWithError("this machine has no such path");
  const auto n = static_cast<std::size_t>(state.range(0));
  std::vector<std::uint64_t> entities(n);
  for (std::size_t i = 0; i < n; ++i) entities[i] = i * 0x9e37'79b9'7f4a'7c15U;
  std::vector<std::uint32_t> words(4 * n);
  measure(state, "ns_per_word", 4.0 * static_cast<double>(n), [&] {
    sim::draw_blocks(1, 2, 3, 4, entities, &words[0], &words[n], &words[2 * n], &words[3 * n]);
    benchmark::DoNotOptimize(words.data());
    benchmark::ClobberMemory();
  });
  sim::set_simd_path(before);
}
// A borough's children, and a few, where the rest of a register weighs most.
BENCHMARK_CAPTURE(bulk, scalar, sim::SimdPath::scalar)->Arg(5650)->Arg(20);
BENCHMARK_CAPTURE(bulk, avx2, sim::SimdPath::avx2)->Arg(5650)->Arg(20);
BENCHMARK_CAPTURE(bulk, avx512, sim::SimdPath::avx512)->Arg(5650)->Arg(20);

std::vector<double> uniforms() {
  std::vector<double> us;
  for (std::uint32_t i = 0; i < 4096; ++i) us.push_back(sim::unit(sim::draw(1, {2, i, 3, 4})[0]));
  return us;
}

template <class Draw>
void draws(benchmark::State& state, Draw draw) {
  const std::vector<double> us = uniforms();
  measure(state, "ns_per_draw", static_cast<double>(us.size()), [&] {
    for (const double u : us) benchmark::DoNotOptimize(draw(u));
  });
}

// Arguments: trials, and ten times the expected count.
void inverse_binomial(benchmark::State& state) {
  const std::int64_t n = state.range(0);
  const double p = static_cast<double>(state.range(1)) / 10 / static_cast<double>(n);
  draws(state, [=](double u) { return sim::inverse_binomial(n, p, u); });
}
BENCHMARK(inverse_binomial)
    ->Args({2000, 5})
    ->Args({2000, 50})
    ->Args({2000, 250})
    ->Args({2000, 500})
    ->Args({20000, 4000})
    ->Args({20000, 20000})
    ->Args({10000000, 30000000});

void inverse_poisson(benchmark::State& state) {
  const auto mean = static_cast<double>(state.range(0));
  draws(state, [=](double u) { return sim::inverse_poisson(mean, u); });
}
BENCHMARK(inverse_poisson)->Arg(5)->Arg(50)->Arg(2000);

void inverse_normal(benchmark::State& state) {
  draws(state, [](double u) { return sim::inverse_normal(u); });
}
BENCHMARK(inverse_normal);

void boost_inverse_normal(benchmark::State& state) {
  draws(state, [](double u) { return -1.4142135623730951 * boost::math::erfc_inv(2 * u); });
}
BENCHMARK(boost_inverse_normal);

void race_of_eight(benchmark::State& state) {
  const std::vector<double> weights = {0.5, 0, 3, 1, 0.01, 7, 2, 2};
  std::vector<std::uint32_t> words;
  for (std::uint32_t i = 0; i < 8 * 512; ++i) words.push_back(sim::draw(1, {2, i, 3, 5})[0]);
  measure(state, "ns_per_draw", 512, [&] {
    for (std::size_t child = 0; child < 512; ++child)
      benchmark::DoNotOptimize(sim::exponential_race(std::span(words).subspan(8 * child, 8), weights));
  });
}
BENCHMARK(race_of_eight);

}  // namespace
