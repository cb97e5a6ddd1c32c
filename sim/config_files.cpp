#include "sim/config_files.hpp"

#include <system_error>

#include "sim/config_limits.hpp"
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

/// `parse(text, source, faults)` gives the content. Nothing is kept of what cannot be read: it may come to
/// be.
template <class Content, class Known, class Parse>
SharedFile<Content> look_up(Known& known, const fs::path& path, const fs::path& root_folder, Parse&& parse) {
  std::error_code error;
  const auto real = fs::weakly_canonical(path, error);
  std::pair key(error ? path.native() : real.native(), relative_to(root_folder, path));
  if (const auto found = known.find(key); found != known.end()) return found->second;
  auto read = read_regular_file(path, limits::file_bytes);
  if (auto* unreadable = std::get_if<Unreadable>(&read)) return std::move(*unreadable);
  const auto& text = std::get<std::string>(read);
  auto file = std::make_shared<ConfigFile<Content>>();
  file->source = {path.lexically_normal().generic_string(), relative_to(root_folder, path), folder_of(path)};
  file->input = {file->source.recorded, text.size(), sha256_hex(text)};
  file->content = parse(text, file->source, file->faults);
  known.emplace(std::move(key), file);
  return file;
}

}  // namespace

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

SharedFile<TomlValue> ConfigFiles::toml(const fs::path& path, const fs::path& root_folder) {
  return look_up<TomlValue>(toml_, path, root_folder, parse_toml);
}

SharedFile<CsvTable> ConfigFiles::csv(const fs::path& path, const fs::path& root_folder) {
  return look_up<CsvTable>(csv_, path, root_folder, parse_csv);
}

void ConfigFiles::forget(const fs::path& path) {
  const std::string name = path.lexically_normal().generic_string();
  const auto is_it = [&](const auto& entry) { return entry.second->source.shown == name; };
  std::erase_if(toml_, is_it);
  std::erase_if(csv_, is_it);
}

void ConfigFiles::forget_changed() {
  const auto changed = [](const auto& entry) {
    const auto read = read_regular_file(entry.first.first, limits::file_bytes);
    const auto* text = std::get_if<std::string>(&read);
    return text == nullptr || sha256_hex(*text) != entry.second->input.sha256;
  };
  std::erase_if(toml_, changed);
  std::erase_if(csv_, changed);
}

}  // namespace sim
