#pragma once
// The lines of a POSIX shell that run one shard, and those that merge them all.

#include <string>

#include "app/cluster/shard_plan.hpp"

namespace app {

/// Is the program there the one for which this was made, and what to say if it is not: a line each.
std::string version_test(const ShardPlan& plan);
std::string version_refusal(const ShardPlan& plan);
/// Ends the script with 2 if it is not; several lines.
std::string version_check(const ShardPlan& plan);

/// `number` is what stands for the shard's number, from 1: "\"$shard\"". On two lines, without the last
/// break.
std::string shard_command(const ShardPlan& plan, const std::string& number);
std::string merge_command(const ShardPlan& plan);

/// Whole scripts but for their first line: check, then become the command.
std::string shard_script(const ShardPlan& plan, const std::string& number);
std::string merge_script(const ShardPlan& plan);

/// What the head of everything printed says: how many shards of how many replicates, and where they go.
std::string plan_words(const ShardPlan& plan);

}  // namespace app
