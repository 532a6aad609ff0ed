# Writes <OUTPUT>/<SYMBOL>.c and .h with the content of all files below FOLDER; see Neo4jMigrationsEmbed.cmake. Usable alone:
#
#     cmake -DFOLDER=/abs/migrations -DNAME=neo4j/migrations -DSYMBOL=app_migrations -DOUTPUT=. -P Neo4jMigrationsGenerate.cmake
foreach(argument FOLDER NAME SYMBOL OUTPUT)
    if(NOT DEFINED ${argument})
        message(FATAL_ERROR "say -D${argument}=...")
    endif()
endforeach()
if(NOT IS_DIRECTORY "${FOLDER}")
    message(FATAL_ERROR "there is no folder ${FOLDER}")
endif()

function(c_string text out)
    string(REPLACE "\\" "\\\\" text "${text}")
    string(REPLACE "\"" "\\\"" text "${text}")
    set(${out} "\"${text}\"" PARENT_SCOPE)
endfunction()

# Sixteen bytes a line; a final zero byte, which does not count, spares an empty file from being an empty array.
function(c_bytes path out)
    file(READ "${path}" digits HEX)
    string(REGEX REPLACE "(................................)" "\\1\n" digits "${digits}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${digits}")
    set(${out} "${bytes}0" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE paths RELATIVE "${FOLDER}" FOLLOW_SYMLINKS "${FOLDER}/*")
list(SORT paths)
set(contents "")
set(table "")
set(count 0)
foreach(path IN LISTS paths)
    c_string("${path}" name)
    c_bytes("${FOLDER}/${path}" bytes)
    string(APPEND contents "static const unsigned char file_${count}[] = {\n${bytes}\n};\n\n")
    string(APPEND table "    { ${name}, file_${count}, sizeof file_${count} - 1 },\n")
    math(EXPR count "${count} + 1")
endforeach()
if(count EQUAL 0)
    message(FATAL_ERROR "there are no files below ${FOLDER}")
endif()
c_string("${NAME}" name)

file(WRITE "${OUTPUT}/${SYMBOL}.h.new" "#include <neo4j_migrations.h>

extern const n4m_embedded ${SYMBOL};
")
file(WRITE "${OUTPUT}/${SYMBOL}.c.new" "#include \"${SYMBOL}.h\"

${contents}static const n4m_embedded_file files[] = {
${table}};

const n4m_embedded ${SYMBOL} = { ${name}, files, ${count} };
")
foreach(kind c h)
    file(RENAME "${OUTPUT}/${SYMBOL}.${kind}.new" "${OUTPUT}/${SYMBOL}.${kind}")
endforeach()
