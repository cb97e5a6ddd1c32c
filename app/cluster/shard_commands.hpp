#pragma once
// The lines of a POSIX shell that run one shard, and those that merge them all.

#include <string>

#include "app/cluster/shard_plan.hpp"

namespace app {

/// One line; ends the script with 2 unless the program there is the one for which it was made.
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
