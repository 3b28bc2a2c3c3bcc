#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# packaging/sample.sh PROGRAM [arguments of `stepladder run`]: runs the bundled plan in a fresh workspace.
# What this script itself says goes to the error stream, so that the program's output stays its own.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

say() { printf 'sample: %s\n' "$*" >&2; }
stop() {
    say "$2"
    exit "$1"
}

[ $# -ge 1 ] || stop 2 "expected the program's path (packaging/build.sh prints it)"
program=$1
shift
[ -x "$program" ] || stop 4 "$program is not there: packaging/build.sh builds it"

language=csharp
if ! command -v dotnet >/dev/null || [ -z "$(dotnet --list-sdks 2>/dev/null)" ]; then
    language=python
    say "no .NET SDK on this machine (https://dotnet.microsoft.com/download): the Python sample runs instead"
fi
sample=${STEPLADDER_SAMPLES:-$here/../resources/samples}/$language
for file in plan.json models.json answers.jsonl expected.json; do
    [ -r "$sample/$file" ] || stop 2 "$sample/$file is missing"
done
sample=$(cd "$sample" && pwd)

# A repository of its own, outside this one: a run takes the whole repository that its workspace lies in.
if [ -n "${STEPLADDER_HOME:-}" ]; then
    mkdir -p "$STEPLADDER_HOME"
    state=$(cd "$STEPLADDER_HOME" && pwd)/state
else
    state=${XDG_STATE_HOME:-$HOME/.local/state}/stepladder
fi
mkdir -p "$state/samples"
workspace=$(mktemp -d "$state/samples/$language-$(date -u +%Y%m%d-%H%M%S)-XXXX")
[ ! -d "$sample/workspace" ] || cp -R "$sample/workspace/." "$workspace"
git -C "$workspace" init -q -b main
if [ -n "$(git -C "$workspace" status --porcelain)" ]; then
    git -C "$workspace" add -A
    git -C "$workspace" -c user.name=Sample -c user.email=sample@localhost -c commit.gpgsign=false \
        commit -q -m "The sample's workspace"
fi

say "the bundled $language plan; the models' answers are scripted, the builds and tests are real"
before=$("$program" runs --json)
code=0
"$program" run "$sample/plan.json" --workspace "$workspace" --models "$sample/models.json" --no-ensemble --no-expert --no-human "$@" || code=$?
# 1 is what a run with a stub in it ends with; anything above is not an end that a sample could be scripted to.
[ "$code" -le 1 ] || stop "$code" "the run did not end (exit code $code); its workspace is $workspace"
/usr/bin/env python3 "$here/samplecheck.py" "$program" "$sample/expected.json" "$code" <<<"$before" >&2
say "its workspace is $workspace"
