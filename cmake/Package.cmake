# What find_package(Neo4jMigrations) finds: the libraries, the tool, and functions for projects with migrations.
include(CMakePackageConfigHelpers)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/Neo4jMigrations)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/Neo4jMigrationsConfig.cmake.in Neo4jMigrationsConfig.cmake
    INSTALL_DESTINATION ${package} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(Neo4jMigrationsConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(EXPORT Neo4jMigrationsTargets NAMESPACE Neo4jMigrations:: DESTINATION ${package})
install(
    FILES
        ${CMAKE_CURRENT_BINARY_DIR}/Neo4jMigrationsConfig.cmake
        ${CMAKE_CURRENT_BINARY_DIR}/Neo4jMigrationsConfigVersion.cmake
        ${PROJECT_SOURCE_DIR}/cmake/Neo4jMigrationsEmbed.cmake
        ${PROJECT_SOURCE_DIR}/cmake/Neo4jMigrationsGenerate.cmake
        ${PROJECT_SOURCE_DIR}/cmake/Neo4jMigrationsTool.cmake
    DESTINATION ${package})
