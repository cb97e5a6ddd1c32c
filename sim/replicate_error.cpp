// A failing replicate says which one it was and how to repeat it alone.

#include "sim/replicate_error.hpp"

#include <fmt/format.h>

#include <new>

namespace sim {

ReplicateError::ReplicateError(const FailedReplicate& which, const std::string& command,
                               const std::string& cause)
    : std::runtime_error(fmt::format(
          "replicate {} (member {}) failed with seed {}: {}\n  repeat it alone: {} --seed "
          "{} --replicate {} --member {}",
          which.index, which.member, which.seed, cause, command.empty() ? "sendcast run CONFIG" : command,
          which.seed, which.index, which.member)),
      which_(which) {}

void throw_replicate_error(const FailedReplicate& which, const std::string& command,
                           const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    std::throw_with_nested(ReplicateError(which, command, error.what()));
  } catch (...) {
    throw ReplicateError(which, command, "an unknown error");
  }
}

}  // namespace sim
