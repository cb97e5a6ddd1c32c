# Nearly all of the compiler's time goes into the headers of libraries, so sources are compiled up to sixteen at once (CMake's
# unity build), grouped so that the names of one mean nothing in another. `debug` compiles each alone.
find_program(AWK awk REQUIRED)
function(compile_together target)
  if(NOT CMAKE_UNITY_BUILD)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  list(FILTER sources INCLUDE REGEX "\\.cpp$")
  execute_process(COMMAND ${AWK} -v most=16 -f ${CMAKE_SOURCE_DIR}/cmake/source_groups.awk ${sources}
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} OUTPUT_VARIABLE groups OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY)
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
  string(REPLACE "\n" ";" groups "${groups}")
  set(number 0)
  foreach(group IN LISTS groups)
    math(EXPR number "${number} + 1")
    string(REPLACE " " ";" group "${group}")
    set_source_files_properties(${group} PROPERTIES UNITY_GROUP ${number})
  endforeach()
endfunction()
