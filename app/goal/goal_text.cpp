// What a search found, as 80 columns of text.

#include <fmt/format.h>

#include <cmath>

#include "app/figures.hpp"
#include "app/goal/goal_run.hpp"
#include "app/run/summary_parts.hpp"
#include "app/table.hpp"
#include "sim/term_clock.hpp"

namespace app {
namespace {

std::string target_line(const Goal& g) {
  return fmt::format("{} {} in {}", goal_name(g), aim_text(g), g.period);
}

template <class Number>
std::string counted(Number n, std::string_view word) {
  return fmt::format("{} {}{}", whole(static_cast<double>(n)), word, n == 1 ? "" : "s");
}

/// A dose to the digits that the tolerance leaves.
std::string dose_of(const GoalSummary& s, double dose) {
  if (std::isnan(dose)) return "-";
  const int digits = std::max(0, static_cast<int>(std::ceil(-std::log10(s.question.tolerance))) + 1);
  return decimal(dose, std::min(digits, 12));
}

std::string interval(const GoalSummary& s) {
  const auto end = [&](double x) { return dose_of(s, x); };
  const auto& a = s.answer;
  if (std::isnan(a.low) && std::isnan(a.high)) return "";
  if (std::isnan(a.high))
    return fmt::format("95 % Monte Carlo interval: from {} to beyond {}", end(a.low), end(s.question.to));
  if (std::isnan(a.low)) return fmt::format("95 % Monte Carlo interval: up to {}", end(a.high));
  return fmt::format("95 % Monte Carlo interval: {} to {}", end(a.low), end(a.high));
}

std::string chance_of(const sim::DoseTried& t) {
  if (!std::isfinite(t.chance.mcse)) return chance_per_cent(t.chance.value);  // too few replicates
  return fmt::format("{} (Monte Carlo error {})", chance_per_cent(t.chance.value), error_of(t.chance.mcse));
}

std::string answer(const GoalSummary& s, const Style& style) {
  const auto& best = s.best();
  const std::string wanted = per_cent(s.question.probability);
  switch (s.answer.found) {
    case sim::DoseFound::at_start:
      return style.bold(
          folded(fmt::format("Already reached: {} has a chance of {} at {}, without any action.",
                             "the target", chance_of(best), dose_of(s, best.dose))));
    case sim::DoseFound::unreachable:
      return style.bold(
          folded(fmt::format("Not reached: no dose that was tried has a chance of {}. The best is {}: {}.",
                             wanted, dose_of(s, best.dose), chance_of(best))));
    case sim::DoseFound::inside:
      break;
  }
  const auto& below = s.answer.tried[s.answer.best - 1];
  std::string text = style.bold(
      folded(fmt::format("Smallest dose: {}, with a chance of {}.", dose_of(s, best.dose), chance_of(best))));
  std::string more =
      fmt::format("At {} the chance is {}. ", dose_of(s, below.dose), chance_per_cent(below.chance.value));
  if (const auto range = interval(s); !range.empty()) more += range + ".";
  return text + folded(more, "  ", "  ");
}

std::string falls(const GoalSummary& s) {
  std::string text;
  for (const auto& f : s.answer.falls)
    text += folded(
        fmt::format("Not monotone: from {} to {} the chance falls by {} points (Monte Carlo error {}). "
                    "A larger dose may miss what a smaller one reaches.",
                    dose_of(s, f.smaller), dose_of(s, f.larger), decimal(-100 * f.change.value, 1),
                    error_of(f.change.mcse)),
        "  ", "  ");
  return text;
}

std::string table(const GoalSummary& s, const Style& style) {
  Table t({"Dose", "Chance, %", "MC error", "P10", "median", "P90"});
  t.group(3, 3, goal_name(s.target));
  t.gap(1, 3);
  t.gap(3, 3);
  for (std::size_t i = 0; i < s.answer.tried.size(); ++i) {
    const auto& tried = s.answer.tried[i];
    const auto& f = s.figures[i];
    const auto figure = [&](double x) { return in_unit(s.target.about, x); };
    t.row({dose_of(s, tried.dose) +
               (i == s.answer.best && s.answer.found != sim::DoseFound::unreachable ? " *" : "  "),
           chance_figure(tried.chance.value), error_of(tried.chance.mcse), figure(f.p10), figure(f.p50),
           figure(f.p90)});
  }
  return t.text(style);
}

}  // namespace

std::string goal_text(const GoalSummary& s, const Style& style) {
  std::string out =
      style.bold(folded(fmt::format("{}, {}: the smallest dose that reaches a target", s.area, s.scenario)));
  out +=
      folded(target_line(s.target) + fmt::format(", with a chance of {}", per_cent(s.question.probability)),
             "  Target  ", "          ");
  out +=
      folded(fmt::format("{}; {} to {} ({})", s.lever.text(), s.question.from, s.question.to, s.lever.unit),
             "  Lever   ", "          ");
  out += folded(fmt::format("From {}, {}; {} of {}, seed {}, {}; {:.1f} s", s.start, counted(s.years, "year"),
                            counted(s.answer.tried.size(), "dose"), counted(s.replicates, "replicate"),
                            s.seed, s.design, s.seconds));
  out += '\n' + answer(s, style) + falls(s) + '\n' + table(s, style) + '\n';
  return out + notes_and_files(s.replicates, s.notes, s.folder, s.files);
}

}  // namespace app
