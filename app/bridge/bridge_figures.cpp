// One side of a bridge: the figures of a finished run, or of an outturn that an authority states.

#include "app/bridge/bridge_figures.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <variant>

#include "app/goal/possible_values.hpp"
#include "sim/column_window.hpp"
#include "sim/csv.hpp"
#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"
#include "sim/parse_number.hpp"
#include "sim/read_file.hpp"

namespace app {
namespace {

class RunFigures : public BridgeFigures {
 public:
  explicit RunFigures(const sim::StoreReader& store)
      : store_(store), area_(layout().series().front().area), window_(store, columns_at_once(store)) {}

  std::string name() const override { return store_.info().scenario; }
  std::uint32_t replicates() const override { return store_.info().replicates; }

  std::optional<Whole> figure(const std::string& metric, const std::string& breakdown,
                              const std::string& category, const std::string& period,
                              std::size_t n) const override {
    const auto series = layout().find_series(metric, breakdown, category, area_);
    if (!series || layout().is_ratio(*series) || !store_.has_draws(*series)) return {};
    const auto& periods = layout().periods(*series);
    const auto at = std::find(periods.begin(), periods.end(), period);
    if (at == periods.end()) return {};
    const auto column =
        window_.column(layout().column(*series, static_cast<std::uint32_t>(at - periods.begin())));
    Whole values(column.begin(), column.end());
    values.resize(n);
    return values;
  }

  std::vector<std::string> categories(const std::string& metric,
                                      const std::string& breakdown) const override {
    std::vector<std::string> out;
    for (std::uint32_t s = 0; s < layout().series().size(); ++s)
      if (layout().metric_of(s).name == metric && layout().series()[s].breakdown == breakdown)
        out.push_back(layout().series()[s].category);
    return out;
  }

  std::vector<std::string> periods(const std::string& metric) const override {
    const auto series = layout().find_series(metric, "total", "total", area_);
    return series ? layout().periods(*series) : std::vector<std::string>{};
  }

 private:
  const sim::Layout& layout() const { return store_.layout(); }

  /// A group of the store, unless it is a long run.
  static std::size_t columns_at_once(const sim::StoreReader& store) {
    constexpr std::size_t memory = 8U << 20;
    const std::size_t column = sizeof(std::int64_t) * std::max<std::size_t>(store.info().replicates, 1);
    return std::clamp<std::size_t>(memory / column, 1, sim::columns_per_group);
  }

  const sim::StoreReader& store_;
  std::string area_;
  mutable sim::ColumnWindow window_;
};

using FigureName = std::tuple<std::string, std::string, std::string, std::string>;  // ..., period

class OutturnFigures : public BridgeFigures {
 public:
  OutturnFigures(std::string name, std::map<FigureName, std::int64_t> values)
      : name_(std::move(name)), values_(std::move(values)) {}

  std::string name() const override { return name_; }
  std::uint32_t replicates() const override { return 0; }

  std::optional<Whole> figure(const std::string& metric, const std::string& breakdown,
                              const std::string& category, const std::string& period,
                              std::size_t n) const override {
    const auto found = values_.find({metric, breakdown, category, period});
    if (found == values_.end()) return {};
    return Whole(n, found->second);
  }

  std::vector<std::string> categories(const std::string& metric,
                                      const std::string& breakdown) const override {
    std::set<std::string> out;
    for (const auto& [name, value] : values_)
      if (std::get<0>(name) == metric && std::get<1>(name) == breakdown) out.insert(std::get<2>(name));
    return {out.begin(), out.end()};
  }

  std::vector<std::string> periods(const std::string& metric) const override {
    std::set<std::string> out;
    for (const auto& [name, value] : values_)
      if (std::get<0>(name) == metric && std::get<1>(name) == "total") out.insert(std::get<3>(name));
    return {out.begin(), out.end()};
  }

 private:
  std::string name_;
  std::map<FigureName, std::int64_t> values_;
};

/// Reads the rows of an outturn against the names of a run.
class OutturnReader {
 public:
  OutturnReader(const sim::CsvTable& table, const sim::Layout& layout, sim::Faults& faults)
      : table_(table), layout_(layout), faults_(faults) {
    for (std::uint32_t s = 0; s < layout.series().size(); ++s)
      if (!layout.is_ratio(s)) metrics_.insert(layout.metric_of(s).name);
  }

  std::map<FigureName, std::int64_t> read() {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      at_[i] = table_.column(columns_[i]);
      if (at_[i] == sim::CsvTable::absent)
        fault(1, fmt::format("there is no column '{}'", columns_[i]), "",
              fmt::format("an outturn has the columns {}", fmt::join(columns_, ", ")));
    }
    if (!faults_.empty()) return {};
    for (const auto& row : table_.rows) add(row);
    check_placements();
    return std::move(values_);
  }

 private:
  void fault(int line, std::string problem, std::string why, std::string suggestion) {
    faults_.add({table_.source->shown, line}, std::move(problem), std::move(why), std::move(suggestion));
  }

  void add(const sim::CsvRow& row) {
    const auto cell = [&](std::size_t i) { return row.cells[at_[i]]; };
    const std::string metric = cell(0), breakdown = cell(1), category = cell(2), period = cell(3);
    if (!metrics_.contains(metric))
      return fault(row.line, fmt::format("there is no metric {} to set against", sim::quote(metric)),
                   "an outturn names stored metrics of summary.csv",
                   sim::did_you_mean(metric, std::vector<std::string>(metrics_.begin(), metrics_.end())));
    const auto series = layout_.find_series(metric, breakdown, category, layout_.series().front().area);
    if (!series) {
      std::vector<std::string> known;
      for (std::uint32_t s = 0; s < layout_.series().size(); ++s)
        if (layout_.metric_of(s).name == metric)
          known.push_back(layout_.series()[s].breakdown + "," + layout_.series()[s].category);
      const std::string own = breakdown + "," + category;
      return fault(row.line, fmt::format("{} has no breakdown and category {}", metric, sim::quote(own)), "",
                   sim::did_you_mean(own, known));
    }
    const sim::Metric& about = layout_.metric_of(*series);
    if (!sim::is_period(about.period_type, period))
      return fault(row.line, fmt::format("{} is no period of {}", sim::quote(period), metric),
                   fmt::format("it is counted by {}", sim::to_string(about.period_type)),
                   "write the period as summary.csv does");
    const std::string text = cell(4);
    const auto parsed = sim::parse_number<double>(text);
    if (!parsed || !(std::abs(*parsed) < 1e13))
      return fault(row.line, fmt::format("{} is no value", sim::quote(text)),
                   "values are plain numbers: pounds or counts", "write 1234567.89, without commas");
    if (auto why = impossible(about, breakdown, *parsed); !why.empty())
      return fault(row.line, fmt::format("{} cannot be {}", metric, text), std::move(why),
                   "check the figure and its unit");
    const auto whole = static_cast<std::int64_t>(std::llround(*parsed * sim::divisor(about.unit)));
    const auto [place, fresh] = values_.try_emplace({metric, breakdown, category, period}, whole);
    if (!fresh)
      fault(row.line, fmt::format("{} of {} ({} {}) is given twice", metric, period, breakdown, category), "",
            "leave one of the two out");
    lines_.try_emplace({metric, breakdown, category, period}, row.line);
  }

  /// Volume, mix and price need both figures of every placement, or of none.
  void check_placements() {
    std::map<std::string, int> years;  // line of the first figure by placement
    for (const auto& [name, line] : lines_) {
      const auto& [metric, breakdown, category, period] = name;
      if (breakdown == "placement" && (metric == "placement_spend" || metric == "placement_days"))
        years.try_emplace(period, line);
    }
    for (const auto& [year, line] : years) {
      std::vector<std::string> missing;
      for (const char* metric : {"placement_spend", "placement_days"})
        for (std::uint32_t s = 0; s < layout_.series().size(); ++s)
          if (layout_.metric_of(s).name == metric && layout_.series()[s].breakdown == "placement" &&
              !values_.contains({metric, "placement", layout_.series()[s].category, year}))
            missing.push_back(fmt::format("{} of {}", metric, layout_.series()[s].category));
      if (!missing.empty())
        fault(line, fmt::format("{} gives some placements and lacks {}", year, fmt::join(missing, ", ")),
              "volume, mix and price need the spend and the child-days of every placement",
              "write 0 for those without children, or leave placements out");
    }
  }

  static constexpr std::array<const char*, 5> columns_{"metric", "breakdown", "category", "period", "value"};
  const sim::CsvTable& table_;
  const sim::Layout& layout_;
  sim::Faults& faults_;
  std::set<std::string> metrics_;
  std::array<std::size_t, 5> at_{};
  std::map<FigureName, std::int64_t> values_;
  std::map<FigureName, int> lines_;
};

}  // namespace

std::unique_ptr<BridgeFigures> run_figures(const sim::StoreReader& store) {
  return std::make_unique<RunFigures>(store);
}

Outturn outturn_figures(const std::filesystem::path& csv, const sim::Layout& layout) {
  constexpr std::size_t most_bytes = 16U << 20;
  const sim::Source source{csv.string(), csv.string(), csv.parent_path()};
  sim::Faults faults;
  const auto read = sim::read_regular_file(csv, most_bytes);
  if (const auto* problem = std::get_if<sim::Unreadable>(&read)) {
    faults.add({csv.string(), 0}, "cannot be read", problem->why);
    return {nullptr, faults.take()};
  }
  const auto table = sim::parse_csv(std::get<std::string>(read), source, faults);
  auto values = OutturnReader(table, layout, faults).read();
  if (!faults.empty()) return {nullptr, faults.take()};
  return {std::make_unique<OutturnFigures>(csv.stem().string(), std::move(values)), {}};
}

}  // namespace app
