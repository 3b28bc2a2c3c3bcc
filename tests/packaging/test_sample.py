# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""packaging/sample.sh with a program that only pretends, so that every ending can be tried."""
import json
import os
import pathlib
import subprocess

import pytest

PACKAGING = pathlib.Path(__file__).resolve().parents[2] / "packaging"

# Notes what it is asked; `run` ends with $FAKE_CODE and leaves one run in the list, unless told to leave none.
PROGRAM = """#!/bin/bash
printf '%s\\n' "$*" >>"$FAKE_LOG"
case $1 in
runs) cat "$FAKE_LOG.runs" ;;
run) echo "report: here"; [ -n "$FAKE_NO_RUN" ] || echo '{"id":"run-2"}' >>"$FAKE_LOG.runs"; exit "$FAKE_CODE" ;;
resume) echo '{"type":"run.ended"}'; echo "$FAKE_FINISHED"; exit "$FAKE_CODE" ;;
esac
"""


def finished(status="partial", **steps):
    return json.dumps({"type": "run.finished", "status": status, "steps": {"accepted": 4, "stubbed": 1, "skipped": 0} | steps,
                       "attempts": 17})


class House:
    def __init__(self, folder):
        self.folder = folder
        self.home = folder / "home"
        self.log = folder / "asked"
        (folder / "asked.runs").write_text('{"id":"run-1"}\n')
        self.program = folder / "stepladder"
        self.program.write_text(PROGRAM)
        self.program.chmod(0o755)
        self.tools = folder / "tools"
        self.tools.mkdir()
        for tool in ("bash", "env", "python3", "git", "date", "mktemp", "mkdir", "cp", "dirname", "cat"):
            (self.tools / tool).symlink_to(f"/usr/bin/{tool}")
        for language in ("csharp", "python"):
            self.add_sample(language)

    def add_sample(self, language):
        sample = self.folder / "samples" / language
        (sample / "workspace").mkdir(parents=True)
        (sample / "workspace" / "README.md").write_text("A sample.\n")
        for name in ("plan.json", "models.json", "answers.jsonl"):
            (sample / name).write_text("{}\n")
        (sample / "expected.json").write_text(json.dumps({"status": "partial", "steps": {"accepted": 4, "stubbed": 1}}))

    def with_dotnet(self):
        dotnet = self.tools / "dotnet"
        dotnet.write_text("#!/bin/bash\necho '10.0.100 [/usr/share]'\n")
        dotnet.chmod(0o755)

    def run(self, *arguments, code=1, end=finished(), **more):
        environment = {"PATH": str(self.tools), "HOME": str(self.folder), "STEPLADDER_HOME": str(self.home),
                       "STEPLADDER_SAMPLES": str(self.folder / "samples"), "FAKE_LOG": str(self.log),
                       "FAKE_CODE": str(code), "FAKE_FINISHED": end} | more
        return subprocess.run([PACKAGING / "sample.sh", self.program, *arguments], env=environment, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)

    def command(self):
        return next(line for line in self.log.read_text().splitlines() if line.startswith("run "))

    def workspace(self, language):
        return next((self.home / "state" / "samples").glob(f"{language}-*"))


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)


def test_ends_with_0_when_the_run_ended_as_scripted_stub_included(house):
    house.with_dotnet()
    result = house.run()
    assert result.returncode == 0, result.stderr
    assert "ended as scripted: partial (4 accepted, 1 stubbed)" in result.stderr
    assert "answers are scripted" in result.stderr
    assert result.stdout == "report: here\n"


def test_the_run_gets_the_sample_a_fresh_workspace_and_the_arguments(house):
    house.with_dotnet()
    house.run("--budget", "1 USD")
    workspace = house.workspace("csharp")
    sample = house.folder / "samples" / "csharp"
    assert house.command() == (f"run {sample}/plan.json --workspace {workspace} --models {sample}/models.json "
                               "--no-ensemble --no-expert --no-human --budget 1 USD")
    assert (workspace / "README.md").exists()
    log = subprocess.run(["git", "-C", workspace, "log", "--format=%s"], capture_output=True, text=True, check=True)
    assert log.stdout == "The sample's workspace\n"


def test_two_runs_have_two_workspaces(house):
    house.with_dotnet()
    house.run()
    house.run()
    assert len(list((house.home / "state" / "samples").iterdir())) == 2


def test_a_sample_without_workspace_begins_with_an_empty_repository(house):
    sample = house.folder / "samples" / "python" / "workspace"
    (sample / "README.md").unlink()
    sample.rmdir()
    assert house.run().returncode == 0
    assert [entry.name for entry in house.workspace("python").iterdir()] == [".git"]


def test_python_runs_instead_where_there_is_no_dotnet_and_says_so(house):
    result = house.run()
    assert result.returncode == 0, result.stderr
    assert "no .NET SDK on this machine" in result.stderr
    assert "/samples/python/plan.json" in house.command()


def test_a_dotnet_without_an_sdk_is_none(house):
    house.with_dotnet()
    (house.tools / "dotnet").write_text("#!/bin/bash\n")
    house.run()
    assert "/samples/python/plan.json" in house.command()


def test_without_stepladder_home_the_state_folder_is_used(house):
    result = house.run(STEPLADDER_HOME="")
    assert result.returncode == 0, result.stderr
    assert list((house.folder / ".local" / "state" / "stepladder" / "samples").glob("python-*"))


@pytest.mark.parametrize("code, end, said", [
    (0, finished("accepted"), "status: expected partial, found accepted"),
    (0, finished(), "exit code: expected 1, found 0"),
    (1, finished("failed"), "status: expected partial, found failed"),
    (1, finished(accepted=3, skipped=1), "steps skipped: expected 0, found 1"),
    (1, finished(accepted=3), "steps accepted: expected 4, found 3"),
])
def test_another_end_is_named(house, code, end, said):
    result = house.run(code=code, end=end)
    assert result.returncode == 1
    assert said in result.stderr
    assert "ended as scripted" not in result.stderr


@pytest.mark.parametrize("code", [2, 3, 4, 5])
def test_the_exit_code_of_a_run_that_did_not_end_is_passed_on(house, code):
    result = house.run(code=code)
    assert result.returncode == code
    assert f"exit code {code}" in result.stderr


def test_a_run_that_is_not_in_the_list_is_no_success(house):
    result = house.run(FAKE_NO_RUN="1")
    assert result.returncode == 1
    assert "expected one new run" in result.stderr


def test_a_sample_with_a_file_missing_is_named(house):
    (house.folder / "samples" / "python" / "answers.jsonl").unlink()
    result = house.run()
    assert result.returncode == 2
    assert "answers.jsonl is missing" in result.stderr


def test_a_program_that_is_not_built_is_named(house):
    house.program.unlink()
    result = house.run()
    assert result.returncode == 4
    assert "packaging/build.sh builds it" in result.stderr
