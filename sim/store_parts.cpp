// Writes a store in parts, each kept as soon as it is whole, and joins them at the end.

#include "sim/store_parts.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "sim/store_reader.hpp"

namespace sim {
namespace {

/// Is it the store of these replicates from `first` on, and undamaged? How many it holds, or none.
std::uint32_t whole_part(const std::filesystem::path& file, const RunInfo& run, const Layout& layout,
                         std::uint32_t first) {
  try {
    const StoreReader part(file);
    RunInfo expected = run;
    expected.first = first;
    expected.replicates = part.info().replicates;
    const bool fits = part.info() == expected && part.layout() == layout &&
                      expected.replicates <= run.first + run.replicates - first;
    if (!fits) return 0;
    part.check_all();
    return expected.replicates;
  } catch (const StoreError&) {
    return 0;
  }
}

}  // namespace

StoreParts::StoreParts(UnfinishedFolder& kept, RunInfo info, Layout layout,
                       std::vector<StoredAssumption> assumptions, std::filesystem::path store, double seconds)
    : kept_(kept),
      info_(std::move(info)),
      layout_(std::move(layout)),
      assumptions_(std::move(assumptions)),
      store_(std::move(store)),
      seconds_(seconds),
      next_(info_.first) {
  const auto parts = kept_.parts();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto replicates = whole_part(parts[i], info_, layout_, next_);
    if (replicates == 0) {
      kept_.drop_from(i);
      break;
    }
    next_ += replicates;
    parts_.push_back(parts[i]);
  }
}

void StoreParts::begin() {
  RunInfo part = info_;
  part.first = part_first_ = next_;
  part.replicates = end() - next_;
  writer_.emplace(store_, part, layout_, assumptions_);
  began_ = std::chrono::steady_clock::now();
}

void StoreParts::write(const ReplicateBlock& block) {
  if (!writer_) begin();
  writer_->write(block);
  if (block.member + 1 < info_.members) return;
  next_ = block.first + block.count;
  const std::chrono::duration<double> age = std::chrono::steady_clock::now() - began_;
  if (next_ < end() && age.count() >= seconds_) keep();
}

void StoreParts::keep() {
  writer_->cut();
  writer_.reset();
  auto place = kept_.keep(store_, part_first_);
  if (!place) {  // another run into the same folder keeps its own there: this one's end with it
    place = store_.parent_path() / fmt::format("part-{:010}.sqlite", part_first_);
    std::filesystem::rename(store_, *place);
  }
  parts_.push_back(std::move(*place));
}

void StoreParts::keep_rest() {
  if (writer_ && next_ > part_first_ && writer_->at_end_of_block()) keep();
}

void StoreParts::finish() {
  if (next_ != end()) throw std::logic_error("store: replicates are missing");
  if (parts_.empty()) {
    if (!writer_) begin();  // of no replicates
    writer_->finish();
    writer_.reset();
    return;
  }
  if (writer_) keep();
  StoreWriter whole(store_, info_, layout_, assumptions_);
  for (const auto& part : parts_) whole.append(StoreReader(part));
  whole.finish();
  for (const auto& part : parts_)
    if (part.parent_path() == store_.parent_path()) std::filesystem::remove(part);
}

}  // namespace sim
