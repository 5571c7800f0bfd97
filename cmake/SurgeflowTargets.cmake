# SPDX-License-Identifier: Apache-2.0
# How a folder becomes a target: one static library a folder, so that an include of a higher layer fails to link.

add_library(surgeflow_flags INTERFACE)
target_compile_features(surgeflow_flags INTERFACE cxx_std_20)
target_compile_options(surgeflow_flags INTERFACE
  -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -fno-semantic-interposition
  $<$<BOOL:${SURGEFLOW_WARNINGS_AS_ERRORS}>:-Werror>)
if(CMAKE_UNITY_BUILD)
  # It takes sources that are joined for headers, whose anonymous namespaces other sources would see. A fourteenth of its time on them
  # goes into collecting garbage, unless it may use more memory: 1.5 GB for the largest.
  target_compile_options(surgeflow_flags INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage --param=ggc-min-expand=400 --param=ggc-min-heapsize=2000000>)
endif()
if(SURGEFLOW_SANITIZE)
  target_compile_options(surgeflow_flags INTERFACE -fsanitize=${SURGEFLOW_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(surgeflow_flags INTERFACE -fsanitize=${SURGEFLOW_SANITIZE})
endif()

set(SURGEFLOW_COLD_OPTIMISATION -O2 CACHE STRING "How COLD folders are compiled in Release; -Og compiles fastest")

# surgeflow_folder(NAME [COLD] [UNFUSED] SOURCES file... [LINK library...] [PRIVATE_LINK library...])
# COLD: what runs waits for disks and people, or for other folders; -O3 would make its compilation a fifth longer for nothing.
# UNFUSED: products and sums are rounded one after the other, as on processors that can not fuse them.
function(surgeflow_folder name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "COLD;UNFUSED" "" "SOURCES;LINK;PRIVATE_LINK")
  add_library(surgeflow_${name} STATIC ${arg_SOURCES})
  target_include_directories(surgeflow_${name} PUBLIC ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(surgeflow_${name} PUBLIC ${arg_LINK} PRIVATE surgeflow_flags ${arg_PRIVATE_LINK})
  set_target_properties(surgeflow_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  set(kinds)
  if(arg_COLD)
    list(APPEND kinds COLD)
    target_compile_options(surgeflow_${name} PRIVATE $<$<CONFIG:Release>:${SURGEFLOW_COLD_OPTIMISATION}>)
  endif()
  if(arg_UNFUSED)
    list(APPEND kinds UNFUSED)
    target_compile_options(surgeflow_${name} PRIVATE -ffp-contract=off)
  endif()
  surgeflow_precompile_folder(surgeflow_${name} ${kinds} PACKAGES ${arg_PRIVATE_LINK})
  set_property(GLOBAL APPEND PROPERTY SURGEFLOW_FOLDERS surgeflow_${name})
endfunction()
