#pragma once
// What is on the disk, and stays there when the power fails.

#include <filesystem>

namespace sim {

/// Waits until a file or folder, with what it says about itself, has reached the disk. Throws OutputError.
void sync_to_disk(const std::filesystem::path& path);

/// Moves a whole file under its final name, in another folder of the same file system perhaps: afterwards it
/// is there, whole, whatever happens. Throws OutputError.
void put_in_place(const std::filesystem::path& file, const std::filesystem::path& place);

}  // namespace sim
