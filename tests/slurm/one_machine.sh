# A Slurm of one machine, on ports and in a folder of its own; the system's slurm.conf is neither read nor written.
# Sourced: start_slurm FOLDER, then sbatch, squeue and scontrol are its commands; stop_slurm ends every daemon.
# shellcheck shell=bash

slurm_daemons=()

# Why it cannot be started here; nothing if it can.
no_slurm_because() {
  local need
  (( EUID == 0 )) || { echo 'it needs root'; return; }
  for need in slurmctld slurmd munged sbatch squeue scontrol setpriv; do
    PATH=$PATH:/usr/sbin command -v "$need" >/dev/null || { echo "no $need"; return; }
  done
  mountpoint -q /sys/fs/cgroup && [[ -w /sys/fs/cgroup ]] || echo 'no /sys/fs/cgroup that can be written to'
}

free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# daemon NAME COMMAND...: ends with this shell, however that ends.
daemon() {
  local name=$1
  shift
  PATH=$PATH:/usr/sbin setpriv --pdeathsig KILL "$@" >"$slurm_folder/$name.out" 2>&1 </dev/null &
  slurm_daemons+=($!)
  disown
}

start_slurm() {
  slurm_folder=$1
  mkdir -p "$slurm_folder"/{state,spool}
  chmod 755 "$slurm_folder"
  export SLURM_CONF=$slurm_folder/slurm.conf
  unset "${!SLURM_JOB@}" "${!SBATCH_@}" "${!SQUEUE_@}"
  local host
  host=$(hostname -s)
  cat >"$SLURM_CONF" <<END
ClusterName=sendcast-test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$slurm_folder/munge.socket,cred_expire=5
StateSaveLocation=$slurm_folder/state
SlurmdSpoolDir=$slurm_folder/spool
SlurmctldPidFile=$slurm_folder/slurmctld.pid
SlurmdPidFile=$slurm_folder/slurmd.pid
SlurmctldLogFile=$slurm_folder/slurmctld.log
SlurmdLogFile=$slurm_folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,sched_min_interval=0,bf_interval=1
ReturnToService=2
KillWait=1
NodeName=$host NodeAddr=127.0.0.1 CPUs=4
PartitionName=all Nodes=ALL Default=YES State=UP
END
  echo IgnoreSystemd=yes >"$slurm_folder/cgroup.conf"
  dd if=/dev/urandom of="$slurm_folder/munge.key" bs=128 count=1 2>/dev/null
  chmod 600 "$slurm_folder/munge.key"
  daemon munged munged --foreground --force --num-threads=2 --socket="$slurm_folder/munge.socket" \
    --key-file="$slurm_folder/munge.key" --pid-file="$slurm_folder/munged.pid" \
    --log-file="$slurm_folder/munged.log" --seed-file="$slurm_folder/munged.seed"
  wait_for 'munged' test -S "$slurm_folder/munge.socket" || return
  daemon slurmctld slurmctld -D -c -f "$SLURM_CONF"
  daemon slurmd slurmd -D -f "$SLURM_CONF" -N "$host"
  wait_for 'a node that is idle' node_is_idle
}

node_is_idle() { [[ $(sinfo -h -o %T 2>/dev/null) == idle ]]; }

# wait_for WHAT COMMAND...: until the command holds, a minute at most or a little more.
wait_for() {
  local what=$1 tries
  shift
  for ((tries = 0; tries < 600; ++tries)); do
    "$@" && return
    sleep 0.1
  done
  echo "waited in vain for $what"
  return 1
}

# Jobs first, then the daemons, then whatever is left of either: they all know this folder's slurm.conf.
stop_slurm() {
  (( ${#slurm_daemons[@]} )) || return 0
  timeout 5 scancel --user=root >/dev/null 2>&1
  timeout 5 scancel --full --signal=KILL --user=root >/dev/null 2>&1
  local tries
  for ((tries = 0; tries < 30; ++tries)); do
    [[ -n $(timeout 5 squeue -h 2>/dev/null) ]] || break
    sleep 0.1
  done
  kill "${slurm_daemons[@]}" 2>/dev/null
  for ((tries = 0; tries < 30; ++tries)); do
    [[ -n $(of_this_slurm) ]] || break
    sleep 0.1
  done
  # shellcheck disable=SC2046  # numbers
  kill -KILL $(of_this_slurm) 2>/dev/null
  slurm_daemons=()
}

# Numbers of the processes that were started with this folder's slurm.conf, but for this shell and its own.
of_this_slurm() {
  local process
  for process in /proc/[0-9]*; do
    grep -qzxF "SLURM_CONF=$SLURM_CONF" "$process/environ" 2>/dev/null || continue
    process=${process#/proc/}
    [[ $process == "$$" || $process == "$BASHPID" ]] || echo "$process"
  done
}
