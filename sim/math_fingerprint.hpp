#pragma once
// Which mathematical library a run used, as far as its results can tell: glibc's exp, log, ... differ in the
// last bit between processors, and a last bit can, rarely, move a draw.

#include <string>

namespace sim {

/// Sixteen hexadecimal digits: a hash of the bits of fixed calls. Shards are merged only if theirs are equal.
std::string math_fingerprint();

}  // namespace sim
