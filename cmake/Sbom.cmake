# With N4M_SBOM, the list of what a program or library is made of lies beside it as <name>.cdx.json, and is installed with its
# documentation: n4m_sbom(neo4j-migrations neo4j-migrations application).
function(n4m_sbom target name type)
    if(NOT N4M_SBOM)
        return()
    endif()
    find_package(Python3 REQUIRED COMPONENTS Interpreter)
    set(map)
    if(N4M_STATIC)
        # A static program does not say what is in it.
        set(map ${CMAKE_CURRENT_BINARY_DIR}/${name}.map)
        target_link_options(${target} PRIVATE -Wl,-Map=${map})
        list(PREPEND map --map)
    endif()
    set(file $<TARGET_FILE_DIR:${target}>/${name}.cdx.json)
    add_custom_command(TARGET ${target} POST_BUILD
        COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/packaging/sbom.py --name ${name} --version ${PROJECT_VERSION} --type ${type} ${map}
                $<TARGET_FILE:${target}> > ${file}
        VERBATIM)
    install(FILES ${file} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${name})
endfunction()
