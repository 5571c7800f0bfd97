#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, then builds everything with warnings as
# errors and runs the tests. Ends with ctest's summary.
#
# usage: scripts/test.sh [--help] [--no-install] [--sanitizers] [--thorough]
#
#   --no-install  do not install missing packages, for systems without apt-get
#   --sanitizers  before that, build what handles raw memory and MPI under
#                 AddressSanitizer and UBSan and run its tests, those over MPI on 3 ranks
#   --thorough    as continuous integration: also check scripts and layout, and run what takes long: jobs in a real
#                 Slurm, reports in a browser, pictures, the study's document, more of what is random; some minutes more
set -euo pipefail
# shellcheck source=lib/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/common.sh"

# Folders whose tests run under sanitizers, and tests that do so on 3 ranks. Others can (preset asan); they would take
# longer to compile than they are likely to find.
sanitized_folders=(transit flow)
sanitized_on_ranks=(regions)
clang_format_version=14 # another version lays out some lines differently

check_scripts() {
  if ! command -v shellcheck >/dev/null; then
    say "shell scripts not checked: shellcheck is not here"
    return
  fi
  say "checking shell scripts"
  shellcheck scripts/*.sh scripts/lib/*.sh slurm/*.sbatch .ci/run ||
    fail "shellcheck found something in the scripts; its findings stand above."
}

# A source that no CMakeLists.txt names is compiled by nobody.
check_sources_are_listed() {
  local unlisted
  mapfile -t unlisted < <(comm -13 \
    <(grep --recursive --no-filename --only-matching --include=CMakeLists.txt -- '[^ /()"]*\.cpp' src tests bench | sort -u) \
    <(find src tests bench -name '*.cpp' -printf '%f\n' | sort -u))
  ((${#unlisted[@]} == 0)) ||
    fail "no CMakeLists.txt names ${unlisted[*]}; add it to that of its folder, or remove it."
}

check_layout() {
  if ! clang-format --version 2>/dev/null | grep -q "version $clang_format_version\."; then
    say "layout of the sources not checked: clang-format $clang_format_version is not here"
    return
  fi
  say "checking the layout of the sources"
  find include src tests bench -name '*.[ch]pp' -print0 |
    xargs -0 clang-format --dry-run -Werror ||
    fail "some files are not laid out; run: find include src tests bench -name '*.[ch]pp' | xargs clang-format -i"
}

run_sanitized() {
  local tests=("${sanitized_folders[@]}" "${sanitized_on_ranks[@]}")
  say "tests of ${tests[*]} under AddressSanitizer and UBSan, in build/asan"
  local targets=("${tests[@]/%/_test}")
  configure_preset asan build/asan
  build build/asan "${targets[@]/#/surgeflow_}"
  local folders on_ranks
  folders=$(IFS='|' && printf '%s' "${sanitized_folders[*]}")
  on_ranks=$(IFS='|' && printf '%s' "${sanitized_on_ranks[*]}")
  UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 ctest --test-dir build/asan --parallel "$(nproc)" \
    --output-on-failure --tests-regex "^(($folders)(\\.[0-9]+_of_[0-9]+)?|($on_ranks)\\.ranks_3)\$" --no-tests=error ||
    fail "a test failed under the sanitizers; its output stands above."
}

run_all() {
  local only=(--label-exclude '^thorough$')
  if [[ $thorough == yes ]]; then
    export SURGEFLOW_THOROUGH_TESTS=yes
    only=()
  fi
  say "tests, in build/ci"
  configure_preset ci build/ci
  build build/ci
  # Three more than cores: some tests wait, for a queue or for what they have stopped, while the others compute. Threads
  # that wait leave the cores to them.
  OMP_WAIT_POLICY=passive ctest --test-dir build/ci --parallel "$(($(nproc) + 3))" --output-on-failure --no-tests=error "${only[@]}"
}

install=yes
sanitizers=no
thorough=no
while (($#)); do
  case $1 in
    -h | --help) usage "${BASH_SOURCE[0]}"; exit 0 ;;
    --no-install) install=no ;;
    --sanitizers) sanitizers=yes ;;
    --thorough) thorough=yes ;;
    *) fail "there is no option '$1'; see --help." ;;
  esac
  shift
done

cd "$surgeflow_root"
allow_mpi_as_root
groups=(program tests)
[[ $thorough == no ]] || groups+=(thorough)
[[ $install == no ]] || scripts/install_packages.sh "${groups[@]}"
check_scripts
check_sources_are_listed
check_layout
[[ $sanitizers == no ]] || run_sanitized
run_all
