#pragma once
// Simulations that are finished, kept beside an output folder until the whole is: whoever stops and starts
// again does not simulate them anew.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace app {

/// Different names may be asked for and kept by several threads at once.
class SimulationStore {
 public:
  /// ".NAME.unfinished" beside the output folder NAME; made when something is first written there.
  explicit SimulationStore(const std::filesystem::path& out);

  const std::filesystem::path& folder() const { return folder_; }
  /// `lists` lists of draws that were kept under this name with this digest; nothing if there are none, or if
  /// they are of another digest, cut off or broken.
  std::optional<std::vector<std::vector<double>>> find(const std::string& name, const std::string& digest,
                                                       std::size_t lists) const;
  /// Throws sim::OutputError.
  void keep(const std::string& name, const std::string& digest,
            const std::vector<std::vector<double>>& draws) const;
  /// How many simulations are there.
  std::size_t kept() const;
  /// Removes the folder with everything in it.
  void remove() const;

 private:
  std::filesystem::path file(const std::string& name) const;
  std::filesystem::path folder_;
};

/// A folder for files that nobody keeps: gone at the end of the scope, and its parent with it if that is
/// empty.
class ScratchFolder {
 public:
  /// A new folder in `parent`, which is made if need be. Throws sim::OutputError.
  explicit ScratchFolder(const std::filesystem::path& parent);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace app
