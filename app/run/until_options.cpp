// The words of --until and --at-most.

#include <fmt/format.h>

#include "app/number_words.hpp"
#include "app/run/ensemble_until.hpp"
#include "app/user_error.hpp"

namespace app {

std::optional<Until> until_options(const std::string& rule, const std::string& at_most,
                                   const RunOptions& options) {
  constexpr std::uint32_t most = 1U << 30U;
  Until out;
  out.at_most = static_cast<std::uint32_t>(whole_number("--at-most", at_most, 64, most));
  if (rule.empty()) return {};
  out.rule = stop_rule(rule);
  if (out.at_most < options.replicates)
    throw UserError(fmt::format("--at-most {}: is fewer than the -n {} that it begins with", out.at_most,
                                options.replicates));
  if (options.expected || options.replicate) throw UserError("--until: is for a whole run of replicates");
  if (options.shard || options.resume)
    throw UserError(fmt::format(
        "--until: how many replicates it takes is known at the end only; give -n instead of it with {}",
        options.shard ? "--shard" : "--resume"));
  if (options.design == sim::Design::lhs)
    throw UserError("--until: a Latin hypercube cannot be continued; use --design sobol or mc");
  return out;
}

}  // namespace app
