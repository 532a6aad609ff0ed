include(GNUInstallDirs)

# A library for applications, made of rooms, as an archive and as a shared object:
#
#   n4m_library(neo4j_bolt neo4j-bolt ROOMS base bolt driver PREFIX bolt LINKS OpenSSL::SSL
#               NAME bolt HEADER neo4j_bolt.h TITLE "..." REQUIRES "openssl >= 3.0")
#
# The targets are neo4j_bolt and neo4j_bolt_shared, the files libneo4j-bolt.a and libneo4j-bolt.so; to others they are
# Neo4jMigrations::bolt_static and Neo4jMigrations::bolt, by NAME. Only what the
# header marks as exported is seen from outside: the archive is linked into one object first, so that hidden
# symbols can be made local. In the shared object, symbols have the versions of <output>.map in this folder.
# tests/package looks at that, and at what is installed. A static build is of the tool alone.
function(n4m_library target output)
    if(N4M_STATIC)
        return()
    endif()
    cmake_parse_arguments(PARSE_ARGV 2 library "" "HEADER;NAME;TITLE;REQUIRES" "ROOMS;LINKS")
    list(TRANSFORM library_ROOMS REPLACE "(.+)" "$<TARGET_OBJECTS:n4m_\\1>" OUTPUT_VARIABLE objects)
    add_custom_command(
        OUTPUT ${target}.o
        COMMAND ${CMAKE_LINKER} -r -o ${target}.o ${objects}
        COMMAND ${CMAKE_OBJCOPY} --localize-hidden ${target}.o
        DEPENDS ${objects}
        COMMAND_EXPAND_LISTS VERBATIM)
    set_source_files_properties(${target}.o PROPERTIES EXTERNAL_OBJECT ON)
    add_library(${target} STATIC ${target}.o)
    target_link_libraries(${target} PUBLIC ${library_LINKS})

    add_library(${target}_shared SHARED ${objects})
    target_link_libraries(${target}_shared PRIVATE n4m_compiler ${library_LINKS})
    if(NOT N4M_SANITIZE)
        target_link_options(${target}_shared PRIVATE -Wl,-z,defs)
    endif()
    set(map ${PROJECT_SOURCE_DIR}/cmake/${output}.map)
    target_link_options(${target}_shared PRIVATE -Wl,--version-script=${map})
    set_target_properties(${target}_shared PROPERTIES LINK_DEPENDS ${map})
    set_target_properties(${target} ${target}_shared PROPERTIES
        OUTPUT_NAME ${output} LINKER_LANGUAGE C
        VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})

    n4m_sbom(${target}_shared lib${output}${PROJECT_VERSION_MAJOR} library)
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${library_NAME}_static)
    set_target_properties(${target}_shared PROPERTIES EXPORT_NAME ${library_NAME})
    add_library(Neo4jMigrations::${library_NAME}_static ALIAS ${target})
    add_library(Neo4jMigrations::${library_NAME} ALIAS ${target}_shared)

    foreach(each ${target} ${target}_shared)
        target_include_directories(${each} PUBLIC
            $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
        install(TARGETS ${each} EXPORT Neo4jMigrationsTargets)
    endforeach()
    install(FILES ${PROJECT_SOURCE_DIR}/include/${library_HEADER} TYPE INCLUDE)

    set(prefix ${CMAKE_INSTALL_PREFIX})
    if(NOT IS_ABSOLUTE ${CMAKE_INSTALL_LIBDIR})
        # What is installed may be moved.
        file(RELATIVE_PATH prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
        set(prefix \${pcfiledir}/${prefix})
    endif()
    configure_file(${PROJECT_SOURCE_DIR}/cmake/library.pc.in ${CMAKE_CURRENT_BINARY_DIR}/${output}.pc @ONLY)
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/${output}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()
