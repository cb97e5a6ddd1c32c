#pragma once
// A failing replicate says which one it was and how to repeat it alone.

#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>

#include "sim/key.hpp"

namespace sim {

struct FailedReplicate {
  Seed seed = 0;
  std::uint32_t index = 0;
  unsigned member = 0;  ///< 0, or 0..2 with layers
};

class ReplicateError : public std::runtime_error {
 public:
  ReplicateError(const FailedReplicate& which, const std::string& command, const std::string& cause);
  const FailedReplicate& which() const { return which_; }

 private:
  FailedReplicate which_;
};

/// Throws a ReplicateError (with the cause nested) for a failure caught in a replicate; running out of memory
/// is not the replicate's fault and passes unchanged.
[[noreturn]] void throw_replicate_error(const FailedReplicate& which, const std::string& command,
                                        const std::exception_ptr& failure);

}  // namespace sim
