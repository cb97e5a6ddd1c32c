// What the transitions alone foretell: every setting's count for ten years at the rates that were counted.

#include "app/import/transition_projection.hpp"

#include <fmt/format.h>

#include <array>
#include <numeric>

#include "app/interrupt.hpp"
#include "sim/statistics.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

constexpr std::uint32_t replicates = 1000;
constexpr sim::Seed seed = 1;

}  // namespace

std::string projection_csv(const TransitionFiles& files) {
  if (files.chain.people.empty() || files.settings.empty()) return "";
  const sim::ChainPosterior chain(files.chain);
  const std::size_t states = files.settings.size(), years = chain.years() + 1, columns = states + 1;
  /// Counts [year][setting] with the total as one more setting.
  const auto with_total = [&](const std::vector<double>& counts) {
    std::vector<double> out;
    for (std::size_t year = 0; year < years; ++year) {
      const auto first = counts.begin() + static_cast<std::ptrdiff_t>(year * states);
      out.insert(out.end(), first, first + static_cast<std::ptrdiff_t>(states));
      out.push_back(std::accumulate(first, first + static_cast<std::ptrdiff_t>(states), 0.0));
    }
    return out;
  };
  const auto at_mean = with_total(chain.expected(chain.mean()));
  std::vector<std::vector<double>> counted(years * columns), expected(years * columns);
  for (std::uint32_t r = 0; r < replicates; ++r) {
    interrupted().check();
    const auto rates = chain.draw(seed, r);
    const auto means = with_total(chain.expected(rates)), counts = with_total(chain.simulate(rates, seed, r));
    for (std::size_t i = 0; i < counts.size(); ++i) {
      counted[i].push_back(counts[i]);
      expected[i].push_back(means[i]);
    }
  }
  std::string text = "january,setting,expected,mean,sd,sd_assumptions,p10,p50,p90,replicates\n";
  constexpr std::array points{0.1, 0.5, 0.9};
  for (std::size_t i = 0; i < counted.size(); ++i) {
    const auto q = sim::quantiles(counted[i], points);
    const std::size_t setting = i % columns;
    text += fmt::format("{},{},{:.3f},{:.3f},{:.3f},{:.3f},{:.1f},{:.1f},{:.1f},{}\n",
                        files.january + static_cast<int>(i / columns),
                        setting < states ? sim::csv_field(files.settings[setting]) : "total", at_mean[i],
                        sim::mean(counted[i]), sim::sd(counted[i]), sim::sd(expected[i]), q[0], q[1], q[2],
                        replicates);
  }
  return text;
}

}  // namespace app
