// A panel of authorities in one CSV file.

#include "app/backtest/panel_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "app/user_error.hpp"
#include "sim/csv.hpp"
#include "sim/parse_number.hpp"
#include "sim/read_file.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

using models::AuthoritySeries;
using models::YearSeries;

constexpr std::string_view part_prefix = "part:";
constexpr int earliest_year = 1990, latest_year = 2100;
constexpr double largest_count = 1e7;

/// Where the figures of a column go.
YearSeries* series_for(AuthoritySeries& a, const std::string& column) {
  if (column == "plans") return &a.plans;
  if (column == "new_plans") return &a.new_plans;
  if (column == "requests") return &a.requests;
  if (column == "undecided") return &a.undecided;
  if (column.starts_with(part_prefix)) return &a.parts[column.substr(part_prefix.size())];
  return nullptr;
}

/// A whole text as a number; NaN for anything else.
double number_in(const std::string& text) { return sim::parse_number<double>(text).value_or(std::nan("")); }

class PanelReader {
 public:
  explicit PanelReader(const std::filesystem::path& file)
      : source_{file.string(), file.string(), file.parent_path()} {
    const auto read = sim::read_regular_file(file, largest_panel_file);
    if (const auto* bad = std::get_if<sim::Unreadable>(&read))
      throw UserError(fmt::format("{}: {}", file.string(), bad->why));
    table_ = sim::parse_csv(std::get<std::string>(read), source_, faults_);
  }

  models::PanelSeries take() {
    check_columns();
    if (faults_.empty())
      for (const auto& row : table_.rows) add(row);
    if (faults_.empty() && panel_.england.plans.empty())
      faults_.add({source_.shown, 0}, fmt::format("no rows of England ({})", england_code),
                  "shocks of years are national");
    if (faults_.empty() && panel_.authorities.empty())
      faults_.add({source_.shown, 0}, "no rows of authorities");
    if (!faults_.empty()) {
      std::string text = sim::to_string(faults_.take());
      text.pop_back();
      throw UserError(text);
    }
    std::sort(panel_.authorities.begin(), panel_.authorities.end(),
              [](const auto& a, const auto& b) { return a.code < b.code; });
    return std::move(panel_);
  }

 private:
  void check_columns() {
    for (const char* name : {"code", "name", "year", "plans", "new_plans"})
      if (table_.column(name) == sim::CsvTable::absent)
        faults_.add({source_.shown, 1}, fmt::format("no column '{}'", name));
    AuthoritySeries any;
    for (const auto& name : table_.columns)
      if (name != "code" && name != "name" && name != "year" && series_for(any, name) == nullptr)
        faults_.add({source_.shown, 1}, fmt::format("unknown column {}", sim::quote(name)), {},
                    "parts of the plans are named part:NAME");
  }

  void add(const sim::CsvRow& row) {
    const auto& code = row.cells[table_.column("code")];
    const double year = number_in(row.cells[table_.column("year")]);
    if (!(year >= earliest_year && year <= latest_year) || year != std::floor(year))
      return faults_.add({source_.shown, row.line},
                         fmt::format("{} is no year", sim::quote(row.cells[table_.column("year")])));
    if (code.empty()) return faults_.add({source_.shown, row.line}, "no code of an authority");
    if (!seen_.insert({code, static_cast<int>(year)}).second)
      return faults_.add({source_.shown, row.line},
                         fmt::format("{} {} stands here twice", sim::quote(code), static_cast<int>(year)));
    AuthoritySeries& a = authority(code);
    a.code = code;
    a.name = row.cells[table_.column("name")];
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
      YearSeries* series = series_for(a, table_.columns[c]);
      if (series == nullptr || row.cells[c].empty()) continue;
      const double value = number_in(row.cells[c]);
      if (value >= 0 && value <= largest_count)
        series->set(static_cast<int>(year), value);
      else
        faults_.add({source_.shown, row.line},
                    fmt::format("{}: {} is no count", table_.columns[c], sim::quote(row.cells[c])));
    }
    check_parts(row, a, static_cast<int>(year));
  }

  /// Stocks that no authority can have: none at all, and parts larger than the whole.
  void check_parts(const sim::CsvRow& row, const AuthoritySeries& a, int year) {
    if (!a.plans.has(year)) return;
    const double plans = a.plans.at(year);
    if (plans == 0)
      return faults_.add({source_.shown, row.line}, "plans: 0", "there is nothing to forecast from",
                         "leave the cell empty if the number is not known");
    for (const auto& [name, part] : a.parts)
      if (part.at(year) > plans)
        faults_.add({source_.shown, row.line},
                    fmt::format("{}{}: {} of {} plans", part_prefix, name, part.at(year), plans),
                    "a part cannot be more than the whole");
  }

  AuthoritySeries& authority(const std::string& code) {
    if (code == england_code) return panel_.england;
    const auto [at, is_new] = places_.try_emplace(code, panel_.authorities.size());
    if (is_new) panel_.authorities.emplace_back();
    return panel_.authorities[at->second];
  }

  sim::Source source_;
  sim::Faults faults_;
  sim::CsvTable table_;
  models::PanelSeries panel_;
  std::map<std::string, std::size_t> places_;
  std::set<std::pair<std::string, int>> seen_;
};

std::string cell(const YearSeries& series, int year) {
  return series.has(year) ? fmt::format("{}", series.at(year)) : "";
}

void add_rows(std::string& text, const AuthoritySeries& a, const std::vector<std::string>& parts, int first,
              int last) {
  for (int year = first; year <= last; ++year) {
    std::string row;
    bool any = false;
    const auto put = [&](const YearSeries* series) {
      row += ',';
      if (series == nullptr) return;
      row += cell(*series, year);
      any = any || series->has(year);
    };
    for (const auto* series : {&a.plans, &a.new_plans, &a.requests, &a.undecided}) put(series);
    for (const auto& part : parts) {
      const auto found = a.parts.find(part);
      put(found == a.parts.end() ? nullptr : &found->second);
    }
    if (any) text += fmt::format("{},{},{}{}\n", sim::csv_field(a.code), sim::csv_field(a.name), year, row);
  }
}

}  // namespace

models::PanelSeries read_panel_file(const std::filesystem::path& file) { return PanelReader(file).take(); }

std::string panel_csv(const models::PanelSeries& panel) {
  std::set<std::string> names;
  int first = latest_year, last = earliest_year;
  const auto look = [&](const AuthoritySeries& a) {
    for (const auto* s : {&a.plans, &a.new_plans, &a.requests, &a.undecided})
      if (!s->empty()) first = std::min(first, s->first()), last = std::max(last, s->last());
    for (const auto& [name, part] : a.parts) names.insert(name);
  };
  look(panel.england);
  for (const auto& a : panel.authorities) look(a);
  const std::vector<std::string> parts(names.begin(), names.end());
  std::string text = "code,name,year,plans,new_plans,requests,undecided";
  for (const auto& part : parts) text += "," + sim::csv_field(std::string(part_prefix) + part);
  text += "\n";
  add_rows(text, panel.england, parts, first, last);
  for (const auto& a : panel.authorities) add_rows(text, a, parts, first, last);
  return text;
}

}  // namespace app
