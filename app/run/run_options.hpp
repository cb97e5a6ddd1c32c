#pragma once
// What `sendcast run` was asked to do, checked.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "app/load.hpp"
#include "sim/design.hpp"
#include "sim/manifest.hpp"
#include "sim/store_format.hpp"

namespace app {

/// The words of the command line.
struct RunWords {
  ConfigChoice choice;
  std::string replicates = "1000", seed = "1", threads = "0", design = "sobol", store = "full", replicate,
              member, contributions = "64", shard;
  std::optional<std::string> out;
  bool layers = false, expected = false, no_discrepancy = false, quiet = false, json = false,
       no_progress = false, resume = false;
};

struct RunOptions {
  ConfigChoice choice;
  std::uint32_t replicates = 1000;
  sim::Seed seed = 1;
  unsigned threads = 0;
  sim::Design design = sim::Design::sobol;
  sim::StoreMode store = sim::StoreMode::full;
  std::optional<std::uint32_t> replicate;
  unsigned member = 0;
  std::uint32_t contributions = 64;  ///< replicates of which parts of the plan are left out in turn
  bool layers = false, expected = false, quiet = false, json = false, no_progress = false;
  bool discrepancy = true;  ///< put on the distributions of the summary
  bool out_given = false;
  std::optional<sim::ShardOf> shard;  ///< simulate this part alone, for `sendcast merge`
  bool resume = false;                ///< go on from what an earlier run left, and leave that if interrupted
  /// How old what is complete gets before it is kept on the disk, seconds; nothing is kept without it.
  std::optional<double> checkpoint;
  std::filesystem::path out;
};

/// Throws UserError for the first word that makes no sense.
RunOptions run_options(const RunWords& words);

/// "out/kingston-plan-2018+more-places": the folder and the name of the configuration, the scenarios laid
/// over it, and with --set a word that stands for the settings, so that different models never share a folder
/// unasked.
std::filesystem::path default_folder(const ConfigChoice& choice);

/// What the default names of outputs call a finished run: its folder, after that of the comparison it is part
/// of: "kingston-do-nothing-vs-kingston-plan-2018-b".
std::string name_of_run(const std::filesystem::path& folder);

/// "sendcast run CONFIG ..." with every option that fixes the model and the design, quoted for a shell;
/// without seed.
std::string model_command(const RunOptions& options);
/// The command that repeats a whole run, or its shard.
std::string repeat_command(const RunOptions& options);

/// A word that a shell reads back unchanged.
std::string shell_word(const std::string& word);

}  // namespace app
