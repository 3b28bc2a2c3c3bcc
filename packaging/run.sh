#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# packaging/run.sh [arguments of `stepladder run`]: sets up, builds and does the main job on the bundled sample.
# Its answers are scripted; its builds and tests are real. Ends with 0 when the run ended as it was scripted to.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

packaging/setup.sh >&2
program=$(packaging/build.sh release | tail -n 1)
exec packaging/sample.sh "$program" "$@"
