// The files that a configuration consists of: opened once, counted, hashed, and kept while they are read.

#include "sim/config_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "sim/config_limits.hpp"
#include "sim/read_file.hpp"
#include "sim/sha256.hpp"
#include "sim/toml_parse.hpp"

namespace sim {
namespace fs = std::filesystem;
namespace {

/// `path` as seen from `folder`, without looking at the disk, so that links do not change what is recorded.
std::string relative_to(const fs::path& folder, const fs::path& path) {
  std::error_code error;
  const auto base = fs::absolute(folder, error).lexically_normal();
  const auto full = fs::absolute(path, error).lexically_normal();
  const auto relative = full.lexically_relative(base);
  return relative.empty() ? full.generic_string() : relative.generic_string();
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

bool is_toml_file(const fs::directory_entry& entry) {
  const auto name = entry.path().filename().string();
  return entry.path().extension() == ".toml" && !name.starts_with('.');
}

}  // namespace

ConfigSources::ConfigSources(const fs::path& root, Faults& faults)
    : root_folder_(folder_of(root)), faults_(faults) {}

const Source& ConfigSources::source(const fs::path& path) {
  return sources_.emplace_back(
      Source{path.lexically_normal().generic_string(), relative_to(root_folder_, path), folder_of(path)});
}

bool ConfigSources::within_limits(std::size_t bytes, const Origin& where) {
  total_bytes_ += bytes;
  ++opened_;
  const bool within = total_bytes_ <= limits::total_bytes && opened_ <= limits::files;
  if (!within && !over_limit_) {
    faults_.add(
        where, "the configuration is too large",
        fmt::format("at most {} files and {} MiB together", limits::files, limits::total_bytes >> 20));
  }
  over_limit_ = over_limit_ || !within;
  return within;
}

std::optional<std::string> ConfigSources::content(const fs::path& path, const Source& from,
                                                  const Place* asked_from) {
  if (over_limit_) return std::nullopt;
  auto read = read_regular_file(path, limits::file_bytes);
  const Origin where = asked_from ? asked_from->shown() : Origin{from.shown, 0};
  if (const auto* unreadable = std::get_if<Unreadable>(&read)) {
    faults_.add(where, asked_from ? quote(from.shown) + " cannot be read" : "the file cannot be read",
                unreadable->why);
    incomplete_ = true;
    return std::nullopt;
  }
  auto& text = std::get<std::string>(read);
  if (!within_limits(text.size(), where)) {
    incomplete_ = true;
    return std::nullopt;
  }
  inputs_.emplace(from.recorded, InputFile{from.recorded, text.size(), sha256_hex(text)});
  return std::move(text);
}

const TomlValue* ConfigSources::toml(const fs::path& path, const Place* asked_from) {
  const Source& from = source(path);
  const auto text = content(path, from, asked_from);
  if (!text) return nullptr;
  Faults found;
  auto document = parse_toml(*text, from, found);
  for (auto& fault : found.take()) {
    incomplete_ = true;
    faults_.add(fault.where, fault.problem, fault.why, fault.suggestion);
  }
  return document ? &documents_.emplace_back(std::move(*document)) : nullptr;
}

const TomlValue* ConfigSources::option(const Override& option) {
  std::string shown = quote(option.name + "=" + option.value);
  shown = "--set " + shown.substr(1, shown.size() - 2);
  const Source& from = sources_.emplace_back(Source{shown, shown, root_folder_});
  Faults found;
  std::optional<TomlValue> document;
  if (option.value.find_first_of("\r\n") == std::string::npos) {
    document = parse_toml("value = " + option.value, from, found);
  }
  if (!document || !found.empty() || document->items.size() != 1) {
    const auto faults = found.take();
    faults_.add({shown, 0}, "the value is not TOML",
                faults.empty() ? "one value, on one line" : faults[0].why, "quote text: '\"...\"'");
    return nullptr;
  }
  TomlValue value = std::move(document->items[0]);
  // Options have no lines: the source name says it all.
  const auto clear_lines = [](auto&& self, TomlValue& v) -> void {
    v.place.line = 0;
    for (auto& item : v.items) self(self, item);
  };
  clear_lines(clear_lines, value);
  return &documents_.emplace_back(std::move(value));
}

const CsvTable* ConfigSources::csv(const fs::path& path, const Place& asked_from) {
  const std::string name = path.lexically_normal().generic_string();
  if (const auto known = tables_.find(name); known != tables_.end()) {
    return known->second ? &*known->second : nullptr;
  }
  const Source& from = source(path);
  const auto text = content(path, from, &asked_from);
  auto& table = tables_[name];
  if (!text) return nullptr;
  table = parse_csv(*text, from, faults_);
  return &*table;
}

std::vector<fs::path> ConfigSources::folder(const fs::path& path, const Place& asked_from) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
    if (is_toml_file(*entry)) found.push_back(entry->path());
    if (found.size() > limits::members) {
      faults_.add(asked_from.shown(), quote(path.generic_string()) + " holds too many files",
                  fmt::format("at most {}", limits::members));
      return {};
    }
  }
  if (error) {
    const bool missing = error == std::errc::no_such_file_or_directory;
    const bool file = error == std::errc::not_a_directory;
    faults_.add(asked_from.shown(),
                "the folder " + quote(path.lexically_normal().generic_string()) + " cannot be read",
                missing ? "there is no such folder"
                : file  ? "it is a file"
                        : error.message());
    incomplete_ = true;
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool ConfigSources::another_distribution(const Place& place) {
  if (++distributions_ == limits::distributions + 1) {
    faults_.add(place.shown(), "there are too many distributions",
                fmt::format("at most {}", limits::distributions));
  }
  return distributions_ <= limits::distributions;
}

std::vector<InputFile> ConfigSources::inputs() const {
  std::vector<InputFile> list;
  for (const auto& [path, file] : inputs_) list.push_back(file);
  return list;
}

}  // namespace sim
