# SPDX-License-Identifier: Apache-2.0
# Tests that run on several MPI ranks, and the Python that starts them.
#
# The system's own Python first: it is the one that has Debian's packages (h5py, xarray).
find_program(SURGEFLOW_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH DOC "Python 3 for tests")
find_program(SURGEFLOW_PYTHON NAMES python3 REQUIRED)

# surgeflow_ranks_test(NAME RANKS count COMMAND command...)
function(surgeflow_ranks_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "RANKS" "COMMAND")
  add_test(NAME ${name}.ranks_${arg_RANKS}
    COMMAND ${SURGEFLOW_PYTHON} ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/support/launch_ranks.py
      --mpiexec ${MPIEXEC_EXECUTABLE} ${arg_RANKS} ${arg_COMMAND})
  set_tests_properties(${name}.ranks_${arg_RANKS} PROPERTIES
    LABELS mpi TIMEOUT 120 PROCESSORS ${arg_RANKS})
endfunction()
