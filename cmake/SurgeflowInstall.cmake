# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where: the program, the public headers, one shared library made of every folder below the
# command line, and a package that other projects find with find_package(surgeflow). What the library itself needs
# (HDF5, MPI, GeographicLib, ...) is linked into it privately: a caller needs C++20 and nothing else.
include(CMakePackageConfigHelpers)

get_property(surgeflow_library_folders GLOBAL PROPERTY SURGEFLOW_FOLDERS)
list(REMOVE_ITEM surgeflow_library_folders surgeflow_app)

add_library(surgeflow_library SHARED)
add_library(surgeflow::surgeflow ALIAS surgeflow_library)
foreach(folder IN LISTS surgeflow_library_folders)
  target_sources(surgeflow_library PRIVATE $<TARGET_OBJECTS:${folder}>)
endforeach()
# Their objects are in already; linking the folders as well brings the packages that they need.
target_link_libraries(surgeflow_library PRIVATE surgeflow_flags ${surgeflow_library_folders})
target_compile_features(surgeflow_library INTERFACE cxx_std_20)
target_include_directories(surgeflow_library INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
set_target_properties(surgeflow_library PROPERTIES
  OUTPUT_NAME surgeflow
  EXPORT_NAME surgeflow
  LINKER_LANGUAGE CXX
  VERSION ${PROJECT_VERSION}
  SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})

if(TARGET surgeflow)
  install(TARGETS surgeflow RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
# What `surgeflow report` runs.
install(PROGRAMS ${PROJECT_SOURCE_DIR}/scripts/report.py DESTINATION ${CMAKE_INSTALL_DATADIR}/surgeflow)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scripts/report DESTINATION ${CMAKE_INSTALL_DATADIR}/surgeflow
  PATTERN "__pycache__" EXCLUDE)
install(TARGETS surgeflow_library EXPORT surgeflow-targets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/surgeflow DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILES_MATCHING PATTERN "*.hpp")

set(surgeflow_package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/surgeflow)
install(EXPORT surgeflow-targets NAMESPACE surgeflow:: FILE surgeflow-config.cmake
  DESTINATION ${surgeflow_package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/surgeflow-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/surgeflow-config-version.cmake DESTINATION ${surgeflow_package_folder})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
