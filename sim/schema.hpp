#pragma once
// What a configuration may say: every parameter, field and family is declared once, as data.
//
// Reading, checking, the dictionary and the editor's JSON Schema all come from this declaration.

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sim {

/// The labels along one dimension of a parameter, in order (ages, needs, years, ...).
///
/// On an axis with `ordered_years` the labels are years, "2019" or "2019-20"; files may use either form for
/// either. A table on such an axis carries the nearest earlier value forward and the first one backward.
struct Axis {
  std::string name;
  std::vector<std::string> labels;
  bool ordered_years = false;
};

/// A number, or a table of numbers over up to three axes; any of them may be a distribution.
///
/// `name` is dotted: "request.rate" is `rate` in `[request]`. Bounds are inclusive and may be infinite.
/// Without a `fallback` the parameter must be set, unless it is `drawn`: then every replicate has its own
/// number, uniform between the bounds, where nobody sets it.
struct ParamSpec {
  std::string name;
  std::vector<std::string> axes;
  std::string unit;
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  std::optional<double> fallback;
  std::string text;
  bool drawn = false;
};

enum class FieldKind { text, text_list, integer, boolean, date };

/// A setting that is not a number with uncertainty: a name, a list of names, a switch, a date.
///
/// `fallback` is written as text ("3", "true", "2020-01-01"; a text_list is separated by commas). `allowed`,
/// when not empty, lists the only values that a text (or each entry of a text_list) may take.
struct FieldSpec {
  std::string name;
  FieldKind kind = FieldKind::text;
  bool required = false;
  std::string fallback;
  std::vector<std::string> allowed;
  std::string text;
};

/// A set of members with the same parameters and fields: placement types, interventions, targets.
///
/// Written inline as `[family.id]` tables or as a list of `[[family]]` tables (the id is the member's own
/// `id`, or its place in the list, "0001"). With `from_folder`, also as one file per member, `id.toml`, in
/// the folders named by the top-level key `<name>_folder`; inline tables then override single values of a
/// member's file.
///
/// With `chosen_by`, the name of a top-level text_list, a folder is a library: a file of it counts only if
/// that list of some layer names the member. An inline table changes a member that is named, or defines one
/// whole.
///
/// `parts` are families inside each member, `[family.id.part.id]`; in a member's own file `[part.id]`.
struct FamilySpec {
  std::string name;
  std::string text;
  std::vector<ParamSpec> params;
  std::vector<FieldSpec> fields;
  bool from_folder = false;
  std::string chosen_by = {};
  std::vector<FamilySpec> parts = {};
};

struct Schema {
  std::vector<Axis> axes;
  std::vector<ParamSpec> params;
  std::vector<FieldSpec> fields;
  std::vector<FamilySpec> families;
};

/// The axis or family of that name, or null.
const Axis* find_axis(const Schema& schema, std::string_view name);
const FamilySpec* find_family(const Schema& schema, std::string_view name);

/// Our own mistakes in a declaration, as sentences: unknown axes, repeated names, a fallback outside its
/// bounds, names whose keys collide. Empty for a sound schema; `read_config` throws std::logic_error for an
/// unsound one.
std::vector<std::string> schema_mistakes(const Schema& schema);

/// The schema as a Markdown dictionary for people: one section per family, one table row per name.
std::string dictionary_markdown(const Schema& schema);

/// JSON Schema (draft 2020-12) of an area, national or scenario file, for editors (`#:schema`).
std::string json_schema(const Schema& schema);

/// JSON Schema of one member file of a family with a folder. Throws std::logic_error if there is no such
/// family.
std::string json_schema_member(const Schema& schema, std::string_view family);

}  // namespace sim
