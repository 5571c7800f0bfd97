#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages of scripts/packages.txt that are missing, as root or through sudo.
#
# usage: scripts/install_packages.sh [--help] [--missing] [GROUP...]
#
#   GROUP      program, tests, thorough or bench: a group of the list; without one, all of them
#   --missing  only print the names of the missing packages
set -euo pipefail
# shellcheck source=lib/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/common.sh"

# listed_packages GROUP...: the names in these groups of the list, all of them without a group.
listed_packages() {
  awk -v groups="$*" '
    BEGIN { count = split(groups, names, " "); for (n in names) wanted[names[n]] = 1 }
    /^## / { group = $2; sub(/:$/, "", group) }
    !/^#/ && NF && (count == 0 || group in wanted) { print $1 }
  ' "$surgeflow_root/scripts/packages.txt"
}

# missing_packages NAME...: those that are not installed.
missing_packages() {
  local name
  for name in "$@"; do
    # shellcheck disable=SC2016  # dpkg-query expands the field, not the shell
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) == installed ]] ||
      printf '%s\n' "$name"
  done
}

# as_root COMMAND...: runs it with the rights to install.
as_root() {
  if (($(id -u) == 0)); then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "installing packages takes root or sudo; run as root: apt-get install ${missing[*]}"
  fi
}

only_print=no
groups=()
while (($#)); do
  case $1 in
    -h | --help) usage "${BASH_SOURCE[0]}"; exit 0 ;;
    --missing) only_print=yes ;;
    program | tests | thorough | bench) groups+=("$1") ;;
    *) fail "there is no group or option '$1'; the groups are program, tests, thorough and bench." ;;
  esac
  shift
done

mapfile -t packages < <(listed_packages "${groups[@]}")
command -v dpkg-query >/dev/null ||
  fail "this is no Debian-like system; install by other means what these packages hold: ${packages[*]}"
mapfile -t missing < <(missing_packages "${packages[@]}")
((${#missing[@]})) || exit 0
if [[ $only_print == yes ]]; then
  printf '%s\n' "${missing[@]}"
  exit 0
fi

# Waiting for the disk after every file would take a third of the time. Whoever loses power meanwhile installs again.
apt_options=(-q -y --no-install-recommends -o Dpkg::Options::=--force-unsafe-io)

say "installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{ as_root apt-get update -q &&
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install "${apt_options[@]}" "${missing[@]}"; } >"$log" 2>&1 || {
  tail -n 20 "$log" >&2
  fail "apt-get could not install ${missing[*]}; its last lines stand above."
}
