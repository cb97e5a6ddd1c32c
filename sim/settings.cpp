// Layers of files flattened to settings: which name was given which value, and which value counts in the end.

#include "sim/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <system_error>

#include "sim/config_limits.hpp"
#include "sim/nearest_name.hpp"
#include "sim/read_field.hpp"

namespace sim {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t longest_id = 64;

bool is_id(std::string_view id) {
  return !id.empty() && id.front() != '-' && id.size() <= longest_id &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                  c == '-';
         });
}

/// Two paths to one file count as one in the search for cycles.
std::string identity(const fs::path& path) {
  std::error_code error;
  const auto canonical = fs::weakly_canonical(path, error);
  return error ? path.lexically_normal().string() : canonical.string();
}

class Collector {
 public:
  Collector(const Schema& schema, ConfigSources& sources)
      : schema_(schema), sources_(sources), top_(schema.params, schema.fields) {
    top_.known.insert(top_.known.end(), {"extends", "correlations"});
    for (const auto& family : schema.families) {
      top_.known.push_back(family.name);
      if (family.from_folder) top_.known.push_back(family.name + "_folder");
      settings_.members[family.name];
      add_scope(family);
    }
  }

  void file(const fs::path& path, const Place* asked_from, bool scenario) {
    const std::string self = identity(path);
    if (std::find(open_.begin(), open_.end(), self) != open_.end()) {
      sources_.mark_incomplete();  // what is missing may be due to the circle: one fault is enough
      return fault(*asked_from, quote(path.lexically_normal().generic_string()) + " extends itself",
                   "files may not extend one another in a circle");
    }
    const TomlValue* document = sources_.toml(path, asked_from);
    if (!document) return;
    open_.push_back(self);
    if (const auto* extends = document->find("extends")) extend(*extends);
    open_.pop_back();
    if (scenario) settings_.scenarios.push_back({document->place.source->recorded, {}, {}});
    apply_top(*document, scenario);
  }

  void option(const Override& option) {
    const TomlValue* value = sources_.option(option);
    if (!value) return;
    TomlValue table = *value;
    std::size_t depth = 0;
    for (std::string_view rest = option.name; !rest.empty() && depth <= limits::depth; ++depth) {
      const auto dot = rest.rfind('.');
      table.key = rest.substr(dot == std::string_view::npos ? 0 : dot + 1);
      rest = dot == std::string_view::npos ? std::string_view{} : rest.substr(0, dot);
      TomlValue outer;
      outer.place = value->place;
      outer.items.push_back(std::move(table));
      table = std::move(outer);
    }
    if (depth == 0 || depth > limits::depth) return fault(value->place, "the option names no parameter");
    apply_top(wrapped_.emplace_back(std::move(table)), false);
  }

  Settings take() {
    for (const auto& family : schema_.families)
      if (!family.chosen_by.empty()) read_chosen(family);
    return std::move(settings_);
  }

 private:
  void add_scope(const FamilySpec& family) {
    Scope& scope = scopes_.emplace(&family, Scope(family.params, family.fields)).first->second;
    for (const auto& part : family.parts) {
      scope.known.push_back(part.name);
      add_scope(part);
    }
  }

  void fault(const Place& place, std::string problem, std::string why = {}, std::string suggestion = {}) {
    sources_.faults().add(place.shown(), std::move(problem), std::move(why), std::move(suggestion));
  }

  void wrong_kind(const TomlValue& value, std::string_view name, std::string_view wanted) {
    fault(value.place, fmt::format("'{}' must be {}", name, wanted),
          fmt::format("it is {}", kind_name(value.kind)));
  }

  /// One text or a list of texts, as paths relative to the file that names them.
  std::vector<std::pair<fs::path, Place>> paths(const TomlValue& value) {
    std::vector<std::pair<fs::path, Place>> out;
    const auto add = [&](const TomlValue& item) {
      if (!item.is(TomlValue::Kind::text)) return wrong_kind(item, value.key, "a path or a list of paths");
      out.emplace_back(item.place.source->folder / item.text, item.place);
    };
    if (!value.is(TomlValue::Kind::array)) {
      add(value);
    } else {
      for (const auto& item : value.items) add(item);
    }
    return out;
  }

  void extend(const TomlValue& extends) {
    for (const auto& [path, place] : paths(extends)) {
      if (++extended_ > limits::extended_files) {
        if (extended_ == limits::extended_files + 1) {
          fault(place, "too many files are extended", fmt::format("at most {}", limits::extended_files));
        }
        return;
      }
      file(path, &place, false);
    }
  }

  void apply_top(const TomlValue& document, bool scenario) {
    // Folders first, so that inline tables of the same file override their members.
    for (const auto& item : document.items) {
      if (const auto* family = folder_family(item.key)) read_folders(*family, item);
    }
    for (const auto& item : document.items) apply_top_key(item, scenario);
  }

  void apply_top_key(const TomlValue& item, bool scenario) {
    if (item.key == "extends" || folder_family(item.key)) return;
    if (item.key == "correlations") return read_correlations(item);
    if (scenario && (item.key == "name" || item.key == "description")) return label(item);
    if (const auto* family = find_family(schema_, item.key))
      return read_family({*family, family->name}, item);
    apply(item, item.key, "", top_);
  }

  void label(const TomlValue& item) {
    if (!item.is(TomlValue::Kind::text)) return wrong_kind(item, item.key, "text");
    if (!is_no_formula(item, item.key, sources_.faults())) return;
    if (item.key == "name" && !is_one_line(item, item.key, sources_.faults())) return;
    auto& scenario = settings_.scenarios.back();
    (item.key == "name" ? scenario.name : scenario.description) = item.text;
  }

  void read_correlations(const TomlValue& list) {
    if (!list.is(TomlValue::Kind::array)) return wrong_kind(list, "correlations", "a list of tables");
    for (const auto& item : list.items) settings_.correlations.push_back(&item);
  }

  const FamilySpec* folder_family(std::string_view key) const {
    constexpr std::string_view suffix = "_folder";
    if (!key.ends_with(suffix)) return nullptr;
    const auto* family = find_family(schema_, key.substr(0, key.size() - suffix.size()));
    return family && family->from_folder ? family : nullptr;
  }

  /// A family, or a part of one member of a family: what it is, and its full name.
  struct Named {
    const FamilySpec& spec;
    std::string name;
  };

  void read_folders(const FamilySpec& family, const TomlValue& folders) {
    for (const auto& [folder, place] : paths(folders)) {
      for (const auto& path : sources_.folder(folder, place)) {
        const std::string id = path.stem().string();
        if (!family.chosen_by.empty()) {
          if (is_id(id)) library_[family.name][id] = path;
        } else if (const TomlValue* document = sources_.toml(path, nullptr)) {
          read_member({family, family.name}, id, *document, document->place);
        }
      }
    }
  }

  /// Those that the lists of all layers name, with the place where each is first named.
  std::map<std::string, Place> listed(const FamilySpec& family) const {
    std::map<std::string, Place> out;
    for (const auto& setting : settings_.all) {
      if (setting.name != family.chosen_by || !setting.value->is(TomlValue::Kind::array)) continue;
      for (const auto& item : setting.value->items)
        if (item.is(TomlValue::Kind::text)) out.emplace(item.text, item.place);
    }
    return out;
  }

  /// Members count that a list names or an inline table defines; what else they have is taken from their
  /// files.
  void read_chosen(const FamilySpec& family) {
    auto& members = settings_.members[family.name];
    const auto& files = library_[family.name];
    auto& known = settings_.library[family.name];
    for (const auto& [name, path] : files) known.push_back(name);
    const auto chosen = listed(family);
    for (const auto& [id, place] : chosen) members.emplace(id, Member{place});
    overrules_ = false;  // inline tables were read before the files that they override
    for (auto at = members.begin(); at != members.end();) {
      auto& [id, member] = *at;
      const auto file = files.find(id);
      if (!counts(family, id, member, chosen.contains(id), file != files.end())) {
        at = members.erase(at);
        continue;
      }
      if (file != files.end())
        if (const TomlValue* document = sources_.toml(file->second, &member.place)) {
          member.place = document->place;
          read_member({family, family.name}, id, *document, document->place);
        }
      ++at;
    }
    overrules_ = true;
  }

  /// Whether a member counts; a fault if it is meant to and cannot.
  bool counts(const FamilySpec& family, const std::string& id, const Member& member, bool is_listed,
              bool has_file) {
    const auto [set, all] = required_inline(family, id);
    if (set == all || (is_listed && has_file)) return true;
    if (has_file) {
      fault(member.place, fmt::format("{} {} is changed and not chosen", family.name, quote(id)),
            fmt::format("a table changes what `{}` names", family.chosen_by),
            fmt::format("write {} = [\"{}\"] at the top, or leave the table out", family.chosen_by, id));
      return false;
    }
    if (2 * set >= all) return true;  // it is defined here: what it lacks is told when it is laid out
    fault(member.place, fmt::format("no {} is called {}", family.name, quote(id)),
          "there is no such file in " + family.name + "_folder",
          did_you_mean(id, settings_.library[family.name]));
    return false;
  }

  /// How many of the names that a member must have are set inline, and how many there are.
  std::pair<std::size_t, std::size_t> required_inline(const FamilySpec& family, const std::string& id) const {
    std::pair<std::size_t, std::size_t> out;
    const auto count = [&](bool required, const std::string& name) {
      if (!required) return;
      ++out.second;
      out.first += settings_.in_force.contains(family.name + "." + id + "." + name);
    };
    for (const auto& f : family.fields) count(f.required, f.name);
    for (const auto& p : family.params) count(!p.fallback && !p.drawn, p.name);
    return out;
  }

  void read_family(const Named& family, const TomlValue& value) {
    if (value.is(TomlValue::Kind::array)) return read_family_list(family, value);
    if (!value.is(TomlValue::Kind::table)) {
      return wrong_kind(value, family.name, fmt::format("[{}.id] tables or a list of tables", family.name));
    }
    for (const auto& item : value.items) {
      if (item.is(TomlValue::Kind::table)) {
        read_member(family, item.key, item, item.place);
      } else {
        wrong_kind(item, family.name + "." + item.key, "a table, [" + family.name + ".id]");
      }
    }
  }

  /// A list replaces the numbered members of earlier layers: their numbers would mean nothing beside the new
  /// ones.
  void read_family_list(const Named& family, const TomlValue& list) {
    if (overrules_) forget_numbered(family);
    std::map<std::string, int> seen;
    std::size_t number = 0;
    for (const auto& item : list.items) {
      ++number;
      if (!item.is(TomlValue::Kind::table)) {
        wrong_kind(item, fmt::format("{} number {}", family.name, number), "a table");
        continue;
      }
      const auto id = list_id(family, item, number);
      if (!id) continue;
      const auto [at, added] = seen.emplace(*id, item.place.line);
      if (!added) {
        fault(item.place, fmt::format("{} {} is there twice", family.name, quote(*id)),
              fmt::format("first on line {}", at->second));
        continue;
      }
      read_member(family, *id, item, item.place, item.find("id") == nullptr);
    }
  }

  std::optional<std::string> list_id(const Named& family, const TomlValue& item, std::size_t number) {
    const TomlValue* id = item.find("id");
    if (!id) return fmt::format("{:04}", number);
    if (id->is(TomlValue::Kind::text)) return id->text;
    wrong_kind(*id, family.name + ".id", "text");
    return std::nullopt;
  }

  void forget_numbered(const Named& family) {
    std::erase_if(settings_.members[family.name], [&](const auto& entry) {
      if (!entry.second.numbered) return false;
      const std::string prefix = family.name + "." + entry.first + ".";
      auto at = settings_.in_force.lower_bound(prefix);
      while (at != settings_.in_force.end() && at->first.starts_with(prefix))
        at = settings_.in_force.erase(at);
      return true;
    });
  }

  void read_member(const Named& family, const std::string& id, const TomlValue& table, const Place& place,
                   bool numbered = false) {
    if (!is_id(id)) {
      return fault(
          place, fmt::format("{} cannot name a {}", quote(id), family.spec.name),
          fmt::format("letters, digits, '_' and, not at its beginning, '-', at most {}", longest_id));
    }
    auto& members = settings_.members[family.name];
    if (members.size() >= limits::members && !members.contains(id)) {
      return fault(place, fmt::format("there are too many members of '{}'", family.name),
                   fmt::format("at most {}", limits::members));
    }
    members.emplace(id, Member{place, numbered});
    const Scope& scope = scopes_.at(&family.spec);
    const std::string prefix = family.name + "." + id + ".";
    for (const auto& item : table.items) {
      const auto part = std::find_if(family.spec.parts.begin(), family.spec.parts.end(),
                                     [&](const FamilySpec& p) { return p.name == item.key; });
      const bool names_itself =
          item.key == "id" && !scope.fields.contains("id") && !scope.params.contains("id");
      if (part != family.spec.parts.end())
        read_family({*part, prefix + part->name}, item);
      else if (!names_itself)
        apply(item, item.key, prefix, scope);
    }
  }

  /// `path` is the name within the scope; `prefix` makes it a full name.
  void apply(const TomlValue& value, const std::string& path, const std::string& prefix, const Scope& scope) {
    if (const auto param = scope.params.find(path); param != scope.params.end()) {
      set({prefix + path, param->second, nullptr, &value});
    } else if (const auto field = scope.fields.find(path); field != scope.fields.end()) {
      set({prefix + path, nullptr, field->second, &value});
    } else if (!scope.tables.contains(path)) {
      unknown(value, path, prefix, scope);
    } else if (!value.is(TomlValue::Kind::table)) {
      wrong_kind(value, prefix + path, "a table");
    } else {
      for (const auto& item : value.items) apply(item, path + "." + item.key, prefix, scope);
    }
  }

  void set(Setting setting) {
    if (overrules_)
      settings_.in_force[setting.name] = settings_.all.size();
    else
      settings_.in_force.emplace(setting.name, settings_.all.size());
    settings_.all.push_back(std::move(setting));
  }

  void unknown(const TomlValue& value, const std::string& path, const std::string& prefix,
               const Scope& scope) {
    const std::string shown = quote(prefix + path) + " is not a known name";
    const bool inside = path != value.key;  // in TOML a key below a [header] belongs to it, however far below
    if (inside && (scope.params.contains(value.key) || scope.fields.contains(value.key))) {
      return fault(value.place, shown,
                   fmt::format("it stands in the table [{}]", prefix + path.substr(0, path.rfind('.'))),
                   fmt::format("put '{}' above the first [header]", value.key));
    }
    // The search is not free, and nobody reads fault 1001.
    const std::string suggestion = sources_.faults().full() ? "" : did_you_mean(path, scope.known);
    fault(value.place, shown, "no parameter or setting is called that", suggestion);
  }

  const Schema& schema_;
  ConfigSources& sources_;
  Scope top_;
  std::map<const FamilySpec*, Scope> scopes_;
  std::map<std::string, std::map<std::string, fs::path>> library_;  // family -> id -> file
  bool overrules_ = true;          // what is read now replaces what was read before
  std::vector<std::string> open_;  // files being read, outermost first
  std::size_t extended_ = 0;
  Settings settings_;
  std::deque<TomlValue>& wrapped_ = sources_.kept();
};

}  // namespace

Scope::Scope(const std::vector<ParamSpec>& param_specs, const std::vector<FieldSpec>& field_specs) {
  const auto add = [&](const std::string& name) {
    known.push_back(name);
    for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1)) {
      if (tables.insert(name.substr(0, dot)).second) known.push_back(name.substr(0, dot));
    }
  };
  for (const auto& spec : param_specs) {
    params.emplace(spec.name, &spec);
    add(spec.name);
  }
  for (const auto& spec : field_specs) {
    fields.emplace(spec.name, &spec);
    add(spec.name);
  }
}

Settings collect_settings(const fs::path& root, std::span<const fs::path> scenarios,
                          std::span<const Override> overrides, const Schema& schema, ConfigSources& sources) {
  Collector collector(schema, sources);
  collector.file(root, nullptr, false);
  for (const auto& scenario : scenarios) collector.file(scenario, nullptr, true);
  for (const auto& override : overrides) collector.option(override);
  return collector.take();
}

}  // namespace sim
