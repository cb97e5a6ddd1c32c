// What an import did, for people and for programs.

#include <fmt/format.h>

#include <algorithm>

#include "app/figures.hpp"
#include "app/import/import_area.hpp"
#include "app/json_values.hpp"
#include "app/run/run_options.hpp"
#include "app/table.hpp"
#include "app/terminal.hpp"

namespace app {
namespace {

constexpr std::size_t years_shown = 8, repairs_shown = 8;
constexpr std::size_t years_to_learn = 4;  // that --from is advised to go back

std::string count(double value) { return fixed(value, 0); }
std::string count(const std::optional<double>& value) { return value ? count(*value) : "-"; }
std::string percent(const std::optional<double>& value) { return value ? fixed(*value * 100, 1) : "-"; }

std::string flow_table(const ImportSummary& s) {
  Table table(
      {"Year", "plans", "new", "ceased", "implied", "residual", "requests", "refused, %", "20 weeks, %"});
  const std::size_t first = s.flows.size() > years_shown ? s.flows.size() - years_shown : 0;
  for (std::size_t i = first; i < s.flows.size(); ++i) {
    const auto& f = s.flows[i];
    const auto& y = s.years[i];
    table.row({fmt::format("{}", f.year), count(f.january), count(f.new_plans), count(f.ceased),
               count(f.implied_leavers()), count(f.residual()), count(y.requests), percent(y.refused),
               percent(y.within_20_weeks)});
  }
  return "\nStock and flow\n" + table.text() +
         folded(
             "plans: in January. ceased: as reported. implied: plans + new - plans a year later, those who "
             "left less those "
             "who moved in. residual: what the reported figures leave open. -: not reported, or suppressed.",
             "  ", "  ");
}

std::string list(const std::vector<std::string>& items) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : ", ") + item;
  return text;
}

/// What was counted for `fit` and `calibrate`, and the commands; or how to get there. Without outturns `fit`
/// alone is not advised: its shares would change the new plans that the local level was set by.
std::string learn_text(const ImportSummary& s) {
  std::string text;
  const auto command = [&](const std::string& words) { text += folded("sendcast " + words, "  ", "    "); };
  const auto in = [&](const char* file) { return shell_word((s.folder / file).string()); };
  const auto fitted = shell_word(s.folder.string() + "-fitted.toml");
  if (s.counts > 0) text += fmt::format("\n{} count{} of flows\n", s.counts, s.counts == 1 ? "" : "s");
  for (const auto& what : s.not_taken) text += folded("Not among them: " + what, "  ", "    ");
  if (s.outturns > 0) {
    text += fmt::format("\n{} outturns of {} to {}. To learn from {}:\n", s.outturns, s.figures.january + 1,
                        s.figures.known_to, s.counts > 0 ? "both" : "them");
    if (s.counts > 0)
      command(fmt::format("fit {} --flows {} -o {}", in("area.toml"), in("flows.csv"), fitted));
    command(
        fmt::format("calibrate {} --data {}", s.counts > 0 ? fitted : in("area.toml"), in("outturns.csv")));
  } else if (s.flows.size() >= years_to_learn) {
    text +=
        folded(fmt::format("To learn from {}what came after, the area must start before Januaries that are "
                           "known: import with --from {}.",
                           s.counts > 0 ? "them and from " : "",
                           s.figures.january - static_cast<int>(years_to_learn)),
               "\n", "  ");
  }
  return text;
}

}  // namespace

std::string import_text(const ImportSummary& s) {
  const auto& f = s.figures;
  std::string text = fmt::format("{}{}: {:.0f} plans in January {}\n", s.area,
                                 s.code.empty() ? "" : " (" + s.code + ")", f.plans, f.january);
  text += fmt::format("  {} rows of {} file{} in {:.1f} s{}\n", s.rows_read, s.files_read,
                      s.files_read == 1 ? "" : "s", s.seconds,
                      s.as_of ? fmt::format("; nothing later than January {}", *s.as_of) : "");
  for (const auto& note : s.notes) text += folded(note, "  ", "    ");
  if (!s.flows.empty()) text += flow_table(s);
  if (!f.missing.empty()) {
    text += "\nNot in the files, and what stands in for it (marked in area.toml)\n";
    for (const auto& m : f.missing) text += folded(m.what + ": " + m.instead, "  ", "    ");
  }
  text += folded(
      "money: no ledger is in these files; add [income.*], [cost.*] and [money] in a file that extends "
      "area.toml",
      f.missing.empty() ? "\n  " : "  ", "    ");
  text += learn_text(s);
  if (!s.repairs.empty()) {
    text += fmt::format("\nMended or set aside ({})\n", s.repairs.size());
    for (std::size_t i = 0; i < std::min(repairs_shown, s.repairs.size()); ++i)
      text += folded(s.repairs[i], "  ", "    ");
    if (s.repairs.size() > repairs_shown)
      text += fmt::format("  and {} more in the data log\n", s.repairs.size() - repairs_shown);
  }
  return text + "\nFiles in " + s.folder.string() + ":\n" + folded(list(s.written), "  ", "  ");
}

std::string import_json(const ImportSummary& s) {
  const auto& f = s.figures;
  const auto maybe = [](const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); };
  Json flows = Json::array(), missing = Json::array();
  for (std::size_t i = 0; i < s.flows.size(); ++i) {
    const auto& flow = s.flows[i];
    flows.push_back({{"year", flow.year},
                     {"plans_in_january", flow.january},
                     {"new_plans", flow.new_plans},
                     {"plans_ceased_reported", maybe(flow.ceased)},
                     {"next_january", flow.next_january},
                     {"implied_leavers", maybe(flow.implied_leavers())},
                     {"residual", maybe(flow.residual())},
                     {"requests", maybe(s.years[i].requests)},
                     {"refused", maybe(s.years[i].refused)},
                     {"within_20_weeks", maybe(s.years[i].within_20_weeks)}});
  }
  for (const auto& m : f.missing) missing.push_back({{"what", m.what}, {"instead", m.instead}});
  const Json json = {{"area", s.area},
                     {"area_code", s.code},
                     {"as_of", s.as_of ? Json(*s.as_of) : Json(nullptr)},
                     {"january", f.january},
                     {"plans", f.plans},
                     {"files_read", s.files_read},
                     {"rows_read", s.rows_read},
                     {"stock_and_flow", std::move(flows)},
                     {"known_to", f.known_to},
                     {"flow_counts", s.counts},
                     {"flows_not_taken", s.not_taken},
                     {"outturns", s.outturns},
                     {"missing", std::move(missing)},
                     {"notes", s.notes},
                     {"repairs", s.repairs},
                     {"folder", s.folder.string()},
                     {"files", s.written}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace app
