#!/bin/sh
# sendcast 0.1.0 (0123abc): 4000 replicates in 8 shards, merged into out/anytown-plan
# Needs GNU parallel. Run again, it repeats only the shards that are not
# finished.
set -eu
cd /srv/forecasts
test "$(/opt/sendcast/bin/sendcast --version)" = "sendcast 0.1.0 (0123abc)" || {
  echo "made for sendcast 0.1.0 (0123abc): another program is here" >&2
  exit 2
}
seq 8 | PARALLEL_SHELL=/bin/sh parallel --halt soon,fail=1 --jobs 50% \
  'cd /srv/forecasts &&' \
  '/opt/sendcast/bin/sendcast run '\''any town/plan.toml'\'' -n 4000 --seed 1 --layers -j 2' \
  '--shard {}/8 --resume -o out/anytown-plan-shards/shard-{}'
exec /opt/sendcast/bin/sendcast merge out/anytown-plan-shards -j 2 -o out/anytown-plan
