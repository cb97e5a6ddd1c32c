# build_info.hpp: version and commit of what is built. Looked up at every build, rewritten only when it changes, so a
# new commit recompiles one file. Run as a script (-P) it writes the header; included, it arranges for that.
if(CMAKE_SCRIPT_MODE_FILE)
  cmake_minimum_required(VERSION 3.25)
  set(commit "unknown")
  if(GIT)
    execute_process(COMMAND ${GIT} -C ${SOURCE} describe --always --dirty --abbrev=12
      OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
    if(NOT failed)
      set(commit "${described}")
    endif()
  endif()
  file(CONFIGURE OUTPUT ${HEADER} @ONLY CONTENT "#pragma once
// Written by cmake/version.cmake.
#define SENDCAST_VERSION \"@VERSION@\"
#define SENDCAST_COMMIT \"@commit@\"
")
  return()
endif()

set(build_info ${CMAKE_BINARY_DIR}/generated/build_info.hpp)
set(write_build_info ${CMAKE_COMMAND} -DGIT=${GIT_EXECUTABLE} -DSOURCE=${CMAKE_SOURCE_DIR} -DHEADER=${build_info}
  -DVERSION=${PROJECT_VERSION} -P ${CMAKE_CURRENT_LIST_FILE})
execute_process(COMMAND ${write_build_info})
add_custom_target(build_info COMMAND ${write_build_info} BYPRODUCTS ${build_info} VERBATIM)
add_dependencies(sim build_info)
target_include_directories(sim PRIVATE ${CMAKE_BINARY_DIR}/generated)
