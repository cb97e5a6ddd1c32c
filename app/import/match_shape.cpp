// Which kind of file a file is, and which of its columns is meant.

#include "app/import/match_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace app {
namespace {

/// "01_caseload_2026.csv" -> "caseload": what may stand around the name of a file.
std::string stem_of(const std::string& name) {
  std::string stem = plain_name(std::filesystem::path(name).stem().string());
  const auto digits = [](char c) { return (c >= '0' && c <= '9') || c == '_'; };
  if (!stem.starts_with("20"))  // a leading number, not a year
    stem.erase(0,
               static_cast<std::size_t>(std::find_if_not(stem.begin(), stem.end(), digits) - stem.begin()));
  const auto year = stem.rfind("_20");
  if (year != std::string::npos && std::all_of(stem.begin() + static_cast<long>(year), stem.end(), digits))
    stem.erase(year);
  return stem;
}

}  // namespace

std::vector<std::string_view> name_parts(std::string_view text, char by) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(by), text.size());
    auto part = text.substr(0, end);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    out.push_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::size_t column_of(const CsvStream& csv, std::string_view names, std::set<std::size_t>& used) {
  for (const auto name : name_parts(names, '|')) {
    const auto at = csv.column(name);
    if (at == CsvStream::absent) continue;
    used.insert(at);
    return at;
  }
  return CsvStream::absent;
}

const FileShape* shape_of(const std::string& name, const CsvStream& csv, FileLog& log) {
  const std::string stem = stem_of(name);
  for (const auto& shape : release_shapes())
    for (const auto known : name_parts(shape.names, '|'))
      if (stem == known) return &shape;
  for (const auto& shape : release_shapes()) {
    const auto columns = name_parts(shape.signature, '+');
    const bool has_all = !columns.empty() &&
                         std::all_of(columns.begin(), columns.end(),
                                     [&](std::string_view c) { return csv.column(c) != CsvStream::absent; });
    if (!has_all) continue;
    log.notes.push_back(fmt::format("recognised by its columns as {}", shape.title));
    return &shape;
  }
  return nullptr;
}

}  // namespace app
