// The configuration of an area as text, and the tables beside it.

#include "app/import/area_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/discrepancy_metrics.hpp"

namespace app {
namespace {

constexpr int years_ahead = 10;       // of the last January that is known
constexpr int latest_support = 2025;  // January of England's profile of SEN support

std::string toml_text(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + '"';
}

/// At most so many digits after the point, without zeros at the end.
std::string number(double value, int digits) {
  std::string text = fmt::format("{:.{}f}", value, digits);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::string evidence(const Evidence& e) {
  std::string text =
      fmt::format("source = {}, reliability = {}", toml_text(e.source), toml_text(e.reliability));
  if (!e.note.empty()) text += ", note = " + toml_text(e.note);
  return text;
}

std::string sourced(const std::string& name, const std::string& value, const Evidence& e) {
  return fmt::format("{} = {{ {}, {} }}\n", name, value, evidence(e));
}

std::string years(const std::map<int, double>& values, int digits) {
  std::string text;
  for (const auto& [year, value] : values)
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", year, number(value, digits));
  return text;
}

std::string year_table(const std::string& name, const std::map<int, double>& values, int digits,
                       const Evidence& e) {
  std::string text = fmt::format("\n[{}]\nsource = {}\nreliability = {}\n", name, toml_text(e.source),
                                 toml_text(e.reliability));
  if (!e.note.empty()) text += fmt::format("note = {}\n", toml_text(e.note));
  for (const auto& [year, value] : values) text += fmt::format("{} = {}\n", year, number(value, digits));
  return text;
}

class Text {
 public:
  Text(const AreaFigures& f, const AreaNames& names, const England& england)
      : f_(f), names_(names), england_(england), last_known_(f.known_to - 1) {}

  std::map<std::string, std::string> files() {
    head();
    population();
    stock();
    support();
    requests();
    timeliness();
    ceasing();
    provisions();
    discrepancy();
    out_["area.toml"] = toml_;
    return std::move(out_);
  }

 private:
  void head() {
    toml_ += fmt::format(
        "# {}: written by `sendcast import`. A later import writes it anew: put settings of your own into a "
        "file that\n"
        "# extends this one. What the files did not say is marked red; money is not in them.\n"
        "extends = [{}]\narea = {}\narea_code = {}\nscenario = \"january-{}\"\ndescription = {}\nstart = "
        "{}-01-01\n"
        "years = {}\npopulation_year = {}\n",
        names_.name, toml_text(names_.national), toml_text(names_.name), toml_text(names_.code), f_.january,
        toml_text(
            fmt::format("{} from January {}{}", names_.name, f_.january,
                        f_.known_to > f_.january ? fmt::format(", known to January {}", f_.known_to) : "")),
        f_.january, years_ahead + f_.known_to - f_.january, f_.january - 1);
  }

  /// A column of single ages in a file of its own (or beside another).
  std::string column_file(const std::string& name, const std::string& header,
                          const std::vector<const ByAge*>& columns, int digits) {
    std::string csv = header;
    for (std::size_t age = 0; age < ages; ++age) {
      csv += fmt::format("{}", age);
      for (std::size_t c = 0; c < columns.size(); ++c)
        csv += ',' + number((*columns[c])[age], c == 0 ? digits : 4);
      csv += '\n';
    }
    out_[name] = csv;
    return name;
  }

  void population() {
    const auto& p = f_.population;
    const std::string file = fmt::format("population-{}.csv", f_.january - 1);
    std::vector<const ByAge*> columns{&p.residents};
    if (p.net_migration) columns.push_back(&*p.net_migration);
    column_file(file, p.net_migration ? "age,residents,net_migration\n" : "age,residents\n", columns, 1);
    toml_ += "\n[population]\n";
    toml_ += sourced("residents", fmt::format("csv = \"{}\", column = \"residents\"", file), p.evidence);
    if (p.net_migration)
      toml_ += sourced("net_migration", fmt::format("csv = \"{}\", column = \"net_migration\"", file),
                       p.migration_evidence);
    toml_ += sourced("births", years(p.births, 1), p.births_evidence);
  }

  void stock() {
    toml_ += "\n[stock]\n";
    toml_ += sourced("plans", "value = " + number(f_.plans, 0), f_.plans_evidence);
    if (f_.age) {
      const std::string file =
          column_file(fmt::format("stock-age-{}.csv", f_.january), "age,plans\n", {&*f_.age}, 2);
      toml_ += sourced("age", fmt::format("csv = \"{}\", column = \"plans\"", file), f_.age_evidence);
    }
    if (!f_.need.empty()) {
      std::string values;
      for (const auto need : models::needs) {
        const auto plans = f_.need.find(std::string(need));
        values += fmt::format("{}{} = {}", values.empty() ? "" : ", ", need,
                              number(plans == f_.need.end() ? 0 : plans->second, 0));
      }
      toml_ += sourced("need", values, f_.need_evidence);
    }
    if (f_.placements_known)
      for (const auto& type : f_.placements) placement(type);
  }

  void placement(const PlacementStock& type) {
    toml_ += fmt::format("\n[placement.{}]\n", type.placement) +
             sourced("stock", "value = " + number(type.plans, 2), f_.placements_evidence);
    const auto cost = f_.unit_cost.find(type.placement);
    if (cost == f_.unit_cost.end()) return;
    toml_ += sourced("unit_cost", "value = " + number(cost->second, 0),
                     {"costs.csv, weighted by the children of the last January", "amber",
                      "Taken as the whole cost at 2024-25 prices: no place funding is added."});
    if (type.finite) toml_ += "place_funding = 0\nempty_place_funding = 0\n";
  }

  /// England's profile of January 2025, at the share of pupils of the January.
  void support() {
    if (f_.january >= latest_support || england_.support_share.empty()) return;
    const auto& share = england_.support_share;
    const auto at = share.lower_bound(f_.january);
    const auto& [january, percent] = at == share.end() ? *share.rbegin() : *at;
    ByAge profile = england_.support;
    for (auto& value : profile) value *= percent / share.rbegin()->second;
    const std::string file =
        column_file(fmt::format("support-{}.csv", f_.january), "age,support_prevalence\n", {&profile}, 8);
    toml_ += "\n[support]\n" +
             sourced("prevalence", fmt::format("csv = \"{}\", column = \"support_prevalence\"", file),
                     {fmt::format("England, January {}: {} % of pupils; England's profile by age of 2025",
                                  january, percent),
                      "amber", ""});
    if (!before_england()) return;
    std::map<int, double> level{{2010, value_at("identification.level", f_.january - 1)}};
    for (int year = f_.january; year <= last_known_; ++year)
      level[year] = value_at("identification.level", year);
    toml_ += "\n[identification]\n" +
             sourced("level", years(level, 3),
                     {fmt::format("England's level of {}, held", last_known_), "red", ""});
  }

  double value_at(const std::string& table, int year) const {
    const auto& values = england_.by_year.at(table);
    auto at = values.upper_bound(year);
    return at == values.begin() ? at->second : std::prev(at)->second;
  }

  /// England's table as far as it was known before the January.
  std::map<int, double> known(const std::string& table) const {
    std::map<int, double> out;
    for (const auto& [year, value] : england_.by_year.at(table))
      if (year <= last_known_ || out.empty()) out[year] = value;
    return out;
  }

  bool before_england() const { return last_known_ < england_.known_to; }

  void requests() {
    toml_ += "\n[request]\n";
    const auto& level = f_.local_level;
    toml_ += sourced(
        "local_level",
        fmt::format("mean = {}, sd = {}, dist = \"lognormal\"", number(level.mean, 3), number(level.sd, 3)),
        level.evidence);
    if (!before_england()) return;
    toml_ += fmt::format("level_known_to = {}\n", last_known_);
    constexpr int over = 3;
    const double then = value_at("request.level", last_known_ - over),
                 now = value_at("request.level", last_known_);
    const double growth = std::clamp(std::log(now / then) / over / 2, -0.1, 0.15);
    toml_ += sourced(
        "trend", fmt::format("mean = {}, sd = 0.06", number(growth, 3)),
        {fmt::format("half of England's yearly growth {}-{} in logs; wide", last_known_ - over, last_known_),
         "red", ""});
    toml_ += year_table(
        "request.level", known("request.level"), 3,
        {fmt::format("England's levels as far as {}; later ones are not used", last_known_), "amber", ""});
  }

  void timeliness() {
    auto within = f_.within_20_weeks;
    Evidence e{"SEN2: this area, exceptions included", "green", ""};
    if (within.empty() && before_england()) {
      within = known("assessment.within_20_weeks");
      e = {fmt::format("England's share as far as {}", last_known_), "amber", ""};
    }
    if (!within.empty()) toml_ += year_table("assessment.within_20_weeks", within, 4, e);
    auto over = f_.over_a_year;
    e = {"SEN2: this area", "green", ""};
    if (over.empty() && before_england()) {
      over = known("assessment.over_a_year");
      e = {fmt::format("England's share as far as {}", last_known_), "red", ""};
    }
    if (!over.empty()) toml_ += year_table("assessment.over_a_year", over, 4, e);
  }

  void ceasing() {
    toml_ += "\n[cease]\n" + sourced("local_level", "mean = 1, sd = 0.2, dist = \"lognormal\"",
                                     {"assumed: England's rates; `calibrate` learns it", "red", ""});
    if (!before_england()) return;
    constexpr int over = 3;
    auto level = known("cease.level");
    double held = 0;
    for (int y = last_known_ - over + 1; y <= last_known_; ++y) held += value_at("cease.level", y) / over;
    level[f_.known_to] = held;
    toml_ += sourced("level", years(level, 3),
                     {fmt::format("England to {}, then its mean of {}-{}", last_known_,
                                  last_known_ - over + 1, last_known_),
                      "amber", ""});
  }

  void provisions() {
    for (const auto& type : f_.placements) {
      if (!type.finite) continue;
      toml_ += fmt::format("\n[provision.{}]\nplacement = \"{}\"\ntitle = {}\n", type.placement,
                           type.placement, toml_text(type.title + ": places for residents"));
      std::map<int, double> places;  // by academic year
      for (const auto& [january, plans] : f_.places.at(type.placement))
        places[january - 1] = std::ceil(plans);
      toml_ += sourced("places", years(places, 0),
                       {fmt::format("as many as residents hold in January {}{}: assumed full", f_.january,
                                    places.size() > 1 ? fmt::format(" to {}", f_.known_to) : ""),
                        f_.placements_known ? "amber" : "red", ""});
      toml_ += "over_number = { mean = 0.02, sd = 0.008, source = \"assumed\", reliability = \"red\" }\n";
    }
  }

  /// England's was learnt from outturns up to the January that England's figures are known to.
  void discrepancy() {
    if (!before_england()) return;
    toml_ += "\n[discrepancy_by_year]\n";
    for (const auto metric : models::discrepancy_metrics)
      toml_ += fmt::format("{} = {{ value = 0, note = \"Nothing of it was known in January {}.\" }}\n",
                           metric, f_.known_to);
  }

  const AreaFigures& f_;
  const AreaNames& names_;
  const England& england_;
  int last_known_;
  std::string toml_;
  std::map<std::string, std::string> out_;
};

}  // namespace

std::map<std::string, std::string> area_files(const AreaFigures& figures, const AreaNames& names,
                                              const England& england) {
  return Text(figures, names, england).files();
}

}  // namespace app
