#pragma once
// The dimensions of the SEND model, named once: their labels are what people write in TOML and read in
// summary.csv.
#include <array>
#include <cstddef>
#include <string_view>

namespace models {

inline constexpr std::size_t ages = 26;  ///< academic ages 0..25: age at 31 August before
inline constexpr std::array<std::string_view, 13> needs{"ASD", "SLCN", "SEMH", "MLD",  "SLD", "PMLD", "PD",
                                                        "HI",  "VI",   "MSI",  "SPLD", "OTH", "DS"};
inline constexpr std::array<std::string_view, 3> severities{"mild", "moderate", "severe"};
/// Origin groups: choice weights speak of these, and every placement type names its own.
inline constexpr std::array<std::string_view, 7> groups{
    "early_years", "mainstream", "resourced", "special", "independent", "post_16", "out_of_school"};
inline constexpr std::size_t group_mainstream = 1, group_resourced = 2, group_special = 3;
/// Phase-transfer points; the NCY of each is the parameter phase.ncy.
inline constexpr std::array<std::string_view, 6> phases{"reception", "junior",  "middle",
                                                        "secondary", "post_16", "post_19"};
inline constexpr std::size_t phase_secondary = 3;
inline constexpr std::array<std::string_view, 8> reasons{"needs_met",     "employment",  "higher_education",
                                                         "no_engagement", "maximum_age", "left_england",
                                                         "died",          "other"};
inline constexpr std::size_t reason_maximum_age = 4, reason_other = 7;
/// Ceasings that the authority decides against the family's wish: needs met, no engagement, other.
constexpr bool appealable(std::size_t reason) { return reason == 0 || reason == 3 || reason == 7; }
enum class Dispute : std::size_t { refusal_to_assess, refusal_to_issue, placement, ceasing };
inline constexpr std::array<std::string_view, 4> disputes{"refusal_to_assess", "refusal_to_issue",
                                                          "placement", "ceasing"};
inline constexpr std::array<std::string_view, 5> outcomes{"agreed_in_mediation", "negotiated", "conceded",
                                                          "for_parents", "for_authority"};
inline constexpr std::array<std::string_view, 4> modes{"taxi", "bus", "parent", "trained"};
inline constexpr std::array<std::string_view, 5> age_groups{"under 5", "5-10", "11-15", "16-19", "20-25"};
/// Index into `age_groups` of an academic age.
constexpr std::size_t age_group(std::size_t age) {
  return age < 5 ? 0 : age < 11 ? 1 : age < 16 ? 2 : age < 20 ? 3 : 4;
}
inline constexpr std::array<std::string_view, 2> stages{"pre-16", "post-16"};
constexpr std::size_t stage(std::size_t age) { return age < 16 ? 0 : 1; }
/// School phase of an age, for places: early years, primary, secondary, post-16.
inline constexpr std::array<std::string_view, 4> school_phases{"early years", "primary", "secondary",
                                                               "post-16"};
constexpr std::size_t school_phase(std::size_t age) { return age < 4 ? 0 : age < 11 ? 1 : age < 16 ? 2 : 3; }

inline constexpr int first_year = 2010;  ///< first label of the year axis
inline constexpr int last_year = 2060;

}  // namespace models
