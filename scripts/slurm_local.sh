#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs a real Slurm of one node on this machine, to try job files where there is no cluster.
#
# usage: scripts/slurm_local.sh start|stop|status [--help]
#
#   start   starts munged, slurmctld and slurmd, waits until the node takes jobs, and prints the line
#           that points sbatch, srun and the others to them: eval "$(scripts/slurm_local.sh start)"
#   stop    cancels the jobs, stops the three again, and removes their folder
#   status  says what runs; ends with 0 if the node takes jobs, with 1 if not
#
# Takes Debian's packages slurm-wlm and munge, and root; no systemd, no cgroups. Everything lies in one
# folder, $SURGEFLOW_SLURM_DIR or /tmp/surgeflow-slurm; /etc/slurm and a Slurm of the system stay as
# they are. Jobs run as root and nothing limits their memory: this is for tests, not for work.
set -euo pipefail
# shellcheck source=lib/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/common.sh"

folder=${SURGEFLOW_SLURM_DIR:-/tmp/surgeflow-slurm}
export SLURM_CONF=$folder/slurm.conf
PATH=$PATH:/usr/sbin:/sbin # where Debian has daemons, and root's PATH may not
daemons=(munged slurmctld slurmd) # in the order of their start
patience=60                       # seconds to wait for a daemon, on a machine that is busy
marker=$folder/made-by-slurm_local

tell() { printf '%s\n' "$*" >&2; }

# pid_of DAEMON: the process that `start` started, nothing if it has ended. Process ids come again: the
# command line must be that of the daemon, and name our folder.
pid_of() {
  local pid words
  pid=$(cat "$folder/$1.pid" 2>/dev/null) || return 0
  words=$(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") || return 0
  [[ ! $words =~ (^|/)"$1 ".*[\ =]"$folder/" ]] || printf '%s\n' "$pid"
}

# wait_for COMMAND...: until it succeeds; fails when patience is at its end.
wait_for() {
  local end=$((SECONDS + patience))
  until "$@"; do
    ((SECONDS < end)) || return 1
    sleep 0.1
  done
}

node_takes_jobs() {
  local state
  [[ -n $(pid_of slurmctld) && -n $(pid_of slurmd) ]] || return # clients wait long for one that is away
  state=$(timeout 10 sinfo --noheader --format=%T 2>/dev/null) &&
    [[ $state =~ ^(idle|mixed|allocated|completing)$ ]]
}

no_job_is_left() {
  local jobs
  jobs=$(timeout 10 squeue --noheader 2>/dev/null) && [[ -z $jobs ]]
}

has_ended() { [[ -z $(pid_of "$1") ]]; }

# give_up TEXT: the ends of the logs and a sentence; what runs already is stopped.
give_up() {
  local log
  for log in "$folder"/*.log; do
    [[ ! -s $log ]] || { tell "-- the end of ${log##*/}:"; tail -n 5 "$log" >&2; }
  done
  stop_daemons
  fail "$* The ends of the logs stand above, the rest in $folder."
}

# port_is_free PORT: nobody on this machine answers there.
port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port FIRST: the first free one from FIRST on.
free_port() {
  local port
  for ((port = $1; port < $1 + 100; ++port)); do
    if port_is_free "$port"; then
      printf '%s\n' "$port"
      return
    fi
  done
  fail "no port from $1 to $((port - 1)) is free; end what listens there."
}

check_requirements() {
  local program
  for program in "${daemons[@]}" sinfo; do
    command -v "$program" >/dev/null ||
      fail "$program is not installed; run: scripts/install_packages.sh thorough"
  done
  (($(id -u) == 0)) || fail "slurmd starts jobs as their users, which takes root; run it as root."
  [[ $folder =~ ^/[A-Za-z0-9/._-]+$ ]] ||
    fail "the folder '$folder' must be an absolute path without spaces; set SURGEFLOW_SLURM_DIR."
  ((${#folder} <= 80)) || # munge's socket lies in it, and the path of a socket has at most 107 bytes
    fail "the path '$folder' has more than 80 characters; set SURGEFLOW_SLURM_DIR to a shorter one."
}

make_folder() {
  if [[ -e $folder && ! -f $marker ]] && [[ -n $(ls -A "$folder") ]]; then
    fail "$folder holds other files; set SURGEFLOW_SLURM_DIR to a new folder."
  fi
  mkdir -p "$folder" || fail "$folder can not be made; set SURGEFLOW_SLURM_DIR to another folder."
  [[ ! -L $folder && -O $folder ]] ||
    fail "$folder belongs to someone else; set SURGEFLOW_SLURM_DIR to a new folder."
  chmod 711 "$folder" # clients of any user reach the socket; nobody else changes anything
  mkdir -p "$folder/state" "$folder/spool"
  : >"$marker"
}

# write_configuration: eight processors are promised at least, so that two jobs of two tasks of two threads run on any machine.
write_configuration() {
  local host processors memory controller_port node_port
  host=$(hostname -s)
  processors=$(nproc)
  memory=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)
  controller_port=$(free_port 16817)
  node_port=$(free_port $((controller_port + 1)))
  cat >"$SLURM_CONF" <<END
# Written by scripts/slurm_local.sh.
ClusterName=surgeflow
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$controller_port
SlurmdPort=$node_port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
# A requeued job waits until its credential has run out, by default two minutes.
AuthInfo=socket=$folder/munge.socket,cred_expire=5
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
# What a container without cgroups allows.
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
# The node is what is stated here, even if slurmd counts otherwise.
SlurmdParameters=config_overrides
ReturnToService=2
JobRequeue=1
# Quick, because people and tests wait: schedule at once, kill soon.
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_interval=1,batch_sched_delay=0,sched_min_interval=0
KillWait=5
CompleteWait=0
InactiveLimit=0
DefMemPerCPU=256
NodeName=$host NodeAddr=127.0.0.1 CPUs=$((processors > 8 ? processors : 8)) RealMemory=$memory State=UNKNOWN
PartitionName=local Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
}

start_daemons() {
  if [[ -z $(pid_of munged) ]]; then
    [[ -f $folder/munge.key ]] || (umask 077 && head -c 128 /dev/urandom >"$folder/munge.key")
    munged --key-file="$folder/munge.key" --socket="$folder/munge.socket" --pid-file="$folder/munged.pid" \
      --log-file="$folder/munged.log" --seed-file="$folder/munged.seed" ||
      give_up "munged did not start."
    wait_for test -S "$folder/munge.socket" || give_up "munged made no socket in $patience seconds."
  fi
  local daemon
  for daemon in slurmctld slurmd; do
    [[ -z $(pid_of "$daemon") ]] || continue
    "$daemon" -f "$SLURM_CONF" || give_up "$daemon did not start."
  done
}

start() {
  check_requirements
  make_folder
  # The one configuration is kept while any of the three runs: they and their clients must agree.
  local running
  running=$(for daemon in "${daemons[@]}"; do pid_of "$daemon"; done)
  [[ -n $running ]] || write_configuration
  start_daemons
  wait_for node_takes_jobs || give_up "the node took no jobs within $patience seconds."
  printf 'export SLURM_CONF=%s\n' "$SLURM_CONF"
}

stop_daemons() {
  local position daemon pid
  for ((position = ${#daemons[@]} - 1; position >= 0; --position)); do
    daemon=${daemons[position]}
    pid=$(pid_of "$daemon")
    [[ -n $pid ]] || continue
    kill "$pid" 2>/dev/null || true
    patience=10 wait_for has_ended "$daemon" || kill -KILL "$pid" 2>/dev/null || true
  done
}

stop() {
  [[ -f $marker ]] || { tell "No Slurm was started in $folder."; return; }
  if [[ -n $(pid_of slurmctld) && -n $(pid_of slurmd) ]]; then
    timeout 10 scancel --user="$(id -un)" 2>/dev/null || true
    patience=15 wait_for no_job_is_left || tell "some jobs did not end; their processes may live on."
  fi
  stop_daemons
  rm -rf "$folder"
}

status() {
  local daemon pid
  for daemon in "${daemons[@]}"; do
    pid=$(pid_of "$daemon")
    printf '%-10s %s\n' "$daemon" "${pid:-does not run}"
  done
  if node_takes_jobs; then
    printf 'export SLURM_CONF=%s\n' "$SLURM_CONF"
  else
    tell "No node takes jobs; scripts/slurm_local.sh start"
    return 1
  fi
}

(($# == 1)) || fail "name one of start, stop and status; see --help."
case $1 in
  -h | --help) usage "${BASH_SOURCE[0]}" ;;
  start | stop | status) "$1" ;;
  *) fail "there is no command '$1'; see --help." ;;
esac
