# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
# stepladder_add_test(tst_name LIBRARIES … [SOURCES …] [LABELS …] [TIMEOUT seconds])
# builds tst_name.cpp (and SOURCES) against LIBRARIES; sources of the product are never compiled again.
function(stepladder_add_test name)
    cmake_parse_arguments(ARG "" "TIMEOUT" "LIBRARIES;SOURCES;LABELS" ${ARGN})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 60)
    endif()
    if(STEPLADDER_SANITIZE)
        math(EXPR ARG_TIMEOUT "${ARG_TIMEOUT} * 4")
    endif()
    # Qt ends a test function after five minutes of its own accord; ctest's patience is the one that counts.
    math(EXPR function_timeout "${ARG_TIMEOUT} * 1000")
    add_executable(${name} ${name}.cpp ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE stepladder_options Qt6::Test ${ARG_LIBRARIES})
    target_compile_options(${name} PRIVATE "SHELL:-include ${CMAKE_SOURCE_DIR}/tests/patience.h")
    target_compile_definitions(${name} PRIVATE STEPLADDER_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data"
                               STEPLADDER_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
                         ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;QTEST_FUNCTION_TIMEOUT=${function_timeout}")
endfunction()
