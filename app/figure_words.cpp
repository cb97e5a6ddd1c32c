// A figure in a few words: read, and found in a run.

#include "app/figure_words.hpp"

#include <fmt/format.h>

#include "app/user_error.hpp"

namespace app {
namespace {

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

}  // namespace

FigureWords read_figure(std::string_view option, const std::string& text) {
  const auto wrong = [&] {
    return UserError(
        fmt::format("{} '{}': write METRIC in PERIOD, for example 'cumulative_deficit in 2024-25' or "
                    "'placement_stock[placement=inmss_day] in 2026'",
                    option, text));
  };
  FigureWords out;
  std::string name = trimmed(text);
  if (const auto in = name.rfind(" in "); in != std::string::npos) {
    out.period = trimmed(std::string_view(name).substr(in + 4));
    for (const auto* month : {"January ", "September "})
      if (out.period.starts_with(month)) out.period = trimmed(out.period.substr(std::string(month).size()));
    name = trimmed(std::string_view(name).substr(0, in));
    if (out.period.empty()) throw wrong();
  }
  if (const auto open = name.find('['); open != std::string::npos) {
    const auto equals = name.find('=', open);
    if (equals == std::string::npos || name.back() != ']') throw wrong();
    out.name.breakdown = trimmed(name.substr(open + 1, equals - open - 1));
    out.name.category = trimmed(name.substr(equals + 1, name.size() - equals - 2));
    name = trimmed(name.substr(0, open));
  }
  if (name.empty() || name.find(' ') != std::string::npos || out.name.breakdown.empty() ||
      out.name.category.empty())
    throw wrong();
  out.name.metric = name;
  return out;
}

Figure figure_of(const StoredRun& run, const FigureWords& words) {
  const auto series = run.series(words.name);
  const auto& periods = run.periods(series);
  if (periods.empty() || !words.period.empty()) return run.figure(words.name, words.period);
  return {series, static_cast<std::uint32_t>(periods.size() - 1)};
}

std::string figure_name(const StoredRun& run, Figure f) {
  const auto& s = run.layout().series()[f.series];
  return fmt::format("{} in {}", to_string(SeriesName{run.metric_of(f).name, s.breakdown, s.category}),
                     run.periods(f.series)[f.period]);
}

}  // namespace app
