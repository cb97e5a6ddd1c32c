// The log of assumptions with what each does to the deficit, and the log of data with when to look again.

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "app/report/assurance.hpp"
#include "app/report/report_words.hpp"

namespace app {
namespace {

/// A parameter with all its values: one row of the log.
struct LoggedParameter {
  std::vector<const AssumptionLine*> values;
  double share = 0;  ///< of the variance of the deficit
  bool uncertain = false;
};

std::string values_of(const LoggedParameter& p) {
  if (p.values.size() == 1) return p.values.front()->value;
  const auto same = [&](const auto* a) { return a->value == p.values.front()->value; };
  return fmt::format("{} values{}: {}{}", p.values.size(),
                     std::all_of(p.values.begin(), p.values.end(), same) ? ", each" : "",
                     p.values.front()->value,
                     std::all_of(p.values.begin(), p.values.end(), same) ? "" : ", ...");
}

/// The one text of all values, or how many there are beside the first.
template <class Field>
std::string common(const LoggedParameter& p, Field field) {
  std::vector<std::string> distinct;
  for (const auto* a : p.values)
    if (std::find(distinct.begin(), distinct.end(), a->*field) == distinct.end())
      distinct.push_back(a->*field);
  return distinct.size() == 1 ? distinct.front()
                              : fmt::format("{} (and {} more)", distinct.front(), distinct.size() - 1);
}

/// The last year that a text names, 0 for none: "SEN2 2022: ... January 2019" is of 2022.
int last_year_in(const std::string& text) {
  int last = 0;
  for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
    const auto digit = [&](std::size_t k) {
      return k < text.size() && std::isdigit(static_cast<unsigned char>(text[k])) != 0;
    };
    if (i > 0 && digit(i - 1)) continue;
    if (!digit(i) || !digit(i + 1) || !digit(i + 2) || !digit(i + 3) || digit(i + 4)) continue;
    const int year = std::stoi(text.substr(i, 4));
    if (year >= 2000 && year <= 2100) last = std::max(last, year);
  }
  return last;
}

struct Source {
  std::size_t values = 0;
  std::string reliability;
};

}  // namespace

PageSection assumption_log(const ReportSources& s) {
  PageSection section{"assumption-log", "Assumptions log", {}};
  std::map<std::string, double> shares;
  if (s.sensitivity)
    for (const auto& one : s.sensitivity->singles)
      shares[one.assumption.name] = one.first.interval.low > 0 ? one.first.index.value : 0;
  std::vector<std::string> order;
  std::map<std::string, LoggedParameter> parameters;
  for (const auto& a : s.assumptions) {
    if (a.name.starts_with("target.") || a.name.starts_with("outturn.")) continue;
    const auto name = a.name.substr(0, a.name.find('['));
    const auto [found, fresh] = parameters.try_emplace(name);
    if (fresh) order.push_back(name);
    found->second.values.push_back(&a);
    if (const auto share = shares.find(a.name); share != shares.end()) {
      found->second.share += share->second;
      found->second.uncertain = true;
    }
  }
  if (order.empty()) {
    section.blocks.emplace_back(PageText{"assumptions.csv is not beside the run."});
    return section;
  }
  std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    return parameters.at(a).share > parameters.at(b).share;
  });
  section.blocks.emplace_back(
      PageText{"Effect: share of the variance of the cumulative deficit in the last year that would go if "
               "the parameter were "
               "known, one by one; a dash for one that is not uncertain. Largest effect first. Every single "
               "value is in "
               "assumptions.csv."});
  PageTable t{"Parameters", {"Parameter", "Value", "Unit", "Reliability", "Effect", "Source", "Set in"}, {}};
  for (const auto& name : order) {
    const auto& p = parameters.at(name);
    t.rows.push_back({{name, NAN},
                      {values_of(p), NAN},
                      {p.values.front()->unit, NAN},
                      {common(p, &AssumptionLine::reliability), NAN},
                      !p.uncertain  ? PageCell{"-", NAN}
                      : p.share > 0 ? chance_cell(p.share)
                                    : PageCell{"not told from 0", NAN},
                      {common(p, &AssumptionLine::source), NAN},
                      {p.values.front()->set_in, NAN}});
  }
  section.blocks.emplace_back(std::move(t));
  return section;
}

PageSection data_log(const ReportSources& s) {
  PageSection section{"data-log", "Data log", {}};
  std::map<std::string, Source> sources;
  for (const auto& a : s.assumptions) {
    if (a.source.empty()) continue;
    auto& source = sources[a.source];
    ++source.values;
    source.reliability = a.reliability;
  }
  section.blocks.emplace_back(
      PageText{"Period: the last year that the source names. Review by: 30 June of the year after, when the "
               "yearly statistics "
               "of special educational needs come out anew; for a source that names no year, at each use."});
  PageTable t{"Sources", {"Source", "Period", "Review by", "Reliability", "Values that rest on it"}, {}};
  for (const auto& [text, source] : sources) {
    const int year = last_year_in(text);
    t.rows.push_back({{text, NAN},
                      {year > 0 ? std::to_string(year) : "not stated", NAN},
                      {year > 0 ? fmt::format("{}-06-30", year + 1) : "each use", NAN},
                      {source.reliability, NAN},
                      cell(sim::Unit::count, static_cast<double>(source.values))});
  }
  if (!t.rows.empty()) section.blocks.emplace_back(std::move(t));
  const auto& inputs = s.run().manifest().inputs;
  PageTable files{"Files that the run read", {"File", "Period", "Bytes", "SHA-256"}, {}};
  for (const auto& i : inputs)
    files.rows.push_back({{i.path, NAN},
                          {i.period.empty() ? "not stated" : i.period, NAN},
                          cell(sim::Unit::count, static_cast<double>(i.bytes)),
                          {i.sha256, NAN}});
  if (!files.rows.empty()) section.blocks.emplace_back(std::move(files));
  return section;
}

}  // namespace app
