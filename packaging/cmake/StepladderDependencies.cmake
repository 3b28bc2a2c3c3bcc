# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
include(FeatureSummary)

find_package(Qt6 6.4 COMPONENTS Core Network Sql Gui Widgets)
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

# Debian 12 has no Qt 6 build of it; packaging/setup.sh makes one in a folder of its own. Nothing links it by default.
list(APPEND CMAKE_PREFIX_PATH /usr/local/lib/stepladder/ksyntaxhighlighting)
find_package(KF6SyntaxHighlighting QUIET)
if(NOT KF6SyntaxHighlighting_FOUND)
    find_package(KF5SyntaxHighlighting QUIET)
endif()
if(KF6SyntaxHighlighting_FOUND OR KF5SyntaxHighlighting_FOUND)
    message(STATUS "KSyntaxHighlighting: ${KF6SyntaxHighlighting_VERSION}${KF5SyntaxHighlighting_VERSION}")
else()
    message(STATUS "KSyntaxHighlighting: not found, not needed (packaging/setup.sh installs it)")
endif()

if(BUILD_TESTING)
    find_package(Qt6 6.4 COMPONENTS Test)
endif()

feature_summary(WHAT REQUIRED_PACKAGES_NOT_FOUND FATAL_ON_MISSING_REQUIRED_PACKAGES)
foreach(part libgit2_FOUND EXPECTED_INCLUDE_DIR VALIJSON_INCLUDE_DIR simdjson_FOUND)
    if(NOT ${part})
        feature_summary(WHAT DISABLED_FEATURES DESCRIPTION "Missing:")
        message(FATAL_ERROR "Something is missing (see above): run packaging/setup.sh")
    endif()
endforeach()
