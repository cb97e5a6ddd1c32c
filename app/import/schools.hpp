#pragma once
// What kind of setting a school is, by its URN: the register "Get Information About Schools".

#include <filesystem>
#include <map>
#include <string>

namespace app {

struct Schools {
  std::map<std::string, std::string> setting_by_urn, setting_by_ukprn;
};

/// Reads the register's CSV (columns URN, UKPRN, "TypeOfEstablishment (name)"). A school or college of a type
/// that is not known is left out. Throws UserError.
Schools read_schools(const std::filesystem::path& file);

/// "Academy special converter" -> "state_special"; "" for a type that is not known.
std::string setting_of_type(std::string_view type);

}  // namespace app
