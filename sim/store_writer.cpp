// Writes run.sqlite block by block; memory does not grow with the number of replicates.

#include "sim/store_writer.hpp"

#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <array>
#include <bit>
#include <boost/endian/conversion.hpp>
#include <stdexcept>

#include "sim/happens_before.hpp"
#include "sim/store_reader.hpp"

namespace sim {
namespace {

/// In parallel, but never starting somebody else's work while waiting: this runs inside a pipeline.
template <class Body>
void for_each_index(std::size_t count, const Body& body) {
  static Handover shared_out, gathered;  // what parallel_for orders
  const auto part = [&](std::size_t i) {
    shared_out.take();
    const GiveAtEnd give(gathered);
    body(i);
  };
  tbb::this_task_arena::isolate([&] {
    shared_out.give();
    tbb::parallel_for(std::size_t{0}, count, part);
  });
  gathered.take();
}

}  // namespace

StoreWriter::StoreWriter(const std::filesystem::path& path, RunInfo info, Layout layout,
                         std::vector<StoredAssumption> assumptions)
    : database_(path, Database::Mode::create),
      info_(std::move(info)),
      layout_(std::move(layout)),
      assumptions_(std::move(assumptions)),
      columns_(layout_, info_.mode),
      range_(blocks_of(info_, layout_)),
      coded_(columns_.groups()) {
  const std::vector<std::uint32_t> owner = layout_.series_of_columns();
  for (const std::uint32_t column : columns_.dropped()) {
    histograms_.emplace_back(histogram_kind(layout_, owner[column]));
  }
  create_tables();
  write_run();
  write_layout();
  write_assumptions();
}

void StoreWriter::create_tables() {
  // The file is private until it is whole, so a journal would protect nothing. secure_delete zeroes every
  // unused byte: no trace of the writer's memory, and equal bytes from equal runs.
  database_.execute(
      fmt::format("PRAGMA page_size = 8192; PRAGMA encoding = 'UTF-8'; PRAGMA auto_vacuum = NONE;"
                  "PRAGMA secure_delete = ON; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                  "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY;"
                  "PRAGMA application_id = {}; PRAGMA user_version = {}; BEGIN;",
                  store_application_id, store_version));
  database_.execute(
      "CREATE TABLE run(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
      "CREATE TABLE metrics(id INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, period_type TEXT "
      "NOT NULL,"
      " headline INTEGER NOT NULL, text TEXT NOT NULL, numerator TEXT NOT NULL, denominator TEXT NOT NULL,"
      " scale REAL NOT NULL);"
      "CREATE TABLE periods(list INTEGER, position INTEGER, period TEXT NOT NULL, PRIMARY KEY(list, "
      "position))"
      " WITHOUT ROWID;"
      "CREATE TABLE series(id INTEGER PRIMARY KEY, metric INTEGER NOT NULL REFERENCES metrics(id), area TEXT "
      "NOT NULL,"
      " breakdown TEXT NOT NULL, category TEXT NOT NULL, period_list INTEGER NOT NULL, first_column INTEGER);"
      "CREATE TABLE assumptions(id INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL,"
      " distribution TEXT NOT NULL);"
      "CREATE TABLE draws(id INTEGER PRIMARY KEY, data BLOB NOT NULL);"
      "CREATE TABLE blocks(id INTEGER PRIMARY KEY, data BLOB NOT NULL);"
      "CREATE TABLE histograms(id INTEGER PRIMARY KEY, data BLOB NOT NULL);");
}

void StoreWriter::write_run() {
  Statement insert(database_, "INSERT INTO run VALUES(?, ?)");
  const std::array<std::pair<std::string_view, std::string>, 10> rows = {{
      {"config_digest", info_.config_digest},
      {"design", info_.design},
      {"fingerprint", info_.fingerprint},
      {"first", fmt::to_string(info_.first)},
      {"members", fmt::to_string(info_.members)},
      {"planned", fmt::to_string(info_.planned)},
      {"replicates", fmt::to_string(info_.replicates)},
      {"scenario", info_.scenario},
      {"seed", fmt::to_string(info_.seed)},
      {"store", std::string(to_string(info_.mode))},
  }};
  for (const auto& [key, value] : rows) insert.bind(1, key).bind(2, std::string_view(value)).run();
}

void StoreWriter::write_layout() {
  Statement metric(database_, "INSERT INTO metrics VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
  std::int64_t id = 0;
  for (const Metric& m : layout_.metrics()) {
    metric.bind(1, id++).bind(2, m.name).bind(3, to_string(m.unit)).bind(4, to_string(m.period_type));
    metric.bind(5, std::int64_t{m.headline}).bind(6, m.text).bind(7, m.numerator).bind(8, m.denominator);
    metric.bind(9, m.scale).run();
  }
  Statement period(database_, "INSERT INTO periods VALUES(?, ?, ?)");
  for (std::size_t list = 0; list < layout_.period_lists().size(); ++list) {
    std::int64_t position = 0;
    for (const std::string& name : layout_.period_lists()[list]) {
      period.bind(1, static_cast<std::int64_t>(list)).bind(2, position++).bind(3, name).run();
    }
  }
  Statement series(database_, "INSERT INTO series VALUES(?, ?, ?, ?, ?, ?, ?)");
  for (std::uint32_t s = 0; s < layout_.series().size(); ++s) {
    const Series& one = layout_.series()[s];
    series.bind(1, std::int64_t{s}).bind(2, std::int64_t{one.metric}).bind(3, one.area);
    series.bind(4, one.breakdown).bind(5, one.category).bind(6, std::int64_t{layout_.period_list_of(s)});
    if (layout_.is_ratio(s)) {
      series.bind_null(7);
    } else {
      series.bind(7, std::int64_t{layout_.column(s, 0)});
    }
    series.run();
  }
}

void StoreWriter::write_assumptions() {
  Statement insert(database_, "INSERT INTO assumptions VALUES(?, ?, ?, ?)");
  std::int64_t id = 0;
  for (const StoredAssumption& a : assumptions_) {
    insert.bind(1, id++).bind(2, a.name).bind(3, a.unit).bind(4, a.distribution).run();
  }
}

void StoreWriter::expect(std::uint32_t number, unsigned member) {
  const bool next = number == range_.first + written_ / info_.members && number < range_.last &&
                    member == written_ % info_.members;
  if (!next) throw std::logic_error("store: a block out of order");
  ++written_;
}

void StoreWriter::write(const ReplicateBlock& block) {
  if (block.columns != layout_.columns()) throw std::logic_error("store: a block of another layout");
  expect(block.number, block.member);
  if (block.member == 0) write_draws(block);
  write_columns(block);
  if (block.member == 0) add_to_histograms(block);
  if (block.member + 1 == info_.members) rows_ += block.count;
}

void StoreWriter::append(const StoreReader& shard) {
  for (std::uint32_t block = shard.blocks().first; block < shard.blocks().last; ++block) {
    for (unsigned member = 0; member < info_.members; ++member) {
      expect(block, member);
      if (member == 0) insert_blob("draws", block, shard.coded_draws(block));
      for (std::uint32_t group = 0; group < columns_.groups(); ++group) {
        insert_blob("blocks", columns_.blob_id(info_, block, member, group),
                    shard.coded_group(block, member, group));
      }
    }
  }
  for (std::size_t h = 0; h < histograms_.size(); ++h) {
    histograms_[h].merge(shard.histogram(columns_.dropped()[h]));
  }
}

void StoreWriter::write_draws(const ReplicateBlock& block) {
  Bytes blob(block.draws.size() * sizeof(double));
  for (std::size_t i = 0; i < block.draws.size(); ++i) {
    boost::endian::store_little_u64(blob.data() + 8 * i, std::bit_cast<std::uint64_t>(block.draws[i]));
  }
  seal(blob);
  insert_blob("draws", block.number, blob);
}

void StoreWriter::write_columns(const ReplicateBlock& block) {
  for_each_index(coded_.size(), [&](std::size_t group) {
    Bytes& blob = coded_[group];
    blob.clear();
    std::vector<std::int64_t> column(block.count);
    const std::uint32_t* kept = columns_.kept().data() + group * columns_per_group;
    for (std::uint32_t c = 0; c < columns_.group_size(static_cast<std::uint32_t>(group)); ++c) {
      for (std::uint32_t r = 0; r < block.count; ++r) column[r] = block.row(r)[kept[c]];
      encode_column(column, blob);
    }
    seal(blob);
  });
  for (std::uint32_t group = 0; group < coded_.size(); ++group) {
    insert_blob("blocks", columns_.blob_id(info_, block.number, block.member, group), coded_[group]);
  }
}

void StoreWriter::add_to_histograms(const ReplicateBlock& block) {
  for_each_index(histograms_.size(), [&](std::size_t h) {
    std::vector<std::int64_t> column(block.count);
    for (std::uint32_t r = 0; r < block.count; ++r) column[r] = block.row(r)[columns_.dropped()[h]];
    histograms_[h].add(column, block.first);
  });
}

void StoreWriter::insert_blob(const char* table, std::int64_t id, std::span<const std::uint8_t> blob) {
  Statement& insert =
      inserts_.try_emplace(table, database_, fmt::format("INSERT INTO {} VALUES(?, ?)", table)).first->second;
  insert.bind(1, id).bind(2, blob).run();
}

std::uint32_t StoreWriter::cut() {
  if (!at_end_of_block()) throw std::logic_error("store: a block without all its members");
  info_.replicates = rows_;
  range_ = blocks_of(info_, layout_);
  Statement(database_, "UPDATE run SET value = ? WHERE key = 'replicates'")
      .bind(1, std::string_view(fmt::to_string(rows_)))
      .run();
  finish();
  return rows_;
}

void StoreWriter::finish() {
  if (written_ != std::uint64_t{range_.last - range_.first} * info_.members) {
    throw std::logic_error("store: blocks are missing");
  }
  Bytes blob;
  for (std::size_t h = 0; h < histograms_.size(); ++h) {
    blob.clear();
    histograms_[h].encode(blob);
    seal(blob);
    insert_blob("histograms", columns_.dropped()[h], blob);
  }
  inserts_.clear();
  database_.execute("COMMIT");
  database_.close();
}

}  // namespace sim
