# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests' own targets have in common. QTest's header asks for macros that differ from folder to folder (its path)
# and from test to test (whether it links the network), which no shared precompiled header survives; nobody here needs them.
add_library(stepladder_test_options INTERFACE)
target_link_libraries(stepladder_test_options INTERFACE stepladder_options Qt6::Test)
target_compile_options(stepladder_test_options INTERFACE
    -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR -UQT_NETWORK_LIB)
target_compile_definitions(stepladder_test_options INTERFACE STEPLADDER_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data"
                           STEPLADDER_SOURCE_DIR="${CMAKE_SOURCE_DIR}")

# What every test includes anyway, compiled once; QTest waits with our patience.
function(stepladder_add_test_headers name)
    cmake_parse_arguments(ARG "" "" "LIBRARIES;HEADERS" ${ARGN})
    file(WRITE ${CMAKE_BINARY_DIR}/pch/${name}.cpp "")
    add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/pch/${name}.cpp)
    set_target_properties(${name} PROPERTIES STEPLADDER_IS_TEST ON)
    target_link_libraries(${name} PUBLIC stepladder_test_options ${ARG_LIBRARIES})
    target_precompile_headers(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests/patience.h ${ARG_HEADERS})
endfunction()
stepladder_add_test_headers(stepladder_test_headers LIBRARIES Qt6::Core HEADERS
    <QDir> <QFile> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QProcess> <QSignalSpy> <QTemporaryDir> <QTest>
    <algorithm> <chrono> <functional> <memory> <mutex> <optional> <stop_token> <thread> <variant> <vector>
    <tl/expected.hpp>)
stepladder_add_test_headers(stepladder_uitest_headers LIBRARIES Qt6::Widgets HEADERS
    <QtWidgets> <QJsonArray> <QJsonDocument> <QJsonObject> <QSignalSpy> <QTemporaryDir> <QTest> <algorithm> <chrono>
    <functional> <memory> <mutex> <optional> <stop_token> <thread> <tl/expected.hpp>)

# stepladder_add_test_library(name SOURCES … LIBRARIES …): what several tests share, compiled once.
function(stepladder_add_test_library name)
    cmake_parse_arguments(ARG "" "" "LIBRARIES;SOURCES" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES STEPLADDER_IS_TEST ON)
    target_link_libraries(${name} PUBLIC stepladder_test_options ${ARG_LIBRARIES})
    target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
    target_precompile_headers(${name} REUSE_FROM stepladder_test_headers)
endfunction()

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
    set_target_properties(${name} PROPERTIES AUTOMOC ON STEPLADDER_IS_TEST ON)
    target_link_libraries(${name} PRIVATE stepladder_test_options ${ARG_LIBRARIES})
    if(Stepladder::Ui IN_LIST ARG_LIBRARIES)
        target_precompile_headers(${name} REUSE_FROM stepladder_uitest_headers)
    else()
        target_precompile_headers(${name} REUSE_FROM stepladder_test_headers)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    # Who may take longest begins first: nobody waits for one test at the end.
    set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} COST ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
                         ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;QTEST_FUNCTION_TIMEOUT=${function_timeout}")
endfunction()
