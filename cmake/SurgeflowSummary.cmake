# SPDX-License-Identifier: Apache-2.0
# What was configured, in ten lines.
function(surgeflow_summary)
  set(sanitizers none)
  if(SURGEFLOW_SANITIZE)
    set(sanitizers ${SURGEFLOW_SANITIZE})
  endif()
  set(hdf5_version ${HDF5_PARALLEL_VERSION} ${HDF5_VERSION})
  message(STATUS "surgeflow ${PROJECT_VERSION}
   build type    ${CMAKE_BUILD_TYPE}
   compiler      ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}
   MPI           ${MPI_C_VERSION} (${MPI_C_LIBRARIES})
   HDF5          ${hdf5_version}, parallel
   OpenMP        ${OpenMP_CXX_VERSION}
   tests         ${SURGEFLOW_BUILD_TESTS}
   benchmarks    ${SURGEFLOW_BUILD_BENCHMARKS}
   sanitizers    ${sanitizers}
   installs to   ${CMAKE_INSTALL_PREFIX}")
endfunction()
surgeflow_summary()
