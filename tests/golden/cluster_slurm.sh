#!/bin/sh
# sendcast 0.1.0 (0123abc): 4000 replicates in 8 shards, merged into out/anytown-plan
# Run this with sh where sbatch is. It submits the shards as a job array, and
# their merge, which waits for all of them. Submitted again, it repeats only
# the shards that are not finished.
set -eu

shard_job() { cat <<'END_OF_JOB'
#!/bin/sh
set -eu
cd /srv/forecasts
test "$(/opt/sendcast/bin/sendcast --version)" = "sendcast 0.1.0 (0123abc)" || {
  echo "made for sendcast 0.1.0 (0123abc): another program is here" >&2
  exit 2
}
exec /opt/sendcast/bin/sendcast run 'any town/plan.toml' -n 4000 --seed 1 --layers -j 2 \
  --shard "$SLURM_ARRAY_TASK_ID"/8 --resume -o out/anytown-plan-shards/shard-"$SLURM_ARRAY_TASK_ID"
END_OF_JOB
}

merge_job() { cat <<'END_OF_JOB'
#!/bin/sh
set -eu
cd /srv/forecasts
test "$(/opt/sendcast/bin/sendcast --version)" = "sendcast 0.1.0 (0123abc)" || {
  echo "made for sendcast 0.1.0 (0123abc): another program is here" >&2
  exit 2
}
exec /opt/sendcast/bin/sendcast merge out/anytown-plan-shards -j 2 -o out/anytown-plan
END_OF_JOB
}

array=$(shard_job | sbatch \
  --parsable \
  --job-name=anytown-plan \
  --array=1-8%4 \
  --cpus-per-task=2 \
  --requeue \
  --open-mode=append \
  --partition=short \
  --account=send \
  --time=1:30:00 \
  --mem=2G \
  '--comment=places & plans')
array=${array%%;*}  # a site of several clusters adds a name
echo "shards: job $array"

merge=$(merge_job | sbatch \
  --parsable \
  --job-name=anytown-plan-merge \
  --dependency=afterok:"$array" \
  --kill-on-invalid-dep=yes \
  --cpus-per-task=2 \
  --requeue \
  --open-mode=append \
  --partition=short \
  --account=send \
  --time=1:30:00 \
  --mem=2G \
  '--comment=places & plans') || {
  echo "the merge was refused; scancel $array takes the shards back" >&2
  exit 1
}
echo "merge: job ${merge%%;*}"
