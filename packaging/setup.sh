#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what Stepladder needs on Debian 12 and 13, from the machine's own package sources. Run it as often as you
# like: what is there already is only looked at. Needs root or sudo only when something is missing.
set -euo pipefail
export LC_ALL=C

readonly syntax_version=5.116.0
readonly syntax_prefix=/usr/local/lib/stepladder/ksyntaxhighlighting
# Counts up when the way it is built changes, so that an older build is replaced.
readonly syntax_recipe=1
readonly syntax_stamp="$syntax_prefix/.stepladder-$syntax_version-$syntax_recipe"
readonly dotnet_page=https://dotnet.microsoft.com/download

scratch=
cleanup() { [ -z "$scratch" ] || rm -rf -- "$scratch"; }
trap cleanup EXIT

line() { printf '  %-8s  %s\n' "$1" "$2"; }
stop() {
    printf 'setup: %s\n' "$1" >&2
    exit 4
}

# ---- What is needed. "a|b" is one package whose name differs between releases. ----

read_release() {
    local id= id_like= version_id=
    [ -r /etc/os-release ] || stop "this is not a Debian system: /etc/os-release is missing"
    id=$(. /etc/os-release && printf '%s' "${ID:-}")
    id_like=$(. /etc/os-release && printf '%s' "${ID_LIKE:-}")
    version_id=$(. /etc/os-release && printf '%s' "${VERSION_ID:-}")
    pretty=$(. /etc/os-release && printf '%s' "${PRETTY_NAME:-$id}")
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null \
        || stop "$pretty has no apt-get: install what packaging/setup.sh lists by hand"
    case "$id" in
    debian) release=${version_id:-99} ;; # testing and unstable have no version
    *)
        line note "$pretty is not Debian 12 or 13: package names are tried as on Debian"
        release=99
        apt-cache show libkf6syntaxhighlighting-dev >/dev/null 2>&1 || release=12
        ;;
    esac
    release=${release%%.*}
    [ "$release" -ge 12 ] || stop "$pretty is too old: Debian 12 or later is needed (Qt 6.4, GCC 12, CMake 3.25)"
}

list_groups() {
    groups=(
        "build tools: cmake ninja-build g++ ccache pkg-config|pkgconf git ca-certificates"
        "checks: clang-format clang-tidy"
        "Qt: qt6-base-dev libqt6sql6-sqlite libqt6sql6-psql qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools"
        "Qt, window: qt6-svg-dev|libqt6svg6-dev qt6-charts-dev|libqt6charts6-dev libgl-dev|libgl1-mesa-dev"
        "libraries: libexpected-dev libvalijson-dev libsimdjson-dev libgit2-dev libqscintilla2-qt6-dev qtkeychain-qt6-dev"
        "sandbox: bubblewrap"
        "Python: python3 python3-pytest python3-coverage python3-pytest-cov"
        "databases: sqlite3 postgresql"
        "screens: xvfb xauth openbox imagemagick fonts-dejavu-core dbus-daemon"
    )
    if [ "$release" -ge 13 ]; then
        groups+=("code colours: libkf6syntaxhighlighting-dev")
    else
        # Qt Charts' CMake package asks for the OpenGL one, which later releases have in qt6-base-dev.
        groups+=("Qt, OpenGL: libqt6opengl6-dev")
        groups+=("code colours, to build them: extra-cmake-modules perl xz-utils")
    fi
}

# ---- Packages ----

# Fills `here` with the names of all installed packages that interest us, in one call.
look() {
    local names
    names=$(printf '%s\n' "${groups[@]#*: }" | tr ' |' '\n\n' | sort -u)
    # A name that dpkg has never heard of makes it fail, and is simply not installed.
    # shellcheck disable=SC2086
    here=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $names 2>/dev/null || true)
}

is_here() {
    local name
    for name in ${1//|/ }; do
        grep -qx "$name installed" <<<"$here" && return 0
    done
    return 1
}

missing_of() {
    local item
    for item in ${1#*: }; do
        is_here "$item" || printf '%s ' "$item"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

need_root() {
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null \
        || stop "$1 must be installed: run packaging/setup.sh as root, or install sudo"
}

# The first of the alternatives that the package sources have.
candidate() {
    local name policy
    for name in ${1//|/ }; do
        policy=$(apt-cache policy "$name" 2>/dev/null)
        if grep -q '^  Candidate: [^(]' <<<"$policy"; then
            printf '%s' "$name"
            return 0
        fi
    done
    return 1
}

install_packages() {
    local wanted=() item name
    need_root "$*"
    line update "the package lists (apt-get update)"
    as_root apt-get -qq update || line note "apt-get update complained; going on with the lists that are there"
    for item in "$@"; do
        name=$(candidate "$item") || stop "no package source of this machine has ${item//|/ or }"
        wanted+=("$name")
    done
    line install "${wanted[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
        -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 install "${wanted[@]}" </dev/null \
        || stop "apt-get could not install: ${wanted[*]}"
}

packages() {
    local group wanted=() lack
    look
    for group in "${groups[@]}"; do
        lack=$(missing_of "$group")
        if [ -z "$lack" ]; then
            line here "$(sed -E 's/\|[^ ]+//g' <<<"$group")"
        else
            line missing "${group%%: *}: ${lack% }"
            # shellcheck disable=SC2206
            wanted+=($lack)
        fi
    done
    [ ${#wanted[@]} -eq 0 ] || install_packages "${wanted[@]}"
}

# ---- KSyntaxHighlighting on Debian 12, which has no Qt 6 build of it ----

# One line per deb-src entry for the release that has the source, made from the machine's own entry for its release.
newer_sources() {
    local codename keyring=/usr/share/keyrings/debian-archive-keyring.gpg option=
    codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-bookworm}")
    [ ! -r "$keyring" ] || option="[signed-by=$keyring] "
    apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null \
        | awk -v code="$codename" -v option="$option" \
            '$2 == code && $3 == "main" && !seen[$1]++ { print "deb-src " option $1 " trixie main" }'
}

fetch_syntax() {
    local apt=(-o "Dir::Etc::sourcelist=$scratch/newer.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$scratch/lists"
        -o "Dir::Cache=$scratch/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none)
    mkdir -p "$scratch/lists/partial" "$scratch/cache/archives/partial"
    newer_sources >"$scratch/newer.list"
    [ -s "$scratch/newer.list" ] || return 1
    line fetch "the source of KSyntaxHighlighting $syntax_version (apt-get source, next Debian release)"
    (cd "$scratch" && apt-get -qq "${apt[@]}" update && apt-get -qq "${apt[@]}" source --download-only --tar-only \
        ksyntax-highlighting) >"$scratch/log" 2>&1 \
        && tar -xf "$scratch/ksyntax-highlighting_$syntax_version.orig.tar.xz" -C "$scratch"
}

build_syntax() {
    local source="$scratch/syntax-highlighting-$syntax_version"
    line build "KSyntaxHighlighting $syntax_version (about a minute)"
    # It asks for the build modules of its own release; those of Debian 12 do.
    sed -i "s/find_package(ECM $syntax_version /find_package(ECM 5.103 /" "$source/CMakeLists.txt"
    cmake -S "$source" -B "$scratch/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DQT_MAJOR_VERSION=6 -DBUILD_TESTING=OFF \
        -DCMAKE_INSTALL_PREFIX="$syntax_prefix" >"$scratch/log" 2>&1 \
        && cmake --build "$scratch/build" >"$scratch/log" 2>&1
}

install_syntax() {
    line install "KSyntaxHighlighting into $syntax_prefix"
    as_root rm -rf -- "$syntax_prefix"
    as_root cmake --install "$scratch/build" >"$scratch/log" 2>&1 && as_root touch "$syntax_stamp"
}

syntax_highlighting() {
    [ "$release" -lt 13 ] || return 0
    if [ -e "$syntax_stamp" ]; then
        line here "KSyntaxHighlighting $syntax_version in $syntax_prefix"
        return 0
    fi
    need_root KSyntaxHighlighting
    scratch=$(mktemp -d)
    fetch_syntax && build_syntax && install_syntax && return 0
    tail -n 5 "$scratch/log" 2>/dev/null | sed 's/^/            /' || true
    stop "KSyntaxHighlighting could not be made (what was said last stands above): run packaging/setup.sh again"
}

# ---- What does not come from the package sources ----

dotnet_sdk() {
    local sdks=
    if command -v dotnet >/dev/null; then
        sdks=$(DOTNET_CLI_TELEMETRY_OPTOUT=1 dotnet --list-sdks 2>/dev/null | awk '{print $1}' | paste -sd ' ') || true
    fi
    if [ -n "$sdks" ]; then
        line here ".NET SDK $sdks"
    else
        line note "no .NET SDK: C# needs it, Debian does not have it, its maker does: $dotnet_page"
        line note "without it the sample is the Python one"
    fi
}

sandbox_works() {
    if bwrap --unshare-all --ro-bind / / --cap-drop ALL true 2>/dev/null; then
        line here "the sandbox starts (bubblewrap)"
    else
        line note "bubblewrap cannot make its namespaces on this machine: nothing generated will be executed"
    fi
}

main() {
    printf 'setup: what Stepladder needs\n'
    read_release
    list_groups
    packages
    syntax_highlighting
    sandbox_works
    dotnet_sdk
    printf 'setup: done\n'
}
main
