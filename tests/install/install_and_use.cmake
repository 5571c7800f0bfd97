# SPDX-License-Identifier: Apache-2.0
# Installs surgeflow from BUILD to a prefix under WORK, then configures, builds and runs CLIENT against it.
file(REMOVE_RECURSE ${WORK})
set(prefix ${WORK}/prefix)

set(sanitizer_flags)
if(SANITIZE)
  set(sanitizer_flags -DCMAKE_CXX_FLAGS=-fsanitize=${SANITIZE})
endif()

execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix}
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -S ${CLIENT} -B ${WORK}/build -G ${GENERATOR}
    -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_PREFIX_PATH=${prefix} ${sanitizer_flags}
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${WORK}/build COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${WORK}/build/client COMMAND_ERROR_IS_FATAL ANY)

foreach(file IN ITEMS bin/surgeflow include/surgeflow/flow/solver.hpp share/surgeflow/report.py
    share/surgeflow/report/page.html share/surgeflow/report/us_counties.json)
  if(NOT EXISTS ${prefix}/${file})
    message(FATAL_ERROR "the installation lacks ${file}")
  endif()
endforeach()
execute_process(COMMAND ${prefix}/bin/surgeflow --version COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${prefix}/bin/surgeflow plan ${CASE} -o ${WORK}/plan.h5 OUTPUT_QUIET ERROR_QUIET
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${prefix}/bin/surgeflow report ${WORK}/plan.h5 -o ${WORK}/report.html
  COMMAND_ERROR_IS_FATAL ANY)
