// Runs taken as actions: each alone, and two together.

#include "app/portfolio/portfolio_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/load.hpp"
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

/// Why two runs are one and the same; empty if they are not.
std::string why_same(const PairedRun& a, const PairedRun& b) {
  std::error_code none;
  if (std::filesystem::equivalent(a.run->folder(), b.run->folder(), none)) return "the same run";
  return a.run->info().config_digest == b.run->info().config_digest ? "a run of the same configuration" : "";
}

/// One run under two names is one action: what it does would count twice.
void check_runs_differ(const PortfolioOptions& o, const std::vector<ActionRow>& rows,
                       const std::vector<PairedRun>& runs) {
  sim::Faults faults;
  for (std::size_t i = 1; i < runs.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) {
      const auto why = why_same(runs[k], runs[i]);
      if (why.empty()) continue;
      if (!o.actions)
        throw UserError(fmt::format("{} and {}: {}; name each action once, and not the reference",
                                    runs[k].word, runs[i].word, why));
      const auto& row = rows[i - 1];
      faults.add({o.actions->string(), row.line}, fmt::format("run {} of {}", row.run, sim::quote(row.name)),
                 k == 0 ? fmt::format("is {} as the reference", why)
                        : fmt::format("is {} as that of {}, line {}", why, sim::quote(rows[k - 1].name),
                                      rows[k - 1].line));
      break;
    }
  if (!faults.empty()) throw UserError("the file of actions has faults\n" + faults_text(faults.take()));
}

/// Two runs of the same two actions: what these do to one another would count twice.
void check_pairs_differ(const PortfolioPlan& p) {
  std::map<std::pair<std::size_t, std::size_t>, std::string> run_of;
  for (std::size_t i = 0; i < p.both.size(); ++i) {
    auto [a, b] = two_of(p, p.both[i].name);
    if (a > b) std::swap(a, b);
    const auto& word = p.runs[p.run_of_both[i]].word;
    if (const auto [first, fresh] = run_of.emplace(std::pair{a, b}, word); !fresh)
      throw UserError(fmt::format("{} and {}: both are runs of {} and {}; name one of them", first->second,
                                  word, sim::quote(p.single[a].name), sim::quote(p.single[b].name)));
  }
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
  check_runs_differ(o, rows, p.runs);
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
  check_pairs_differ(p);
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
