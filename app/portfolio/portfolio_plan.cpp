// Runs taken as actions: each alone, and two together.

#include "app/portfolio/portfolio_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/user_error.hpp"
#include "sim/faults.hpp"

namespace app {
namespace {

/// "brokerage" of "do-nothing + brokerage" beside "do-nothing".
std::string added_to(const std::string& reference, const std::string& name) {
  const auto prefix = reference + " + ";
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

/// "x" and "y" of "x + y".
std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> out;
  for (std::size_t from = 0; from <= name.size();) {
    const auto plus = std::min(name.find('+', from), name.size());
    std::string part = name.substr(from, plus - from);
    part.erase(0, part.find_first_not_of(' '));
    out.push_back(part.erase(part.find_last_not_of(' ') + 1));
    from = plus + 1;
  }
  return out;
}

}  // namespace

PortfolioPlan plan_of(const PortfolioOptions& o) {
  PortfolioPlan p;
  std::vector<std::string> folders = o.runs;
  std::vector<ActionRow> rows;
  if (o.actions) {
    if (o.runs.size() != 1)
      throw UserError("--actions: names the runs of the actions; name the reference run alone beside it");
    rows = read_actions(*o.actions);
    for (const auto& row : rows) folders.push_back(row.run);
  }
  p.runs = paired_runs(folders);
  if (p.runs.size() < 2)
    throw UserError("portfolio: name a reference run and the runs of the actions, or --actions FILE");
  if (o.actions && p.runs.size() != rows.size() + 1)
    throw UserError("--actions: every run is that of one action; a comparison cannot stand for several here");
  for (std::size_t i = 1; i < p.runs.size(); ++i) {
    ActionRow row = o.actions ? rows[i - 1] : ActionRow{};
    if (!o.actions) {
      row.name = added_to(p.runs[0].name, p.runs[i].name);
      row.run = p.runs[i].word;
    }
    const bool two = parts_of(row.name).size() > 1;
    (two ? p.run_of_both : p.run_of_single).push_back(i);
    (two ? p.both : p.single).push_back(std::move(row));
  }
  if (p.single.size() > sim::most_actions)
    throw UserError(
        fmt::format("{} actions: at most {} can be chosen from", p.single.size(), sim::most_actions));
  return p;
}

std::size_t position_of(const PortfolioPlan& p, const std::string& name) {
  for (std::size_t i = 0; i < p.single.size(); ++i)
    if (p.single[i].name == name) return i;
  throw UserError(fmt::format("{} has no run of its own among these", sim::quote(name)));
}

std::pair<std::size_t, std::size_t> two_of(const PortfolioPlan& p, const std::string& name) {
  const auto names = parts_of(name);
  if (names.size() != 2)
    throw UserError(fmt::format("{}: runs of one action or of two can be taken apart, not of {}",
                                sim::quote(name), names.size()));
  return {position_of(p, names[0]), position_of(p, names[1])};
}

}  // namespace app
