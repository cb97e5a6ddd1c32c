// A parameter over its axes: lists, labels, ranges, defaults and CSV columns, down to single numbers.

#include "sim/read_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "sim/csv_column.hpp"
#include "sim/nearest_name.hpp"

namespace sim {
namespace {

using Cells = std::vector<std::uint32_t>;

/// Part of the parameter: the labels decided so far, and the cells that they leave open (over the axes that
/// remain).
struct Region {
  std::size_t axis = 0;  // the first one that is still open
  std::string labels;
  Cells starts;  // first cell of each remaining block

  Region inside(const std::string& label, Cells narrowed) const {
    return {axis + 1, labels.empty() ? label : labels + "," + label, std::move(narrowed)};
  }

  /// Every cell, where each block has `block` of them.
  Cells cells(std::uint32_t block) && {
    if (block == 1) return std::move(starts);
    Cells out;
    out.reserve(starts.size() * block);
    for (const auto start : starts) {
      for (std::uint32_t i = 0; i < block; ++i) out.push_back(start + i);
    }
    return out;
  }
};

/// Which entry of a table (or list) gives each label of an axis.
constexpr std::size_t nobody = static_cast<std::size_t>(-1);
using Owners = std::vector<std::size_t>;

bool is_known_key(std::string_view key, const AxisLabels& axis) { return axis.find(key) || key == "default"; }

/// A table of labels, or one number's distribution? Labels win, since "low" may be both; `dist` and `value`
/// never stand in a table of labels.
bool is_number_table(const TomlValue& table, const AxisLabels& axis) {
  if (table.find("dist") || table.find("value")) return true;
  const auto any = [&](auto&& test) { return std::any_of(table.items.begin(), table.items.end(), test); };
  if (any([&](const TomlValue& item) { return is_known_key(item.key, axis); })) return false;
  return any([](const TomlValue& item) { return is_uncertain_key(item.key); });
}

constexpr std::string_view shares_key = "dirichlet";

/// What the counts behind shares may be.
const ParamSpec concentration{"concentration", {}, "", 0, 1e9, {}, "Counts behind a share."};
constexpr double least_concentration = 0.001;  // fewer counts than that and one share is all of it

class TableReader {
 public:
  TableReader(const TableContext& context, ConfigSources& sources) : context_(context), sources_(sources) {}

  TableValues run(const TomlValue& value) {
    read(value, Region{0, "", {0}}, no_evidence());
    return {std::move(out_), last_year_};
  }

 private:
  void read(const TomlValue& value, Region region, const SharedEvidence& evidence) {
    const bool scalar = region.axis == context_.axes.size();
    if (!scalar && value.is(TomlValue::Kind::array)) return read_list(value, region, evidence);
    if (!concentrations_ && value.is(TomlValue::Kind::table) && value.find(shares_key))
      return read_shares(value, region, evidence);
    if (!scalar && value.is(TomlValue::Kind::table)) {
      if (value.find("csv")) return read_csv(value, region, evidence);
      if (!is_number_table(value, axis(region))) return read_labels(value, region, evidence);
    }
    read_shared(value, std::move(region), evidence);
  }

  const AxisLabels& axis(const Region& region) const { return *context_.axes[region.axis]; }

  /// Cells in one block of the axes after `axis`.
  std::uint32_t stride(std::size_t after) const {
    std::uint32_t product = 1;
    for (std::size_t i = after; i < context_.axes.size(); ++i) product *= context_.axes[i]->size();
    return product;
  }

  /// "'sales.rate[ASD]'": the parameter as far as it is decided.
  std::string name(const Region& region) const { return number_context(region).name(); }

  NumberContext number_context(const Region& region) const {
    return {context_.name, region.labels, concentrations_ ? concentration : context_.spec};
  }

  void fault(const Place& place, std::string problem, std::string why = {}, std::string suggestion = {}) {
    sources_.faults().add(place.shown(), std::move(problem), std::move(why), std::move(suggestion));
  }

  /// `{ dirichlet = { mild = 30, severe = 10 }, source = "..." }`: the shares of the one axis that remains
  /// are uncertain together and add up to one; the numbers are concentrations (counts behind each share).
  void read_shares(const TomlValue& table, const Region& region, SharedEvidence evidence) {
    if (region.axis + 1 != context_.axes.size())
      return fault(table.place, fmt::format("'{}' is not a row of shares", name(region)),
                   "'dirichlet' stands where one axis of the parameter remains");
    if (context_.spec.lower > 0 || context_.spec.upper < 1)
      fault(table.place, fmt::format("'{}' cannot hold shares", name(region)),
            "shares lie between 0 and 1, which its bounds do not allow");
    for (const auto& item : table.items) {
      if (is_evidence_key(item.key))
        read_evidence(item, {context_.name, {}, context_.spec}, evidence, sources_.faults());
      else if (item.key != shares_key)
        fault(item.place,
              fmt::format("{} cannot stand beside '{}' in '{}'", quote(item.key), shares_key, name(region)),
              "the keys are dirichlet, source, reliability and note");
    }
    const TomlValue& rows = *table.find(shares_key);
    if (!rows.is(TomlValue::Kind::array) && !rows.is(TomlValue::Kind::table))
      return fault(rows.place,
                   fmt::format("'{}' of '{}' must be a list or a table", shares_key, name(region)),
                   fmt::format("it is {}", kind_name(rows.kind)),
                   "give each " + axis(region).axis().name + " a concentration");
    const std::size_t first = out_.size();
    concentrations_ = true;
    read(rows, region, evidence);
    concentrations_ = false;
    make_shares(std::span(out_).subspan(first), region, rows.place);
  }

  /// From concentrations to shares: of each, the distribution it has alone.
  void make_shares(std::span<CellValue> values, const Region& region, const Place& place) {
    double total = 0;
    std::size_t uncertain = 0;
    for (const auto& value : values) {
      if (const double alpha = value.number.value.mean(); alpha > 0 && alpha < least_concentration)
        fault(value.place, fmt::format("a concentration of '{}' is {}", name(region), alpha),
              fmt::format("it must be 0, for a share of nought, or at least {}", least_concentration));
      total += value.number.value.mean();
      uncertain += value.number.value.mean() > 0 ? 1 : 0;
    }
    if (uncertain == 0) {
      if (values.size() == axis(region).size())
        fault(place, fmt::format("the concentrations of '{}' add to nought", name(region)),
              "they share something out", "give at least one of them a count");
      return;
    }
    for (auto& value : values) {
      const double alpha = value.number.value.mean();
      if (alpha <= 0 || uncertain == 1) {
        value.number.value = Uncertain::point(alpha > 0 ? 1 : 0);
      } else {
        value.number.value = Uncertain::of(dist::beta(alpha, total - alpha));
        value.share = Share{wholes_, alpha};
      }
    }
    ++wholes_;
  }

  void read_shared(const TomlValue& value, Region region, const SharedEvidence& evidence) {
    if (concentrations_ && !value.is_number() && !value.is(TomlValue::Kind::faulty))
      return fault(value.place, fmt::format("a concentration of '{}' must be a number", name(region)),
                   fmt::format("it is {}", kind_name(value.kind)));
    if (value.is(TomlValue::Kind::table) && !sources_.another_distribution(value.place)) return;
    if (concentrations_ && !sources_.another_distribution(value.place)) return;
    auto number = read_number(value, number_context(region), evidence, sources_.faults());
    if (!number) return;
    CellValue& out = out_.emplace_back();
    out.number = std::move(*number);
    out.place = value.place;
    out.labels = std::move(region.labels);
    const std::uint32_t block = stride(region.axis);
    out.cells = std::move(region).cells(block);
  }

  void read_list(const TomlValue& value, const Region& region, const SharedEvidence& evidence) {
    const AxisLabels& labels = axis(region);
    if (value.items.size() != labels.size()) {
      return fault(
          value.place, fmt::format("'{}' lists {} values", name(region), value.items.size()),
          fmt::format("{} has {} labels: {}", labels.axis().name, labels.size(), labels.description()));
    }
    name_year(labels, labels.size() - 1);
    for (std::uint32_t i = 0; i < labels.size(); ++i) {
      read(value.items[i], region.inside(labels.name({i, i}), narrowed(region, std::span(&i, 1))), evidence);
    }
  }

  void read_labels(const TomlValue& table, const Region& region, SharedEvidence evidence) {
    const AxisLabels& labels = axis(region);
    Owners owners(labels.size(), nobody);
    std::vector<std::string> names(table.items.size());
    std::size_t fallback = nobody;
    bool sound = true;
    for (std::size_t i = 0; i < table.items.size(); ++i) {
      const TomlValue& item = table.items[i];
      if (const auto range = labels.find(item.key)) {
        names[i] = labels.name(*range);
        name_year(labels, range->last);
        sound = claim(owners, *range, i, table, region) && sound;
      } else if (item.key == "default") {
        fallback = i;
        names[i] = item.key;
      } else if (is_evidence_key(item.key)) {
        read_evidence(item, {context_.name, {}, context_.spec}, evidence, sources_.faults());
      } else {
        sound = false;
        unknown_label(item, region);
      }
    }
    fill(owners, fallback, labels);
    if (sound) report_missing(owners, table, region);
    descend(table, owners, names, region, evidence);
  }

  /// Reads every entry over the labels it came to own.
  void descend(const TomlValue& table, const Owners& owners, const std::vector<std::string>& names,
               const Region& region, const SharedEvidence& evidence) {
    Cells owned;
    for (std::size_t i = 0; i < table.items.size(); ++i) {
      if (names[i].empty()) continue;
      owned.clear();
      for (std::uint32_t label = 0; label < owners.size(); ++label) {
        if (owners[label] == i) owned.push_back(label);
      }
      if (!concentrations_) {
        read(table.items[i], region.inside(names[i], narrowed(region, owned)), evidence);
        continue;
      }
      for (const auto& label : owned)  // a count for a range is that of each of its labels
        read(table.items[i],
             region.inside(axis(region).name({label, label}), narrowed(region, std::span(&label, 1))),
             evidence);
    }
  }

  void name_year(const AxisLabels& labels, std::uint32_t position) {
    if (labels.axis().ordered_years) last_year_ = std::max(last_year_.value_or(0), position);
  }

  bool claim(Owners& owners, LabelRange range, std::size_t entry, const TomlValue& table,
             const Region& region) {
    for (std::uint32_t i = range.first; i <= range.last; ++i) {
      if (owners[i] != nobody) {
        const TomlValue& other = table.items[owners[i]];
        const TomlValue& item = table.items[entry];
        const bool item_is_later = item.place.line >= other.place.line;
        const TomlValue& later = item_is_later ? item : other;
        const TomlValue& earlier = item_is_later ? other : item;
        fault(later.place,
              fmt::format("'{}' gives {} {} twice", name(region), axis(region).axis().name,
                          quote(axis(region).axis().labels[i])),
              fmt::format("by {} and by {} on line {}", quote(later.key), quote(earlier.key),
                          earlier.place.line));
        return false;
      }
      owners[i] = entry;
    }
    return true;
  }

  /// `default` takes what is left; failing that, on an axis of years, the nearest earlier year does (or the
  /// first).
  static void fill(Owners& owners, std::size_t fallback, const AxisLabels& labels) {
    if (fallback != nobody) {
      std::replace(owners.begin(), owners.end(), nobody, fallback);
    } else if (labels.axis().ordered_years) {
      const auto first =
          std::find_if(owners.begin(), owners.end(), [](std::size_t owner) { return owner != nobody; });
      if (first == owners.end()) return;
      std::size_t carried = *first;
      for (auto& owner : owners) carried = owner = owner == nobody ? carried : owner;
    }
  }

  void report_missing(const Owners& owners, const TomlValue& table, const Region& region) {
    constexpr std::size_t most_named = 5;
    const auto missing = static_cast<std::size_t>(std::count(owners.begin(), owners.end(), nobody));
    if (missing == 0) return;
    std::string list;
    std::size_t named = 0;
    for (std::size_t i = 0; i < owners.size() && named < most_named; ++i) {
      if (owners[i] != nobody) continue;
      list += (named++ == 0 ? "" : ", ") + quote(axis(region).axis().labels[i]);
    }
    if (missing > most_named) list += fmt::format(" and {} more", missing - most_named);
    fault(table.place,
          fmt::format("'{}' has no value for {} {}", name(region), axis(region).axis().name, list), {},
          "add them, or 'default'");
  }

  void unknown_label(const TomlValue& item, const Region& region) {
    const AxisLabels& labels = axis(region);
    auto known = labels.axis().labels;
    known.emplace_back("default");
    fault(item.place, fmt::format("{} is not a label of '{}'", quote(item.key), name(region)),
          labels.description(), did_you_mean(item.key, known));
  }

  /// The blocks of the next axis at these positions of the current one.
  Cells narrowed(const Region& region, std::span<const std::uint32_t> positions) const {
    const std::uint32_t block = stride(region.axis + 1);
    Cells starts;
    starts.reserve(region.starts.size() * positions.size());
    for (const auto start : region.starts) {
      for (const auto position : positions) starts.push_back(start + position * block);
    }
    return starts;
  }

  /// `{ csv = "file.csv", column = "rate", source = "..." }`, for all axes that remain.
  void read_csv(const TomlValue& table, const Region& region, SharedEvidence evidence) {
    const TomlValue* file = nullptr;
    const TomlValue* column = nullptr;
    for (const auto& item : table.items) {
      if (is_evidence_key(item.key)) {
        read_evidence(item, {context_.name, {}, context_.spec}, evidence, sources_.faults());
      } else if (item.key == "csv" || item.key == "column") {
        (item.key == "csv" ? file : column) = text(item, region);
      } else {
        fault(item.place, fmt::format("{} cannot stand beside 'csv' in '{}'", quote(item.key), name(region)),
              "the keys are csv, column, source, reliability and note");
      }
    }
    if (!table.find("column"))
      fault(table.place, fmt::format("'{}' names a csv file but no column", name(region)));
    if (!file || !column) return;
    const auto* csv = sources_.csv(file->place.source->folder / file->text, file->place);
    if (!csv) return;
    const std::span axes(context_.axes.data() + region.axis, context_.axes.size() - region.axis);
    const auto nested = csv_column(*csv, column->text, axes, file->place, sources_.faults());
    if (nested && nested->items.empty()) {
      fault({csv->source, 0}, "the file has no rows");
    } else if (nested) {
      read_labels(*nested, region, evidence);
    }
  }

  const TomlValue* text(const TomlValue& item, const Region& region) {
    if (item.is(TomlValue::Kind::text)) return &item;
    fault(item.place, fmt::format("'{}' of '{}' must be text", item.key, name(region)),
          fmt::format("it is {}", kind_name(item.kind)));
    return nullptr;
  }

  const TableContext& context_;
  ConfigSources& sources_;
  std::vector<CellValue> out_;
  std::optional<std::uint32_t> last_year_;
  bool concentrations_ = false;  // reading those of shares, not values of the parameter
  std::uint32_t wholes_ = 0;
};

}  // namespace

TableValues read_table(const TomlValue& value, const TableContext& context, ConfigSources& sources) {
  return TableReader(context, sources).run(value);
}

}  // namespace sim
