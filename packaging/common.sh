# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
# What the scripts of this folder share; to be sourced.

# How many compilers fit on this machine: one a core, and 1.5 GB for each.
jobs_here() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/^MemAvailable:/ { print int($2 / 1500000) }' /proc/meminfo)
    [ "$memory" -ge 1 ] || memory=1
    printf '%d' $((cores < memory ? cores : memory))
}
