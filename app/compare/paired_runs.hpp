#pragma once
// Finished runs that are pairs, replicate by replicate: what choices are made among.

#include <memory>
#include <string>
#include <vector>

#include "app/stored/stored_run.hpp"

namespace app {

/// One of them: its letter and the name it is shown under.
struct PairedRun {
  std::string letter, name, word;  ///< word: as it was named on the command line
  std::unique_ptr<StoredRun> run;
};

/// Folders of finished runs in the order given; the folder of a comparison stands for its runs. Throws
/// UserError if there are more than 26 or if they are no pairs (other seeds, replicates, designs, areas).
std::vector<PairedRun> paired_runs(const std::vector<std::string>& words);

}  // namespace app
