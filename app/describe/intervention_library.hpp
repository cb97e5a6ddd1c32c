#pragma once
// The library of interventions as people look it up: what each is, which levers it moves, how good the
// evidence is.

#include <filesystem>
#include <string>
#include <vector>

namespace app {

struct LibraryEntry {
  std::string id, title, source, reliability, start;
  std::vector<std::string> levers;  ///< titles of the kinds of levers, in the order of the table of kinds
};

/// The files of a folder such as configs/interventions, by name. Throws UserError for one that is no folder,
/// and with all faults for files that cannot be read.
std::vector<LibraryEntry> read_library(const std::filesystem::path& folder);

std::string library_text(const std::vector<LibraryEntry>& library);
std::string library_markdown(const std::vector<LibraryEntry>& library);

/// The ways in which an act changes a number, and the kinds of levers with their parameters.
std::string levers_text();
std::string levers_markdown();

}  // namespace app
