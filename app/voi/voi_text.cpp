// `voi` as 80 columns of text.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/figures.hpp"
#include "app/name_lines.hpp"
#include "app/run/summary_parts.hpp"
#include "app/table.hpp"
#include "app/voi/voi.hpp"

namespace app {
namespace {

constexpr std::size_t name_width = 36;

/// To three digits, as nothing here is known to more: pounds, shares in per cent, other units as they are.
std::string amount(const VoiSummary& s, double x) {
  if (s.unit == sim::to_string(sim::Unit::share))
    return three_digits(100 * x) + (std::isfinite(x) ? " %" : "");
  if (!s.money || !std::isfinite(x)) return three_digits(x);
  const double size = std::abs(x);
  if (size < 1000) return pounds(std::round(x));
  const double digit = std::pow(10.0, std::floor(std::log10(size)) - 2);
  return pounds(std::round(x / digit) * digit);
}

std::string range_of(const VoiSummary& s, const Worth& w) {
  if (!std::isfinite(w.interval.low)) return "-";
  return fmt::format("{} to {}", amount(s, w.interval.low), amount(s, w.interval.high));
}

std::string of_all(const VoiSummary& s, const Worth& w) {
  return s.all.value.value > 0 ? decimal(100 * w.value.value / s.all.value.value, 0) : "-";
}

std::string choice_table(const VoiSummary& s, const Style& style) {
  constexpr std::size_t most = 7;
  std::vector<std::size_t> order(s.choice.size());
  for (std::size_t d = 0; d < order.size(); ++d) order[d] = d;
  if (order.size() > most) {  // counts of places: the best and those about it
    const std::size_t first = std::min(s.best > most / 2 ? s.best - most / 2 : 0, order.size() - most);
    order.assign(order.begin() + static_cast<std::ptrdiff_t>(first),
                 order.begin() + static_cast<std::ptrdiff_t>(first + most));
  }
  Table table({"Choice", "mean", "MC error", "P10", "P90", "best, %"});
  table.group(1, 4, "Net benefit against the best");
  for (const std::size_t d : order) {
    const auto& c = s.choice[d];
    const auto name = cut(c.letter.empty() ? c.name : c.letter + "  " + c.name, 22);
    if (d == s.best)
      table.row({name, "chosen", "", "", "", chance_figure(c.chance_best, 0)});
    else
      table.row({name, amount(s, c.against_best.value), plus_minus(amount(s, c.against_best.mcse)),
                 amount(s, c.p10), amount(s, c.p90), chance_figure(c.chance_best, 0)});
  }
  table.fit(page_width);
  return table.text(style) +
         folded("Best, %: of the replicates in which it turns out the best, luck included.", "  ", "  ") +
         '\n';
}

std::string worth_table(const VoiSummary& s, const std::string& heading, const std::vector<Worth>& list,
                        std::size_t shown, const Style& style) {
  Table table({heading, "worth", "95 % interval", "of all, %"});
  std::size_t count = 0;
  for (const auto& w : list) {
    if (count == shown || (count > 0 && !(w.value.value > 0))) break;
    ++count;
    const auto name = w.kind == "group" ? fmt::format("All of {} ({})", w.name, w.assumptions) : w.name;
    const auto words = w.kind == "group" ? lines_of(name, name_width) : name_lines(name, name_width);
    table.row({words.front(), amount(s, w.value.value), range_of(s, w), of_all(s, w)});
    for (std::size_t i = 1; i < words.size(); ++i) table.row({words[i], "", "", ""});
  }
  table.fit(page_width);
  std::string out = table.text(style);
  if (count < list.size()) {
    const bool nothing = std::none_of(list.begin() + static_cast<std::ptrdiff_t>(count), list.end(),
                                      [](const Worth& w) { return w.value.value > 0; });
    out += fmt::format("  and {} more in voi.csv{}\n", list.size() - count, nothing ? ", worth nothing" : "");
  }
  return out + '\n';
}

std::string samples_table(const VoiSummary& s, const Style& style) {
  if (s.samples.empty()) return {};
  Table table({"What a sample is worth", "observations", "worth", "95 % interval"});
  for (const auto& w : s.samples) {
    const auto words = name_lines(w.name, name_width);
    table.row({words.front(), whole(w.observations), amount(s, w.value.value), range_of(s, w)});
    for (std::size_t i = 1; i < words.size(); ++i) table.row({words[i], "", "", ""});
  }
  table.fit(page_width);
  return table.text(style) + '\n';
}

}  // namespace

std::string voi_text(const VoiSummary& s, const Style& style) {
  std::string out = style.bold(folded(s.area + ": what to find out before choosing")) +
                    folded(fmt::format("{} replicates, seed {}, {}; {:.1f} s", whole(s.replicates), s.seed,
                                       s.Sampling::design, s.seconds)) +
                    folded(s.objective) + '\n' + choice_table(s, style);
  out +=
      folded(fmt::format("Chosen with what is known now: {}. ", s.choice[s.best].name) +
             (std::isfinite(s.all.value.value)
                  ? fmt::format(
                        "To know every assumption first would be worth {} (95 % interval {}); luck and years "
                        "cannot be known.",
                        amount(s, s.all.value.value), range_of(s, s.all))
                  : "What it is worth to know every assumption first takes more replicates to say."));
  if (s.uses != 1)
    out += folded(fmt::format("Worths are for {:.4g} such decisions (later years discounted).", s.uses));
  out += '\n';
  if (s.all.value.value > 0 ||
      std::any_of(s.singles.begin(), s.singles.end(), [](const Worth& w) { return w.value.value > 0; })) {
    out +=
        (std::isfinite(s.all.value.value) ? worth_table(s, "Find out about", s.groups, s.groups.size(), style)
                                          : std::string()) +
        worth_table(s, "What to find out next", s.singles, s.shown, style) + samples_table(s, style);
  } else {
    out += folded("No assumption is so uncertain that to know it would change the choice.") + '\n';
  }
  out +=
      folded(
          "Worth: how much better the choice becomes on average, before what finding out costs. Of things "
          "that are only worth something together, each alone is worth nothing. Intervals: of Monte Carlo.",
          "  ", "  ") +
      '\n';
  return out + notes_and_files(s.replicates, s.notes, s.folder, s.files);
}

}  // namespace app
