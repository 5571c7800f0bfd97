# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT from TEMPLATE with the commit of SOURCE, marked where what is compiled has changes that no commit holds.
execute_process(COMMAND git describe --always --abbrev=12
  WORKING_DIRECTORY "${SOURCE}" OUTPUT_VARIABLE SURGEFLOW_BENCH_COMMIT RESULT_VARIABLE result
  ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
if(result EQUAL 0)
  execute_process(COMMAND git status --porcelain -- CMakeLists.txt bench cmake datasets include src :!bench/results :!*.md
    WORKING_DIRECTORY "${SOURCE}" OUTPUT_VARIABLE changes)
  if(changes)
    string(APPEND SURGEFLOW_BENCH_COMMIT -dirty)
  endif()
else()
  set(SURGEFLOW_BENCH_COMMIT unknown)
endif()
configure_file("${TEMPLATE}" "${OUTPUT}" @ONLY)
