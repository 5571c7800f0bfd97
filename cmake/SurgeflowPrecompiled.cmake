# SPDX-License-Identifier: Apache-2.0
# Headers of the standard library and of packages that most sources include, parsed once for all targets that are
# compiled alike. Surgeflow's own headers are not among them: a change of one would compile everything again.
#
# Sources still include what they use: presets dev and asan build without, and so does who adds surgeflow to a build.
option(SURGEFLOW_PRECOMPILED_HEADERS "Parse common headers once for many sources" ${PROJECT_IS_TOP_LEVEL})

set(SURGEFLOW_STANDARD_HEADERS
  <algorithm> <chrono> <cmath> <cstdint> <filesystem> <functional> <limits> <map> <memory> <numeric> <optional> <span>
  <stdexcept> <string> <string_view> <utility> <vector>)

# ccache keeps what was compiled with such headers only if told that defines and times in them do not count; both are the
# compiler's to check.
if(SURGEFLOW_PRECOMPILED_HEADERS AND CMAKE_CXX_COMPILER_LAUNCHER MATCHES "ccache$")
  list(PREPEND CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros)
endif()

# surgeflow_precompile(TARGET KIND header...): targets of one kind have the same options and definitions, as far as the
# headers see them; the first of a kind is the one whose build parses them. The compiler refuses what does not fit.
function(surgeflow_precompile target kind)
  if(NOT SURGEFLOW_PRECOMPILED_HEADERS)
    return()
  endif()
  get_property(first GLOBAL PROPERTY SURGEFLOW_PRECOMPILED_BY_${kind})
  if(first)
    target_precompile_headers(${target} REUSE_FROM ${first})
  else()
    target_precompile_headers(${target} PRIVATE ${ARGN})
    set_property(GLOBAL PROPERTY SURGEFLOW_PRECOMPILED_BY_${kind} ${target})
  endif()
  # So that ccache sees which precompiled header a source was compiled with.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endfunction()

# surgeflow_precompile_folder(TARGET [COLD] [UNFUSED] PACKAGES package...): by the packages that it links, whose definitions count.
function(surgeflow_precompile_folder target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "COLD;UNFUSED" "" "PACKAGES")
  if(NOT "fmt::fmt" IN_LIST arg_PACKAGES)
    return()
  endif()
  set(kind folder)
  set(headers ${SURGEFLOW_STANDARD_HEADERS} <fmt/format.h>)
  if("OpenMP::OpenMP_CXX" IN_LIST arg_PACKAGES)
    string(APPEND kind _openmp)
  endif()
  foreach(option COLD UNFUSED)
    if(arg_${option})
      string(APPEND kind _${option})
    endif()
  endforeach()
  surgeflow_precompile(${target} ${kind} ${headers})
endfunction()
