// The interventions and scenarios that are shipped: each has a test in plain text beside it,
// <id>.expect.toml, run here.
//
// An expectation is a range for the mean change over the same replicates with and without it:
// as a share of the figure without it (`of = "share"`), or in the figure's own unit.

#include <algorithm>
#include <map>

#include "tests/catch.hpp"
#include "tests/models/subject.hpp"

using namespace model_test;

namespace {

constexpr std::uint32_t replicates = 12;

sim::Schema expectations() {
  using enum sim::FieldKind;
  sim::Schema s;
  s.fields = {{"config", text, true, "", {}, "Configuration that it is tried on, below configs/."}};
  s.families = {
      {.name = "expect",
       .text = "What it must do.",
       .params = {{"low", {}, "", -1e12, 1e12, {}, "Least mean change."},
                  {"high", {}, "", -1e12, 1e12, {}, "Greatest mean change."}},
       .fields = {{"metric", text, true, "", {}, "As in summary.csv."},
                  {"period", text, true, "", {}, "As in summary.csv."},
                  {"breakdown", text, false, "total", {}, "As in summary.csv."},
                  {"category", text, false, "total", {}, "As in summary.csv."},
                  {"of", text, false, "share", {"share", "children", "pounds", "value"}, "Unit."}}}};
  return s;
}

struct Mean {
  double value = 0;
  void add(double x) { value += x / replicates; }
};

/// The figure of one replicate: a count, pounds, or a ratio of two.
double figure(const Subject& s, const Figures& f, const std::vector<std::int64_t>& row,
              const std::string& metric, const std::string& period, const std::string& breakdown,
              const std::string& category) {
  const auto& about = s.model.layout().metrics()[s.model.layout().find_metric(metric).value()];
  if (about.is_ratio())
    return about.scale * figure(s, f, row, about.numerator, period, breakdown, category) /
           figure(s, f, row, about.denominator, period, breakdown, category);
  // What an intervention is the first to count is nought without it.
  const auto at = f.all().find({metric, breakdown, category, period});
  if (at == f.all().end()) return 0;
  return static_cast<double>(row[at->second]) / (about.unit == sim::Unit::pence ? 100 : 1);
}

struct Runs {
  Subject subject;
  Figures figures;
  std::vector<std::vector<std::int64_t>> rows;
  explicit Runs(sim::Config c) : subject(std::move(c)), figures(subject.model.layout()) {
    for (std::uint32_t r = 0; r < replicates; ++r) rows.push_back(subject.simulate(r));
  }
};

const Runs& without(const std::string& config) {
  static std::map<std::string, Runs> known;
  const auto at = known.find(config);
  return at != known.end() ? at->second : known.try_emplace(config, read(configs() / config)).first->second;
}

/// Tries every file of a folder that has a test beside it; the changed runs are made by `with(config, file)`.
std::size_t try_all(const std::filesystem::path& folder, bool each_has_a_test, const auto& with) {
  std::size_t tried = 0;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    if (file.extension() != ".toml" || file.stem().extension() == ".expect") continue;
    const auto id = file.stem().string();
    const auto beside = folder / (id + ".expect.toml");
    if (!each_has_a_test && !std::filesystem::exists(beside)) continue;
    INFO(id);
    const auto expected = sim::read_config(beside, expectations());
    INFO(sim::to_string(expected.faults));
    REQUIRE(expected.config);
    const auto& e = *expected.config;
    REQUIRE_FALSE(e.members("expect").empty());
    const auto& usual = without(e.text("config"));
    const Runs changed_runs(with(configs() / e.text("config"), file));
    for (const auto& k : e.members("expect")) {
      const auto text = [&](const char* field) { return e.text("expect", k, field); };
      Mean base, changed;
      for (std::uint32_t r = 0; r < replicates; ++r) {
        const auto of = [&](const Runs& runs) {
          return figure(runs.subject, runs.figures, runs.rows[r], text("metric"), text("period"),
                        text("breakdown"), text("category"));
        };
        base.add(of(usual));
        changed.add(of(changed_runs));
      }
      const double change = (changed.value - base.value) / (text("of") == "share" ? base.value : 1);
      INFO(text("metric") << " " << text("breakdown") << "=" << text("category") << " " << text("period")
                          << ": " << base.value << " becomes " << changed.value << ", a change of "
                          << change);
      CHECK(change >= e.base()[e.slot("expect", k, "low").offset]);
      CHECK(change <= e.base()[e.slot("expect", k, "high").offset]);
    }
    ++tried;
  }
  return tried;
}

}  // namespace

TEST_CASE("Every shipped intervention does what the text beside it says") {
  const auto tried = try_all(configs() / "interventions", true, [](const auto& config, const auto& file) {
    return read(config, {{"interventions", "[\"" + file.stem().string() + "\"]"}});
  });
  CHECK(tried >= 40);
}

TEST_CASE("Every shipped scenario with a text beside it does what that says") {
  const auto tried = try_all(configs() / "scenarios", false,
                             [](const auto& config, const auto& file) { return read(config, {}, {file}); });
  CHECK(tried >= 9);
}
