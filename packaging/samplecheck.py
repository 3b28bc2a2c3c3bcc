# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says whether the run of the sample that has just ended did so as it was scripted to.

samplecheck.py PROGRAM EXPECTED.json EXITCODE < what `PROGRAM runs --json` printed before the run
"""
import json
import subprocess
import sys


def ids(lines):
    return [json.loads(line)["id"] for line in lines.splitlines() if line.strip()]


def ask(*command):
    """The output of the program; its exit code says how the run ended, not whether the question was answered."""
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False, text=True).stdout


def differences(expected, finished, code):
    found = []
    if finished.get("status") != expected["status"]:
        found.append(f"status: expected {expected['status']}, found {finished.get('status')}")
    wanted = 0 if expected["status"] == "accepted" else 1
    if code != wanted:
        found.append(f"exit code: expected {wanted}, found {code}")
    counts = finished.get("steps", {})
    for name in sorted(set(expected["steps"]) | set(counts)):
        want, have = expected["steps"].get(name, 0), counts.get(name, 0)
        if want != have:
            found.append(f"steps {name}: expected {want}, found {have}")
    if "attempts" in expected and finished.get("attempts") != expected["attempts"]:
        found.append(f"attempts: expected {expected['attempts']}, found {finished.get('attempts')}")
    return found


def main():
    program, path, code = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with open(path, encoding="utf-8") as file:
        expected = json.load(file)
    before = set(ids(sys.stdin.read()))
    new = [run for run in ids(ask(program, "runs", "--json")) if run not in before]
    if len(new) != 1:
        print(f"sample: expected one new run in `stepladder runs`, found {len(new)}")
        return 1
    # Of an ended run, resume runs nothing and prints its last line.
    lines = ask(program, "resume", new[0], "--json").strip().splitlines()
    if not lines:
        print(f"sample: `stepladder resume {new[0]} --json` printed nothing")
        return 1
    found = differences(expected, json.loads(lines[-1]), code)
    for line in found:
        print(f"sample: {line}")
    if found:
        return 1
    steps = ", ".join(f"{count} {name}" for name, count in expected["steps"].items() if count)
    print(f"sample: ended as scripted: {expected['status']} ({steps})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
