# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
# One interface target carries the standard, the warnings and what Qt must not do for us.
option(STEPLADDER_OPTIMISE_DEBUG "-Og in debug builds, of all but the tests' own sources" OFF)
option(STEPLADDER_COVERAGE "Instrument for gcov" OFF)
option(STEPLADDER_UNITY "Compile several sources of a library at once" OFF)
set(STEPLADDER_SANITIZE "" CACHE STRING "Sanitizers, as in -fsanitize=")

set(CMAKE_AUTOMOC OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)

add_library(stepladder_options INTERFACE)
target_compile_features(stepladder_options INTERFACE cxx_std_20)
set_target_properties(stepladder_options PROPERTIES INTERFACE_POSITION_INDEPENDENT_CODE ON)
target_compile_options(stepladder_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Werror
    -Wno-missing-field-initializers
    $<$<AND:$<CONFIG:Debug>,$<BOOL:${STEPLADDER_OPTIMISE_DEBUG}>,$<NOT:$<BOOL:$<TARGET_PROPERTY:STEPLADDER_IS_TEST>>>>:-Og>)
target_compile_definitions(stepladder_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_FOREACH QT_NO_KEYWORDS QT_STRICT_ITERATORS
    QT_DISABLE_DEPRECATED_BEFORE=0x060400)
target_include_directories(stepladder_options INTERFACE ${CMAKE_SOURCE_DIR}/core)
target_include_directories(stepladder_options SYSTEM INTERFACE ${EXPECTED_INCLUDE_DIR} ${VALIJSON_INCLUDE_DIR})
if(STEPLADDER_SANITIZE)
    target_compile_options(stepladder_options INTERFACE -fsanitize=${STEPLADDER_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(stepladder_options INTERFACE -fsanitize=${STEPLADDER_SANITIZE})
endif()
if(STEPLADDER_COVERAGE)
    target_compile_options(stepladder_options INTERFACE --coverage)
    target_link_options(stepladder_options INTERFACE --coverage)
endif()

# What every library includes anyway, compiled once and shared.
file(WRITE ${CMAKE_BINARY_DIR}/pch/pch.cpp "")
add_library(stepladder_pch OBJECT ${CMAKE_BINARY_DIR}/pch/pch.cpp)
target_link_libraries(stepladder_pch PUBLIC stepladder_options Qt6::Core)
target_precompile_headers(stepladder_pch PRIVATE
    <QByteArray> <QDateTime> <QDir> <QFile> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QList> <QMap> <QString>
    <QStringList> <algorithm> <chrono> <functional> <memory> <mutex> <optional> <stop_token> <string> <thread> <variant>
    <vector> <tl/expected.hpp>)

# stepladder_library(Name SOURCES … LINKS …): a library of core with its alias Stepladder::Name.
# LINKS are the only libraries whose headers it may include; the layer rule lives in these lines.
function(stepladder_library name)
    cmake_parse_arguments(ARG "MOC" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    string(TOLOWER ${name} lower)
    set(target stepladder_${lower})
    add_library(${target} STATIC ${ARG_SOURCES})
    add_library(Stepladder::${name} ALIAS ${target})
    target_link_libraries(${target} PUBLIC stepladder_options ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
    target_precompile_headers(${target} REUSE_FROM stepladder_pch)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ${STEPLADDER_UNITY})
    if(ARG_MOC)
        set_target_properties(${target} PROPERTIES AUTOMOC ON)
    endif()
endfunction()
