// Which mathematical library a run used, as far as its results can tell.

#include "sim/math_fingerprint.hpp"

#include <fmt/format.h>

#include <bit>
#include <boost/endian/conversion.hpp>
#include <cmath>

#include "sim/block_codec.hpp"

namespace sim {

std::string math_fingerprint() {
  constexpr int points = 256;
  Bytes bits;
  const auto note = [&bits](double value) {
    const std::size_t at = bits.size();
    bits.resize(at + 8);
    boost::endian::store_little_u64(bits.data() + at, std::bit_cast<std::uint64_t>(value));
  };
  for (int i = 1; i <= points; ++i) {
    // Read through volatile, so that the library answers and not the compiler.
    const volatile double argument = i * 0.0390625 + 1.0 / i;
    const double x = argument;
    for (const double value :
         {std::exp(x), std::exp(-x), std::log(x), std::log1p(x), std::expm1(-x), std::cos(x), std::sin(x),
          std::tan(x), std::pow(x, 0.3), std::lgamma(x), std::tgamma(x), std::erf(x), std::erfc(x),
          std::sqrt(x), std::cbrt(x), std::atan(x), std::tanh(x)}) {
      note(value);
    }
  }
  return fmt::format("{:016x}", checksum64(bits));
}

}  // namespace sim
