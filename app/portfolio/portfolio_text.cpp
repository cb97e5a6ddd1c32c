// `portfolio` as 80 columns of text.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "app/figures.hpp"
#include "app/portfolio/portfolio.hpp"
#include "app/run/summary_parts.hpp"
#include "app/table.hpp"

namespace app {
namespace {

constexpr std::size_t most_of_frontier = 12;

bool in_shares(const PortfolioSummary& s) { return s.unit == sim::to_string(sim::Unit::share); }

/// Thousands of pounds; shares in per cent, and other units, to three digits.
std::string amount(const PortfolioSummary& s, double x) {
  return s.money ? decimal(x / 1e3, 0) : three_digits(in_shares(s) ? 100 * x : x);
}

const char* benefit_heading(const PortfolioSummary& s) {
  return s.money ? "Net benefit, £k" : in_shares(s) ? "Net benefit, %" : "Net benefit";
}

/// What an action is called in the frontier: "a", "b", ...; there are at most sim::most_actions.
char letter_of(std::size_t action) { return static_cast<char>('a' + action); }

std::string letters_of(const PortfolioSummary& s, const PortfolioLine& l) {
  std::string out;
  for (std::size_t i = 0; i < s.actions.size(); ++i)
    if (std::find(l.actions.begin(), l.actions.end(), s.actions[i].name) != l.actions.end())
      out += letter_of(i);
  return out.empty() ? "none" : out;
}

std::string actions_table(const PortfolioSummary& s, const Style& style) {
  const bool staff =
      std::any_of(s.actions.begin(), s.actions.end(), [](const auto& a) { return a.staff > 0; });
  Table table({"Action", "cost, £k", staff ? "staff" : "", "mean", "P10", "P90", "pays, %"});
  table.group(3, 3, benefit_heading(s));
  for (std::size_t i = 0; i < s.actions.size(); ++i) {
    const auto& a = s.actions[i];
    table.row({fmt::format("{}  {}", letter_of(i), cut(a.name, 31)), decimal(a.cost / 1e3, 0),
               staff ? decimal(a.staff, 1) : "", amount(s, a.benefit.mean), amount(s, a.benefit.p10),
               amount(s, a.benefit.p90), chance_figure(a.chance_pays, 0)});
  }
  table.fit(page_width);
  return table.text(style) + '\n';
}

bool has_role(const PortfolioLine& l, const std::string& role) {
  return std::find(l.roles.begin(), l.roles.end(), role) != l.roles.end();
}

std::string names_of(const PortfolioLine& l) {
  return l.actions.empty() ? "none of them" : fmt::format("{}", fmt::join(l.actions, ", "));
}

std::string choice(const PortfolioSummary& s, const std::string& role, const std::string& words) {
  for (const auto& l : s.lines)
    if (has_role(l, role)) return folded(fmt::format("{}: {}.", words, names_of(l)), "", "  ");
  return {};
}

std::string marks_of(const PortfolioLine& l) {
  std::string out;
  for (const auto& [role, mark] : {std::pair{"best", 'B'}, {"robust", 'R'}, {"likeliest", 'L'}})
    if (has_role(l, role)) out += mark;
  return out;
}

/// The frontier, thinned to a page: its ends and those between by steps; named choices always.
std::string lines_table(const PortfolioSummary& s, const Style& style) {
  std::vector<const PortfolioLine*> shown;
  const double step = std::max(1.0, static_cast<double>(s.lines.size()) / most_of_frontier);
  double next = 0;
  for (std::size_t i = 0; i < s.lines.size(); ++i) {
    const bool named = !marks_of(s.lines[i]).empty();
    if (named || static_cast<double>(i) >= next || i + 1 == s.lines.size()) {
      shown.push_back(&s.lines[i]);
      if (static_cast<double>(i) >= next) next += step;
    }
  }
  Table table({"Actions", "cost, £k", "mean", "MC error", "P10", "worst 10 %", "pays, %",
               s.target ? "target, %" : ""});
  table.group(2, 4, benefit_heading(s));
  for (const auto* l : shown)
    table.row({marks_of(*l) + std::string(marks_of(*l).empty() ? "" : "  ") + letters_of(s, *l),
               decimal(l->portfolio.cost / 1e3, 0), amount(s, l->benefit.mean),
               plus_minus(amount(s, l->benefit.mcse_mean)), amount(s, l->benefit.p10),
               amount(s, l->worst_tenth), chance_figure(l->chance_pays, 0),
               s.target ? chance_figure(l->target.value) : ""});
  table.fit(page_width);
  std::string out = table.text(style);
  if (shown.size() < s.lines.size())
    out += fmt::format("  {} of the {} selections of portfolio.csv\n", shown.size(), s.lines.size());
  return out + '\n';
}

std::string limits_text(const PortfolioSummary& s) {
  std::string text;
  if (std::isfinite(s.budget)) text += "Budget " + pounds(s.budget);
  if (std::isfinite(s.staff))
    text += fmt::format("{}{:g} staff", text.empty() ? "At most " : ", at most ", s.staff);
  if (text.empty()) text = "No limit of money or staff";
  return folded(fmt::format("{}; {} selection{} allowed.", text, whole(static_cast<double>(s.allowed)),
                            s.allowed == 1 ? " is" : "s are"));
}

}  // namespace

std::string portfolio_text(const PortfolioSummary& s, const Style& style) {
  std::string out = style.bold(folded(fmt::format("{}: which actions to add to {}", s.area, s.reference))) +
                    folded(fmt::format("{} replicates in pairs, seed {}, {}; {:.1f} s", whole(s.replicates),
                                       s.seed, s.Sampling::design, s.seconds)) +
                    folded(s.objective) + limits_text(s);
  if (s.target)
    out +=
        folded(fmt::format("Target: {} {} in {}; without any action its chance is {} (Monte Carlo error {}).",
                           goal_name(*s.target), aim_text(*s.target), s.target->period,
                           chance_per_cent(s.target_without.value), error_of(s.target_without.mcse)));
  out += '\n' + actions_table(s, style);
  out += choice(s, "best", "B  Greatest expected net benefit") +
         choice(s, "robust", "R  Best in its worst tenth of replicates");
  if (s.target) out += choice(s, "likeliest", "L  Likeliest to meet the target");
  out += folded(fmt::format("B is the same when each of the {} scrambles of replicates is left out {} times.",
                            sim::scrambles, s.times_chosen)) +
         '\n' + lines_table(s, style);
  out +=
      folded(
          "One line for every selection that no cheaper one equals in expected benefit, and the named ones. "
          "Worst 10 %: mean of the worst tenth of replicates. Pays: chance of a net benefit above nought.",
          "  ", "  ") +
      '\n';
  return out + notes_and_files(s.replicates, s.notes, s.folder, s.files);
}

}  // namespace app
