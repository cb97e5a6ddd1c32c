#include "models/levers/levers.hpp"

#include <algorithm>
#include <array>

namespace models {
namespace {

double set(double, double by) { return by; }
double scale(double now, double by) { return now * by; }
double shift(double now, double by) { return now + by; }
double gate(double now, double by) { return std::min(now, by); }

constexpr std::array<Lever, 4> table{{{"set", "The value is replaced.", set},
                                      {"scale", "The value is multiplied.", scale},
                                      {"shift", "Something is added to the value.", shift},
                                      {"gate", "The value is held at or below a limit.", gate}}};

}  // namespace

std::span<const Lever> levers() { return table; }

}  // namespace models
