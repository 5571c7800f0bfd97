# SPDX-License-Identifier: Apache-2.0
# Sets SURGEFLOW_COMMIT to the commit of the source, "unknown" outside a git checkout.
set(SURGEFLOW_COMMIT unknown)
find_package(Git QUIET)
if(GIT_FOUND)
  execute_process(COMMAND ${GIT_EXECUTABLE} rev-parse --show-prefix HEAD
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
    RESULT_VARIABLE result OUTPUT_VARIABLE answer ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  # The first line is the path below the checkout's root: empty for this project, not so for a copy
  # of the source that lies inside someone else's repository.
  if(result EQUAL 0 AND answer MATCHES "^\n([0-9a-f]+)$")
    set(SURGEFLOW_COMMIT ${CMAKE_MATCH_1})
    # A new commit configures again, which rewrites one source file.
    execute_process(COMMAND ${GIT_EXECUTABLE} rev-parse --git-path logs/HEAD
      WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
      OUTPUT_VARIABLE log ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
    cmake_path(ABSOLUTE_PATH log BASE_DIRECTORY "${PROJECT_SOURCE_DIR}")
    if(EXISTS "${log}")
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${log}")
    endif()
  endif()
endif()
