# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What the scripts share: messages, building by preset, MPI as root.

surgeflow_root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)

# say TEXT: one line of progress.
say() { printf '== %s\n' "$*"; }

# fail TEXT: ends the script with a sentence.
fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# usage FILE: prints the comment block at the top of a script, without its first two lines.
usage() { sed -n '3,/^[^#]/{ /^#/!q; s/^# \{0,1\}//; p; }' "$1"; }

# configure_preset PRESET FOLDER [CMAKE-OPTION...]: configures into FOLDER, a new one with Ninja.
configure_preset() {
  local preset=$1 folder=$2
  shift 2
  local options=("$@")
  [[ -f $folder/CMakeCache.txt ]] || options+=(-G Ninja)
  command -v ccache >/dev/null && options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  cmake -S "$surgeflow_root" --preset "$preset" -B "$folder" "${options[@]}" ||
    fail "CMake could not configure $folder; the message above names what it misses."
}

# build FOLDER [TARGET...]: builds the targets, or everything.
build() {
  local folder=$1
  shift
  local targets=()
  (($# == 0)) || targets=(--target "$@")
  cmake --build "$folder" --parallel "$(nproc)" "${targets[@]}" ||
    fail "the build in $folder failed; the first error above is the one to mend."
}

# allow_mpi_as_root: Open MPI refuses root unless told otherwise; containers know no other user.
allow_mpi_as_root() {
  if (($(id -u) == 0)); then
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  fi
}
