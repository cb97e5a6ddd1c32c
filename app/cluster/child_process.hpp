#pragma once
// Runs another program and waits for it.

#include <optional>
#include <string>
#include <vector>

namespace app {

struct ChildResult {
  int code = -1;  ///< exit code, or 128 and the signal that ended it
  std::string out, err;
};

/// No shell takes part. `input` is its standard input. nullopt if there is no such program on the PATH;
/// throws std::system_error if it cannot be run for another reason.
std::optional<ChildResult> run_child(const std::vector<std::string>& arguments, const std::string& input);

}  // namespace app
