#include "models/levers/levers.hpp"

#include <array>

namespace models {
namespace {

double set(double, double by) { return by; }
double scale(double now, double by) { return now * by; }
double shift(double now, double by) { return now + by; }

constexpr std::array<Lever, 3> table{{{"set", "The value is replaced.", set},
                                      {"scale", "The value is multiplied.", scale},
                                      {"shift", "Something is added to the value.", shift}}};

}  // namespace

std::span<const Lever> levers() { return table; }

}  // namespace models
