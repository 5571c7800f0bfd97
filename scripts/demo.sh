#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds surgeflow, plans the sharing of ventilators between 34 Colorado counties, verifies the
# plan, and says what came out. The files go to out/.
#
# usage: scripts/demo.sh [--help] [--no-install]
#
#   --no-install  do not install missing packages, for systems without apt-get
set -euo pipefail
# shellcheck source=lib/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/common.sh"

install=yes
case ${1-} in
  '') ;;
  -h | --help) usage "${BASH_SOURCE[0]}"; exit 0 ;;
  --no-install) install=no ;;
  *) fail "there is no option '$1'; see --help." ;;
esac

cd "$surgeflow_root"
allow_mpi_as_root
[[ $install == no ]] || scripts/install_packages.sh program

say "building surgeflow in build/demo"
configure_preset demo build/demo
build build/demo surgeflow

program=build/demo/src/app/surgeflow
mkdir -p out
say "planning datasets/colorado/sharing.toml"
"$program" plan datasets/colorado/sharing.toml -o out/colorado.h5 --summary out/colorado.json --csv out/colorado ||
  fail "planning failed; the message above says why."
say "verifying the plan"
"$program" verify out/colorado.h5 || fail "the plan did not pass; the message above names the check."
