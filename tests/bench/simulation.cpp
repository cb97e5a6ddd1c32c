// Cost of the whole model: Kingston, all stages, places binding, ten years; what it is linear and flat in;
// two threads against two processes; and a textbook loop measured in the same run.
//
// Counters: replicates_per_s (one core); ns_per_child_term = time over SEND children x terms; times_textbook
// = cost of a child-term in a plain loop over objects with one std::mt19937_64 draw each, as a multiple of
// ours.
#include <benchmark/benchmark.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <memory>
#include <random>

#include "tests/models/walk.hpp"

using namespace model_test;

namespace {

// Processor time of this thread, so that a busy machine changes little.
double nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

std::size_t present(const std::vector<models::PlanChild>& plans) {
  return static_cast<std::size_t>(
      std::count_if(plans.begin(), plans.end(), [](const auto& c) { return !c.gone; }));
}

/// Mean number of SEND children x terms of a replicate.
double child_terms(const Subject& s) {
  double total = 0;
  constexpr std::uint32_t replicates = 8;
  for (std::uint32_t r = 0; r < replicates; ++r)
    walk(s, r, [&](const models::World& w) {
      total += static_cast<double>(w.st.support.size() + present(w.st.plans) + w.st.cases.size() +
                                   w.st.refusals.size());
    });
  return total / replicates;
}

/// The textbook: one object per child, one generator, one Bernoulli draw a term, everything looked up by name
/// of its field; no places, no money, no keys. Nanoseconds per child-term, the best of several runs.
double textbook(std::size_t children, int terms) {
  struct Child {
    int age, need, severity, state;
    double cost;
  };
  double best = 1e18;
  for (int run = 0; run < 3; ++run) {
    std::mt19937_64 generator(1);
    std::uniform_real_distribution<double> uniform;
    std::vector<std::unique_ptr<Child>> all;
    for (std::size_t i = 0; i < children; ++i)
      all.push_back(std::make_unique<Child>(
          Child{static_cast<int>(i % 26), static_cast<int>(i % 13), static_cast<int>(i % 3), 0, 1.0}));
    std::array<double, 26> rate{};
    for (std::size_t a = 0; a < rate.size(); ++a) rate[a] = 0.02 + 0.002 * static_cast<double>(a);
    double spend = 0;
    const double start = nanoseconds();
    for (int t = 0; t < terms; ++t)
      for (const auto& child : all) {
        if (uniform(generator) < rate[static_cast<std::size_t>(child->age)])
          child->state = (child->state + 1) % 4;
        spend += child->cost * child->state;
      }
    best = std::min(best, (nanoseconds() - start) / (static_cast<double>(children) * terms));
    benchmark::DoNotOptimize(spend);
  }
  return best;
}

double textbook_child_term() {
  static const double cost = textbook(5000, 300);
  return cost;
}

void measure(benchmark::State& state, const Subject& s) {
  const double baseline = textbook_child_term(), work = child_terms(s);
  auto workspace = s.model.workspace();
  std::vector<std::int64_t> row(s.model.layout().columns());
  std::vector<std::vector<double>> cells;
  for (std::uint32_t r = 0; r < 16; ++r) cells.push_back(s.cells(r));
  std::uint32_t r = 0;
  const double start = nanoseconds();
  for (auto _ : state) {
    std::fill(row.begin(), row.end(), 0);
    s.model.simulate(s.key(r), cells[r % cells.size()], workspace, row);
    benchmark::DoNotOptimize(row.data());
    ++r;
  }
  const double each = (nanoseconds() - start) / static_cast<double>(state.iterations());
  state.counters["replicates_per_s"] = 1e9 / each;
  state.counters["child_terms"] = work;
  state.counters["ns_per_child_term"] = each / work;
  state.counters["times_textbook"] = baseline / (each / work);
}

void kingston_ten_years(benchmark::State& state) { measure(state, Subject(kingston)); }

/// A parameter by age or year as TOML, every cell multiplied.
std::string multiplied(const sim::Config& config, const char* name, double by, bool by_year) {
  const auto slot = config.slot(name);
  std::string text = "{";
  for (std::uint32_t i = 0; i < slot.size(); ++i)
    text += (i ? ", " : " ") +
            std::to_string(by_year ? models::first_year + static_cast<int>(i) : static_cast<int>(i)) + " = " +
            std::to_string(config.base()[slot.offset + i] * by);
  return text + " }";
}

/// England-average with every child times `scale`: cost should follow.
Changes more_children(double scale) {
  const auto config = read(configs() / england);
  Changes changes{{"population.residents", multiplied(config, "population.residents", scale, false)},
                  {"population.births", multiplied(config, "population.births", scale, true)},
                  {"stock.plans", std::to_string(config.base()[config.slot("stock.plans").offset] * scale)}};
  for (const auto& id : config.members("provision")) {
    const auto places = config.slot("provision", id, "places");
    changes.push_back({"provision." + id + ".places",
                       std::to_string(config.base()[places.offset + places.size() - 1] * scale)});
  }
  return changes;
}

/// Residents times `scale` and every rate from them divided by it: the same SEND children in a larger town.
Changes more_residents(double scale) {
  const auto config = read(configs() / england);
  Changes changes{{"population.residents", multiplied(config, "population.residents", scale, false)},
                  {"population.births", multiplied(config, "population.births", scale, true)}};
  for (const char* rate :
       {"identification.rate", "request.rate_direct", "transfer.in_rate", "support.prevalence"})
    changes.push_back({rate, multiplied(config, rate, 1 / scale, false)});
  return changes;
}

void england_children_times(benchmark::State& state) {
  measure(state, Subject(england, more_children(static_cast<double>(state.range(0)))));
}
void england_residents_times(benchmark::State& state) {
  measure(state, Subject(england, more_residents(static_cast<double>(state.range(0)))));
}

double seconds_of(auto&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void ensemble(const Subject& s, std::uint32_t replicates, unsigned threads) {
  sim::run_ensemble(s.model, s.draws, {.seed = s.seed, .replicates = replicates, .threads = threads},
                    [](const sim::ReplicateBlock& block) { benchmark::DoNotOptimize(block.values.data()); });
}

/// Wall time of two one-thread processes side by side over that of one process with two threads: 1 is
/// perfect. The processes come first, because a process must not fork once it has threads; each is the best
/// of seven.
void two_threads_against_two_processes(benchmark::State& state) {
  constexpr std::uint32_t replicates = 256;
  const Subject s(kingston);
  for (auto _ : state) {
    double processes = 1e9, threads = 1e9;
    for (int run = 0; run < 3; ++run)
      processes = std::min(processes, seconds_of([&] {
                             std::array<pid_t, 2> child{};
                             for (auto& id : child) {
                               id = ::fork();
                               if (id != 0) continue;
                               ensemble(s, replicates / 2, 1);
                               ::_exit(0);
                             }
                             for (const auto id : child) ::waitpid(id, nullptr, 0);
                           }));
    for (int run = 0; run < 3; ++run)
      threads = std::min(threads, seconds_of([&] { ensemble(s, replicates, 2); }));
    state.counters["share_of_two_processes"] = processes / threads;
    state.counters["replicates_per_s"] = replicates / threads;
  }
}

BENCHMARK(two_threads_against_two_processes)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(kingston_ten_years)->Unit(benchmark::kMillisecond);
BENCHMARK(england_children_times)->Arg(1)->Arg(2)->Arg(4)->Unit(benchmark::kMillisecond);
BENCHMARK(england_residents_times)->Arg(1)->Arg(4)->Arg(16)->Unit(benchmark::kMillisecond);

}  // namespace
