# Puts a folder of migrations into a program, which needs the folder no more:
#
#     neo4j_migrations_embed(app FOLDER neo4j/migrations [NAME neo4j/migrations] [SYMBOL app_migrations])
#
# adds a source file to the target, and a header "<SYMBOL>.h" that declares
#
#     extern const n4m_embedded <SYMBOL>;
#
# for n4m_options.embedded. The location "embedded:<NAME>" then finds what was in the folder and its subfolders when the
# target was built. FOLDER is relative to the current source folder, NAME is FOLDER as written, SYMBOL is <target>_migrations.
set(_NEO4J_MIGRATIONS_GENERATOR ${CMAKE_CURRENT_LIST_DIR}/Neo4jMigrationsGenerate.cmake)

function(neo4j_migrations_embed target)
    cmake_parse_arguments(PARSE_ARGV 1 embed "" "FOLDER;NAME;SYMBOL" "")
    if(NOT embed_FOLDER OR embed_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "neo4j_migrations_embed(<target> FOLDER <folder> [NAME <name>] [SYMBOL <identifier>])")
    endif()
    if(NOT embed_NAME)
        set(embed_NAME ${embed_FOLDER})
    endif()
    if(NOT embed_SYMBOL)
        string(MAKE_C_IDENTIFIER "${target}_migrations" embed_SYMBOL)
    endif()
    cmake_path(ABSOLUTE_PATH embed_FOLDER BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE OUTPUT_VARIABLE folder)
    if(NOT IS_DIRECTORY ${folder})
        message(FATAL_ERROR "neo4j_migrations_embed: there is no folder ${folder}")
    endif()
    file(GLOB_RECURSE files CONFIGURE_DEPENDS FOLLOW_SYMLINKS ${folder}/*)
    set(generated ${CMAKE_CURRENT_BINARY_DIR}/${embed_SYMBOL})
    add_custom_command(
        OUTPUT ${generated}/${embed_SYMBOL}.c ${generated}/${embed_SYMBOL}.h
        COMMAND ${CMAKE_COMMAND} "-DFOLDER=${folder}" "-DNAME=${embed_NAME}" -DSYMBOL=${embed_SYMBOL}
                "-DOUTPUT=${generated}" -P ${_NEO4J_MIGRATIONS_GENERATOR}
        DEPENDS ${files} ${_NEO4J_MIGRATIONS_GENERATOR}
        COMMENT "Embedding the migrations of ${embed_FOLDER}"
        VERBATIM)
    target_sources(${target} PRIVATE ${generated}/${embed_SYMBOL}.c ${generated}/${embed_SYMBOL}.h)
    target_include_directories(${target} PRIVATE ${generated})
endfunction()
