# Targets that run the tool on the migrations of a project, as cmake --build build --target migrations-apply:
#
#     neo4j_migrations_targets([PREFIX migrations-] [FOLDER neo4j/migrations] [OPTIONS --address neo4j://localhost ...])
#
# adds migrations-info, migrations-validate, migrations-apply and migrations-clean. FOLDER is relative to the current source
# folder, and so is .migrations.properties, in which options can stand as well. A password belongs into neither of them:
# the tool takes it from NEO4J_PASSWORD.
function(neo4j_migrations_targets)
    cmake_parse_arguments(PARSE_ARGV 0 tool "" "PREFIX;FOLDER" "OPTIONS")
    if(tool_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "neo4j_migrations_targets([PREFIX <prefix>] [FOLDER <folder>] [OPTIONS <option>...])")
    endif()
    if(NOT DEFINED tool_PREFIX)
        set(tool_PREFIX migrations-)
    endif()
    if(NOT tool_FOLDER)
        set(tool_FOLDER neo4j/migrations)
    endif()
    set(program neo4j-migrations)
    if(TARGET Neo4jMigrations::neo4j-migrations)
        set(program Neo4jMigrations::neo4j-migrations)
    endif()
    cmake_path(ABSOLUTE_PATH tool_FOLDER BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE OUTPUT_VARIABLE folder)
    foreach(command info validate apply clean)
        add_custom_target(${tool_PREFIX}${command}
            COMMAND ${program} --location "file://${folder}" ${tool_OPTIONS} ${command}
            WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
            USES_TERMINAL VERBATIM)
    endforeach()
endfunction()
