#pragma once
// Where the figures of several areas go: each area's own lines, and the totals of its region and of all.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "models/measures.hpp"
#include "sim/layout.hpp"

namespace models {

/// What a layout of several areas is made from; all are over the same terms.
struct CountryArea {
  std::string name, region;  ///< region: empty for none
  const Measures* measures = nullptr;
};

/// Totals have every line that any area has; areas have the breakdowns asked for. Lines stand by metric, then
/// the whole, regions and areas.
class CountryLayout {
 public:
  /// `whole`: name of all together. `breakdowns`: of the areas' own lines ("total", "placement").
  /// std::invalid_argument if two areas, regions or the whole share a name, or if periods differ.
  CountryLayout(const std::string& whole, const std::vector<CountryArea>& areas,
                const std::vector<std::string>& breakdowns);

  const sim::Layout& layout() const { return layout_; }
  /// Adds an area's row (in its own layout) to the lines that it counts in.
  void add(std::size_t area, std::span<const std::int64_t> own, sim::Row row) const;
  /// What is worked out from the lines of all areas, when they have been added.
  void close(sim::Row row) const;

 private:
  /// Columns [from, from + count) of an area's row are added to those from `to` on.
  struct Run {
    std::uint32_t from = 0, to = 0, count = 0;
  };
  void place(const Measures& measures, const std::string& name, std::vector<Run>& runs);

  struct Residual {
    std::uint32_t in = 0, out = 0, to = 0, count = 0;
  };
  void residual_of_transfers();

  sim::Layout layout_;
  std::vector<Residual> residuals_;
  std::map<std::pair<const Measures*, std::string>, std::vector<Run>> placed_;
  std::vector<std::vector<Run>> runs_;  ///< by area
};

}  // namespace models
