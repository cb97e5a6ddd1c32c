// From stored draws to the lines of summary.csv.

#include "sim/summary.hpp"

#include <algorithm>

#include "sim/parallel_chunks.hpp"
#include "sim/threads.hpp"

namespace sim {
namespace {

constexpr std::size_t memory = 96u << 20;  // for all threads; the rest of 128 MiB is the program itself
constexpr std::size_t scratch_per_replicate = 80;  // ColumnSummariser, a ratio, and what statistics copy

/// Consecutive stored columns, or consecutive periods of one ratio; `out` is where their lines go.
struct Chunk {
  bool ratio;
  std::uint32_t series;  // of a ratio
  std::uint32_t first, last;
  std::size_t out;
};

/// How many threads, and how many columns each may hold, within the memory.
struct Plan {
  std::size_t threads, columns;
};

Plan plan_for(std::size_t replicates, unsigned threads) {
  const std::size_t n = std::max<std::size_t>(replicates, 1);
  const std::size_t least =
      n * (scratch_per_replicate + 2 * sizeof(std::int64_t));  // two columns make a ratio
  const std::size_t workers = std::clamp<std::size_t>(memory / least, 1, std::max(1u, threads));
  const std::size_t share = memory / workers, scratch = n * scratch_per_replicate;
  const std::size_t columns = share > scratch ? (share - scratch) / (n * sizeof(std::int64_t)) : 2;
  return {workers, std::clamp<std::size_t>(columns, 2, std::size_t{2} * columns_per_group)};
}

class Worker {
 public:
  Worker(const StoreReader& store, const std::vector<std::uint32_t>& owner)
      : store_(&store), owner_(&owner) {}

  void run(const Chunk& chunk, SeriesSummary* lines) {
    if (chunk.ratio) {
      ratios(chunk, lines);
      return;
    }
    for (std::uint32_t c = chunk.first; c < chunk.last;) {  // runs of columns that are kept, or not
      const bool kept = store_->columns().position(c).has_value();
      std::uint32_t end = c + 1;
      while (end < chunk.last && store_->columns().position(end).has_value() == kept) ++end;
      if (kept) {
        kept_columns(c, end, lines + (c - chunk.first));
      } else {
        histograms(c, end, lines + (c - chunk.first));
      }
      c = end;
    }
  }

 private:
  SeriesSummary line(std::uint32_t column) const {
    const std::uint32_t series = (*owner_)[column];
    return {series, column - store_->layout().column(series, 0), {}};
  }
  double divisor_of(std::uint32_t series) const { return divisor(store_->layout().metric_of(series).unit); }

  void read(std::uint32_t first, std::uint32_t last, std::vector<std::int64_t>& columns) const {
    columns.resize(std::size_t{last - first} * store_->info().replicates);
    store_->read_columns(first, last - first, 0, columns);
  }

  void kept_columns(std::uint32_t first, std::uint32_t last, SeriesSummary* lines) {
    read(first, last, columns_);
    const std::size_t n = store_->info().replicates;
    for (std::uint32_t c = first; c < last; ++c) {
      SeriesSummary& one = lines[c - first] = line(c);
      const auto values = std::span<const std::int64_t>(columns_).subspan((c - first) * n, n);
      one.figures = summariser_.integers(values, divisor_of(one.series), store_->info().first);
    }
  }

  void histograms(std::uint32_t first, std::uint32_t last, SeriesSummary* lines) const {
    for (std::uint32_t c = first; c < last; ++c) {
      SeriesSummary& one = lines[c - first] = line(c);
      one.figures = store_->histogram(c).summary(divisor_of(one.series));
    }
  }

  void ratios(const Chunk& chunk, SeriesSummary* lines) {
    const auto [over, under] = store_->layout().ratio_parts(chunk.series);
    const Layout& layout = store_->layout();
    read(layout.column(over, chunk.first), layout.column(over, chunk.last), columns_);
    read(layout.column(under, chunk.first), layout.column(under, chunk.last), bases_);
    const std::size_t n = store_->info().replicates;
    const double scale = layout.metric_of(chunk.series).scale / divisor_of(chunk.series);
    ratios_.resize(n);
    for (std::uint32_t p = chunk.first; p < chunk.last; ++p) {
      const std::size_t at = (p - chunk.first) * n;
      for (std::size_t r = 0; r < n; ++r)
        ratios_[r] =
            ratio_of(static_cast<double>(columns_[at + r]), static_cast<double>(bases_[at + r]), scale);
      lines[p - chunk.first] = {chunk.series, p, summariser_.reals(ratios_, store_->info().first)};
    }
  }

  const StoreReader* store_;
  const std::vector<std::uint32_t>* owner_;  // series of each column
  ColumnSummariser summariser_;
  std::vector<std::int64_t> columns_, bases_;
  std::vector<double> ratios_;
};

/// Stored series come first and in the order of their columns, so a range of series is a range of columns,
/// then ratios.
std::vector<Chunk> chunks_of(const Layout& layout, std::uint32_t first, std::uint32_t last,
                             std::size_t columns) {
  std::vector<Chunk> chunks;
  std::size_t out = 0;
  std::uint32_t s = first;
  while (s < last && !layout.is_ratio(s)) ++s;
  const std::uint32_t begin = first < s ? layout.column(first, 0) : 0;
  const std::uint32_t end =
      first < s ? layout.column(s - 1, 0) + static_cast<std::uint32_t>(layout.periods(s - 1).size()) : 0;
  for (std::uint32_t c = begin; c < end;) {
    // Chunks end with the groups of the store where they can, so that no group is read twice.
    const auto most = static_cast<std::uint32_t>(columns);
    const std::uint32_t next = std::min({end, c + most, (c / columns_per_group + 1) * columns_per_group});
    chunks.push_back({false, 0, c, next, out});
    out += next - c;
    c = next;
  }
  for (; s < last; ++s) {
    const auto periods = static_cast<std::uint32_t>(layout.periods(s).size());
    const auto most = static_cast<std::uint32_t>(columns / 2);
    for (std::uint32_t p = 0; p < periods; p += most) {
      chunks.push_back({true, s, p, std::min(periods, p + most), out + p});
    }
    out += periods;
  }
  return chunks;
}

std::size_t line_count(const Layout& layout, std::uint32_t first, std::uint32_t last) {
  std::size_t count = 0;
  for (std::uint32_t s = first; s < last; ++s) count += layout.periods(s).size();
  return count;
}

}  // namespace

std::vector<SeriesSummary> summarise(const StoreReader& store, std::uint32_t first, std::uint32_t last,
                                     unsigned threads, StopToken stop) {
  const Plan plan = plan_for(store.info().replicates, static_cast<unsigned>(thread_count(threads)));
  const std::vector<Chunk> chunks = chunks_of(store.layout(), first, last, plan.columns);
  std::vector<SeriesSummary> lines(line_count(store.layout(), first, last));
  const std::vector<std::uint32_t> owner = store.layout().series_of_columns();
  tbb::task_arena arena(static_cast<int>(plan.threads));
  for_each_chunk(
      arena, chunks.size(), stop, [&] { return Worker(store, owner); },
      [&](Worker& worker, std::size_t c) { worker.run(chunks[c], lines.data() + chunks[c].out); });
  return lines;
}

std::vector<SeriesSummary> summarise(const StoreReader& store, unsigned threads) {
  return summarise(store, 0, static_cast<std::uint32_t>(store.layout().series().size()), threads);
}

}  // namespace sim
