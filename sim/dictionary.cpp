// The schema as a Markdown dictionary for people.

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "sim/axis_labels.hpp"
#include "sim/read_field.hpp"
#include "sim/schema.hpp"

namespace sim {
namespace {

std::string number(double value) {
  return std::isinf(value) ? (value > 0 ? "inf" : "-inf") : fmt::format("{}", value);
}

/// Text for one cell of a Markdown table.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text)
    out += c == '|' ? std::string("\\|") : c == '\n' ? std::string(" ") : std::string(1, c);
  return out;
}

std::string list(const std::vector<std::string>& items, std::string_view separator) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : std::string(separator)) + item;
  return out;
}

std::string param_row(const ParamSpec& spec) {
  return fmt::format("| `{}` | {} | {} | {} to {} | {} | {} |\n", spec.name, list(spec.axes, " x "),
                     cell(spec.unit), number(spec.lower), number(spec.upper),
                     spec.drawn      ? "drawn"
                     : spec.fallback ? number(*spec.fallback)
                                     : "required",
                     cell(spec.text));
}

std::string field_row(const FieldSpec& spec) {
  const std::string kind =
      spec.allowed.empty() ? std::string(kind_name(spec.kind)) : "one of " + list(spec.allowed, ", ");
  return fmt::format("| `{}` | {} | {} | {} |\n", spec.name, cell(kind),
                     spec.required ? "required" : cell(spec.fallback), cell(spec.text));
}

std::string scope(const std::vector<ParamSpec>& params, const std::vector<FieldSpec>& fields) {
  std::string out;
  if (!fields.empty()) {
    out += "\n| setting | kind | default | meaning |\n|---|---|---|---|\n";
    for (const auto& field : fields) out += field_row(field);
  }
  if (!params.empty()) {
    out += "\n| parameter | over | unit | range | default | meaning |\n|---|---|---|---|---|---|\n";
    for (const auto& param : params) out += param_row(param);
  }
  return out;
}

std::string where_written(const FamilySpec& family, const std::string& name) {
  if (!family.chosen_by.empty())
    return fmt::format(
        "One file per member in the folder `{0}_folder`, chosen by `{1}`; a `[{0}.id]` table changes one "
        "that "
        "is chosen, or defines one whole.",
        name, family.chosen_by);
  if (family.from_folder)
    return fmt::format("One file per member in the folder `{0}_folder`, or `[{0}.id]` tables.", name);
  return fmt::format("`[{0}.id]` tables or a list of `[[{0}]]` tables.", name);
}

std::string family_section(const FamilySpec& family, const std::string& above = "") {
  std::string out = fmt::format("\n## {}{}\n\n{} {}\n", above, family.name, family.text,
                                where_written(family, family.name)) +
                    scope(family.params, family.fields);
  for (const auto& part : family.parts) out += family_section(part, above + family.name + ".<id>.");
  return out;
}

}  // namespace

std::string dictionary_markdown(const Schema& schema) {
  std::string out = "# Dictionary of the configuration\n\n## Axes\n\n| axis | labels |\n|---|---|\n";
  for (const auto& axis : schema.axes) {
    out += fmt::format("| {} | {} |\n", axis.name, cell(AxisLabels(axis).description()));
  }
  out += "\n## Top level\n" + scope(schema.params, schema.fields);
  for (const auto& family : schema.families) out += family_section(family);
  return out;
}

}  // namespace sim
