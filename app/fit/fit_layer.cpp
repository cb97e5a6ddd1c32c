// What a fit learnt, as a layer of configuration.

#include <fmt/format.h>

#include <map>

#include "app/fit/fit.hpp"
#include "sim/faults.hpp"

namespace app {
namespace {

/// A basic string of TOML.
std::string text(std::string_view s) {
  std::string out = "\"";
  for (const char c : s) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + "\"";
}

constexpr double known_well = 50;  // events: green from here on

std::string evidence(double events, const std::string& data) {
  return fmt::format("source = {}, reliability = \"{}\"",
                     text(fmt::format("fitted to {:.4g} events of {}", events, data)),
                     events >= known_well ? "green" : "amber");
}

std::string number(const FittedRow& row, const std::string& data) {
  return fmt::format("{{ dist = \"{}lognormal\", mu = {:.6g}, sigma = {:.6g}, {} }}",
                     row.bounded ? "truncated_" : "", row.mu, row.sigma, evidence(row.events, data));
}

std::string name(const FittedRow& row) {
  return row.ages.empty() ? row.parameter : fmt::format("{}[{}]", row.parameter, row.ages);
}

}  // namespace

std::string fitted_toml(const Fit& fit, const std::string& base, const std::string& data) {
  std::string out = fmt::format(
      "# What counts of flows say of the area, {} to {}: multipliers on what others have (lognormal), drawn "
      "towards\n"
      "# the area's level and that towards the nation's as far as the counts are few.\n"
      "extends = [{}]\n",
      fit.first_year, fit.last_year, text(base));
  if (!fit.pairs.empty()) {
    out += "\n# Ages of one parameter share what is not known of its level.\ncorrelations = [\n";
    for (const auto& p : fit.pairs)
      out += fmt::format("  {{ a = {}, b = {}, spearman = {:.4f} }},\n", text(name(fit.rows[p.a])),
                         text(name(fit.rows[p.b])), p.spearman);
    out += "]\n";
  }
  const std::string* open = nullptr;  // the table of ages that is being written
  for (const auto& row : fit.rows) {
    const auto dot = row.parameter.rfind('.');
    if (row.ages.empty()) {
      out += fmt::format("\n[{}]\n{} = {}\n", row.parameter.substr(0, dot), row.parameter.substr(dot + 1),
                         number(row, data));
      open = nullptr;
      continue;
    }
    if (!open || *open != row.parameter) out += fmt::format("\n[{}]\n", row.parameter);
    open = &row.parameter;
    out += fmt::format("{} = {}\n", text(row.ages), number(row, data));
  }
  open = nullptr;
  for (const auto& mix : fit.mixes) {
    if (!open || *open != mix.parameter) out += fmt::format("\n[{}]\n", mix.parameter);
    open = &mix.parameter;
    std::string shares;
    for (const auto& [label, alpha] : mix.concentration)
      shares += fmt::format("{}{} = {:.4g}", shares.empty() ? "" : ", ", label, alpha);
    out += fmt::format("{} = {{ dirichlet = {{ {} }}, {} }}\n", text(mix.ages), shares,
                       evidence(mix.events, data));
  }
  return out;
}

}  // namespace app
