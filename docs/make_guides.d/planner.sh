# Sourced by docs/make_guides: the runs, outputs and pictures of docs/guide/planner.md.
# shellcheck shell=bash disable=SC2154
places=configs/scenarios/kingston-planned-places.toml
nothing=out/kingston-do-nothing
planned="$nothing+kingston-planned-places"
"$sendcast" run "$kingston/do-nothing.toml" >"$text.run"
part '^ +Want one +Without$' <"$text.run" | show | put planner "places without a plan"
"$sendcast" run "$kingston/do-nothing.toml" --scenario configs/scenarios/shock-request-surge.toml \
  --set 'intervention.request-surge.start="2019-autumn"' --set 'intervention.request-surge.end="2022-autumn"' -o out/surge -q
"$sendcast" size "$nothing" --type state_special --scenario surge=out/surge --verify >"$text.size"
part '^state_special' <"$text.size" | show | put planner "places for a risk"
part '^ +Want one  Places for a risk$' <"$text.size" | show | put planner "places by phase and need"
part '^Regret' '^ *In two steps' <"$text.size" | show | put planner "regret"
part '^ *Chance of too few' <"$text.size" | show | put planner "places that hold"

"$sendcast" run "$kingston/do-nothing.toml" --scenario "$places" -q
"$sendcast" size "$planned" --type state_special --from 2021 -o out/size-planned >"$text.planned"
part '^state_special' '^  Risk' <"$text.planned" | show | put planner "places with the plan"
"$sendcast" report "$nothing" -q
"$sendcast" report "$planned" --compare "$nothing" -q
picture "$nothing/report.html" places-state_special planner-do-nothing
picture "$planned/report.html" places-state_special planner-planned
picture "$nothing/report.html" placements planner-placements

demand() { field "$1" "$2" type=state_special breakdown=placement category=state_special "september=$3"; }
d=out/size-kingston-do-nothing/size_demand.csv p=out/size-planned/size_demand.csv v=out/size-kingston-do-nothing/size_verified.csv
now=$(demand $d p_too_few 2021 | percent) then=$(demand $p p_too_few 2021 | percent) late=$(demand $p p_too_few 2027 | percent)
error=$(demand $p mcse_too_few 2027 | awk '{ printf "%.1f", 100 * $1 }')
low=$(demand $p p10 2027 | whole) middle=$(demand $p p50 2027 | whole) high=$(demand $p p90 2027 | whole)
have=$(demand $p places_p50 2027 | whole)
first=$(field $v add type=state_special september=2020 | whole)
second=$(field $v add type=state_special september=2021 | whole)
put planner "the paragraph" <<EOF
> As things stand, the chance that more children want a state special school place on 1 September 2021 than there are places is
> $now. With the places of the plan it is $then, and it rises again, to $late by September 2027 (Monte Carlo error $error points):
> some $middle children then want one of $have places, and in eight futures of ten between $low and $high. Without the plan,
> $first more places from September 2020, and $second in all from September 2021, would keep the chance of too few at one in ten in each year. The figures rest on the
> assumptions of 2018, several of which are judgements, and on places wanted as the model sees them; no list of names was counted.
EOF
