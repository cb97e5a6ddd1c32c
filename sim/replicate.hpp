#pragma once
// What a model is to the engine: a value that turns a key and one draw of the assumptions into a row of
// figures.

#include <concepts>
#include <cstdint>
#include <span>

#include "sim/key.hpp"
#include "sim/layout.hpp"
#include "sim/stop.hpp"

namespace sim {

/// Names one simulation of the model. Members say which draws of years and of luck it uses, so that twin
/// replicates can share assumptions (member 0 of both is the ordinary run).
struct ReplicateKey {
  Seed seed = 0;
  std::uint32_t index = 0;  ///< replicate, counted from 0; fixes the draw of the assumptions
  unsigned member_years = 0, member_luck = 0;
  bool operator==(const ReplicateKey&) const = default;
};

/// An immutable value. `simulate` is pure: the row depends on nothing but the arguments and the model,
/// whatever is left in the workspace by earlier replicates. The row arrives zeroed; assumptions are all cells
/// of the config.
/// A replicate of more than a moment asks `stop` now and then, and leaves by sim::Stopped.
template <class M>
concept Model = requires(const M& model, typename M::Workspace& workspace, const ReplicateKey& key,
                         std::span<const double> assumptions, Row row, StopToken stop) {
  { model.layout() } -> std::same_as<const Layout&>;
  { model.workspace() } -> std::same_as<typename M::Workspace>;
  model.simulate(key, assumptions, workspace, row, stop);
};

}  // namespace sim
