// Are these shards one whole run? If not, everything that is wrong, at once.

#include "sim/shard_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/run_identity.hpp"

namespace sim {
namespace {

/// The run that a shard belongs to: its identity, and into how many it was divided.
struct Whole {
  RunIdentity identity;
  std::uint32_t shards;
  bool operator==(const Whole&) const = default;
};

Whole whole_of(const Manifest& m) { return {RunIdentity(m, whole_command(m)), m.shard->shards}; }

/// The one that most belong to.
const Manifest* most_common(const std::vector<Shard>& shards) {
  const Manifest* best = nullptr;
  std::ptrdiff_t most = 0;
  std::vector<Whole> seen;
  for (const auto& shard : shards) {
    if (!shard.manifest) continue;
    const Whole whole = whole_of(*shard.manifest);
    if (std::find(seen.begin(), seen.end(), whole) != seen.end()) continue;
    seen.push_back(whole);
    const auto votes = std::count_if(shards.begin(), shards.end(), [&](const Shard& other) {
      return other.manifest && whole_of(*other.manifest) == whole;
    });
    if (votes > most) most = votes, best = &*shard.manifest;
  }
  return best;
}

std::string why_foreign(const Whole& run, const Whole& other) {
  std::string why = run.identity.difference(other.identity);
  if (!why.empty()) return why;
  return fmt::format("it is one of {} shards, not of {}", other.shards, run.shards);
}

}  // namespace

std::string whole_command(const Manifest& m) {
  const std::string tail = m.shard ? fmt::format(" --shard {}/{}", m.shard->index, m.shard->shards) : "";
  const auto at = tail.empty() ? std::string::npos : m.command.rfind(tail);
  return at == std::string::npos ? m.command : m.command.substr(0, at) + m.command.substr(at + tail.size());
}

std::string list_of(const std::vector<std::uint32_t>& rising) {
  std::vector<std::string> items;
  for (std::size_t i = 0; i < rising.size();) {
    std::size_t last = i;
    while (last + 1 < rising.size() && rising[last + 1] == rising[last] + 1) ++last;
    if (last < i + 2) last = i;  // two neighbours are no range
    items.push_back(last == i ? fmt::to_string(rising[i]) : fmt::format("{} to {}", rising[i], rising[last]));
    i = last + 1;
  }
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i)
    out += (i == 0 ? "" : i + 1 == items.size() ? " and " : ", ") + items[i];
  return out;
}

ShardSet shard_set(const std::vector<Shard>& shards) {
  ShardSet out;
  for (const auto& shard : shards)
    if (!shard.fault.empty()) out.faults.push_back(fmt::format("{}: {}", shard.folder.string(), shard.fault));
  const Manifest* run = most_common(shards);
  if (run == nullptr) return out;
  const Whole whole = whole_of(*run);
  std::map<std::uint32_t, std::vector<const Shard*>> by_index;
  for (const auto& shard : shards) {
    if (!shard.manifest) continue;
    const Whole own = whole_of(*shard.manifest);
    if (own == whole)
      by_index[shard.manifest->shard->index].push_back(&shard);
    else
      out.faults.push_back(
          fmt::format("{}: is of another run ({})", shard.folder.string(), why_foreign(whole, own)));
  }
  std::vector<std::uint32_t> missing;
  for (std::uint32_t i = 1; i <= whole.shards; ++i) {
    const auto found = by_index.find(i);
    if (found == by_index.end()) {
      missing.push_back(i);
      continue;
    }
    const auto& here = found->second;
    for (std::size_t k = 1; k < here.size(); ++k)
      out.faults.push_back(fmt::format("{}: is shard {} of {} once more (it is in {} too)",
                                       here[k]->folder.string(), i, whole.shards, here[0]->folder.string()));
    out.stores.push_back(here[0]->folder / "run.sqlite");
    out.seconds += here[0]->manifest->execution.seconds;
  }
  out.command = whole_command(*run);
  if (!missing.empty())
    out.faults.push_back(fmt::format("shard{} {} of {} {} missing; made by {} --shard {}/{} -o FOLDER",
                                     missing.size() == 1 ? "" : "s", list_of(missing), whole.shards,
                                     missing.size() == 1 ? "is" : "are", out.command,
                                     missing.size() == 1 ? fmt::to_string(missing[0]) : "I", whole.shards));
  out.manifest = *run;
  out.manifest->shard.reset();
  out.manifest->command = out.command;
  return out;
}

}  // namespace sim
