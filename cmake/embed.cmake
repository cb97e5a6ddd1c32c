# Texts that the program carries with it: every file of plots/ that it reads, and Vega's browser runtime, "vega.js".
# Included, it arranges for build/generated/embedded.cpp; run as a script (-P) it writes that file. Debian packs Vega as
# parts that ask for one another by name: they are put behind a small loader, unchanged, in no particular order.
set(vega_parts util time format loader dataflow statistics canvas scale scenegraph event-selector expression selections
  functions runtime parser transforms view-transforms encode view interpreter)

if(NOT CMAKE_SCRIPT_MODE_FILE)
  find_path(VEGA_DIR vega-view.min.js PATHS /usr/share/javascript/vega NO_DEFAULT_PATH
    DOC "Folder of Vega's parts for browsers (Debian: libjs-vega)")
  if(NOT VEGA_DIR)
    message(FATAL_ERROR "Vega, which draws the charts of reports, is not in /usr/share/javascript/vega\n"
      "  apt-get install libjs-vega, or -DVEGA_DIR=the folder that holds vega-view.min.js")
  endif()
  file(GLOB embedded_texts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/plots/*.vg.json ${CMAKE_SOURCE_DIR}/plots/*.html
    ${CMAKE_SOURCE_DIR}/plots/*.css ${CMAKE_SOURCE_DIR}/plots/page*.js ${CMAKE_SOURCE_DIR}/plots/vega-licences.txt)
  set(embedded_source ${CMAKE_BINARY_DIR}/generated/embedded.cpp)
  list(JOIN embedded_texts "|" joined_texts)  # a semicolon would part the argument
  set(write_embedded ${CMAKE_COMMAND} "-DTEXTS=${joined_texts}" -DVEGA_DIR=${VEGA_DIR} -DSOURCE=${embedded_source}
    -P ${CMAKE_CURRENT_LIST_FILE})
  execute_process(COMMAND ${write_embedded} RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "the texts of reports could not be put together (see above)")
  endif()
  add_custom_command(OUTPUT ${embedded_source} COMMAND ${write_embedded} VERBATIM
    DEPENDS ${embedded_texts} ${CMAKE_CURRENT_LIST_FILE} ${VEGA_DIR}/vega-view.min.js)
  # Longer than a compiler must be able to take; all do.
  set_source_files_properties(${embedded_source} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
  return()
endif()

cmake_minimum_required(VERSION 3.25)
set(cpp "// Written by cmake/embed.cmake.\n#include \"app/embedded.hpp\"\n\nnamespace app {\n\nconst std::vector<EmbeddedText>& embedded_texts() {\n  static const std::vector<EmbeddedText> texts{\n")

# Raw strings, in pieces that every compiler takes.
function(add_text name text)
  set(pieces "")
  string(LENGTH "${text}" length)
  set(from 0)
  while(from LESS length)
    string(SUBSTRING "${text}" ${from} 60000 piece)
    string(APPEND pieces "R\"~embedded~(${piece})~embedded~\"\n")
    math(EXPR from "${from} + 60000")
  endwhile()
  set(cpp "${cpp}{\"${name}\", ${pieces}},\n" PARENT_SCOPE)
endfunction()

string(REPLACE "|" ";" texts "${TEXTS}")
foreach(text ${texts})
  get_filename_component(name ${text} NAME)
  file(READ ${text} content)
  add_text(${name} "${content}")
endforeach()

get_filename_component(folder ${CMAKE_CURRENT_LIST_DIR}/../plots ABSOLUTE)
file(READ ${folder}/vega-licences.txt licences)
file(READ ${folder}/vega_loader.js vega)
string(REPLACE "LICENCES" "${licences}" vega "${vega}")
set(packed "")
set(asked_for "")
foreach(part ${vega_parts})
  set(file ${VEGA_DIR}/vega-${part}.min.js)
  if(NOT EXISTS ${file} AND part STREQUAL "selections")
    set(file ${VEGA_DIR}/vega-selection.min.js)  # as Debian 12 names it
  endif()
  if(NOT EXISTS ${file})
    message(FATAL_ERROR "${file} is missing: apt-get install --reinstall libjs-vega")
  endif()
  file(READ ${file} content)
  string(REGEX REPLACE "\n//# sourceMappingURL=[^\n]*" "" content "${content}")
  string(REGEX MATCHALL "require\\(\"[^\"]*\"\\)" asks "${content}")
  list(APPEND asked_for ${asks})
  string(APPEND packed "parts[\"vega-${part}\"]=function(exports,module,require){${content}\n};\n")
endforeach()
list(REMOVE_DUPLICATES asked_for)
foreach(ask ${asked_for})
  string(REGEX REPLACE "require\\(\"(vega-)?(.*)\"\\)" "\\2" part "${ask}")
  if(NOT part IN_LIST vega_parts)
    message(FATAL_ERROR "this version of Vega in ${VEGA_DIR} needs ${ask}, which sendcast does not pack: use Debian's libjs-vega 5.22, or name a folder with -DVEGA_DIR")
  endif()
endforeach()
if(packed MATCHES "</script|<!--")
  message(FATAL_ERROR "Vega in ${VEGA_DIR} cannot stand in a page: it holds the end of a script")
endif()
string(REPLACE "PARTS" "${packed}" vega "${vega}")
add_text(vega.js "${vega}")
file(CONFIGURE OUTPUT ${SOURCE} @ONLY CONTENT "@cpp@  };
  return texts;
}

}  // namespace app
")
