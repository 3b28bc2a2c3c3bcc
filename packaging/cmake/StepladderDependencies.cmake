# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
include(FeatureSummary)

find_package(Qt6 6.4 COMPONENTS Core DBus Network Sql Gui Widgets)
set_package_properties(Qt6 PROPERTIES TYPE REQUIRED PURPOSE "packaging/setup.sh installs it (qt6-base-dev)")
find_package(PkgConfig)
set_package_properties(PkgConfig PROPERTIES TYPE REQUIRED PURPOSE "packaging/setup.sh installs it (pkg-config)")
find_package(Threads REQUIRED)

pkg_check_modules(libgit2 IMPORTED_TARGET libgit2>=1.5)
add_feature_info(libgit2 libgit2_FOUND "the branch of a run; packaging/setup.sh installs it (libgit2-dev)")

find_path(EXPECTED_INCLUDE_DIR tl/expected.hpp)
add_feature_info(expected EXPECTED_INCLUDE_DIR "Result<T>; packaging/setup.sh installs it (libexpected-dev)")
find_path(VALIJSON_INCLUDE_DIR valijson/validator.hpp)
add_feature_info(valijson VALIJSON_INCLUDE_DIR "JSON schemas; packaging/setup.sh installs it (libvalijson-dev)")
find_package(simdjson QUIET)
add_feature_info(simdjson simdjson_FOUND "model streams; packaging/setup.sh installs it (libsimdjson-dev)")

# What shows code. QScintilla has no package file of its own for CMake.
find_library(QSCINTILLA_LIBRARY qscintilla2_qt6)
find_path(QSCINTILLA_INCLUDE_DIR Qsci/qsciscintilla.h PATH_SUFFIXES qt6)
if(QSCINTILLA_LIBRARY AND QSCINTILLA_INCLUDE_DIR)
    set(QSCINTILLA_FOUND TRUE)
    add_library(Stepladder::QScintilla INTERFACE IMPORTED)
    set_target_properties(Stepladder::QScintilla PROPERTIES
        INTERFACE_LINK_LIBRARIES "${QSCINTILLA_LIBRARY};Qt6::Widgets"
        INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${QSCINTILLA_INCLUDE_DIR}")
endif()
add_feature_info(QScintilla QSCINTILLA_FOUND "code; packaging/setup.sh installs it (libqscintilla2-qt6-dev)")

# Debian 12 has no Qt 6 build of it; packaging/setup.sh makes one in a folder of its own, which has the older name.
list(APPEND CMAKE_PREFIX_PATH /usr/local/lib/stepladder/ksyntaxhighlighting)
find_package(KF6SyntaxHighlighting QUIET)
if(NOT KF6SyntaxHighlighting_FOUND)
    find_package(KF5SyntaxHighlighting QUIET)
endif()
foreach(name KF6 KF5)
    if(TARGET ${name}::SyntaxHighlighting AND NOT TARGET Stepladder::SyntaxHighlighting)
        set(KSYNTAXHIGHLIGHTING_FOUND TRUE)
        add_library(Stepladder::SyntaxHighlighting INTERFACE IMPORTED)
        set_target_properties(Stepladder::SyntaxHighlighting PROPERTIES
            INTERFACE_LINK_LIBRARIES ${name}::SyntaxHighlighting)
    endif()
endforeach()
add_feature_info(KSyntaxHighlighting KSYNTAXHIGHLIGHTING_FOUND
    "colours of code; packaging/setup.sh installs or builds it (libkf6syntaxhighlighting-dev)")

if(BUILD_TESTING)
    find_package(Qt6 6.4 COMPONENTS Test)
endif()

feature_summary(WHAT REQUIRED_PACKAGES_NOT_FOUND FATAL_ON_MISSING_REQUIRED_PACKAGES)
foreach(part libgit2_FOUND EXPECTED_INCLUDE_DIR VALIJSON_INCLUDE_DIR simdjson_FOUND QSCINTILLA_FOUND
        KSYNTAXHIGHLIGHTING_FOUND)
    if(NOT ${part})
        feature_summary(WHAT DISABLED_FEATURES DESCRIPTION "Missing:")
        message(FATAL_ERROR "Something is missing (see above): run packaging/setup.sh")
    endif()
endforeach()
