// How fast results are coded, stored and summarised: 10,000 columns of 1,000 replicates.

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <random>

#include "sim/store_writer.hpp"
#include "sim/summary.hpp"

namespace {

constexpr std::uint32_t columns = 10'000, replicates = 1'000;

/// Three quarters counts about 250, one quarter pence about £4m, as a borough's run has.
sim::Layout borough() {
  sim::Layout layout;
  const auto count = layout.add_metric({.name = "count"});
  const auto money = layout.add_metric({.name = "money", .unit = sim::Unit::pence});
  std::vector<std::string> years;
  for (int y = 2020; y < 2030; ++y) years.push_back(std::to_string(y));
  for (std::uint32_t s = 0; s < columns / 10; ++s) {
    layout.add_series(s % 4 == 0 ? money : count, "series", std::to_string(s), years);
  }
  return layout;
}

const sim::Layout& layout() {
  static const sim::Layout one = borough();
  return one;
}

std::vector<sim::ReplicateBlock> blocks() {
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  std::vector<sim::ReplicateBlock> all;
  for (std::uint32_t first = 0; first < replicates; first += 64) {
    sim::ReplicateBlock block{.number = first / 64,
                              .first = first,
                              .count = std::min<std::uint32_t>(64, replicates - first),
                              .columns = columns};
    block.values.resize(std::size_t{block.count} * columns);
    for (std::size_t i = 0; i < block.values.size(); ++i) {
      const bool money = i % columns / 10 % 4 == 0;
      block.values[i] =
          static_cast<std::int64_t>(money ? 4e8 + 1e8 * normal(random) : 250 + 15 * normal(random));
    }
    all.push_back(std::move(block));
  }
  return all;
}

sim::RunInfo info(sim::StoreMode mode) {
  return {.replicates = replicates, .planned = replicates, .design = "mc", .mode = mode};
}

std::filesystem::path temporary() {
  return std::filesystem::temp_directory_path() /
         ("sendcast-bench-" + std::to_string(::getpid()) + ".sqlite");
}

void write_store(const std::vector<sim::ReplicateBlock>& all, sim::StoreMode mode) {
  std::filesystem::remove(temporary());
  sim::StoreWriter writer(temporary(), info(mode), layout(), {});
  for (const auto& block : all) writer.write(block);
  writer.finish();
}

void count_values(benchmark::State& state) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * columns * replicates * 8);
}

void decode(benchmark::State& state) {
  const auto all = blocks();
  sim::Bytes coded;
  std::vector<std::int64_t> column(64);
  for (std::uint32_t c = 0; c < columns; ++c) {
    for (std::uint32_t r = 0; r < 64; ++r) column[r] = all[0].row(r)[c];
    sim::encode_column(column, coded);
  }
  for (auto _ : state) {
    sim::ColumnDecoder decoder(coded);
    for (std::uint32_t c = 0; c < columns; ++c) decoder.read(column);
    benchmark::DoNotOptimize(column.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * columns * 64 * 8);
  state.counters["bytes_per_value"] = static_cast<double>(coded.size()) / (columns * 64.0);
}
BENCHMARK(decode);

void encode(benchmark::State& state) {
  const auto all = blocks();
  sim::Bytes coded;
  std::vector<std::int64_t> column(all[0].values.begin(), all[0].values.begin() + 64);
  for (auto _ : state) {
    coded.clear();
    sim::encode_column(column, coded);
    benchmark::DoNotOptimize(coded.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * 64 * 8);
}
BENCHMARK(encode);

void write(benchmark::State& state) {
  const auto all = blocks();
  for (auto _ : state) write_store(all, static_cast<sim::StoreMode>(state.range(0)));
  count_values(state);
  state.counters["file_bytes"] = static_cast<double>(std::filesystem::file_size(temporary()));
  std::filesystem::remove(temporary());
}
BENCHMARK(write)->Arg(0)->Arg(1)->UseRealTime()->Unit(benchmark::kMillisecond);

/// With the reading back; threads: 1 and all.
void summarise(benchmark::State& state) {
  write_store(blocks(), sim::StoreMode::full);
  for (auto _ : state) {
    const sim::StoreReader store(temporary());
    benchmark::DoNotOptimize(sim::summarise(store, static_cast<unsigned>(state.range(0))).data());
  }
  count_values(state);
  std::filesystem::remove(temporary());
}
BENCHMARK(summarise)->Arg(1)->Arg(0)->UseRealTime()->Unit(benchmark::kMillisecond);

/// The baseline: a sort of each column, and of each scramble of it.
void summarise_by_definition(benchmark::State& state) {
  write_store(blocks(), sim::StoreMode::full);
  const sim::StoreReader store(temporary());
  const std::vector<double> values = store.values(1, 0);
  for (auto _ : state) benchmark::DoNotOptimize(sim::summarise(values));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * replicates * 8);
  std::filesystem::remove(temporary());
}
BENCHMARK(summarise_by_definition);

void summarise_fast(benchmark::State& state) {
  write_store(blocks(), sim::StoreMode::full);
  const sim::StoreReader store(temporary());
  sim::ColumnSummariser summariser;
  const std::vector<std::int64_t> values = store.column(10);
  for (auto _ : state) benchmark::DoNotOptimize(summariser.integers(values, 1));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * replicates * 8);
  std::filesystem::remove(temporary());
}
BENCHMARK(summarise_fast);

}  // namespace
