#pragma once
// The sections of a report, each from what the report is made from; a section without blocks is left out.

#include <optional>

#include "app/report/document.hpp"
#include "app/report/report_sources.hpp"

namespace app {

PageSection asked_section(const ReportSources& s);        ///< what was asked
PageSection answer_section(const ReportSources& s);       ///< the answer, and the scrutiny panel's questions
PageSection fans_section(const ReportSources& s);         ///< plans, independent share, spend, deficit
PageSection placements_section(const ReportSources& s);   ///< where children are, and the flows of a year
PageSection places_section(const ReportSources& s);       ///< places against demand
PageSection risk_section(const ReportSources& s);         ///< how large the deficit can get
PageSection drivers_section(const ReportSources& s);      ///< where the spread comes from
PageSection differences_section(const ReportSources& s);  ///< against other runs
PageSection bridge_section(const ReportSources& s);       ///< why spend changes, why the forecast missed
PageSection record_section(const ReportSources& s);       ///< how often such forecasts have been right
PageSection assumptions_section(const ReportSources& s);  ///< by reliability
PageSection error_section(const ReportSources& s);        ///< uncertainty and Monte Carlo error
PageSection repeat_section(const ReportSources& s);       ///< how to repeat the run

/// The scrutiny panel's questions, each with an answer or with what would answer it.
std::vector<PageQuestion> panel_questions(const ReportSources& s);

/// A fan of a figure of the whole area by period, with targets and outturns; nothing where the run has none.
std::optional<PageChart> fan_chart(const ReportSources& s, const std::string& metric,
                                   const std::string& title);

/// All sections in their order.
Document report_document(const ReportSources& s);

}  // namespace app
