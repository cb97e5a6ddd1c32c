// The interventions that are shipped: each has a test in plain text beside it, <id>.expect.toml, run here.
//
// An expectation is a range for the mean change over the same replicates with and without the intervention:
// as a share of the figure without it (`of = "share"`), or in the figure's own unit.

#include <map>
#include <set>

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
       .text = "What the intervention must do.",
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

}  // namespace

TEST_CASE("Every shipped intervention does what the text beside it says") {
  std::size_t tried = 0;
  for (const auto& entry : std::filesystem::directory_iterator(configs() / "interventions")) {
    const auto file = entry.path();
    if (file.extension() != ".toml" || file.stem().extension() == ".expect") continue;
    const auto id = file.stem().string();
    INFO(id);
    const auto expected = sim::read_config(file.parent_path() / (id + ".expect.toml"), expectations());
    INFO(sim::to_string(expected.faults));
    REQUIRE(expected.config);
    const auto& e = *expected.config;
    REQUIRE_FALSE(e.members("expect").empty());
    const auto& usual = without(e.text("config"));
    const Runs with(read(configs() / e.text("config"), {{"interventions", "[\"" + id + "\"]"}}));
    for (const auto& k : e.members("expect")) {
      const auto text = [&](const char* field) { return e.text("expect", k, field); };
      Mean base, changed;
      for (std::uint32_t r = 0; r < replicates; ++r) {
        const auto of = [&](const Runs& runs) {
          return figure(runs.subject, runs.figures, runs.rows[r], text("metric"), text("period"),
                        text("breakdown"), text("category"));
        };
        base.add(of(usual));
        changed.add(of(with));
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
  CHECK(tried >= 20);
}
