// Which shard a run is to simulate: said by hand, or by the scheduler that starts many at once.

#include "app/run/shard_options.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "app/number_words.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

constexpr std::uint64_t most_shards = 1'000'000;
constexpr const char *slurm_id = "SLURM_ARRAY_TASK_ID", *kubernetes_index = "JOB_COMPLETION_INDEX";

std::uint64_t of_environment(const Environment& environment, const char* name, std::uint64_t low,
                             std::uint64_t high) {
  const auto text = environment(name);
  if (!text) throw UserError(fmt::format("--shard auto: {} is not set", name));
  return whole_number(fmt::format("--shard auto: {}", name), *text, low, high);
}

/// The task of a job array without gaps: 0-9, 1-100, 10-30:5.
sim::ShardOf of_slurm(const Environment& environment) {
  constexpr std::uint64_t most = std::uint64_t{1} << 32;
  const auto number = [&](const char* name) { return of_environment(environment, name, 0, most); };
  const auto id = number(slurm_id), count = number("SLURM_ARRAY_TASK_COUNT"),
             least = number("SLURM_ARRAY_TASK_MIN");
  const auto step = environment("SLURM_ARRAY_TASK_STEP") ? number("SLURM_ARRAY_TASK_STEP") : 1;
  const auto last =
      environment("SLURM_ARRAY_TASK_MAX") ? number("SLURM_ARRAY_TASK_MAX") : least + (count - 1) * step;
  const bool whole = count >= 1 && count <= most_shards && step >= 1 && last == least + (count - 1) * step &&
                     id >= least && id <= last && (id - least) % step == 0;
  if (!whole)
    throw UserError(fmt::format(
        "--shard auto: the job array has gaps (task {} of {}, {} to {} by {}), so that its tasks do not "
        "say which shard they are; number them 1 to N and write --shard auto/N",
        id, count, least, last, step));
  return {static_cast<std::uint32_t>((id - least) / step + 1), static_cast<std::uint32_t>(count)};
}

sim::ShardOf of_scheduler(const Environment& environment, std::optional<std::uint64_t> shards) {
  const bool slurm = environment(slurm_id).has_value(),
             kubernetes = environment(kubernetes_index).has_value();
  if (slurm && kubernetes)
    throw UserError(
        fmt::format("--shard auto: {} and {} are both set; write --shard i/N", slurm_id, kubernetes_index));
  if (!slurm && !kubernetes)
    throw UserError(fmt::format(
        "--shard auto: neither {} nor {} is set; it is for tasks that Slurm or Kubernetes starts, "
        "elsewhere write --shard i/N",
        slurm_id, kubernetes_index));
  if (!shards && slurm) return of_slurm(environment);
  if (!shards)
    throw UserError(
        fmt::format("--shard auto: Kubernetes does not say how many tasks there are; write --shard "
                    "auto/N with the job's completions"));
  const std::uint64_t base = slurm ? 1 : 0;
  const auto id = of_environment(environment, slurm ? slurm_id : kubernetes_index, base, *shards - 1 + base);
  return {static_cast<std::uint32_t>(id - base + 1), static_cast<std::uint32_t>(*shards)};
}

}  // namespace

Environment environment() {
  return [](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') return {};
    return value;
  };
}

sim::ShardOf shard_option(const std::string& text, const Environment& environment) {
  const auto slash = text.find('/');
  const std::string first = text.substr(0, slash);
  if (slash == std::string::npos && first == "auto") return of_scheduler(environment, {});
  const auto digits = [](const std::string& s) {
    return !s.empty() && s.find_first_not_of("0123456789") == std::string::npos;
  };
  if (slash == std::string::npos || !digits(text.substr(slash + 1)) || !(first == "auto" || digits(first)))
    throw UserError(
        fmt::format("--shard {}: write i/N, for example --shard 3/10 for the third of ten, or auto or "
                    "auto/N where Slurm or Kubernetes starts the tasks",
                    text));
  const auto shards = whole_number("--shard: N", text.substr(slash + 1), 1, most_shards);
  if (first == "auto") return of_scheduler(environment, shards);
  const auto index = whole_number("--shard: i", first, 0, shards);
  if (index == 0)
    throw UserError(
        fmt::format("--shard {}: shards are counted from 1: 1/{} to {}/{}", text, shards, shards, shards));
  return {static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(shards)};
}

}  // namespace app
