#pragma once
// Draws as a run has them: points of a design by name, and the scramble of every replicate.

#include <cmath>
#include <string>
#include <vector>

#include "sim/design.hpp"
#include "sim/sample.hpp"

namespace designed {

inline std::vector<double> uniforms(const std::string& name, std::uint32_t n, sim::Seed seed,
                                    sim::Design design = sim::Design::sobol) {
  std::vector<double> out;
  for (std::uint32_t r = 0; r < n; ++r)
    out.push_back(sim::design_point(design, seed, sim::name_hash64(name), r, n));
  return out;
}

inline std::vector<double> normals(const std::string& name, std::uint32_t n, sim::Seed seed,
                                   sim::Design design = sim::Design::sobol) {
  auto out = uniforms(name, n, seed, design);
  for (double& u : out) u = sim::inverse_normal(u);
  return out;
}

inline std::vector<std::uint8_t> scramble_of(std::uint32_t n) {
  std::vector<std::uint8_t> out;
  for (std::uint32_t r = 0; r < n; ++r) out.push_back(static_cast<std::uint8_t>(r % sim::scrambles));
  return out;
}

/// Ishigami and Homma's function with a = 7 and b = 0.1 of three uniforms: S .3139 .4424 0, ST .5576 .4424
/// .2437.
inline double ishigami(double u1, double u2, double u3) {
  constexpr double pi = 3.14159265358979323846;
  const double x1 = pi * (2 * u1 - 1), x2 = pi * (2 * u2 - 1), x3 = pi * (2 * u3 - 1);
  return std::sin(x1) + 7 * std::sin(x2) * std::sin(x2) + 0.1 * std::pow(x3, 4) * std::sin(x1);
}

}  // namespace designed
