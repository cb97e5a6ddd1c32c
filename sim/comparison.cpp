// From two stores of paired runs to the lines of comparison.csv.

#include "sim/comparison.hpp"

#include <algorithm>
#include <limits>

#include "sim/column_window.hpp"
#include "sim/parallel_chunks.hpp"
#include "sim/threads.hpp"

namespace sim {
namespace {

constexpr std::size_t memory = 40u << 20;  // for the windows of all threads
constexpr std::size_t windows = 4;         // numerator and denominator of both runs

/// Neighbouring series, about a group of the store; `out` is where their lines go.
struct Chunk {
  std::uint32_t first, last;
  std::size_t out;
};

std::vector<Chunk> chunks_of(const StorePair& pair, std::uint32_t first, std::uint32_t last) {
  std::vector<Chunk> chunks;
  std::size_t lines = 0;
  for (std::uint32_t s = first; s < last; ++s) {
    if (chunks.empty() || lines - chunks.back().out >= columns_per_group) chunks.push_back({s, s, lines});
    chunks.back().last = s + 1;
    lines += pair.series[s].periods.size();
  }
  return chunks;
}

/// The figures of one run, with nothing where it lacks the line.
class Side {
 public:
  Side(const StoreReader& store, std::size_t columns)
      : store_(&store), over_(store, columns), under_(store, columns) {}

  std::span<const std::int64_t> integers(std::optional<std::uint32_t> series, std::uint32_t period) {
    if (series) return over_.column(store_->layout().column(*series, period));
    nothing_.assign(store_->info().replicates, 0);
    return nothing_;
  }
  std::span<const double> ratios(std::optional<std::uint32_t> series, std::uint32_t period) {
    ratios_.assign(store_->info().replicates, std::numeric_limits<double>::quiet_NaN());
    if (!series) return ratios_;
    const Layout& layout = store_->layout();
    const auto [top, bottom] = layout.ratio_parts(*series);
    const auto numerator = over_.column(layout.column(top, period));
    const auto denominator = under_.column(layout.column(bottom, period));
    const Metric& metric = layout.metric_of(*series);
    const double scale = metric.scale / divisor(metric.unit);
    for (std::size_t r = 0; r < ratios_.size(); ++r)
      ratios_[r] = ratio_of(static_cast<double>(numerator[r]), static_cast<double>(denominator[r]), scale);
    return ratios_;
  }

 private:
  const StoreReader* store_;
  ColumnWindow over_, under_;
  std::vector<std::int64_t> nothing_;
  std::vector<double> ratios_;
};

class Worker {
 public:
  Worker(const StorePair& pair, std::size_t columns)
      : pair_(&pair), a_(pair.a, columns), b_(pair.b, columns) {}

  void run(const Chunk& chunk, ComparedFigure* lines) {
    for (std::uint32_t s = chunk.first; s < chunk.last; ++s)
      for (std::uint32_t p = 0; p < pair_->series[s].periods.size(); ++p) *lines++ = {s, p, figures(s, p)};
  }

 private:
  Paired figures(std::uint32_t s, std::uint32_t p) {
    const PairedSeries& line = pair_->series[s];
    const auto [at_a, at_b] = line.periods[p];
    const Metric& metric =
        line.a ? pair_->a.layout().metric_of(*line.a) : pair_->b.layout().metric_of(*line.b);
    const std::uint32_t first = pair_->a.info().first;
    if (metric.is_ratio()) return summariser_.reals(a_.ratios(line.a, at_a), b_.ratios(line.b, at_b), first);
    return summariser_.integers(a_.integers(line.a, at_a), b_.integers(line.b, at_b), divisor(metric.unit),
                                first);
  }

  const StorePair* pair_;
  Side a_, b_;
  PairSummariser summariser_;
};

}  // namespace

StorePair store_pair(const StoreReader& a, const StoreReader& b) {
  StorePair pair{a, b, paired_series(a.layout(), b.layout())};
  std::erase_if(pair.series, [&](const PairedSeries& line) {
    return (line.a && !a.has_draws(*line.a)) || (line.b && !b.has_draws(*line.b));
  });
  return pair;
}

std::vector<ComparedFigure> compare(const StorePair& pair, std::uint32_t first, std::uint32_t last,
                                    unsigned threads, StopToken stop) {
  const std::vector<Chunk> chunks = chunks_of(pair, first, last);
  std::size_t count = 0;
  for (std::uint32_t s = first; s < last; ++s) count += pair.series[s].periods.size();
  std::vector<ComparedFigure> lines(count);

  tbb::task_arena arena(thread_count(threads));
  const std::size_t column = sizeof(std::int64_t) * std::max<std::size_t>(pair.a.info().replicates, 1);
  const std::size_t columns = std::clamp<std::size_t>(
      memory / (windows * column * static_cast<std::size_t>(arena.max_concurrency())), 1, columns_per_group);
  for_each_chunk(
      arena, chunks.size(), stop, [&] { return Worker(pair, columns); },
      [&](Worker& worker, std::size_t c) { worker.run(chunks[c], lines.data() + chunks[c].out); });
  return lines;
}

}  // namespace sim
