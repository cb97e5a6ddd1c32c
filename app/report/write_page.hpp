#pragma once
// A page put in its place whole, and told to the folder that it is put into.

#include <filesystem>
#include <string>
#include <string_view>

namespace app {

/// Writes the file beside its place and renames it, so that it is there completely or as it was before. In a
/// run's own folder the manifest's list of outputs gets its name, so that a later run may replace it. Throws
/// sim::OutputError.
void write_page(const std::filesystem::path& file, std::string_view text, bool in_run_folder);

}  // namespace app
