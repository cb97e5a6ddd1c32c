// Reads run.sqlite: any figure of any draw, without holding more than was asked for.

#include "sim/store_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <boost/endian/conversion.hpp>
#include <map>

#include "sim/parse_number.hpp"
#include "sim/sha256.hpp"

namespace sim {
namespace {

/// A blob that has been checked, without its checksum.
std::span<const std::uint8_t> content(const Bytes& sealed) {
  return std::span<const std::uint8_t>(sealed).first(sealed.size() - 8);
}

}  // namespace

StoreReader::StoreReader(const std::filesystem::path& path) : database_(path, Database::Mode::read) {
  check_kind();
  read_run();
  read_layout();
  read_assumptions();
  columns_ = std::make_unique<StoredColumns>(layout_, info_.mode);
  range_ = blocks_of(info_, layout_);
  check_complete();
  select_block_ = std::make_unique<Statement>(database_, "SELECT data FROM blocks WHERE id = ?");
  select_draws_ = std::make_unique<Statement>(database_, "SELECT data FROM draws WHERE id = ?");
  select_histogram_ = std::make_unique<Statement>(database_, "SELECT data FROM histograms WHERE id = ?");
}

void StoreReader::damaged(const std::string& what) const {
  throw StoreError(database_.name() + ": is damaged (" + what + "); run it again or copy it anew");
}

void StoreReader::check_kind() const {
  Statement application(database_, "PRAGMA application_id");
  if (!application.step() || application.integer(0) != store_application_id) {
    throw StoreError(database_.name() +
                     ": is not a run store of sendcast (another program wrote this SQLite file)");
  }
  Statement version(database_, "PRAGMA user_version");
  if (!version.step() || version.integer(0) != store_version) {
    throw StoreError(fmt::format("{}: has store format {} (this program reads format {}); run it again",
                                 database_.name(), version.integer(0), store_version));
  }
}

void StoreReader::read_run() {
  std::map<std::string, std::string> rows;
  Statement select(database_, "SELECT key, value FROM run");
  while (select.step()) rows[select.text(0)] = select.text(1);
  const auto text = [&](const char* key) -> const std::string& {
    const auto found = rows.find(key);
    if (found == rows.end()) damaged(fmt::format("'{}' is missing", key));
    return found->second;
  };
  const auto number = [&](const char* key, auto& value) {
    const std::string& digits = text(key);
    const auto read = parse_number<std::remove_reference_t<decltype(value)>>(digits);
    if (!read) damaged(fmt::format("'{}' is no number", key));
    value = *read;
  };
  info_.scenario = text("scenario");
  info_.design = text("design");
  info_.config_digest = text("config_digest");
  info_.fingerprint = text("fingerprint");
  number("seed", info_.seed);
  number("first", info_.first);
  number("replicates", info_.replicates);
  number("planned", info_.planned);
  number("members", info_.members);
  const auto mode = store_mode_from(text("store"));
  if (!mode || (info_.members != 1 && info_.members != layer_members))
    damaged("it describes no possible run");
  info_.mode = *mode;
}

void StoreReader::read_layout() {
  std::vector<std::vector<std::string>> lists;
  Statement periods(database_, "SELECT list, period FROM periods ORDER BY list, position");
  while (periods.step()) {
    const auto list = static_cast<std::size_t>(periods.integer(0));
    if (list > 0xffff) damaged("it has too many lists of periods");
    if (list >= lists.size()) lists.resize(list + 1);  // an empty list has no rows
    lists[list].push_back(periods.text(1));
  }
  try {
    Statement metrics(database_, "SELECT * FROM metrics ORDER BY id");
    while (metrics.step()) {
      const auto unit = unit_from(metrics.text(2));
      const auto period_type = period_type_from(metrics.text(3));
      if (!unit || !period_type) damaged("a metric has an unknown unit or period");
      layout_.add_metric({metrics.text(1), *unit, *period_type, metrics.integer(4) != 0, metrics.text(5),
                          metrics.text(6), metrics.text(7), metrics.real(8)});
    }
    std::size_t ratios = 0;
    Statement series(
        database_,
        "SELECT metric, breakdown, category, period_list, area, first_column FROM series ORDER BY id");
    while (series.step()) {
      if (series.is_null(5)) {
        ++ratios;
        continue;
      }
      const auto list = static_cast<std::size_t>(series.integer(3));
      layout_.add_series(static_cast<std::uint32_t>(series.integer(0)), series.text(1), series.text(2),
                         list < lists.size() ? lists[list] : std::vector<std::string>{}, series.text(4));
    }
    const std::size_t stored = layout_.series().size();
    layout_.derive_ratios();
    if (layout_.series().size() != stored + ratios) damaged("its ratios do not follow from its metrics");
  } catch (const std::logic_error& error) {
    damaged(error.what());
  }
}

void StoreReader::read_assumptions() {
  Statement select(database_, "SELECT name, unit, distribution FROM assumptions ORDER BY id");
  while (select.step()) assumptions_.push_back({select.text(0), select.text(1), select.text(2)});
}

void StoreReader::check_complete() {
  const auto rows = [&](const char* table) {
    Statement count(database_, fmt::format("SELECT count(*) FROM {}", table));
    return count.step() ? count.integer(0) : 0;
  };
  const std::int64_t blocks = std::int64_t{range_.last} - range_.first;
  if (rows("blocks") != blocks * info_.members * columns_->groups() || rows("draws") != blocks) {
    damaged("blocks of replicates are missing");
  }
  if (rows("histograms") != static_cast<std::int64_t>(columns_->dropped().size()))
    damaged("histograms are missing");
}

std::uint32_t StoreReader::block_count(std::uint32_t block) const {
  const std::uint32_t size = block_replicates(layout_.columns());
  return std::min(size, info_.first + info_.replicates - block * size);
}

Bytes StoreReader::blob(Statement& select, std::int64_t id) const {
  const std::lock_guard lock(mutex_);
  select.bind(1, id);
  if (!select.step()) damaged(fmt::format("part {} is missing", id));
  const auto data = select.blob(0);
  Bytes copy(data.begin(), data.end());
  select.reset();
  return copy;
}

bool StoreReader::has_draws(std::uint32_t series) const {
  return layout_.is_ratio(series) || layout_.periods(series).empty() ||
         columns_->position(layout_.column(series, 0)).has_value();
}

void StoreReader::read_columns(std::uint32_t first, std::uint32_t count, unsigned member,
                               std::span<std::int64_t> out) const {
  if (member >= info_.members) {
    throw StoreError(fmt::format("{}: has no member {} (run it with --layers)", database_.name(), member));
  }
  std::vector<std::uint32_t> positions;
  for (std::uint32_t c = first; c < first + count; ++c) {
    const auto position = columns_->position(c);
    if (!position) {
      const std::string& metric = layout_.metric_of(layout_.series_of_columns()[c]).name;
      throw StoreError(
          fmt::format("{}: keeps no draws of '{}' (run it with --store full)", database_.name(), metric));
    }
    positions.push_back(*position);
  }
  const std::size_t n = info_.replicates;
  for (std::size_t next = 0; next < positions.size();) {
    const std::uint32_t group = positions[next] / columns_per_group;
    std::size_t end = next;  // kept positions of consecutive columns are consecutive
    while (end < positions.size() && positions[end] / columns_per_group == group) ++end;
    std::size_t row = 0;
    for (std::uint32_t block = range_.first; block < range_.last; ++block) {
      const std::uint32_t rows = block_count(block);
      try {
        const Bytes coded = coded_group(block, member, group);
        ColumnDecoder decoder(content(coded));
        for (std::uint32_t c = group * columns_per_group; c < positions[next]; ++c) decoder.skip(rows);
        for (std::size_t i = next; i < end; ++i) decoder.read(out.subspan(i * n + row, rows));
      } catch (const CodecError& error) {
        damaged(fmt::format("block {}: {}", block, error.what()));
      }
      row += rows;
    }
    next = end;
  }
}

std::vector<std::int64_t> StoreReader::column(std::uint32_t column, unsigned member) const {
  std::vector<std::int64_t> values(info_.replicates);
  read_columns(column, 1, member, values);
  return values;
}

std::vector<double> StoreReader::values(std::uint32_t series, std::uint32_t period, unsigned member) const {
  const Metric& metric = layout_.metric_of(series);
  std::vector<double> values(info_.replicates);
  if (layout_.is_ratio(series)) {
    const auto [over, under] = layout_.ratio_parts(series);
    const auto numerator = column(layout_.column(over, period), member);
    const auto denominator = column(layout_.column(under, period), member);
    const double scale = metric.scale / divisor(metric.unit);
    for (std::size_t r = 0; r < values.size(); ++r)
      values[r] = ratio_of(static_cast<double>(numerator[r]), static_cast<double>(denominator[r]), scale);
    return values;
  }
  const auto stored = column(layout_.column(series, period), member);
  for (std::size_t r = 0; r < values.size(); ++r)
    values[r] = static_cast<double>(stored[r]) / divisor(metric.unit);
  return values;
}

std::vector<double> StoreReader::all_draws() const {
  std::vector<double> draws;
  draws.reserve(std::size_t{info_.replicates} * assumptions_.size());
  for (std::uint32_t block = range_.first; block < range_.last; ++block) {
    const Bytes sealed = coded_draws(block);
    const auto data = content(sealed);
    if (data.size() != block_count(block) * assumptions_.size() * 8)
      damaged("draws of assumptions are missing");
    for (std::size_t at = 0; at < data.size(); at += 8) {
      draws.push_back(std::bit_cast<double>(boost::endian::load_little_u64(data.data() + at)));
    }
  }
  return draws;
}

std::vector<double> StoreReader::draws(std::uint32_t assumption) const {
  const std::vector<double> all = all_draws();
  std::vector<double> draws(info_.replicates);
  for (std::size_t r = 0; r < draws.size(); ++r) draws[r] = all[r * assumptions_.size() + assumption];
  return draws;
}

Bytes StoreReader::coded_draws(std::uint32_t block) const {
  Bytes coded = blob(*select_draws_, block);
  try {
    unseal(coded);
  } catch (const CodecError& error) {
    damaged(fmt::format("draws of block {}: {}", block, error.what()));
  }
  return coded;
}

Bytes StoreReader::coded_group(std::uint32_t block, unsigned member, std::uint32_t group) const {
  Bytes coded = blob(*select_block_, columns_->blob_id(info_, block, member, group));
  try {
    unseal(coded);
  } catch (const CodecError& error) {
    damaged(fmt::format("block {}: {}", block, error.what()));
  }
  return coded;
}

std::string StoreReader::index_digest() const {
  Sha256 digest;
  const std::lock_guard lock(mutex_);
  for (const auto* table : {"run", "metrics", "periods", "series", "assumptions"}) {
    digest.add(table);
    Statement select(database_, fmt::format("SELECT * FROM {} ORDER BY 1, 2", table));
    for (std::int64_t row = 0; select.step(); ++row) {
      digest.add(fmt::format("\n{}", row));
      for (int c = 0; c < select.columns(); ++c) {  // each with its length, so that no two rows run together
        const std::string text = select.is_null(c) ? std::string("null") : select.text(c);
        digest.add(fmt::format("|{}:{}", text.size(), text));
      }
    }
  }
  return digest.hex();
}

void StoreReader::check_all() const {
  for (std::uint32_t block = range_.first; block < range_.last; ++block) {
    (void)coded_draws(block);
    for (unsigned member = 0; member < info_.members; ++member)
      for (std::uint32_t group = 0; group < columns_->groups(); ++group)
        (void)coded_group(block, member, group);
  }
  for (const std::uint32_t column : columns_->dropped()) (void)histogram(column);
}

Histogram StoreReader::histogram(std::uint32_t column) const {
  try {
    return Histogram::decode(unseal(blob(*select_histogram_, column)));
  } catch (const CodecError& error) {
    damaged(fmt::format("histogram {}: {}", column, error.what()));
  }
}

}  // namespace sim
