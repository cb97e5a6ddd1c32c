// From settings to a configuration: every value read and checked, laid out in cells, and nothing left unset.

#include <fmt/format.h>

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "sim/config.hpp"
#include "sim/config_limits.hpp"
#include "sim/key.hpp"
#include "sim/nearest_name.hpp"
#include "sim/read_correlations.hpp"
#include "sim/read_field.hpp"
#include "sim/read_table.hpp"
#include "sim/settings.hpp"

namespace sim {
namespace fs = std::filesystem;
namespace {

class Builder {
 public:
  Builder(const Schema& schema, Settings settings, ConfigSources& sources, const fs::path& root)
      : schema_(schema),
        settings_(std::move(settings)),
        sources_(sources),
        root_(root.lexically_normal().generic_string()) {
    for (const auto& axis : schema.axes) labels_.emplace(axis.name, axis);
  }

  ConfigData run() {
    list_members();
    if (!too_many_cells()) {
      read_values();
      lay_out("", schema_.params, schema_.fields, nullptr);
      for (const auto& family : schema_.families) lay_out(family, family.name);
      check_assumption_hashes();
      data_.correlations =
          read_correlations(settings_.correlations, read_, data_.share_groups, unread_, sources_.faults());
    }
    if (sources_.faults().empty()) copy_assumptions();
    data_.scenarios = std::move(settings_.scenarios);
    data_.library.insert(settings_.library.begin(), settings_.library.end());
    data_.inputs = sources_.inputs();
    return std::move(data_);
  }

 private:
  using Origins = std::map<std::uint64_t, const Assumption*>;

  TableContext context(const std::string& name, const ParamSpec& spec) const {
    TableContext out{name, spec, {}};
    for (const auto& axis : spec.axes) out.axes.push_back(&labels_.at(axis));
    return out;
  }

  std::size_t size_of(const std::vector<ParamSpec>& params) const {
    std::size_t cells = 0;
    for (const auto& param : params) {
      std::size_t product = 1;
      for (const auto& axis : param.axes) product *= labels_.at(axis).size();
      cells += product;
    }
    return cells;
  }

  std::size_t size_of(const FamilySpec& family, const std::string& name) {
    const auto& members = settings_.members[name];
    std::size_t cells = size_of(family.params) * members.size();
    for (const auto& [id, member] : members)
      for (const auto& part : family.parts) cells += size_of(part, part_name(name, id, part));
    return cells;
  }

  static std::string part_name(const std::string& family, const std::string& id, const FamilySpec& part) {
    return family + "." + id + "." + part.name;
  }

  /// Members' own sizes multiply with their number, which the input decides.
  bool too_many_cells() {
    std::size_t cells = size_of(schema_.params);
    for (const auto& family : schema_.families) cells += size_of(family, family.name);
    if (cells <= limits::cells) return false;
    sources_.faults().add({root_, 0}, fmt::format("the configuration has {} cells", cells),
                          fmt::format("at most {}", limits::cells));
    return true;
  }

  void list_members() {
    for (const auto& family : schema_.families) list_members(family, family.name);
  }

  void list_members(const FamilySpec& family, const std::string& name) {
    auto& ids = data_.members[name];
    std::map<std::uint64_t, std::string> hashes;
    for (const auto& [id, member] : settings_.members[name]) {
      ids.push_back(id);
      // Members of a folder that is read whole enter the keys of random draws by 16 bits of their names.
      const bool short_key = family.from_folder && family.chosen_by.empty();
      const auto hash = short_key ? name_hash16(id) : name_hash64(id);
      const auto [at, added] = hashes.emplace(hash, id);
      if (!added) {
        sources_.faults().add(member.place.shown(),
                              fmt::format("{} {} clashes with {}", family.name, quote(id), quote(at->second)),
                              "their names hash to one key of the random numbers", "rename one of them");
      }
      for (const auto& part : family.parts) list_members(part, part_name(name, id, part));
    }
  }

  /// Overruled values are read too: a fault is a fault before and after somebody overrules it.
  void read_values() {
    for (std::size_t i = 0; i < settings_.all.size(); ++i) {
      const Setting& setting = settings_.all[i];
      const auto counts = settings_.in_force.find(setting.name);
      const bool in_force = counts != settings_.in_force.end() && counts->second == i;
      if (setting.param) {
        auto param = read_param(setting);
        if (in_force) values_[setting.name] = std::move(param);
      } else if (auto value = read_field(*setting.value, *setting.field, setting.name, sources_.faults());
                 value && in_force) {
        data_.fields[setting.name] = std::move(*value);
      }
    }
  }

  std::shared_ptr<const ReadParam> read_param(const Setting& setting) {
    const auto& [value, spec, name] = std::tie(*setting.value, *setting.param, setting.name);
    auto param = sources_.recall(value, spec, name);
    if (!param) {
      const auto mark = sources_.mark();
      param = std::make_shared<const ReadParam>(read(value, context(name, spec)));
      sources_.remember(value, spec, name, mark, param);
    }
    if (!param->whole) unread_.insert(name);
    return param;
  }

  ReadParam read(const TomlValue& value, const TableContext& table) {
    auto cells = read_table(value, table, sources_);
    ReadParam out;
    out.last_year = cells.last_year;
    std::size_t filled = 0, size = 1;
    for (const auto* axis : table.axes) size *= axis->size();
    std::map<std::uint32_t, DirichletGroup> wholes;
    out.assumptions.reserve(cells.values.size());
    for (auto& cell : cells.values) {
      filled += cell.cells.size();
      const auto share = cell.share;
      out.assumptions.push_back(assumption(table, std::move(cell)));
      if (!share) continue;
      wholes[share->whole].names.push_back(out.assumptions.back().name);
      wholes[share->whole].alpha.push_back(share->concentration);
    }
    for (auto& [_, whole] : wholes) out.wholes.push_back(std::move(whole));
    out.whole = filled == size;
    return out;
  }

  static Assumption assumption(const TableContext& table, CellValue&& value) {
    return {NumberContext{table.name, value.labels, table.spec}.name(),
            std::move(value.number.value),
            table.spec.unit,
            std::move(value.number.evidence),
            value.place.recorded(),
            std::move(value.cells)};
  }

  void lay_out(const FamilySpec& family, const std::string& name) {
    for (const auto& [id, member] : settings_.members[name]) {
      lay_out(fmt::format("{}.{}.", name, id), family.params, family.fields, &member);
      for (const auto& part : family.parts) lay_out(part, part_name(name, id, part));
    }
  }

  void lay_out(const std::string& prefix, const std::vector<ParamSpec>& params,
               const std::vector<FieldSpec>& fields, const Member* member) {
    for (const auto& param : params) lay_out(prefix + param.name, param, member);
    for (const auto& field : fields) {
      const std::string name = prefix + field.name;
      if (!settings_.in_force.contains(name)) {
        if (field.required) missing(name, field.text, member);
        data_.fields.emplace(name, fallback_value(field));
      }
      data_.origins.emplace(name, data_.fields[name].origin);
    }
  }

  void lay_out(const std::string& name, const ParamSpec& param, const Member* member) {
    const Slot slot = allocate(param);
    data_.slots.emplace(name, slot);
    const auto set = settings_.in_force.find(name);
    if (set != settings_.in_force.end()) {
      data_.origins.emplace(name, settings_.all[set->second].value->place.shown());
      const auto value = values_.find(name);
      if (value == values_.end()) return;
      const ReadParam& read = *value->second;
      if (read.last_year) data_.last_years.emplace(name, *read.last_year);
      for (const auto& assumption : read.assumptions) add(assumption, slot.offset);
      data_.share_groups.insert(data_.share_groups.end(), read.wholes.begin(), read.wholes.end());
    } else if (param.fallback || param.drawn) {
      data_.origins.emplace(name, Origin{"(default)", 0});
      add_fallback(name, param, slot);
    } else {
      missing(name, param.unit.empty() ? param.text : param.text + " [" + param.unit + "]", member);
    }
  }

  Slot allocate(const ParamSpec& param) {
    Slot slot;
    slot.offset = static_cast<std::uint32_t>(data_.base.size());
    for (std::size_t i = 0; i < param.axes.size(); ++i) slot.extent[i] = labels_.at(param.axes[i]).size();
    data_.base.resize(data_.base.size() + slot.size());
    return slot;
  }

  /// An assumption whose cells count from `offset`; it stays where it is until the configuration is built.
  void add(const Assumption& assumption, std::uint32_t offset) {
    read_.push_back(&assumption);
    offsets_.push_back(offset);
    for (const auto cell : assumption.cells) data_.base[offset + cell] = assumption.value.mean();
  }

  void copy_assumptions() {
    data_.assumptions.reserve(read_.size());
    for (std::size_t i = 0; i < read_.size(); ++i) {
      data_.assumptions.push_back(*read_[i]);
      for (auto& cell : data_.assumptions.back().cells) cell += offsets_[i];
    }
  }

  /// What a parameter is that nobody sets.
  static Uncertain unset(const ParamSpec& param) {
    if (!param.drawn) return Uncertain::point(*param.fallback);
    UncertainInput uniform;
    uniform.dist = "uniform";
    uniform.numbers = {{"min", param.lower}, {"max", param.upper}};
    return std::get<Uncertain>(make_uncertain(uniform, param.lower, param.upper));
  }

  void add_fallback(const std::string& name, const ParamSpec& param, const Slot& slot) {
    Assumption& out =
        unset_.emplace_back(Assumption{name, unset(param), param.unit, no_evidence(), {"(default)", 0}, {}});
    for (std::uint32_t i = 0; i < slot.size(); ++i) out.cells.push_back(i);
    add(out, slot.offset);
  }

  /// Not reported if part of the input could not be read: it may well be set there.
  void missing(const std::string& name, const std::string& text, const Member* member) {
    if (sources_.incomplete()) return;
    const auto dot = name.rfind('.');
    const std::string where =
        member ? "here"
        : dot == std::string::npos
            ? "at the top of this file or of one that it extends"
            : fmt::format("in [{}] of this file or of one that it extends", name.substr(0, dot));
    sources_.faults().add(member ? member->place.shown() : Origin{root_, 0}, quote(name) + " is not set",
                          text, "set it " + where);
  }

  void check_assumption_hashes() {
    Origins seen;
    for (const auto* assumption : read_) {
      if (assumption->value.is_point()) continue;
      const auto [at, added] = seen.emplace(name_hash64(assumption->name), assumption);
      if (!added) {
        sources_.faults().add(
            assumption->origin,
            fmt::format("{} clashes with {}", quote(assumption->name), quote(at->second->name)),
            "their names hash to one key of the random numbers", "use other ranges of labels");
      }
    }
  }

  const Schema& schema_;
  Settings settings_;
  ConfigSources& sources_;
  std::string root_;
  std::map<std::string, AxisLabels, std::less<>> labels_;
  NameMap<std::shared_ptr<const ReadParam>> values_;
  std::set<std::string> unread_;
  std::deque<Assumption> unset_;
  std::vector<const Assumption*> read_;  // every value of every parameter, in the order of the schema
  std::vector<std::uint32_t> offsets_;   // their parameters' first cells
  ConfigData data_;
};

}  // namespace

ConfigResult read_config(const fs::path& root, const Schema& schema, std::span<const fs::path> scenarios,
                         std::span<const Override> overrides) {
  ConfigFiles files;
  return read_config(files, root, schema, scenarios, overrides);
}

ConfigResult read_config(ConfigFiles& files, const fs::path& root, const Schema& schema,
                         std::span<const fs::path> scenarios, std::span<const Override> overrides) {
  if (const auto mistakes = schema_mistakes(schema); !mistakes.empty())
    throw std::logic_error(mistakes.front());
  Faults faults;
  ConfigSources sources(root, files, faults);
  Settings settings = collect_settings(root, scenarios, overrides, schema, sources);
  ConfigData data = Builder(schema, std::move(settings), sources, root).run();
  if (faults.empty()) return {Config(std::move(data)), {}};
  return {std::nullopt, faults.take()};
}

}  // namespace sim
