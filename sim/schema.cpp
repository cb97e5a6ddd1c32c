// Finding what a schema declares, and the mistakes that we can make in declaring it.

#include "sim/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sim/axis_labels.hpp"
#include "sim/key.hpp"
#include "sim/uncertain.hpp"

namespace sim {
namespace {

template <class Items>
auto find_named(const Items& items, std::string_view name) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

class Checker {
 public:
  explicit Checker(const Schema& schema) : schema_(schema) {}

  std::vector<std::string> run() {
    unique("axis", schema_.axes);
    unique("family", schema_.families);
    for (const auto& axis : schema_.axes) check(axis);
    check_scope("", schema_.params, schema_.fields);
    for (const auto& family : schema_.families) check_family(family.name + ".", family);
    check_hashes();
    return std::move(mistakes_);
  }

 private:
  template <class... Args>
  void mistake(fmt::format_string<Args...> text, Args&&... args) {
    mistakes_.push_back(fmt::format(text, std::forward<Args>(args)...));
  }

  template <class Items>
  void unique(std::string_view what, const Items& items) {
    std::set<std::string_view> seen;
    for (const auto& item : items) {
      if (!seen.insert(item.name).second) mistake("{} '{}' is declared twice", what, item.name);
    }
  }

  void check(const Axis& axis) {
    std::set<std::string_view> seen;
    if (axis.labels.empty()) mistake("axis '{}' has no labels", axis.name);
    for (const auto& label : axis.labels) {
      if (!seen.insert(label).second) mistake("axis '{}' has label '{}' twice", axis.name, label);
      if (axis.ordered_years && !starting_year(label))
        mistake("axis '{}' has label '{}', which is no year", axis.name, label);
      static const std::set<std::string_view> reserved{"default",     "csv",  "column", "source",
                                                       "reliability", "note", "dist",   "value"};
      if (reserved.contains(label))
        mistake("axis '{}' has label '{}', a key of the grammar", axis.name, label);
    }
  }

  void check_family(const std::string& prefix, const FamilySpec& family) {
    check_scope(prefix, family.params, family.fields);
    unique("part", family.parts);
    for (const auto& part : family.parts) check_family(prefix + part.name + ".", part);
    if (family.chosen_by.empty()) return;
    const auto* list = find_named(schema_.fields, family.chosen_by);
    if (!list || list->kind != FieldKind::text_list)
      mistake("'{}' is chosen by '{}', which is no list of texts", family.name, family.chosen_by);
  }

  void check_scope(const std::string& prefix, const std::vector<ParamSpec>& params,
                   const std::vector<FieldSpec>& fields) {
    std::set<std::string> names;
    const auto add = [&](const std::string& name) {
      if (!names.insert(name).second) mistake("'{}{}' is declared twice", prefix, name);
    };
    for (const auto& param : params) {
      add(param.name);
      check(prefix, param);
    }
    for (const auto& field : fields) add(field.name);
    for (const auto& name : names) {
      const auto next = names.lower_bound(name + ".");
      if (next != names.end() && next->starts_with(name + "."))
        mistake("'{}{}' is a value and a table", prefix, name);
    }
  }

  void check(const std::string& prefix, const ParamSpec& param) {
    if (param.axes.size() > 3) mistake("'{}{}' has more than three axes", prefix, param.name);
    for (const auto& axis : param.axes) {
      if (!find_axis(schema_, axis))
        mistake("'{}{}' is over '{}', which is no axis", prefix, param.name, axis);
    }
    if (!(param.lower <= param.upper)) mistake("'{}{}' has bounds the wrong way round", prefix, param.name);
    if (param.drawn && (param.fallback || !param.axes.empty() || !std::isfinite(param.upper - param.lower)))
      mistake("'{}{}' is drawn: it has finite bounds, no axes and no fallback", prefix, param.name);
    if (param.fallback && !(*param.fallback >= param.lower && *param.fallback <= param.upper)) {
      mistake("'{}{}' has a fallback outside its bounds", prefix, param.name);
    }
  }

  void check_hashes() {
    std::map<std::uint64_t, std::string_view> seen;
    for (const auto& param : schema_.params) {
      const auto [at, added] = seen.emplace(name_hash64(param.name), param.name);
      if (!added && at->second != param.name)
        mistake("'{}' and '{}' have one hash: rename one", at->second, param.name);
    }
  }

  const Schema& schema_;
  std::vector<std::string> mistakes_;
};

}  // namespace

const Axis* find_axis(const Schema& schema, std::string_view name) { return find_named(schema.axes, name); }

const FamilySpec* find_family(const Schema& schema, std::string_view name) {
  return find_named(schema.families, name);
}

std::vector<std::string> schema_mistakes(const Schema& schema) { return Checker(schema).run(); }

}  // namespace sim
