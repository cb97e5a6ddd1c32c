#include "app/fit/flows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "models/axes.hpp"
#include "models/fittable.hpp"
#include "models/schema.hpp"
#include "sim/axis_labels.hpp"
#include "sim/config_limits.hpp"
#include "sim/csv.hpp"
#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"
#include "sim/parse_number.hpp"
#include "sim/read_file.hpp"
#include "sim/sha256.hpp"

namespace app {
namespace {

constexpr double most_events = 1e9;
constexpr std::string_view needed[] = {"parameter", "year", "age", "category", "events", "exposure"};

const sim::Axis& axis(std::string_view name) {
  const auto& axes = models::schema().axes;
  return *std::find_if(axes.begin(), axes.end(), [&](const sim::Axis& a) { return a.name == name; });
}

class Reader {
 public:
  Reader(const sim::CsvTable& table, const sim::Config& config, sim::Faults& faults)
      : table_(table), config_(config), faults_(faults), ages_(axis("age")) {}

  std::vector<Flow> run() {
    for (const auto name : needed)
      if (table_.column(name) == sim::CsvTable::absent)
        faults_.add({table_.source->shown, 0}, fmt::format("there is no column {}", sim::quote(name)),
                    "the columns are parameter, year, age, category, events, exposure and source",
                    sim::did_you_mean(name, table_.columns));
    if (!faults_.empty()) return {};
    std::vector<Flow> out;
    for (const auto& row : table_.rows)
      if (auto flow = read(row)) out.push_back(std::move(*flow));
    if (out.empty() && faults_.empty()) faults_.add({table_.source->shown, 0}, "the file has no counts");
    return out;
  }

 private:
  const std::string& cell(const sim::CsvRow& row, std::string_view name) const {
    return row.cells[table_.column(name)];
  }
  void fault(const sim::CsvRow& row, std::string problem, std::string why = {}, std::string suggestion = {}) {
    faults_.add({table_.source->shown, row.line}, std::move(problem), std::move(why), std::move(suggestion));
  }

  std::optional<Flow> read(const sim::CsvRow& row) {
    const auto* what = models::find_fittable(cell(row, "parameter"));
    if (!what) {
      std::vector<std::string> known;
      for (const auto& f : models::fittables()) known.emplace_back(f.parameter);
      fault(row, sim::quote(cell(row, "parameter")) + " is not a flow that can be fitted", {},
            sim::did_you_mean(cell(row, "parameter"), known));
      return std::nullopt;
    }
    Flow flow;
    flow.parameter = what->parameter;
    flow.line = row.line;
    if (const auto at = table_.column("source"); at != sim::CsvTable::absent) flow.source = row.cells[at];
    const bool mix = what->kind == models::FlowKind::mix;
    bool sound = year(row, flow);  // every one is looked at, so that every fault is told
    sound = age(row, flow) && sound;
    sound = category(row, flow, mix) && sound;
    sound = number(row, "events", flow.events) && sound;
    sound = (mix || number(row, "exposure", flow.exposure)) && sound;
    if (!sound) return std::nullopt;
    if (!mix && flow.events > flow.exposure) {
      fault(row, fmt::format("{:g} events in {:g} {}", flow.events, flow.exposure, what->exposure),
            what->kind == models::FlowKind::share ? "there cannot be more" : "each has one a year at most");
      return std::nullopt;
    }
    if (!counted_once(row, flow)) return std::nullopt;
    return flow;
  }

  /// A child is in one line of a flow and year: the same ages twice, or ages inside those of another line,
  /// would count it twice. Ages that are new are taken, so that every line that overlaps is told.
  bool counted_once(const sim::CsvRow& row, const Flow& flow) {
    auto& line_of_age = seen_[{flow.parameter, flow.year, flow.category}];
    std::set<Claim> before;
    for (std::size_t age = flow.from_age; age <= flow.to_age; ++age) {
      auto& claim = line_of_age[age];
      if (claim.line == 0)
        claim = {row.line, flow.from_age, flow.to_age};
      else
        before.insert(claim);
    }
    if (before.empty()) return true;
    const auto& first = *before.begin();
    if (first.from_age == flow.from_age && first.to_age == flow.to_age) {
      fault(row, "the same count is there twice", fmt::format("first on line {}", first.line));
      return false;
    }
    std::string others;
    for (const auto& claim : before)
      others += fmt::format("{}line {} has {}", others.empty() ? "" : ", ", claim.line,
                            ages_in_words(claim.from_age, claim.to_age));
    fault(row,
          fmt::format("{} of {}{}{} at {} is counted twice", flow.parameter, flow.year,
                      flow.category.empty() ? "" : ", ", flow.category,
                      ages_in_words(flow.from_age, flow.to_age)),
          others, "give each age once");
    return false;
  }

  static std::string ages_in_words(std::size_t from, std::size_t to) {
    if (from == 0 && to == models::ages - 1) return "all ages";
    return from == to ? fmt::format("age {}", from) : fmt::format("ages {}-{}", from, to);
  }

  bool year(const sim::CsvRow& row, Flow& flow) {
    const auto& text = cell(row, "year");
    const auto read = sim::parse_number<int>(text);
    const bool sound = read && *read >= models::first_year && *read <= models::last_year;
    flow.year = read.value_or(0);
    if (!sound)
      fault(row, fmt::format("year {}", sim::quote(text)),
            fmt::format("a calendar year from {} to {}", models::first_year, models::last_year));
    return sound;
  }

  bool age(const sim::CsvRow& row, Flow& flow) {
    const auto& text = cell(row, "age");
    if (text.empty()) {
      flow.to_age = models::ages - 1;
      return true;
    }
    const auto range = ages_.find(text);
    if (!range) {
      fault(row, sim::quote(text) + " is no age", ages_.description() + ", or a range such as 5-10",
            "leave it empty for all ages");
      return false;
    }
    flow.from_age = range->first, flow.to_age = range->last;
    return true;
  }

  bool category(const sim::CsvRow& row, Flow& flow, bool mix) {
    flow.category = cell(row, "category");
    if (!mix) {
      if (!flow.category.empty()) fault(row, "a category", flow.parameter + " has none", "leave it empty");
      return flow.category.empty();
    }
    const auto known =
        flow.parameter == "placement.first" ? config_.members("placement") : axis("reason").labels;
    if (std::find(known.begin(), known.end(), flow.category) != known.end()) return true;
    fault(row, sim::quote(flow.category) + " is no category of " + flow.parameter, {},
          sim::did_you_mean(flow.category, known));
    return false;
  }

  bool number(const sim::CsvRow& row, const char* name, double& out) {
    const auto& text = cell(row, name);
    const auto read = sim::parse_number<double>(text);
    out = read.value_or(0);
    if (read && out >= 0 && out <= most_events) return true;
    fault(row, fmt::format("{} {}", name, sim::quote(text)),
          text.empty() ? "it is empty" : fmt::format("a number from 0 to {:g}", most_events),
          text.empty() ? "leave the line out if the count is not known" : "");
    return false;
  }

  const sim::CsvTable& table_;
  const sim::Config& config_;
  sim::Faults& faults_;
  sim::AxisLabels ages_;
  /// The line that counts an age, and the ages that it counts.
  struct Claim {
    int line = 0;
    std::size_t from_age = 0, to_age = 0;
    bool operator<(const Claim& other) const { return line < other.line; }
  };
  std::map<std::tuple<std::string, int, std::string>, std::array<Claim, models::ages>> seen_;
};

}  // namespace

Flows read_flows(const std::filesystem::path& path, const sim::Config& config) {
  Flows out;
  auto read = sim::read_regular_file(path, sim::limits::file_bytes);
  if (const auto* unreadable = std::get_if<sim::Unreadable>(&read)) {
    out.faults.push_back({{path.string(), 0}, "the file cannot be read", unreadable->why, {}});
    return out;
  }
  const auto& text = std::get<std::string>(read);
  const sim::Source source{path.string(), path.filename().string(), path.parent_path()};
  out.file = {path.string(), text.size(), sim::sha256_hex(text)};
  sim::Faults faults;
  const auto table = sim::parse_csv(text, source, faults);
  if (faults.empty()) out.flows = Reader(table, config, faults).run();
  out.faults = faults.take();
  return out;
}

}  // namespace app
