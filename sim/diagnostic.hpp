#pragma once
// One fault of the user's input: where it is, what is wrong, why, and what might have been meant.

#include <string>
#include <vector>

namespace sim {

/// Where something was written. `line` is 1-based; 0 means that no line can be named (a whole file, an
/// option).
struct Origin {
  std::string file;
  int line = 0;
  bool operator==(const Origin&) const = default;
};

/// One fault. `why` and `suggestion` may be empty.
struct Diagnostic {
  Origin where;
  std::string problem, why, suggestion;
  bool operator==(const Diagnostic&) const = default;
};

/// "file:line", or "file" when no line can be named.
std::string to_string(const Origin& origin);

/// "file:line: problem (why) suggestion", leaving out what is empty.
std::string to_string(const Diagnostic& fault);

/// Sorts by file, line and text, and drops exact repeats.
void sort_faults(std::vector<Diagnostic>& faults);

/// The faults, one per line, in the order given; each line ends with a newline.
std::string to_string(const std::vector<Diagnostic>& faults);

}  // namespace sim
