# Sourced by docs/make_guides: the runs, outputs and pictures of docs/guide/commissioner.md.
# shellcheck shell=bash disable=SC2154
programme="$actions/early-support.toml"
awk '/^<!-- end of the programme -->/ { on = 0 } on && !/^```/ { print } /^<!-- the programme -->/ { on = 1 }' docs/guide/commissioner.md >"$programme"
[ -s "$programme" ] || { echo "make_guides: commissioner.md holds no programme" >&2; exit 1; }
for one in panel=early-intervention-panel inclusion=educational-inclusion-support outreach=special-school-outreach; do
  printf 'interventions = ["%s"]\n\n[intervention.%s]\nstart = "2019-autumn"\n' "${one#*=}" "${one#*=}" >"$actions/${one%%=*}.toml"
done

"$sendcast" compare "$kingston/do-nothing.toml" "+$programme" --attribute --contributions 0 -o out/early-support >"$text.compare"
part '^Plans \(EHCPs\)' <"$text.compare" | show | put commissioner "plans"
part '^Spend of B less A' '^Unmitigated' <"$text.compare" | show | put commissioner "break-even"
part '^What the saving is made of' <"$text.compare" | show | put commissioner "the saving"
part '^Who is affected' '^ *Chance, %' <"$text.compare" | show | put commissioner "who is affected"
part '^What each action adds to the cumulative deficit' <"$text.compare" | show | put commissioner "each action"
"$sendcast" report out/early-support -q
picture out/early-support/report.html difference-0-1-ehcp_stock commissioner-plans
picture out/early-support/report.html difference-0-1-hnb_spend commissioner-spend
picture out/early-support/report.html attribution-0-1 commissioner-actions

"$sendcast" goal "$kingston/do-nothing.toml" --scenario "$actions/panel.toml" --lever intervention.early-intervention-panel.dose \
  --target "ehcp_stock <= 1850 in 2028" --probability 0.5 >"$text.goal"
part '^Smallest dose|^Already|^Not reached|^No dose' '^Files|^Note' <"$text.goal" | show | put commissioner "how much of it"
"$sendcast" voi out/early-support >"$text.voi"
part '^Chosen with' '^  Worth:' <"$text.voi" | show | put commissioner "find out first"
"$sendcast" compare "$kingston/do-nothing.toml" "+$actions/panel.toml" "+$actions/inclusion.toml" "+$actions/outreach.toml" \
  --contributions 0 -q -o out/early-actions
"$sendcast" portfolio out/early-actions --budget £2m >"$text.portfolio"
part 'Net benefit, £k' '^  One line' <"$text.portfolio" | show | put commissioner "which of them"

c=out/early-support/comparison.csv b=out/early-support/break_even.csv
plans() { field $c "$1" metric=ehcp_stock breakdown=total period=2028 | awk '{ printf "%.0f", $1 < 0 ? -$1 : $1 }'; }
paid() { field $b p_paid_for_itself prices=discounted "to_end_of=$1" | percent; }
cost() { field $b "$1" prices=discounted to_end_of=2027-28; }
fewer=$(plans p50) least=$(plans p90) most=$(plans p10)
early=$(paid 2021-22) late=$(paid 2027-28)
error=$(field $b mcse_p_paid prices=discounted to_end_of=2027-28 | awk '{ printf "%.1f", 100 * $1 }')
middle=$(cost p50 | millions) low=$(cost p10 | millions) high=$(cost p90 | millions)
saved() { field out/early-support/savings.csv mean "period=2018-19 to 2027-28" prices=each_year "part=$1" | millions; }
cash=$(saved cash) growth=$(saved avoided_growth)
put commissioner "the paragraph" <<EOF
> Under the assumptions stated, the programme leaves $fewer plans fewer in January 2028 (in eight futures of ten, $least to $most fewer). By the
> end of 2021-22 the chance that it has paid for itself within the high needs block is $early; by the end of 2027-28 it is $late (Monte Carlo
> error $error points). By then it has changed the block's spend by $middle, discounted at 3.5 % a year (median; P10
> $low, P90 $high; below nought is a saving). What it does to requests is a judgement and no measured effect. Of what it
> spares the block before its own cost, $growth on average is growth that does not come, and $cash is spend that falls.
EOF
