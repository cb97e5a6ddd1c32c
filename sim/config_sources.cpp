// The files that one configuration consists of: counted, listed, and kept while it is read.

#include "sim/config_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "sim/config_limits.hpp"
#include "sim/toml_parse.hpp"

namespace sim {
namespace fs = std::filesystem;
namespace {

bool is_toml_file(const fs::directory_entry& entry) {
  const auto name = entry.path().filename().string();
  return entry.path().extension() == ".toml" && !name.starts_with('.');
}

}  // namespace

ConfigSources::ConfigSources(const fs::path& root, ConfigFiles& files, Faults& faults)
    : root_folder_(folder_of(root)), files_(files), faults_(faults) {}

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

template <class Content>
const Content* ConfigSources::counted(const SharedFile<Content>& read, const fs::path& path,
                                      const Place* asked_from) {
  const auto shown = [&] { return path.lexically_normal().generic_string(); };
  const auto where = [&] { return asked_from ? asked_from->shown() : Origin{shown(), 0}; };
  if (const auto* unreadable = std::get_if<Unreadable>(&read)) {
    faults_.add(where(), asked_from ? quote(shown()) + " cannot be read" : "the file cannot be read",
                unreadable->why);
    incomplete_ = true;
    return nullptr;
  }
  const auto& file = std::get<0>(read);
  if (!within_limits(file->input.bytes, where())) {
    incomplete_ = true;
    return nullptr;
  }
  inputs_.emplace(file->input.path, file->input);
  faults_.add(file->faults);
  held_.push_back(file);
  return file->content ? &*file->content : nullptr;
}

const TomlValue* ConfigSources::toml(const fs::path& path, const Place* asked_from) {
  if (over_limit_) return nullptr;
  const auto read = files_.toml(path, root_folder_);
  const auto* file = std::get_if<0>(&read);
  if (file && !(*file)->faults.empty()) incomplete_ = true;
  if (file) documents_of_.emplace(&(*file)->source, file->get());
  return counted(read, path, asked_from);
}

const TomlValue* ConfigSources::option(const Override& option) {
  std::string shown = quote(option.name + "=" + option.value);
  shown = "--set " + shown.substr(1, shown.size() - 2);
  const Source& from = options_.emplace_back(Source{shown, shown, root_folder_});
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
  asked_.push_back(path);
  const auto [known, added] = tables_.emplace(path.native(), nullptr);
  if (added && !over_limit_) known->second = counted(files_.csv(path, root_folder_), path, &asked_from);
  return known->second;
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

std::shared_ptr<const ReadParam> ConfigSources::recall(const TomlValue& value, const ParamSpec& spec,
                                                       const std::string& name) {
  const auto document = documents_of_.find(value.place.source);
  if (document == documents_of_.end()) return nullptr;
  const auto known = document->second->params.find({&value, &spec, name});
  if (known == document->second->params.end()) return nullptr;
  const RememberedParam& found = known->second;
  const bool same_tables = std::all_of(found.tables.begin(), found.tables.end(), [&](const auto& table) {
    const auto now = files_.csv(table.first, root_folder_);
    const auto* file = std::get_if<0>(&now);
    return file && *file == table.second && csv(table.first, value.place) == &*table.second->content;
  });
  if (!same_tables || distributions_ + found.distributions > limits::distributions) return nullptr;
  distributions_ += found.distributions;
  return found.param;
}

void ConfigSources::remember(const TomlValue& value, const ParamSpec& spec, const std::string& name,
                             const Mark& since, std::shared_ptr<const ReadParam> param) {
  const auto document = documents_of_.find(value.place.source);
  if (document == documents_of_.end() || faults_.size() != since.faults) return;
  RememberedParam read{std::move(param), distributions_ - since.distributions, {}};
  for (std::size_t i = since.tables; i < asked_.size(); ++i) {
    auto table = files_.csv(asked_[i], root_folder_);
    auto* file = std::get_if<0>(&table);
    if (!file || !(*file)->content || !(*file)->faults.empty()) return;
    read.tables.emplace_back(asked_[i], std::move(*file));
  }
  document->second->params.insert_or_assign({&value, &spec, name}, std::move(read));
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
