#pragma once
// A configuration read from TOML and CSV files and checked against a schema: numbers in flat cells, each with
// where it came from. Reading reports every fault at once, or gives a Config that needs no further checks.

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/assumptions.hpp"
#include "sim/diagnostic.hpp"
#include "sim/name_map.hpp"
#include "sim/schema.hpp"
#include "sim/uncertain.hpp"

namespace sim {

/// Where a number comes from and how far it may be trusted (reliability: "green", "amber", "red" or empty).
struct Evidence {
  std::string source, reliability, note;
  bool operator==(const Evidence&) const = default;
};

/// Never null. A table of a thousand cells has its evidence once.
using SharedEvidence = std::shared_ptr<const Evidence>;
const SharedEvidence& no_evidence();

/// The cells of one parameter: row-major from `offset`, one extent per axis (1 for an absent axis).
struct Slot {
  std::uint32_t offset = 0;
  std::array<std::uint32_t, 3> extent{1, 1, 1};
  std::uint32_t size() const { return extent[0] * extent[1] * extent[2]; }
};

/// One value as it was written: a point or a distribution, and the cells that share it.
///
/// `name` is the parameter's full name and, unless every cell shares the value, the labels it was given for:
/// "request.rate[7]", "request.rate[5-10]", "placement.special.first_need[ASD,default]". A shared
/// distribution is drawn once. `origin.file` is relative to the folder of the root configuration (so that it
/// does not depend on where the command was started); "(default)" for a fallback.
struct Assumption {
  std::string name;
  Uncertain value;
  std::string unit;
  SharedEvidence evidence = no_evidence();
  Origin origin;
  std::vector<std::uint32_t> cells;
};

/// A file that was read; `path` as in Assumption::origin.
struct InputFile {
  std::string path;
  std::uint64_t bytes = 0;
  std::string sha256;
};

/// The top-level `name` and `description` of a scenario file.
struct ScenarioLabel {
  std::string path, name, description;
};

/// The content of a field. `text` also holds a date (ISO, "2020-03-31") and the text of numbers and switches.
struct FieldValue {
  std::string text;
  std::vector<std::string> list;
  std::int64_t integer = 0;
  bool boolean = false;
  Origin origin;
};

class Config;

struct ConfigData {
  NameMap<Slot> slots;
  NameMap<FieldValue> fields;
  NameMap<Origin> origins;
  NameMap<std::uint32_t> last_years;
  std::map<std::string, std::vector<std::string>, std::less<>> members;
  std::map<std::string, std::vector<std::string>, std::less<>> library;
  std::vector<double> base;
  std::vector<Assumption> assumptions;
  std::vector<RankCorrelation> correlations;
  std::vector<DirichletGroup> share_groups;
  std::vector<InputFile> inputs;
  std::vector<ScenarioLabel> scenarios;
  std::vector<Config> areas;
  std::vector<std::filesystem::path> area_folders;
};

/// Immutable result of `read_config`. Look-ups of names that the schema does not declare throw
/// std::logic_error.
class Config {
 public:
  explicit Config(ConfigData data);
  /// A configuration that speaks for several areas, each with one of its own, in their order. The inputs of
  /// all are then among its own, as seen from its folder, from which `folders` are those of the areas. Areas
  /// have no areas of their own.
  Config(const Config& whole, std::vector<Config> areas, const std::vector<std::filesystem::path>& folders);

  /// The areas of a run of several; empty where the configuration is of one.
  const std::vector<Config>& areas() const { return data_.areas; }
  /// Where an area's origin is as seen from the folder of the whole: two areas' own files are then two files.
  Origin origin_in_area(std::size_t area, Origin origin) const;

  /// Cells of a global parameter, or of a member's parameter.
  Slot slot(std::string_view param) const;
  Slot slot(std::string_view family, std::string_view id, std::string_view param) const;

  /// Ids of a family's members, sorted. Parts of a member are the family "family.id.part".
  const std::vector<std::string>& members(std::string_view family) const;

  /// Ids of the files that a family is chosen from, sorted, whether chosen or not; none of another family.
  const std::vector<std::string>& library(std::string_view family) const;

  const std::string& text(std::string_view field) const;
  const std::string& text(std::string_view family, std::string_view id, std::string_view field) const;
  const std::vector<std::string>& text_list(std::string_view field) const;
  const std::vector<std::string>& text_list(std::string_view family, std::string_view id,
                                            std::string_view field) const;
  std::int64_t integer(std::string_view field) const;
  std::int64_t integer(std::string_view family, std::string_view id, std::string_view field) const;
  bool boolean(std::string_view field) const;
  bool boolean(std::string_view family, std::string_view id, std::string_view field) const;

  /// Where a parameter or field was set, as shown to the user; for checks that span several names.
  /// `full_name` is "request.rate" or "placement.special.group"; "(default)" where nothing set it.
  const Origin& origin(std::string_view full_name) const;

  /// Position on its axis of years of the last year that the parameter's table names, whatever its value;
  /// nothing where it names none (one number for all years, a default).
  std::optional<std::uint32_t> last_year(std::string_view full_name) const;

  /// Every cell at its mean (points at their value). Slots index into it.
  std::span<const double> base() const { return data_.base; }

  /// Every value of every parameter, in the order of the schema; uncertain ones have !value.is_point().
  const std::vector<Assumption>& assumptions() const { return data_.assumptions; }

  const std::vector<RankCorrelation>& correlations() const { return data_.correlations; }

  /// Uncertain assumptions that are the shares of one whole, drawn together.
  const std::vector<DirichletGroup>& share_groups() const { return data_.share_groups; }

  /// Every file that was read, sorted by path, each once.
  const std::vector<InputFile>& inputs() const { return data_.inputs; }

  /// One per scenario file, in the order applied.
  const std::vector<ScenarioLabel>& scenarios() const { return data_.scenarios; }

 private:
  const FieldValue& field(std::string_view full_name) const;
  ConfigData data_;
};

/// `--set name=value`: `value` is TOML ("0.3", "{ mean = 0.3, sd = 0.1 }", "\"text\"").
struct Override {
  std::string name, value;
};

/// Either a config, or the faults that prevent one (sorted by file and line; never empty then).
struct ConfigResult {
  std::optional<Config> config;
  std::vector<Diagnostic> faults;
};

class ConfigFiles;

/// Reads `root` with everything it extends, then the scenarios in order, then the overrides; later settings
/// replace earlier ones, whole parameter by whole parameter. Never throws for a fault of the input, however
/// hostile; throws std::logic_error if the schema itself is unsound.
ConfigResult read_config(const std::filesystem::path& root, const Schema& schema,
                         std::span<const std::filesystem::path> scenarios = {},
                         std::span<const Override> overrides = {});

/// The same for one of several configurations, which share files.
ConfigResult read_config(ConfigFiles& files, const std::filesystem::path& root, const Schema& schema,
                         std::span<const std::filesystem::path> scenarios = {},
                         std::span<const Override> overrides = {});

}  // namespace sim
