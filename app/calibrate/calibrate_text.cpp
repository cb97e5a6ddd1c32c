// What the data taught, as 80 columns of text.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/calibrate/calibrate_run.hpp"
#include "app/figures.hpp"
#include "app/run/summary_parts.hpp"
#include "app/table.hpp"

namespace app {
namespace {

/// A number of an assumption to three figures, in at most six characters where it has them.
std::string figure_of(double x) {
  if (!std::isfinite(x)) return "-";
  const double size = std::abs(x);
  if (size >= 1000) return whole(x);
  const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size == 0 ? 2 : size >= 0.01 ? 3 : 4;
  return decimal(x, decimals);
}

std::string joined(const std::vector<std::string>& words, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most, words.size()); ++i) text += (i == 0 ? "" : ", ") + words[i];
  if (words.size() > most) text += fmt::format(" and {} more (calibration.json)", words.size() - most);
  return text;
}

std::string plural(std::size_t n, const char* one) {
  return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s");
}

std::string method_text(const Calibrated& c) {
  std::string text = c.method == Method::moments
                         ? "T1: exact means, quadratic emulator, adaptive MCMC. "
                         : "T2: ABC-SMC on short runs, local-linear regression adjustment. ";
  if (!c.binding_on.empty())
    text += fmt::format(
        "Places or assessors bind on {}: there means without limits are not the simulator's.{} ",
        joined(c.binding_on, 4), c.method == Method::moments ? " T1 was asked for all the same." : "");
  return text;
}

std::string diagnostics(const Calibrated& c) {
  std::string text;
  if (c.method == Method::moments) {
    const auto& m = c.moments;
    double r_hat = 1, ess = HUGE_VAL;
    for (std::size_t k = 0; k < m.r_hat.size(); ++k) {
      r_hat = std::max(r_hat, m.r_hat[k]);
      ess = std::min({ess, m.bulk_ess[k], m.tail_ess[k]});
    }
    text = fmt::format(
        "{} exact means; {} assumptions in the chains, R-hat at most {:.3f}, effective size at "
        "least {} of {} steps; emulator off by {:.2f} of the noise's sd at most.",
        whole(static_cast<double>(m.evaluations)), m.emulated.size(), r_hat,
        std::isfinite(ess) ? whole(ess) : "-", whole(static_cast<double>(m.steps)), m.emulator_error);
  } else {
    const auto& p = c.particles.populations;
    text = fmt::format(
        "{} simulations in {} populations of {} particles; distance within {} sd of the noise, "
        "{:.0f} % accepted at the end.",
        whole(static_cast<double>(p.back().simulations)), p.size(),
        whole(static_cast<double>(c.particles.particles())), figure_of(p.back().tolerance),
        100 * p.back().accepted);
  }
  return text + fmt::format(" The sample of {} draws is worth {}.",
                            whole(static_cast<double>(c.sample.size())), whole(std::floor(c.effective)));
}

std::vector<std::string> warnings(const Calibrated& c) {
  std::vector<std::string> out;
  if (c.effective < 100)
    out.push_back(
        fmt::format("the sample is worth {} draws only: quantiles of the posterior are rough; {} more",
                    whole(std::floor(c.effective)), c.method == Method::moments ? "-n" : "--particles"));
  if (c.method == Method::moments) {
    for (const double r : c.moments.r_hat)
      if (!(r < 1.05)) {
        out.push_back("the chains do not agree (R-hat above 1.05): the posterior is not to be trusted");
        break;
      }
  }
  return out;
}

/// A row whose first cell may take several lines.
void add_row(Table& t, const std::string& name, std::size_t width, const std::vector<std::string>& cells) {
  const auto lines = lines_of(name, width);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::vector<std::string> row{lines[i]};
    for (const auto& cell : cells) row.push_back(i + 1 == lines.size() ? cell : "");
    t.row(std::move(row));
  }
}

std::string learnt_table(const Calibrated& c, const Style& style) {
  if (c.learnt.empty()) return "";
  Table t({"Assumption", "P10", "median", "P90", "P10", "median", "P90", "learnt"});
  t.group(1, 3, "before the data");
  t.group(4, 3, "after");
  t.gap(4, 3);
  t.gap(7, 2);
  for (const auto& l : c.learnt) {
    std::string name = l.name;  // so that it can be folded
    if (const auto dot = name.rfind('.'); name.size() > 26 && dot != std::string::npos)
      name.insert(dot + 1, " ");
    std::vector<std::string> cells;
    for (const auto& spread : {l.before, l.after})
      for (const double x : spread) cells.push_back(figure_of(x));
    cells.push_back(l.shrinkage < 0.005 ? "0 %" : per_cent(l.shrinkage, 0));
    add_row(t, name, 26, cells);
  }
  t.fit(page_width);
  return t.text(style) +
         folded(
             "Learnt: share of the variance that the data took away. year_effect: what the years of the data "
             "were like, in standard deviations of the shock.",
             "  ", "  ");
}

std::string fit_table(const Calibrated& c, const Style& style) {
  Table t({"Observation", "observed", "P10", "median", "P90", "P10", "median", "P90", "perc."});
  t.group(2, 3, "before");
  t.group(5, 3, "after");
  t.gap(2, 3);
  t.gap(5, 3);
  for (const auto& f : c.fit) {
    const auto& g = f.observation.goal;
    const bool money = g.about.unit == sim::Unit::pence, count = g.about.unit == sim::Unit::count;
    const auto cell = [&](double x) {
      return money ? decimal(x / 1e6, 1) : count ? whole(std::round(x)) : in_unit(g.about, x);
    };
    const std::string name = (g.breakdown == "total" ? g.metric : g.metric + ": " + g.category) + " " +
                             g.period + (money ? ", £m" : "");
    std::vector<std::string> cells{cell(g.value)};
    for (const auto& spread : {f.before, f.after})
      for (const double x : spread) cells.push_back(cell(x));
    cells.push_back(decimal(100 * f.percentile, 0));
    add_row(t, name, 20, cells);
  }
  t.fit(page_width);
  std::size_t in_50 = 0, in_90 = 0;
  for (const auto& f : c.fit) {
    in_50 += f.within_50;
    in_90 += f.within_90;
  }
  return t.text(style) +
         folded(fmt::format(
                    "With luck and discrepancy, from the simulator. perc.: percentile of the observation "
                    "after. Within the middle 50 %: {} of {}; within 90 %: {} of {}. The model has seen "
                    "these figures; how it does on others is for backtest.",
                    in_50, c.fit.size(), in_90, c.fit.size()),
                "  ", "  ");
}

}  // namespace

std::string calibrate_text(const Calibrated& c, const Style& style) {
  std::string out = style.bold(folded(fmt::format(
      "{}, {}: calibrated to {}{}", c.area, c.scenario, plural(c.fit.size(), "outturn"),
      c.options.question.until ? fmt::format(" up to January {}", *c.options.question.until) : "")));
  out +=
      folded(fmt::format("From {}, {}; seed {}; {:.1f} s", c.start,
                         plural(static_cast<std::size_t>(c.years), "year"), c.options.run.seed, c.seconds));
  out += folded(method_text(c) + diagnostics(c)) + '\n';
  out += learnt_table(c, style) + '\n' + fit_table(c, style) + '\n';
  if (!c.untaught.empty())
    out += folded(fmt::format(
               "The data teach nothing about {} of {} assumptions (under 1 % of the variance each): {}.",
               c.untaught.size(), c.untaught.size() + c.learnt.size(), joined(c.untaught, 6))) +
           '\n';
  for (const auto& w : warnings(c)) out += style.red(folded("Warning: " + w, "", "  "));
  out += notes_and_files(1000, c.notes, c.folder, c.files);
  if (!c.folder.empty())
    out +=
        "To forecast with what was learnt:\n  sendcast run " + (c.folder / "posterior.toml").string() + '\n';
  return out;
}

}  // namespace app
