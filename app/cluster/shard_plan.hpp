#pragma once
// A run divided among processes that know nothing of one another: what each is told.

#include <cstdint>
#include <string>

namespace app {

/// The words that people chose are quoted for a shell already (shell_word), and hold no line break, no
/// control character and no broken UTF-8, so that they can be printed into scripts, comments and YAML.
struct ShardPlan {
  std::string program;  ///< absolute path
  std::string version;  ///< what it prints for --version: "sendcast 0.1.0 (a289115)"; not quoted
  std::string folder;   ///< where every process works, so that relative names mean the same
  std::string run;      ///< "run CONFIG ...", with all that fixes the result
  std::string out;      ///< folder of the merged run
  std::string name;     ///< of the jobs; letters, digits, '.', '-' and '_'
  std::uint32_t replicates = 0;
  std::uint32_t shards = 1;
  std::uint32_t cpus = 1;  ///< of each shard
  std::string shards_folder() const { return out + "-shards"; }
};

}  // namespace app
