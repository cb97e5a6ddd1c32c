#pragma once
// 128-bit integers: sums that are exact whatever the order of addition.

namespace sim {

// __extension__ because ISO C++ has no such type; g++ and clang do on every 64-bit machine.
__extension__ typedef __int128 Wide;
__extension__ typedef unsigned __int128 UnsignedWide;

}  // namespace sim
