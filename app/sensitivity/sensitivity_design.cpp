// Designs that are simulated for their indices: rows A and B that share nothing, and A with one factor of B.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <mutex>

#include "app/interrupt.hpp"
#include "app/progress_bar.hpp"
#include "app/run/figure_lines.hpp"
#include "app/sensitivity/sensitivity.hpp"
#include "app/stored/run_config.hpp"
#include "app/user_error.hpp"
#include "models/model.hpp"
#include "sim/config_draws.hpp"
#include "sim/ensemble.hpp"
#include "sim/parallel_chunks.hpp"
#include "sim/sample.hpp"
#include "sim/threads.hpp"

namespace app {
namespace {

/// One simulation: where the assumptions are (standard normals), and which years and luck.
struct Point {
  std::vector<double> z;
  sim::ReplicateKey key;
};

/// Simulates points and keeps a few figures of each.
class Bench {
 public:
  Bench(const sim::Config& config, const std::vector<Figure>& figures, unsigned threads)
      : model_(config), normals_(sim::assumption_normals(config)), figures_(figures), threads_(threads) {}

  const std::vector<std::string>& names() const { return normals_.names; }

  std::vector<double> figures_at(const Point& p, models::SendModel::Workspace& workspace) const {
    std::vector<double> values(normals_.names.size()), cells(normals_.base.size());
    normals_.fill(p.z, values, cells);
    std::vector<std::int64_t> row(model_.layout().columns());
    model_.simulate(p.key, std::span<const double>(cells), workspace, sim::Row(row), interrupted());
    std::vector<double> out;
    for (const Figure f : figures_)
      out.push_back(figure(model_.layout(), f.series, f.period,
                           [&](std::uint32_t column) { return static_cast<double>(row[column]); }));
    return out;
  }

  /// By figure, by point. `say`: how long it will take, from the first point, on stderr.
  std::vector<std::vector<double>> all(std::size_t count, const std::function<Point(std::size_t)>& point,
                                       const std::string& what, bool say, bool progress) const {
    std::vector<std::vector<double>> out(figures_.size(), std::vector<double>(count));
    const auto keep = [&](std::size_t i, const std::vector<double>& values) {
      for (std::size_t f = 0; f < values.size(); ++f) out[f][i] = values[f];
    };
    const int threads = sim::thread_count(threads_);
    auto workspace = model_.workspace();
    keep(0, figures_at(point(0), workspace));  // warm
    const auto began = std::chrono::steady_clock::now();
    const std::size_t timed = std::min<std::size_t>(count, 4);
    for (std::size_t i = 1; i < timed; ++i) keep(i, figures_at(point(i), workspace));
    const double each = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count() /
                        static_cast<double>(std::max<std::size_t>(1, timed - 1));
    if (say)
      print_error(fmt::format("{}: {} simulations, about {} on {} thread{}\n", what, count,
                              duration(each * static_cast<double>(count) / threads), threads,
                              threads == 1 ? "" : "s"));
    ProgressBar bar(progress);
    std::mutex mutex;
    std::uint64_t done = timed;
    tbb::task_arena arena(threads);
    sim::for_each_chunk(
        arena, count - timed, interrupted(), [&] { return model_.workspace(); },
        [&](models::SendModel::Workspace& own, std::size_t c) {
          keep(timed + c, figures_at(point(timed + c), own));
          const std::lock_guard lock(mutex);
          bar.update(++done, count);
        });
    return out;
  }

  static std::string duration(double seconds) {
    if (seconds < 100) return fmt::format("{:.0f} s", std::max(1.0, seconds));
    return fmt::format("{:.0f} minutes", seconds / 60);
  }

 private:
  models::SendModel model_;
  sim::AssumptionNormals normals_;
  std::vector<Figure> figures_;
  unsigned threads_;
};

/// Which of the assumptions' normals a factor holds; or years, or luck.
struct Members {
  std::vector<std::size_t> of;
  bool years = false, luck = false;
};

std::vector<std::size_t> in_group(const std::vector<std::string>& names, models::AssumptionGroup g) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (models::group_of(names[i]) == g) out.push_back(i);
  return out;
}

/// Groups, then years and luck, then the assumptions with the largest first-order indices.
std::vector<Members> sobol_factors(const std::vector<std::string>& names, std::size_t singles,
                                   const std::vector<FigureSensitivity>& figures, DesignResult& d) {
  std::vector<Members> out;
  for (const auto g : models::assumption_groups)
    if (auto members = in_group(names, g); !members.empty()) {
      d.factors.push_back({"group", std::string(models::name_of(g)), ""});
      out.push_back({std::move(members), false, false});
    }
  d.factors.push_back({"layer", "years", ""});
  out.push_back({{}, true, false});
  d.factors.push_back({"layer", "luck", ""});
  out.push_back({{}, false, true});
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < names.size(); ++i) {
    double most = 0;
    for (const auto& f : figures)
      for (const auto& s : f.singles)
        if (s.assumption.name == names[i]) most = std::max(most, s.first.index.value);
    order.emplace_back(-most, i);
  }
  std::sort(order.begin(), order.end());
  for (std::size_t k = 0; k < std::min(singles, order.size()); ++k) {
    const std::size_t i = order[k].second;
    d.factors.push_back({"assumption", names[i], std::string(models::name_of(models::group_of(names[i])))});
    out.push_back({{i}, false, false});
  }
  return out;
}

/// The normal of an assumption in row r of A or of B: independent rows, as the bootstrap takes them for.
double normal_of(sim::Seed seed, const char* which, const std::string& name, std::uint32_t r) {
  return sim::inverse_normal(
      sim::design_point(sim::Design::mc, seed, sim::name_hash64(std::string(which) + name), r, r + 1));
}

void check_finite(const std::vector<std::vector<double>>& values,
                  const std::vector<FigureSensitivity>& figures) {
  for (std::size_t f = 0; f < values.size(); ++f)
    if (std::any_of(values[f].begin(), values[f].end(), [](double v) { return !std::isfinite(v); }))
      throw UserError(fmt::format(
          "{}: has no value in some simulations of the design (a ratio to nothing); choose a figure that all "
          "have, or leave --design out",
          figures[f].name));
}

void sobol(const Bench& bench, sim::Seed seed, const SensitivityOptions& o,
           const std::vector<FigureSensitivity>& figures, bool say, bool progress, DesignResult& d) {
  const auto& names = bench.names();
  const auto factors = sobol_factors(names, o.singles, figures, d);
  const std::size_t per_row = factors.size() + 2;
  const auto point = [&](std::size_t i) {
    const auto r = static_cast<std::uint32_t>(i / per_row);
    const std::size_t k = i % per_row;  // A, B, then A with each factor from B
    const bool b = k == 1;
    Point p{std::vector<double>(names.size()), {seed, r, b ? 1U : 0U, b ? 2U : 0U}};
    for (std::size_t a = 0; a < names.size(); ++a) p.z[a] = normal_of(seed, b ? "B " : "A ", names[a], r);
    if (k < 2) return p;
    const auto& own = factors[k - 2];
    for (const std::size_t a : own.of) p.z[a] = normal_of(seed, "B ", names[a], r);
    if (own.years) p.key.member_years = 1;
    if (own.luck) p.key.member_luck = 2;
    return p;
  };
  d.simulations = o.rows * per_row;
  const auto values =
      bench.all(d.simulations, point,
                fmt::format("Sobol design, {} rows of {} factors", o.rows, factors.size()), say, progress);
  check_finite(values, figures);
  for (const auto& v : values) {
    std::vector<std::vector<double>> columns(per_row);
    for (std::size_t i = 0; i < v.size(); ++i) columns[i % per_row].push_back(v[i]);
    sim::SobolRuns runs{columns[0], columns[1], {}};
    for (std::size_t k = 2; k < per_row; ++k) runs.swapped.emplace_back(columns[k]);
    d.sobol.push_back(sim::sobol_indices(runs, seed));
  }
}

/// Years and luck stay as they are along a trajectory.
void morris(const Bench& bench, sim::Seed seed, const SensitivityOptions& o,
            const std::vector<FigureSensitivity>& figures, bool say, bool progress, DesignResult& d) {
  const auto& names = bench.names();
  for (const auto& name : names)
    d.factors.push_back({"assumption", name, std::string(models::name_of(models::group_of(name)))});
  const sim::MorrisDesign design(names.size(), o.rows, seed);
  const auto point = [&](std::size_t i) {
    const std::size_t t = i / (names.size() + 1);
    Point p{design.point(t, i % (names.size() + 1)), {seed, static_cast<std::uint32_t>(t), 0, 0}};
    for (double& u : p.z) u = sim::inverse_normal(u);
    return p;
  };
  d.simulations = design.points();
  const auto values = bench.all(
      d.simulations, point,
      fmt::format("Morris design, {} trajectories of {} assumptions", o.rows, names.size()), say, progress);
  check_finite(values, figures);
  for (std::size_t f = 0; f < values.size(); ++f) {
    auto v = values[f];
    d.morris.push_back(sim::morris_effects(design, v));
  }
}

}  // namespace

DesignResult simulated_design(const StoredRun& run, const SensitivityOptions& o,
                              const std::vector<FigureSensitivity>& figures, bool say, bool progress) {
  const auto began = std::chrono::steady_clock::now();
  const RunConfig again = config_of(run);
  if (!again.config)
    throw UserError(
        fmt::format("{}: --design simulates it again, but {}", run.folder().string(), again.why_not));
  std::vector<Figure> wanted;
  wanted.reserve(figures.size());
  for (const auto& f : figures) wanted.push_back(f.figure);
  const Bench bench(*again.config, wanted, o.threads);
  if (bench.names().empty())
    throw UserError(
        fmt::format("{}: draws no assumption; a design has nothing to change", run.folder().string()));
  DesignResult d;
  d.design = o.design;
  d.rows = o.rows;
  if (o.design == IndexDesign::sobol)
    sobol(bench, run.info().seed, o, figures, say, progress, d);
  else
    morris(bench, run.info().seed, o, figures, say, progress, d);
  d.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return d;
}

}  // namespace app
