// Outturns as they are written in TOML and CSV.

#include "app/calibrate/observations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <tuple>

#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"
#include "sim/parse_number.hpp"

namespace app {
namespace {

const std::vector<std::string> columns{"metric",   "period", "value", "breakdown",
                                       "category", "source", "area",  "discrepancy"};
constexpr std::size_t needed = 3;  // the first of them

std::optional<double> number_in(const std::string& text) {
  const auto value = sim::parse_number<double>(text);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

int year_in(const std::string& period) {
  int year = 0;
  std::from_chars(period.data(), period.data() + std::min<std::size_t>(4, period.size()), year);
  return year;
}

void read_toml(const sim::Config& config, WrittenOutturns& out) {
  for (const auto& id : config.members("outturn")) {
    Goal g = written_goal(config, "outturn", id);
    if (g.kind != "outturn") continue;
    out.outturns.push_back({std::move(g), config.origin(fmt::format("outturn.{}.period", id)), {}});
  }
}

class CsvReader {
 public:
  CsvReader(const sim::CsvTable& table, const sim::Config& config, WrittenOutturns& out)
      : table_(table), config_(config), out_(out) {}

  void read() {
    const sim::Origin header{table_.source->shown, 1};
    bool complete = true;
    for (std::size_t i = 0; i < needed; ++i)
      if (table_.column(columns[i]) == sim::CsvTable::absent) {
        complete = false;
        out_.faults.push_back({header, fmt::format("there is no column '{}'", columns[i]),
                               "an outturn needs metric, period and value",
                               sim::did_you_mean(columns[i], table_.columns)});
      }
    for (const auto& name : table_.columns)
      if (std::find(columns.begin(), columns.end(), name) == columns.end())
        out_.notes.push_back(
            fmt::format("{}: column {} is not used", table_.source->shown, sim::quote(name)));
    if (!complete) return;
    for (const auto& row : table_.rows) read(row);
    if (others_ > 0)
      out_.notes.push_back(fmt::format("{}: {} row{} of other areas left out", table_.source->shown, others_,
                                       others_ == 1 ? "" : "s"));
  }

 private:
  const sim::CsvTable& table_;
  const sim::Config& config_;
  WrittenOutturns& out_;
  std::size_t others_ = 0;

  std::string cell(const sim::CsvRow& row, const char* column, const char* otherwise = "") const {
    const auto at = table_.column(column);
    return at == sim::CsvTable::absent || row.cells[at].empty() ? otherwise : row.cells[at];
  }

  void read(const sim::CsvRow& row) {
    const sim::Origin where{table_.source->shown, row.line};
    if (const auto area = cell(row, "area");
        !area.empty() && area != config_.text("area") && area != config_.text("area_code")) {
      ++others_;
      return;
    }
    Goal g;
    g.kind = "outturn";
    g.metric = cell(row, "metric");
    g.period = cell(row, "period");
    g.breakdown = cell(row, "breakdown", "total");
    g.category = cell(row, "category", "total");
    g.source = cell(row, "source");
    const auto text = cell(row, "value");
    const auto value = number_in(text);
    if (!value) {
      out_.faults.push_back({where, fmt::format("{} is no number", sim::quote(text)), "",
                             "write the value without commas, signs of currency or %, for example 1161"});
      return;
    }
    g.value = *value;
    const auto own = cell(row, "discrepancy");
    const auto discrepancy = number_in(own);
    if (!own.empty() && !(discrepancy && *discrepancy >= 0 && *discrepancy <= 1)) {
      out_.faults.push_back({where, fmt::format("discrepancy {} is no share from 0 to 1", sim::quote(own)),
                             "it is a relative standard deviation",
                             "write 0.05 for 5 %, or nothing for that of the metric"});
      return;
    }
    g.id = fmt::format("{}:{}", table_.source->recorded, row.line);
    out_.outturns.push_back({std::move(g), where, discrepancy});
  }
};

void read_csv(const sim::Config& config, const std::filesystem::path& path, sim::ConfigFiles& files,
              WrittenOutturns& out) {
  const auto read = files.csv(path, sim::folder_of(path));
  if (const auto* unreadable = std::get_if<sim::Unreadable>(&read)) {
    out.faults.push_back({{path.string(), 0}, fmt::format("cannot be read: {}", unreadable->why), "", ""});
    return;
  }
  const auto& file = *std::get<std::shared_ptr<const sim::ConfigFile<sim::CsvTable>>>(read);
  sim::Faults faults;
  faults.add(file.faults);
  for (auto& fault : faults.take()) out.faults.push_back(std::move(fault));
  out.input = file.input;
  if (file.content) CsvReader(*file.content, config, out).read();
}

/// The same figure given twice counts once; two values of one figure are a fault.
void join(WrittenOutturns& out) {
  std::map<std::tuple<std::string, std::string, std::string, std::string>, const WrittenOutturn*> seen;
  std::vector<WrittenOutturn> kept;
  for (const auto& o : out.outturns) {
    const auto& g = o.goal;
    const auto [at, is_new] = seen.try_emplace({g.metric, g.breakdown, g.category, g.period}, &o);
    if (is_new) {
      kept.push_back(o);
    } else if (at->second->goal.value != g.value) {
      out.faults.push_back({o.where,
                            fmt::format("{} of {} is {} here and {} in {}", g.metric, g.period, g.value,
                                        at->second->goal.value, sim::to_string(at->second->where)),
                            "one figure has one outturn", "keep the one that is right"});
    }
  }
  out.outturns = std::move(kept);
}

/// The last calendar year that a period reaches into.
int last_year_of(sim::PeriodType type, const std::string& period) {
  const bool two_years = type == sim::PeriodType::academic_year || type == sim::PeriodType::financial_year;
  return year_in(period) + (two_years ? 1 : 0);
}

double discrepancy_of(const sim::Config& config, const std::string& metric) {
  const auto& members = config.members("discrepancy");
  const bool own = std::find(members.begin(), members.end(), metric) != members.end();
  const auto slot =
      own ? config.slot("discrepancy", metric, "relative_sd") : config.slot("calibration.discrepancy");
  return config.base()[slot.offset];
}

/// What no count, share or sum of money can be; empty if it can.
std::string impossible(const Goal& g, sim::Unit unit) {
  if (g.value < 0 && unit != sim::Unit::pence) return "is below nought";
  if (g.value > 1 && unit == sim::Unit::share) return "is above 1: shares are written 0.075, not 7.5";
  if (g.value > 1000 && unit == sim::Unit::per_1000) return "is above 1,000 in 1,000";
  constexpr double people = 1e7;  // England has 18 million under 26
  if (g.value > people && unit == sim::Unit::count) return "is more than one authority can count";
  return {};
}

/// Counts of a category that are above the total of the same metric and period.
void check_parts(const std::vector<Observation>& observations, std::vector<sim::Diagnostic>& faults) {
  for (const auto& part : observations) {
    if (part.goal.breakdown == "total" || part.goal.about.unit != sim::Unit::count) continue;
    for (const auto& whole : observations)
      if (whole.goal.breakdown == "total" && whole.goal.metric == part.goal.metric &&
          whole.goal.period == part.goal.period && part.goal.value > whole.goal.value)
        faults.push_back(
            {part.where,
             fmt::format("{} of {} in {}, more than the {} of all ({})", part.goal.value, part.goal.metric,
                         part.goal.category, whole.goal.value, sim::to_string(whole.where)),
             "", "a part is not above its total"});
  }
}

}  // namespace

bool over_by_january(sim::PeriodType type, const std::string& period, int year) {
  const int last = last_year_of(type, period);
  return type == sim::PeriodType::january ? last <= year : last < year;
}

int last_counted_year(sim::PeriodType type, const std::string& period) {
  return last_year_of(type, period) - (type == sim::PeriodType::january ? 1 : 0);
}

WrittenOutturns written_outturns(const sim::Config& config, bool own, const std::filesystem::path& csv,
                                 sim::ConfigFiles& files) {
  WrittenOutturns out;
  if (own) read_toml(config, out);
  if (!csv.empty()) read_csv(config, csv, files, out);
  join(out);
  return out;
}

FoundOutturns found_outturns(const sim::Config& config, const sim::Layout& layout,
                             const WrittenOutturns& written, std::optional<int> until) {
  FoundOutturns found;
  for (const auto& o : written.outturns) {
    const auto called = o.goal.id.find(':') == std::string::npos ? fmt::format("outturn '{}'", o.goal.id)
                                                                 : std::string("outturn");
    auto one =
        find_goal(o.goal, layout, config.text("area"), called, [&](std::string_view) { return o.where; });
    if (one.fault) {
      found.faults.push_back(std::move(*one.fault));
      continue;
    }
    const auto metric = layout.find_metric(o.goal.metric);
    if (until && metric && !over_by_january(layout.metrics()[*metric].period_type, o.goal.period, *until))
      continue;
    if (one.goal)
      if (const auto why = impossible(*one.goal, one.goal->about.unit); !why.empty()) {
        found.faults.push_back(
            {o.where, fmt::format("{} of {}: {} {}", o.goal.metric, o.goal.period, o.goal.value, why), "",
             "see what was counted"});
        continue;
      }
    if (!one.goal)
      found.outside.push_back(o);
    else
      found.observations.push_back({std::move(*one.goal), o.where,
                                    o.discrepancy ? *o.discrepancy : discrepancy_of(config, o.goal.metric)});
  }
  check_parts(found.observations, found.faults);
  std::stable_sort(found.observations.begin(), found.observations.end(), [](const auto& a, const auto& b) {
    return std::tie(a.goal.series, a.goal.period_index) < std::tie(b.goal.series, b.goal.period_index);
  });
  return found;
}

std::string outside_note(const std::vector<WrittenOutturn>& outside) {
  if (outside.empty()) return {};
  std::string list;
  for (const auto& o : outside)
    list += fmt::format("{}{} ({} of {})", list.empty() ? "" : ", ", sim::to_string(o.where), o.goal.metric,
                        o.goal.period);
  return fmt::format("{} outturn{} of periods that this run does not have left out: {}", outside.size(),
                     outside.size() == 1 ? "" : "s", list);
}

}  // namespace app
