# A room is one folder of src/: a static library that links only the rooms it may use, so that a call
# against the arrows of docs/architecture.md does not link.
function(n4m_room name)
    cmake_parse_arguments(PARSE_ARGV 1 room "" "" "SOURCES;USES")
    add_library(n4m_${name} STATIC ${room_SOURCES})
    target_include_directories(n4m_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
    target_link_libraries(n4m_${name} PRIVATE n4m_compiler)
    foreach(used IN LISTS room_USES)
        target_link_libraries(n4m_${name} PUBLIC n4m_${used})
    endforeach()
endfunction()

# A Criterion program for one module: tests/unit/<room>/<module>_test.c.
function(n4m_unit_test room module)
    set(target unit_${room}_${module})
    add_executable(${target} ${module}_test.c)
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests/unit)
    target_link_libraries(${target} PRIVATE n4m_compiler n4m_${room} PkgConfig::CRITERION)
    target_compile_definitions(${target} PRIVATE TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
    # Criterion's macros expand to code that these warnings dislike.
    target_compile_options(${target} PRIVATE -Wno-pedantic -Wno-missing-prototypes -Wno-cast-qual
        $<$<C_COMPILER_ID:Clang>:-Wno-missing-variable-declarations>)
    add_test(NAME unit.${room}.${module} COMMAND ${target} --jobs 1)
    set_tests_properties(unit.${room}.${module} PROPERTIES LABELS unit TIMEOUT 60)
endfunction()
