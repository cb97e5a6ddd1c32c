# Sourced by docs/make_guides: the runs, outputs and pictures of docs/guide/risk-analyst.md.
# shellcheck shell=bash disable=SC2154
plan=out/plan-to-2030
"$sendcast" run "$kingston/plan-2018.toml" --set years=12 -o "$plan" >"$text.run"
part '^Savings programme' <"$text.run" | show | put risk-analyst "the savings"
part '^Events of the risk register' '^  The cumulative deficit with' <"$text.run" | head -16 | show | put risk-analyst "the events"
"$sendcast" risk "$plan" --limit reserves=100m >"$text.risk"
part '^ +In-year position' <"$text.risk" | show | put risk-analyst "the years"
part '^Limit: reserves' <"$text.risk" | show | put risk-analyst "the limit"
part '^On the general fund' <"$text.risk" | show | put risk-analyst "the general fund"
part '^The worst 5 %' <"$text.risk" | show | put risk-analyst "the worst cases"
"$sendcast" sensitivity "$plan" --of 'cumulative_deficit in 2029-30' --top 6 >"$text.why"
part '^cumulative_deficit in' '^  Share:' <"$text.why" | show | put risk-analyst "what drives it"
"$sendcast" bridge "$plan" --of deficit >"$text.bridge"
part '^Cumulative deficit' <"$text.bridge" | grep -v '^  [a-z]' | grep -v '^    ' | show | put risk-analyst "the bridge"
"$sendcast" report "$plan" -q
"$sendcast" report "$plan" --assurance -q
picture "$plan/report.html" cumulative_deficit risk-analyst-deficit
picture "$plan/report.html" exceedance risk-analyst-exceedance
picture "$plan/report.html" tornado risk-analyst-tornado

years=out/risk-plan-to-2030/risk_years.csv limits=out/risk-plan-to-2030/risk_limits.csv s=out/sensitivity-plan-to-2030/sensitivity.csv
deficit() { field $years "$1" metric=cumulative_deficit "period=$2"; }
middle=$(deficit p50 2027-28 | millions) high=$(deficit p90 2027-28 | millions)
var=$(deficit var 2027-28 | millions) tail=$(deficit tvar 2027-28 | millions) error=$(deficit mcse_tvar 2027-28 | millions)
fund=$(field $years p50 metric=general_fund_exposure period=2028-29 | millions)
by=$(field $limits p_above_by limit=reserves period=2025-26 | percent)
known=$(field $s value name=all_assumptions kind=all | percent) growth=$(field $s value name=money.unexplained_growth method=first_order | percent)
put risk-analyst "the paragraph" <<EOF
> Under the plan of November 2018, with its savings and its risks as this model has them, the cumulative deficit at the end of 2027-28 is
> $middle in the median, and above $high in one future of ten. In one of twenty it is above $var, and then $tail on average (Monte Carlo error
> $error). The chance that it has passed £100m by the end of 2025-26 is $by. The override is taken to end on 31 March 2028; the deficit that
> then stands against the general fund at the end of 2028-29 is $fund in the median. Of the variance at the end of 2029-30, $known lies in
> assumptions, which can be looked into, and $growth in one of them: how spend that the base year does not explain goes on growing.
EOF
