// Which areas and Januaries the simulator is tried on.

#include "models/simulated_pairs.hpp"

#include <algorithm>
#include <cstdint>
#include <tuple>

#include "sim/key.hpp"

namespace models {

std::vector<AreaOrigin> draw_pairs(const PanelSeries& panel, int first_origin, int last_origin,
                                   std::size_t count) {
  struct Keyed {
    std::uint64_t key = 0;
    AreaOrigin pair;
  };
  std::vector<Keyed> all;
  for (std::size_t a = 0; a < panel.authorities.size(); ++a)
    for (int origin = first_origin; origin <= last_origin; ++origin) {
      const auto& authority = panel.authorities[a];
      if (!(authority.plans.at(origin) > 0)) continue;
      all.push_back({sim::name_hash64(authority.code + "/" + std::to_string(origin)), {a, origin}});
    }
  const auto by_key = [&](const Keyed& x, const Keyed& y) {
    return std::tie(x.key, x.pair.authority, x.pair.origin) <
           std::tie(y.key, y.pair.authority, y.pair.origin);
  };
  std::sort(all.begin(), all.end(), by_key);
  std::vector<AreaOrigin> out;
  for (std::size_t i = 0; i < std::min(count, all.size()); ++i) out.push_back(all[i].pair);
  return out;
}

}  // namespace models
