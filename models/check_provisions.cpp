#include "models/check_provisions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "models/structure.hpp"

namespace models {
namespace {

/// The range of every cell of a provision: a point itself, of a distribution all but one draw in a hundred at
/// either end. Other cells keep their base value: working out every quantile was a third of a check.
struct Ranges {
  explicit Ranges(const sim::Config& c) : low(c.base().begin(), c.base().end()), high(low) {
    for (const auto& a : c.assumptions()) {
      if (!a.name.starts_with("provision.")) continue;
      for (const auto cell : a.cells) {
        low[cell] = a.value.quantile(0.01);
        high[cell] = a.value.quantile(0.99);
      }
    }
  }
  std::vector<double> low, high;
};

enum class Excess { never, sometimes, always };

/// Whether one number exceeds another.
Excess excess(const Ranges& r, std::size_t one, std::size_t other) {
  if (r.low[one] > r.high[other]) return Excess::always;
  return r.high[one] > r.low[other] ? Excess::sometimes : Excess::never;
}

/// Two numbers of a provision of which the first may not exceed the second.
struct Contradiction {
  std::string family, provision, year;  // year: empty, or " in 2018"
  std::string smaller, larger;
  Excess when = Excess::never;
  std::array<double, 2> mean{};
};

std::vector<Contradiction> contradictions(const sim::Config& c) {
  const Ranges ranges(c);
  const auto base = c.base();
  const auto [season, start] = sim::term_start(c.text("start")).value();
  const sim::TermClock clock(season, start, static_cast<int>(c.integer("years")));
  const int first = clock[0].academic_year, last = clock[clock.size() - 1].academic_year;
  std::vector<Contradiction> found;
  const auto look_at = [&](const std::string& family, const std::string& id) {
    const auto slot = [&](const char* name) { return c.slot(family, id, name).offset; };
    const auto compare = [&](const char* smaller, const char* larger, std::size_t y,
                             const std::string& year) {
      const auto s = slot(smaller) + y, l = slot(larger) + y;
      const auto when = excess(ranges, s, l);
      if (when == Excess::never) return false;
      found.push_back({family, id, year, smaller, larger, when, {base[s], base[l]}});
      return true;
    };
    compare("from_ncy", "to_ncy", 0, "");
    for (int year = first; year <= last; ++year)  // the first year says it all
      if (compare("used_by_others", "places", year_index(year), fmt::format(" in {}", year))) break;
  };
  for (const auto& family : provision_families(c))
    for (const auto& id : c.members(family)) look_at(family, id);
  return found;
}

using Admitted = std::array<std::uint32_t, ages>;  // bit per need

Admitted admitted_to(const Structure& s, std::size_t type, Values v) {
  Admitted out{};
  for (const auto& p : s.provisions)
    for (std::size_t a = 0; a < ages; ++a)
      if (const double ncy = static_cast<double>(a) - 4;
          p.type == type && ncy >= v(p.from_ncy) && ncy <= v(p.to_ncy))
        out[a] |= p.needs;
  return out;
}

/// Needs of which children of the age may choose the type: bit per need.
std::uint32_t may_choose(const PlacementType& t, std::size_t age, Values v) {
  if (static_cast<double>(age) < v(t.from_age) || static_cast<double>(age) > v(t.to_age)) return 0;
  bool moves = false;
  for (std::size_t g = 0; g < groups.size(); ++g) moves = moves || v(t.move, g, age) > 0;
  std::uint32_t chosen = 0;
  for (std::size_t n = 0; n < needs.size(); ++n)
    if ((v(t.first, age) > 0 && v(t.first_need, n) > 0) || (moves && v(t.later_need, n) > 0))
      chosen |= 1U << n;
  return chosen;
}

std::string names_of(std::uint32_t set) {
  std::vector<std::string_view> names;
  for (std::size_t n = 0; n < needs.size(); ++n)
    if (set >> n & 1U) names.push_back(needs[n]);
  return names.size() == needs.size() ? "whatever their need"
                                      : fmt::format("with {}", fmt::join(names, ", "));
}

/// "aged 4 to 10 with ASD, MLD; aged 11 to 15 whatever their need": those whom no provision of the type
/// admits, and whether that is all of them.
struct Outside {
  std::string text;
  bool everybody = true;
};

Outside outside(const Structure& s, std::size_t type, Values v) {
  const Admitted admitted = admitted_to(s, type, v);
  Outside out;
  std::array<std::uint32_t, ages + 1> missing{};
  for (std::size_t a = 0; a < ages; ++a) {
    const auto wanted = may_choose(s.types[type], a, v);
    missing[a] = wanted & ~admitted[a];
    out.everybody = out.everybody && (wanted & admitted[a]) == 0;
  }
  for (std::size_t a = 0, from = 0; a < ages; ++a) {
    if (missing[a] == missing[a + 1]) continue;
    if (missing[a] != 0)
      out.text +=
          fmt::format("{}aged {} {}", out.text.empty() ? "" : "; ",
                      from == a ? std::to_string(a) : fmt::format("{} to {}", from, a), names_of(missing[a]));
    from = a + 1;
  }
  return out;
}

}  // namespace

std::vector<std::string> provision_families(const sim::Config& c) {
  std::vector<std::string> families{"provision"};
  for (const auto& id : c.members("intervention")) families.push_back("intervention." + id + ".provision");
  return families;
}

void check_provisions(const sim::Config& c, std::vector<sim::Diagnostic>& faults) {
  for (const auto& x : contradictions(c))
    if (x.when == Excess::always)
      faults.push_back({c.origin(x.family + "." + x.provision + "." + x.smaller),
                        fmt::format("provision '{}' has {} = {:g} and {} = {:g}{}", x.provision, x.smaller,
                                    x.mean[0], x.larger, x.mean[1], x.year),
                        x.year.empty() ? "the youngest is older than the oldest: nobody is admitted"
                                       : "others cannot use more places than there are",
                        x.year.empty() ? "exchange the two" : "lower the one or raise the other"});
  if (!faults.empty() || c.text("spend") == "given") return;
  const Structure s(c);
  for (std::size_t t = 0; t < s.types.size(); ++t)
    if (const auto none = outside(s, t, Values(c.base()));
        s.types[t].finite && none.everybody && !none.text.empty())
      faults.push_back({c.origin("placement." + s.types[t].id + ".finite"),
                        fmt::format("no provision of '{}' admits a child who may choose it", s.types[t].id),
                        "not those " + none.text,
                        "compare its from_age and to_age with from_ncy, to_ncy and needs of its provisions "
                        "(NCY is age less 4)"});
}

std::vector<std::string> notes_on_provisions(const sim::Config& c) {
  std::vector<std::string> notes;
  for (const auto& x : contradictions(c))
    notes.push_back(fmt::format("provision '{}': {} exceeds {}{} in some draws", x.provision, x.smaller,
                                x.larger, x.year));
  const Structure s(c);
  for (std::size_t t = 0; t < s.types.size(); ++t)
    if (const auto some = outside(s, t, Values(c.base())); s.types[t].finite && !some.text.empty())
      notes.push_back(
          fmt::format("no provision of '{}' admits children {}: those who choose it are placed "
                      "elsewhere",
                      s.types[t].id, some.text));
  return notes;
}

}  // namespace models
