#include "app/export/geography.hpp"

#include <fmt/format.h>

#include "app/export/return_map.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

constexpr const char* name_of_the_nation = "England";

/// E06 to E10: unitary authorities, districts and counties, not E92, England's, that an area may have from a
/// file that it extends.
bool of_an_authority(const std::string& code) { return code.starts_with("E0") || code.starts_with("E10"); }

std::string authority_cells(const KnownAuthority* authority, const std::string& area, const std::string& code,
                            const std::string& region, const std::string& region_code) {
  return fmt::format("Local authority,E92000001,England,{},{},{},{},{}", region_code, sim::csv_field(region),
                     code, authority == nullptr ? "x" : authority->number,
                     sim::csv_field(authority == nullptr ? area : authority->name));
}

std::string region_cells(const std::string& name, const std::string& code) {
  return fmt::format("Regional,E92000001,England,{},{},,,", code, sim::csv_field(name));
}

}  // namespace

std::map<std::string, std::string> read_regions(const std::filesystem::path& configs) {
  std::map<std::string, std::string> out;
  for (const auto& row : read_return_file(configs / "national" / "regions.csv", {"code", "name"}))
    out[row.at("name")] = row.at("code");
  return out;
}

Geography one_geography(const std::string& area, const KnownAuthority* authority) {
  const std::string code = authority == nullptr ? "x" : authority->code.empty() ? "z" : authority->code;
  return {area, authority_cells(authority, area, code, "x", "x")};
}

std::vector<Geography> geographies(const StoredRun& run, const RunNames& names,
                                   const Authorities& authorities,
                                   const std::map<std::string, std::string>& regions,
                                   std::vector<std::string>& notes) {
  const auto code_of = [&](const std::string& region) {
    const auto found = regions.find(region);
    return found == regions.end() ? std::string("x") : found->second;
  };
  // Another whole may hold only some authorities of a region, and its total is then not the region's.
  const bool nation = run.areas().front() == name_of_the_nation && names.all_areas();
  std::vector<Geography> out;
  bool some_regions = false;
  std::string unknown;
  for (const auto& area : run.areas()) {
    const auto* about = names.area(area);
    if (area == run.areas().front()) {
      out.push_back({area, nation ? "National,E92000001,England,,,,," : region_cells(area, "x")});
    } else if (about == nullptr && (names.note().empty() || regions.contains(area))) {
      out.push_back({area, region_cells(area, nation ? code_of(area) : "x")});
      some_regions = true;
    } else {
      const auto* authority = authorities.find(area);
      const std::string stated = about == nullptr || !of_an_authority(about->code) ? "" : about->code;
      const std::string code = authority != nullptr && !authority->code.empty() ? authority->code : stated;
      const std::string region = about == nullptr || about->region.empty() ? "x" : about->region;
      if (authority == nullptr) unknown += (unknown.empty() ? "" : ", ") + area;
      out.push_back(
          {area, authority_cells(authority, area, code.empty() ? "x" : code, region, code_of(region))});
    }
  }
  if (!nation)
    notes.push_back(fmt::format(
        "{} is all areas of the run together{}: no level of the standard, written as Regional without a code "
        "(x).",
        run.areas().front(), some_regions ? ", and a region those of it that the run has" : ""));
  if (!unknown.empty())
    notes.push_back(fmt::format(
        "Not in configs/national/authorities.csv, so that their DfE numbers are not available (x): {}.",
        unknown));
  return out;
}

}  // namespace app
