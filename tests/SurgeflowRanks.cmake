# SPDX-License-Identifier: Apache-2.0
# Tests that run on several MPI ranks, and the Python that starts them.
#
# The system's own Python first: it is the one that has Debian's packages (h5py, xarray).
find_program(SURGEFLOW_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH DOC "Python 3 for tests")
find_program(SURGEFLOW_PYTHON NAMES python3 REQUIRED)

# Open MPI's own leaks are known by the libraries that they come through, which the fast unwinder
# does not see.
set(surgeflow_ranks_environment "")
set(surgeflow_ranks_timeout 120)
if(SURGEFLOW_SANITIZE)
  set(surgeflow_ranks_timeout 600)
  set(surgeflow_ranks_environment
    ASAN_OPTIONS=fast_unwind_on_malloc=0
    LSAN_OPTIONS=suppressions=${CMAKE_CURRENT_LIST_DIR}/support/open_mpi.lsan:print_suppressions=0)
endif()

# More ranks than cores share them whatever else runs; a test that asked for all of them would have to wait until every
# other one has ended.
cmake_host_system_information(RESULT surgeflow_cores QUERY NUMBER_OF_LOGICAL_CORES)

# surgeflow_processors(RESULT count): for PROCESSORS of a test on so many ranks.
function(surgeflow_processors result ranks)
  if(ranks GREATER surgeflow_cores)
    set(ranks ${surgeflow_cores})
  endif()
  set(${result} ${ranks} PARENT_SCOPE)
endfunction()

# surgeflow_ranks_test(NAME RANKS count COMMAND command...)
# An even number of ranks only thoroughly: three show what two do.
function(surgeflow_ranks_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "RANKS" "COMMAND")
  add_test(NAME ${name}.ranks_${arg_RANKS}
    COMMAND ${SURGEFLOW_PYTHON} ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/support/launch_ranks.py
      --mpiexec ${MPIEXEC_EXECUTABLE} ${arg_RANKS} ${arg_COMMAND})
  surgeflow_processors(processors ${arg_RANKS})
  set(labels mpi)
  math(EXPR odd "${arg_RANKS} % 2")
  if(NOT odd)
    list(APPEND labels thorough)
  endif()
  set_tests_properties(${name}.ranks_${arg_RANKS} PROPERTIES
    LABELS "${labels}" TIMEOUT ${surgeflow_ranks_timeout} PROCESSORS ${processors}
    ENVIRONMENT "${surgeflow_ranks_environment}")
endfunction()
