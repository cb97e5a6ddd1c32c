// What one assumption costs: nanoseconds per draw by family and design, beside one Philox block as the
// yardstick.

#include "sim/assumptions.hpp"

#include <benchmark/benchmark.h>

#include "sim/philox.hpp"
#include "sim/statistics.hpp"

using namespace sim;

namespace {

void philox_block_alone(benchmark::State& state) {
  std::uint32_t r = 0;
  for (auto _ : state) benchmark::DoNotOptimize(draw(1, DrawKey{.replicate = r++}));
}
BENCHMARK(philox_block_alone);

void point(benchmark::State& state, Design design) {
  std::uint32_t r = 0;
  for (auto _ : state) benchmark::DoNotOptimize(design_point(design, 1, 77, r++ & 1023U, 1024));
}
BENCHMARK_CAPTURE(point, sobol, Design::sobol);
BENCHMARK_CAPTURE(point, lhs, Design::lhs);
BENCHMARK_CAPTURE(point, mc, Design::mc);

// Points and quantiles of 256 parameters; items are draws.
void sampler(benchmark::State& state, DistributionPtr distribution) {
  std::vector<NamedUncertain> parameters;
  for (int i = 0; i < 256; ++i) parameters.push_back({std::to_string(i), Uncertain::of(distribution)});
  const AssumptionSampler all(std::move(parameters), {}, Design::sobol, 1, 1024);
  std::vector<double> out(all.size());
  std::uint32_t r = 0;
  for (auto _ : state) {
    all.draw(r++ & 1023U, out);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * out.size()));
}
BENCHMARK_CAPTURE(sampler, uniform, dist::uniform(0, 1));
BENCHMARK_CAPTURE(sampler, normal, dist::normal(0, 1));
BENCHMARK_CAPTURE(sampler, lognormal, dist::lognormal(0, 1));
BENCHMARK_CAPTURE(sampler, truncated_normal, dist::truncated_normal(0.05, 0.04, 0, 1));
BENCHMARK_CAPTURE(sampler, beta, dist::beta(20.5, 110.5));
BENCHMARK_CAPTURE(sampler, gamma, dist::gamma(12.5, 0.1));
BENCHMARK_CAPTURE(sampler, pert, dist::pert(10, 20, 40));
BENCHMARK_CAPTURE(sampler, mixture,
                  dist::mixture({dist::normal(0, 1), dist::gamma(9, 1)}, std::vector<double>{3, 1}));

void summary_of_1000(benchmark::State& state) {
  std::vector<double> values;
  for (std::uint32_t r = 0; r < 1000; ++r) values.push_back(design_point(Design::sobol, 1, 5, r, 1000));
  for (auto _ : state) benchmark::DoNotOptimize(summarise(values));
}
BENCHMARK(summary_of_1000);

}  // namespace
