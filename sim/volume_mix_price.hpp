#pragma once
// Why the money paid for several kinds of things differs: how many there are, which kinds they are, what each
// costs.

#include <cstdint>
#include <span>
#include <vector>

namespace sim {

/// In the unit of the money; the three add up to the difference exactly.
struct VolumeMixPrice {
  std::int64_t volume = 0;  ///< more or fewer of them, at the mix and prices there were
  std::int64_t mix = 0;     ///< dearer or cheaper kinds
  std::int64_t price = 0;   ///< each kind dearer or cheaper
  bool operator==(const VolumeMixPrice&) const = default;
};

/// What one side has of each kind, and what was paid for it.
struct Purchases {
  std::span<const std::int64_t> quantity, money;
};

/// Money is quantity N times the mix m times the price c, summed over kinds. The difference from `a` to `b`
/// is divided over the orders in which N, m and c can change (Shapley), so that none of the three takes all
/// that they do together; rounded by largest remainder. A kind that one side lacks has the other's price
/// there; money without a quantity counts as price. Both sides list the same kinds.
VolumeMixPrice volume_mix_price(const Purchases& a, const Purchases& b);

/// The same for two factors, such as residents and plans per resident: what of x_b y_b - x_a y_a is x, and
/// what is y, rounded so that they add up. `product` is x times y, stated so that y need not be.
struct TwoFactors {
  std::int64_t first = 0, second = 0;
};
TwoFactors two_factors(std::int64_t x_a, std::int64_t product_a, std::int64_t x_b, std::int64_t product_b);

}  // namespace sim
