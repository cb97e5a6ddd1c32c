// What the files of the DfE release "Education, health and care plans" look like: releases of 2022 (sen2_*),
// 2023 to 2025, and the renames of 2026 (special academies and free schools apart, Down syndrome).

#include "app/import/release_shape.hpp"

#include <algorithm>
#include <array>

namespace app {
namespace {

// Settings: see docs/guide/import.md for what each holds. Subtotals (mainstream_total, ...) are not read:
// parts are.
constexpr auto settings_of(std::string_view measure) {
  return std::array{
      ReleaseFigure{measure, "setting", "mainstream",
                    "mainstream_la_maintained + mainstream_academy + mainstream_free_school"},
      ReleaseFigure{measure, "setting", "resourced",
                    "mainstream_la_maintained_resourced_provision + mainstream_academy_resourced_provision + "
                    "mainstream_free_school_resourced_provision"},
      ReleaseFigure{
          measure, "setting", "sen_unit",
          "mainstream_la_maintained_senunit | mainstream_la_maintained_sen_unit + mainstream_academy_senunit "
          "| "
          "mainstream_academy_sen_unit + mainstream_free_school_senunit | mainstream_free_school_sen_unit"},
      ReleaseFigure{measure, "setting", "independent_mainstream", "mainstream_independent"},
      ReleaseFigure{
          measure, "setting", "state_special",
          "special_la_maintained + special_academy_free | special_academy_free_school + special_academy + "
          "special_free_school | special_free"},
      ReleaseFigure{measure, "setting", "independent_special", "special_independent"},
      ReleaseFigure{measure, "setting", "non_maintained_special", "special_non_maintained"},
      ReleaseFigure{measure, "setting", "hospital_school", "hospital_school | special_hospital"},
      ReleaseFigure{measure, "setting", "alternative_provision",
                    "ap_pru_academy + ap_pru_free_school + ap_pru_la_maintained"},
      ReleaseFigure{measure, "setting", "further_education",
                    "general_fe_tertiary_colleges + ukrlp_provider | ukrlp_providers"},
      ReleaseFigure{measure, "setting", "specialist_post_16", "specialist_post_16_institutions"},
      ReleaseFigure{measure, "setting", "elective_home_education", "elective_home_education"},
      ReleaseFigure{measure, "setting", "arranged_by_authority", "other_arrangements_la"},
      ReleaseFigure{measure, "setting", "arranged_by_parents", "other_arrangements_parents"},
      ReleaseFigure{
          measure, "setting", "other",
          "online_provider + w_settings | welsh_settings + other_schools + other_placement_settings"},
      ReleaseFigure{measure, "setting", "not_in_education", "neet + neet_ntci + neet_other + neet_other_csa"},
      ReleaseFigure{measure, "setting", "early_years", "nm_early_years"},
      ReleaseFigure{measure, "setting", "awaiting_provision", "await_prov_2022 + perm_ex_2022"},
      ReleaseFigure{measure, "setting", "unknown", "placement_unknown"},
  };
}

constexpr auto needs_of(std::string_view measure) {
  return std::array{
      ReleaseFigure{measure, "need", "ASD", "number_asd"},
      ReleaseFigure{measure, "need", "HI", "number_hi"},
      ReleaseFigure{measure, "need", "MLD", "number_mld"},
      ReleaseFigure{measure, "need", "MSI", "number_msi"},
      ReleaseFigure{measure, "need", "OTH", "number_oth"},
      ReleaseFigure{measure, "need", "PD", "number_pd"},
      ReleaseFigure{measure, "need", "PMLD", "number_pmld"},
      ReleaseFigure{measure, "need", "SEMH", "number_semh"},
      ReleaseFigure{measure, "need", "SLCN", "number_slcn"},
      ReleaseFigure{measure, "need", "SLD", "number_sld"},
      ReleaseFigure{measure, "need", "SPLD", "number_spld"},
      ReleaseFigure{measure, "need", "VI", "number_vi"},
      ReleaseFigure{
          measure, "need", "DS",
          "number_ds | number_down_syndrome | number_downs_syndrome | number_down_s_syndrome | number_dwn"},
      ReleaseFigure{measure, "need", "unknown", "number_need_unknown | number_unknown"},
  };
}

template <std::size_t A, std::size_t B>
constexpr auto joined(const std::array<ReleaseFigure, A>& first, const std::array<ReleaseFigure, B>& second) {
  std::array<ReleaseFigure, A + B> all{};
  std::copy(first.begin(), first.end(), all.begin());
  std::copy(second.begin(), second.end(), all.begin() + A);
  return all;
}

constexpr auto caseload = joined(std::array{ReleaseFigure{"plans", "total", "total", "ehcplans | ehc_plans"}},
                                 settings_of("plans"));
constexpr std::array caseload_topics{
    Topic{"all_ehc_plans", "total"},
    Topic{"child_or_young_persons_age", "age"},
};

constexpr auto new_plans = joined(std::array{ReleaseFigure{"new_plans", "total", "total", "new_ehc_plans"}},
                                  settings_of("new_plans"));
// Three age bases of the same plans (docs/data.md): here about the January after, in the file of needs 31
// August before.
constexpr std::array new_plans_topics{
    Topic{"new_ehc_plans", "total"},
    Topic{"age_when_plan_started", "age_january_after"},
};

constexpr auto plan_needs =
    joined(std::array{ReleaseFigure{"plans", "total", "total", "ehc_plans"}}, needs_of("plans"));
constexpr std::array total_only{Topic{"all_ehc_plans", "total"}};

constexpr auto new_plan_needs = joined(
    std::array{ReleaseFigure{"new_plans_with_needs", "total", "total", "ehc_plans"}}, needs_of("new_plans"));
constexpr std::array new_plan_needs_topics{
    Topic{"all_ehc_plans", "total"},
    Topic{"child_or_young_persons_age", "age_august_before"},
};

constexpr std::array requests{
    ReleaseFigure{"requests", "total", "total", "requests_received_in_year"},
    ReleaseFigure{"requests_agreed", "total", "total", "requests_decided_to_assess"},
    ReleaseFigure{"refused_to_assess", "total", "total", "requests_decided_not_to_assess"},
    ReleaseFigure{"requests_undecided", "total", "total", "requests_decision_not_made"},
    ReleaseFigure{"requests_withdrawn", "total", "total", "requests_withdrawn"},
    ReleaseFigure{"decided_within_6_weeks", "total", "total", "request_outcome_six_weeks"},
    ReleaseFigure{"decided_over_6_weeks", "total", "total", "request_outcome_over_6_weeks"},
    ReleaseFigure{"request_mediations", "total", "total", "mediation_related_request"},
    ReleaseFigure{"request_tribunals", "total", "total", "tribunal_related_request"},
};
constexpr std::array request_topics{
    Topic{"all_requests_for_ehc_needs_assessments", "total"},
    Topic{"child_or_young_persons_age", "age"},
};

constexpr std::array assessments{
    ReleaseFigure{"assessed_and_issued", "total", "total", "assess_issued"},
    ReleaseFigure{"refused_to_issue", "total", "total", "assess_not_issued"},
    ReleaseFigure{"assessments_undecided", "total", "total", "assess_not_made"},
    ReleaseFigure{"assessments_withdrawn", "total", "total", "assess_withdrawn"},
    ReleaseFigure{"assessment_mediations", "total", "total", "number_assess_mediation"},
    ReleaseFigure{"assessment_tribunals", "total", "total", "number_assess_tribunal"},
    ReleaseFigure{"assessment_tribunals_after_mediation", "total", "total",
                  "number_asssess_mediation_tribunal | number_assess_mediation_tribunal"},
};
constexpr std::array assessment_topics{
    Topic{"all_ehc_needs_assessments", "total"},
    Topic{"child_or_young_persons_age", "age"},
};

constexpr std::array timeliness{
    ReleaseFigure{"issued_timed", "total", "total", "plans_issued_den"},
    ReleaseFigure{"issued_timed_excl_exceptions", "total", "total", "plans_issued_den_ex"},
    ReleaseFigure{"issued_within_20_weeks", "total", "total", "plans_issued_within_20_weeks"},
    ReleaseFigure{"issued_within_20_weeks_excl_exceptions", "total", "total", "plans_issued_20_weeks_ex"},
    ReleaseFigure{"issued_over_a_year", "total", "total", "plans_issued_gt_1_year"},
};
constexpr std::array timeliness_topics{
    Topic{"all_ehc_plans_issued", "total"},
};

constexpr std::array ceased{
    ReleaseFigure{"plans_ceased", "total", "total", "total_ceased"},
    ReleaseFigure{"plans_ceased", "reason", "maximum_age", "max_age"},
    ReleaseFigure{"plans_ceased", "reason", "needs_met", "needs_met"},
    ReleaseFigure{"plans_ceased", "reason", "higher_education", "he"},
    ReleaseFigure{"plans_ceased", "reason", "employment", "employ"},
    ReleaseFigure{"plans_ceased", "reason", "transferred", "transfer"},
    ReleaseFigure{"plans_ceased", "reason", "no_engagement", "no_engage"},
    ReleaseFigure{"plans_ceased", "reason", "left_england", "moved_outside_eng"},
    ReleaseFigure{"plans_ceased", "reason", "died", "deceased"},
    ReleaseFigure{"plans_ceased", "reason", "other", "other"},
    ReleaseFigure{"plans_ceased", "reason", "unknown", "not_rec"},
};
constexpr std::array ceased_topics{
    Topic{"all_ceased_ehc_plans", "total"},
    Topic{"age_plan_ceased", "age"},
};

constexpr std::array work_based{
    ReleaseFigure{"plans", "work_based", "total", "open_wbp | workbasedehc"},
};
constexpr std::array work_based_topics{Topic{"all_work_based_placements", "total"}};

constexpr std::array reviews{
    ReleaseFigure{"reviews_due", "total", "total", "review_expected"},
    ReleaseFigure{"review_outcomes", "outcome", "amend", "outcome_amend"},
    ReleaseFigure{"review_outcomes", "outcome", "cease", "outcome_cease"},
    ReleaseFigure{"review_outcomes", "outcome", "maintain", "outcome_maintan | outcome_maintain"},
};
constexpr std::array review_topics{Topic{"all_annual_reviews", "total"}};

// The shapes of the release of 2022. Statements of special educational needs count as plans, as in the
// official totals.
constexpr std::array<Topic, 0> no_topics{};
constexpr std::array caseload_2022{ReleaseFigure{"plans", "", "", "total_all"}};
constexpr std::array new_plans_2022{ReleaseFigure{"new_plans", "", "", "total_new_all"}};
constexpr std::array age_labels{
    LabelCategory{"total", "total", "total"},
    LabelCategory{"under_5", "age_group", "0-4"},
    LabelCategory{"age_5_to_10", "age_group", "5-10"},
    LabelCategory{"age_11_to_15", "age_group", "11-15"},
    LabelCategory{"age_16_to_19", "age_group", "16-19"},
    LabelCategory{"age_20_to_25", "age_group", "20-25"},
};
// "Awaiting provision - total" is there in years without its parts. Rows of type "Total" are subtotals of
// groups.
constexpr std::array establishment_labels{
    LabelCategory{"total", "", ""},
    LabelCategory{"non_maintained_early_years", "setting", "early_years"},
    LabelCategory{"mainstream_la_maintained", "setting", "mainstream"},
    LabelCategory{"mainstream_academy", "setting", "mainstream"},
    LabelCategory{"mainstream_free_school", "setting", "mainstream"},
    LabelCategory{"mainstream_la_maintained_sen_unit", "setting", "sen_unit"},
    LabelCategory{"mainstream_academy_sen_unit", "setting", "sen_unit"},
    LabelCategory{"mainstream_free_school_sen_unit", "setting", "sen_unit"},
    LabelCategory{"mainstream_la_maintained_resourced_provision", "setting", "resourced"},
    LabelCategory{"mainstream_academy_resourced_provision", "setting", "resourced"},
    LabelCategory{"mainstream_free_school_resourced_provision", "setting", "resourced"},
    LabelCategory{"mainstream_independent", "setting", "independent_mainstream"},
    LabelCategory{"special_la_maintained", "setting", "state_special"},
    LabelCategory{"special_academy_free", "setting", "state_special"},
    LabelCategory{"special_academy", "setting", "state_special"},
    LabelCategory{"special_free_school", "setting", "state_special"},
    LabelCategory{"special_non_maintained", "setting", "non_maintained_special"},
    LabelCategory{"special_independent", "setting", "independent_special"},
    LabelCategory{"hospital_school", "setting", "hospital_school"},
    LabelCategory{"ap_pru_la_maintained", "setting", "alternative_provision"},
    LabelCategory{"ap_pru_academy", "setting", "alternative_provision"},
    LabelCategory{"ap_pru_free_school", "setting", "alternative_provision"},
    LabelCategory{"general_fe_and_tertiary_colleges_he", "setting", "further_education"},
    LabelCategory{"other_fe", "setting", "further_education"},
    LabelCategory{"sixth_form_college", "setting", "further_education"},
    LabelCategory{"specialist_post_16_institutions", "setting", "specialist_post_16"},
    LabelCategory{"independent_specialist_providers", "setting", "specialist_post_16"},
    LabelCategory{"supported_internship", "setting", "work_based"},
    LabelCategory{"traineeship", "setting", "work_based"},
    LabelCategory{"apprenticeship", "setting", "work_based"},
    LabelCategory{"work_based_learning", "setting", "work_based"},
    LabelCategory{"neet", "setting", "not_in_education"},
    LabelCategory{"other", "setting", "other"},
    LabelCategory{"elective_home_education", "setting", "elective_home_education"},
    LabelCategory{"other_arrangements_by_local_authority", "setting", "arranged_by_authority"},
    LabelCategory{"other_arrangements_by_parents", "setting", "arranged_by_parents"},
    LabelCategory{"permanently_excluded", "setting", "awaiting_provision"},
    LabelCategory{"awaiting_provision_total", "setting", "awaiting_provision"},
    LabelCategory{"awaiting_provision_above_compulsory_school_age_and_in_education", "setting",
                  "awaiting_provision"},
    LabelCategory{"awaiting_provision_above_compulsory_school_age_and_not_in_education", "setting",
                  "awaiting_provision"},
    LabelCategory{"awaiting_provision_below_compulsory_school_age_and_in_education", "setting",
                  "awaiting_provision"},
    LabelCategory{"awaiting_provision_below_compulsory_school_age_and_not_in_education", "setting",
                  "awaiting_provision"},
    LabelCategory{"awaiting_provision_compulsory_school_age_and_in_education", "setting",
                  "awaiting_provision"},
    LabelCategory{"awaiting_provision_compulsory_school_age_and_not_in_education", "setting",
                  "awaiting_provision"},
};
constexpr std::array management_2022{
    ReleaseFigure{"requests", "total", "total", "inreqehc"},
    ReleaseFigure{"refused_to_assess", "total", "total", "assrefusedehc + assrefused"},
    ReleaseFigure{"refused_to_issue", "total", "total", "assnoneehc + assnone"},
    ReleaseFigure{"assessments_undecided", "total", "total", "assnodecisionehc + assnodecision"},
    ReleaseFigure{"issued_timed", "total", "total", "totincexcehc"},
    ReleaseFigure{"issued_timed_excl_exceptions", "total", "total", "totnoexcehc"},
    ReleaseFigure{"issued_within_20_weeks", "total", "total", "incexc20weekehc"},
    ReleaseFigure{"issued_within_20_weeks_excl_exceptions", "total", "total", "noexc20weekehc"},
    ReleaseFigure{"plans_ceased", "reason", "transferred", "disleaehc + dislea"},
    ReleaseFigure{"plans_ceased", "reason", "needs_met", "dismetehc + dismet"},
    ReleaseFigure{"plans_ceased", "reason", "left_school", "disleftehc + disleft"},
    ReleaseFigure{"plans_ceased", "reason", "other", "disothehc + disoth"},
    ReleaseFigure{"plans_ceased", "total", "total",
                  "disleaehc + dislea + dismetehc + dismet + disleftehc + disleft + disothehc + disoth"},
    ReleaseFigure{"moved_mainstream_to_special", "total", "total", "mtosiehc + mtosi"},
    ReleaseFigure{"moved_special_to_mainstream", "total", "total", "sitomehc + sitom"},
    ReleaseFigure{"moved_mainstream_to_home", "total", "total", "mtoparehc + mtopar"},
    ReleaseFigure{"moved_special_to_home", "total", "total", "sitoparehc + sitopar"},
};
constexpr std::array work_based_2022{
    ReleaseFigure{"plans", "work_based", "total", "workbasedehc"},
    ReleaseFigure{"plans", "residential", "total", "totmres38weekehc + totmres52weekehc"},
};

constexpr auto january = Clock::january;
constexpr auto calendar = Clock::calendar_year;
constexpr std::array<LabelCategory, 0> no_labels{};

constexpr std::array shapes{
    FileShape{"plans in January", "caseload | ehc_plans_caseload | ehc_plans", "ehcplans", january, 0,
              caseload, caseload_topics, "", no_labels},
    FileShape{"new plans", "newplans | new_plans | new_ehc_plans", "new_ehc_plans", calendar, 0, new_plans,
              new_plans_topics, "", no_labels},
    FileShape{"needs of plans", "sen_needs_all_plans | sen_need_all_plans | sen_needs_caseload", "", january,
              5, plan_needs, total_only, "", no_labels},
    FileShape{"needs of new plans", "sen_need_newplans | sen_needs_newplans | sen_needs_new_plans", "",
              calendar, 5, new_plan_needs, new_plan_needs_topics, "", no_labels},
    FileShape{"requests", "requests", "requests_received_in_year", calendar, 0, requests, request_topics, "",
              no_labels},
    FileShape{"assessments", "assessments", "assess_issued", calendar, 0, assessments, assessment_topics, "",
              no_labels},
    FileShape{"plans within 20 weeks", "timeliness_20_week | timeliness_20_weeks | timeliness",
              "plans_issued_den", calendar, 0, timeliness, timeliness_topics, "", no_labels},
    FileShape{"plans ceased", "ceased_plans", "total_ceased", calendar, 0, ceased, ceased_topics, "",
              no_labels},
    FileShape{"work-based placements", "work_based_placements", "open_wbp", january, 0, work_based,
              work_based_topics, "", no_labels},
    FileShape{"annual reviews", "annual_reviews", "review_expected", calendar, 0, reviews, review_topics, "",
              no_labels},
    FileShape{"plans by age (2022)", "sen2_age_caseload", "characteristic_age + total_all", january, 0,
              caseload_2022, no_topics, "characteristic_age", age_labels},
    FileShape{"plans by setting (2022)", "sen2_estab_caseload", "establishment_type + total_all", january, 1,
              caseload_2022, no_topics, "establishment_type", establishment_labels},
    FileShape{"new plans by age (2022)", "sen2_age_new_plans", "characteristic_age + total_new_all", calendar,
              0, new_plans_2022, no_topics, "characteristic_age", age_labels},
    FileShape{"new plans by setting (2022)", "sen2_estab_new_plans", "establishment_type + total_new_all",
              calendar, 1, new_plans_2022, no_topics, "establishment_type", establishment_labels},
    FileShape{"requests to ceased plans (2022)", "sen2_mi", "inreqehc", calendar, 1, management_2022,
              no_topics, "", no_labels},
    FileShape{"work-based and residential (2022)", "sen2_wbp_residential_dmo", "totmres38weekehc", january, 0,
              work_based_2022, no_topics, "", no_labels},
};

}  // namespace

std::span<const FileShape> release_shapes() { return shapes; }

}  // namespace app
