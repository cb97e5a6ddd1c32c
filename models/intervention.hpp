#pragma once
// Interventions: who changes which numbers of the configuration, from when, by how much, and at what cost.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/values.hpp"
#include "sim/config.hpp"
#include "sim/schema.hpp"
#include "sim/term_clock.hpp"

namespace models {

/// The declaration of acts, which interventions and risks share.
sim::FamilySpec act_family(const std::vector<sim::Axis>& axes);
/// The declaration of `[intervention.*]` and its acts, one file each under configs/interventions/.
sim::FamilySpec intervention_family(const std::vector<sim::Axis>& axes);

/// An intervention compiled for simulation. Terms count from the first of the run and may lie before it.
struct Intervention {
  std::string id;
  int start = 0;                ///< first term as planned
  std::optional<int> end = {};  ///< first term without it
  sim::Slot delay, ramp, dose, yearly_cost, start_cost;
  std::size_t line = 0;  ///< of the ledger

  /// The term in which what was planned for a term really begins.
  int opening(Values v, int planned) const;
  /// Whether what was planned to start in a term is there.
  bool runs(Values v, int planned, int term) const;
  /// Share of the full size, in a term, of what was planned to start in a term: 0 to 1.
  double dose_in(Values v, int planned, int term) const;
};

/// One change of one parameter by an intervention, or by an event of the risk register.
struct Act {
  std::size_t intervention = 0;
  std::optional<std::size_t> risk = {};  ///< position among the risks: then it is no intervention's
  bool on_intervention = false;          ///< what is changed is a number of an intervention
  int start = 0;                         ///< first term as planned: the intervention's, or a later step's
  bool at_once = false;                  ///< in full whenever there is any dose
  std::size_t lever = 0;                 ///< position in levers()
  sim::Slot by;                          ///< how much
  std::vector<std::uint32_t> cells;      ///< of the parameter, where it acts
  double lower = 0, upper = 0;           ///< bounds of the parameter: the run holds it between them

  /// Share of its full effect in a term, of an intervention's act: 0 to 1.
  double dose(const Intervention& i, Values v, int term) const;
};

/// A package of support: who may have it, how many can start, what it does and costs.
struct PackageKind {
  std::optional<std::size_t> intervention = {};  ///< without one: the package of `support.package_*`
  sim::Slot capacity, from_age, to_age, need, effect, lag, terms, fade, cost;
};

/// The number of a term named "2019-autumn" (the calendar year), or by its first day, "2019-09-01". Numbers
/// count all terms of all years, so that differences are terms.
std::optional<int> term_number(const std::string& text);
int term_number(sim::Season season, int calendar_year);

/// A declared parameter, by the full name that a configuration gives it ("placement.special.first").
struct Target {
  const sim::ParamSpec* spec = nullptr;
  sim::Slot slot;
};
std::optional<Target> find_target(const sim::Config& config, const std::string& name);

/// One act as it is written.
struct ActName {
  std::string owner, act, kind = "intervention";  ///< kind: or "risk"
  /// The family of the acts: "intervention.panel.act".
  std::string family() const { return kind + "." + owner + ".act"; }
  std::string full() const { return family() + "." + act; }
};
/// The cells of a target to which an act is restricted. What is no label of the target's axes plays no part.
std::vector<std::uint32_t> cells_of(const sim::Config& config, const ActName& act, const Target& target);

/// The acts of one owner, which starts in a term of the run, in the order of their names.
std::vector<Act> read_acts_of(const sim::Config& config, const sim::TermClock& clock, ActName owner,
                              int start);
/// In the order in which they act: by lever, then by start; those alike stay in their order.
void sort_acts(std::vector<Act>& acts);

std::vector<Intervention> read_interventions(const sim::Config& config, const sim::TermClock& clock);
/// In the order in which they act: by lever, then by start, then by the names of intervention and act.
std::vector<Act> read_acts(const sim::Config& config, const sim::TermClock& clock,
                           const std::vector<Intervention>& interventions);

/// The package whose parameters have names that begin so: "support.package_".
PackageKind read_package(const sim::Config& config, const std::string& prefix);
/// In the order in which they are offered: that of interventions by start and name, then by their own.
std::vector<PackageKind> read_packages(const sim::Config& config,
                                       const std::vector<Intervention>& interventions);

/// What is wrong with interventions, and with the acts of risks, beyond what the schema knows;
/// models/check_interventions.cpp.
void check_interventions(const sim::Config& config, std::vector<sim::Diagnostic>& faults);

}  // namespace models
