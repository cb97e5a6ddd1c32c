// The schema as JSON Schema (draft 2020-12), so that editors complete and check the TOML files.
//
// Nothing is required there: what one file leaves out, another that it extends may set. Bounds are stated for
// plain numbers; the distributions are only checked for their keys.

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>

#include "sim/axis_labels.hpp"
#include "sim/schema.hpp"
#include "sim/uncertain.hpp"

namespace sim {
namespace {

using Json = nlohmann::ordered_json;

Json reference(const std::string& definition) { return {{"$ref", "#/$defs/" + definition}}; }

Json object(Json properties) {
  return {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

std::string escaped(std::string_view label) {
  std::string out;
  for (const char c : label) {
    if (std::string_view("\\^$.|?*+()[]{}/-").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

/// Labels, and ranges of them.
std::string label_pattern(const Axis& axis) {
  std::string one;
  for (const auto& label : axis.labels) one += (one.empty() ? "" : "|") + escaped(label);
  if (axis.ordered_years) one = "[0-9]{4}(-[0-9]{2})?";
  return fmt::format("^({0})((-|\\.\\.)({0}))?$", one);
}

Json evidence_properties() {
  return {
      {"source", {{"type", "string"}, {"description", "Where the number comes from."}}},
      {"reliability", {{"enum", {"green", "amber", "red"}}, {"description", "How far it may be trusted."}}},
      {"note", {{"type", "string"}}}};
}

Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

Json distribution() {
  const Json number{{"type", "number"}};
  Json properties;
  for (const auto key : uncertain_number_keys()) properties[std::string(key)] = number;
  Json families = Json::array();
  for (const auto family : uncertain_families()) families.push_back(family);
  properties["dist"] = {{"enum", families},
                        {"description", "Family; chosen from the facts and the bounds if left out."}};
  properties["prior"] = {{"enum", {"jeffreys", "uniform"}}};
  properties["values"] = list_of(number);
  properties["weights"] = list_of(number);
  properties["quantiles"] = {{"type", {"array", "object"}}, {"description", "Pairs [share, value]."}};
  properties["components"] = list_of({{"type", "object"}});
  properties.update(evidence_properties());
  Json out = object(std::move(properties));
  out["description"] =
      "A sourced number, or a distribution: natural parameters, mean and sd, quantiles, or counts.";
  out["minProperties"] = 1;
  out["patternProperties"] = {{"^p[0-9]{1,2}$", number}};
  return out;
}

Json csv_reference() {
  Json properties{
      {"csv",
       {{"type", "string"},
        {"description", "File, relative to this one; its key columns are named after the axes."}}},
      {"column", {{"type", "string"}}}};
  properties.update(evidence_properties());
  Json out = object(std::move(properties));
  out["required"] = {"csv", "column"};
  return out;
}

Json correlations() {
  Json entry = object({{"a", {{"type", "string"}}},
                       {"b", {{"type", "string"}}},
                       {"spearman", {{"type", "number"}, {"minimum", -1}, {"maximum", 1}}}});
  entry["required"] = {"a", "b", "spearman"};
  return list_of(std::move(entry));
}

Json paths(const char* text) {
  return {{"description", text}, {"anyOf", {{{"type", "string"}}, list_of({{"type", "string"}})}}};
}

std::string definition_name(const ParamSpec& param, std::size_t from) {
  std::string name = "over";
  for (std::size_t i = from; i < param.axes.size(); ++i) name += "_" + param.axes[i];
  return name;
}

/// Builds a document; definitions of tables are shared between parameters over the same axes.
class Writer {
 public:
  explicit Writer(const Schema& schema) : schema_(schema) {
    definitions_["distribution"] = distribution();
    definitions_["csv"] = csv_reference();
  }

  Json scope(const std::vector<ParamSpec>& params, const std::vector<FieldSpec>& fields) {
    Json out = object(Json::object());
    for (const auto& spec : params) place(out, spec.name, param(spec));
    for (const auto& spec : fields) place(out, spec.name, field(spec));
    return out;
  }

  Json member(const FamilySpec& family) {
    Json out = scope(family.params, family.fields);
    for (const auto& part : family.parts) out["properties"][part.name] = members(part);
    return out;
  }

  Json root() {
    Json out = scope(schema_.params, schema_.fields);
    Json& properties = out["properties"];
    properties["extends"] = paths("Files read before this one; what is set here replaces what they set.");
    properties["correlations"] = correlations();
    for (const char* name : {"name", "description"}) {
      if (!properties.contains(name))
        properties[name] = {{"type", "string"}, {"description", "Of a scenario file."}};
    }
    for (const auto& family : schema_.families) {
      properties[family.name] = members(family);
      if (family.from_folder) properties[family.name + "_folder"] = paths("Folder with one file per member.");
    }
    return out;
  }

  std::string document(const std::string& title, const Json& content) {
    Json out{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
    out.update(content);
    out["$defs"] = definitions_;
    return out.dump(1) + "\n";
  }

 private:
  /// Puts `content` at a dotted name, making the tables on the way.
  static void place(Json& table, std::string_view name, Json content) {
    const auto dot = name.find('.');
    if (dot == std::string_view::npos) {
      table["properties"][std::string(name)] = std::move(content);
      return;
    }
    Json& inner = table["properties"][std::string(name.substr(0, dot))];
    if (inner.is_null()) inner = object(Json::object());
    place(inner, name.substr(dot + 1), std::move(content));
  }

  Json param(const ParamSpec& spec) {
    Json number{{"type", "number"}};
    if (std::isfinite(spec.lower)) number["minimum"] = spec.lower;
    if (std::isfinite(spec.upper)) number["maximum"] = spec.upper;
    Json choices{number, reference("distribution")};
    if (!spec.axes.empty()) choices.push_back(table(spec, 0));
    Json out{{"description", spec.unit.empty() ? spec.text : fmt::format("{} [{}]", spec.text, spec.unit)},
             {"anyOf", choices}};
    if (spec.fallback && std::isfinite(*spec.fallback)) out["default"] = *spec.fallback;
    return out;
  }

  Json table(const ParamSpec& spec, std::size_t from) {
    const std::string name = definition_name(spec, from);
    if (!definitions_.contains(name)) definitions_[name] = table_definition(spec, from);
    return reference(name);
  }

  Json table_definition(const ParamSpec& spec, std::size_t from) {
    const Axis& axis = *find_axis(schema_, spec.axes[from]);
    Json choices{{{"type", "number"}}, reference("distribution")};
    if (from + 1 < spec.axes.size()) choices.push_back(table(spec, from + 1));
    const Json value{{"anyOf", choices}};
    Json labels = object(evidence_properties());
    labels["properties"]["default"] = value;
    labels["patternProperties"] = {{label_pattern(axis), value}};
    Json list = list_of(value);
    list["minItems"] = list["maxItems"] = axis.labels.size();
    Json choices_of_table{list, reference("csv"), labels};
    if (from + 1 == spec.axes.size()) choices_of_table.push_back(shares(axis));
    return {{"description", fmt::format("Over {}.", AxisLabels(axis).description())},
            {"anyOf", choices_of_table}};
  }

  static Json shares(const Axis& axis) {
    const Json count{{"type", "number"}, {"minimum", 0}};
    Json labels = object({{"default", count}});
    labels["patternProperties"] = {{label_pattern(axis), count}};
    Json list = list_of(count);
    list["minItems"] = list["maxItems"] = axis.labels.size();
    Json out = object(evidence_properties());
    out["description"] = "Shares that add up to one, uncertain together: the counts behind each.";
    out["properties"]["dirichlet"] = {{"anyOf", {list, labels}}};
    out["required"] = {"dirichlet"};
    return out;
  }

  static Json field(const FieldSpec& spec) {
    Json text{{"type", "string"}};
    if (!spec.allowed.empty()) text["enum"] = spec.allowed;
    Json out;
    switch (spec.kind) {
      case FieldKind::text:
        out = text;
        break;
      case FieldKind::text_list:
        out = list_of(text);
        break;
      case FieldKind::integer:
        out = {{"type", "integer"}};
        break;
      case FieldKind::boolean:
        out = {{"type", "boolean"}};
        break;
      case FieldKind::date:
        out = {{"type", "string"}, {"format", "date"}};
        break;
    }
    out["description"] = spec.text;
    return out;
  }

  Json members(const FamilySpec& family) {
    definitions_[family.name] = member(family);
    Json item = definitions_[family.name];
    if (!item["properties"].contains("id")) item["properties"]["id"] = {{"type", "string"}};
    return {
        {"description", family.text},
        {"anyOf",
         {{{"type", "object"}, {"additionalProperties", reference(family.name)}}, list_of(std::move(item))}}};
  }

  const Schema& schema_;
  Json definitions_ = Json::object();
};

}  // namespace

std::string json_schema(const Schema& schema) {
  Writer writer(schema);
  return writer.document("Configuration", writer.root());
}

std::string json_schema_member(const Schema& schema, std::string_view name) {
  const FamilySpec* family = find_family(schema, name);
  if (!family) throw std::logic_error("no family '" + std::string(name) + "' is declared");
  Writer writer(schema);
  return writer.document("One " + family->name, writer.member(*family));
}

}  // namespace sim
