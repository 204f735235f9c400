"""The examples for CI: their YAML is read, and their commands are run on the directory of examples."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
WRONG = "schema: function-block/v1\nname: x\npackage: p\nrun_on: device\ntype: none\nsteps: [{set: '{{ nope }}'}]\n"


def read(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.fixture
def project(tmp_path):
    """A working copy with the examples."""
    shutil.copytree(EXAMPLES, tmp_path / "blocks")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return tmp_path


@pytest.fixture
def shell(project):
    """shell(command) -> its exit code, output and errors, as a shell of CI runs it."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "HOME": str(project), "PYTHONPATH": str(ROOT / "engine")}

    def run(command):
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", command],
            cwd=project, env=env, capture_output=True, text=True, timeout=50, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout, done.stderr

    return run


def github_commands():
    steps = read(EXAMPLES / "ci/github-actions.yaml")["jobs"]["lint"]["steps"]
    return [step["run"] for step in steps if step.get("run", "").startswith("neops-blocks")]


def gitlab_commands():
    script = read(EXAMPLES / "ci/gitlab-ci.yaml")["lint-blocks"]["script"]
    return [line for line in script if line.startswith("neops-blocks")]


def test_the_workflow_passes_on_the_examples_and_writes_what_it_uploads(shell, project):
    assert [shell(command)[0] for command in github_commands()] == [0, 0]
    steps = read(EXAMPLES / "ci/github-actions.yaml")["jobs"]["lint"]["steps"]
    (upload,) = [step["with"] for step in steps if "upload-sarif" in step.get("uses", "")]
    assert json.loads((project / upload["sarif_file"]).read_text())["version"] == "2.1.0"


def test_the_workflow_fails_on_an_error_and_annotates_it(shell, project):
    (project / "blocks/wrong.block.yaml").write_text(WRONG)
    annotate, report = (shell(command) for command in github_commands())
    assert (annotate[0], report[0]) == (1, 1)
    (line,) = [line for line in annotate[1].splitlines() if line.startswith("::error")]
    assert "file=blocks/wrong.block.yaml,line=6," in line
    log = json.loads((project / "blocks.sarif").read_text())
    places = [result["locations"][0]["physicalLocation"] for result in log["runs"][0]["results"]]
    assert "blocks/wrong.block.yaml" in [place["artifactLocation"]["uri"] for place in places]


@pytest.mark.parametrize("wrong", [False, True], ids=["right", "wrong"])
def test_the_job_of_gitlab_reports_and_its_last_command_decides(shell, project, wrong):
    if wrong:
        (project / "blocks/wrong.block.yaml").write_text(WRONG)
    codes = [shell(command)[0] for command in gitlab_commands()]
    assert codes == [0, 0, int(wrong)]
    reports = read(EXAMPLES / "ci/gitlab-ci.yaml")["lint-blocks"]["artifacts"]["reports"]
    issues = json.loads((project / reports["codequality"]).read_text())
    assert ("blocks/wrong.block.yaml" in [issue["location"]["path"] for issue in issues]) is wrong
    tests = ElementTree.parse(project / reports["junit"]).getroot()
    assert int(tests.get("failures")) == int(wrong)


def run_pre_commit(shell, project, hooks):
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (project / ".pre-commit-config.yaml").write_text(json.dumps(config))
    code, out, err = shell("git add -A && pre-commit run --all-files")
    return code, out + err


HOOKS = {
    "published": lambda: read(ROOT / ".pre-commit-hooks.yaml"),
    "example": lambda: read(EXAMPLES / "ci/pre-commit-config.yaml")["repos"][0]["hooks"],
}


@pytest.mark.parametrize("hooks", HOOKS.values(), ids=HOOKS)
def test_the_hook_of_pre_commit_lints_blocks_and_nothing_else(shell, project, hooks):
    (hook,) = hooks()
    hook = {**hook, "language": "system", "require_serial": True, "additional_dependencies": []}
    (project / "other.yaml").write_text("not: a block\n")
    code, said = run_pre_commit(shell, project, [hook])
    assert code == 0, said
    assert "Passed" in said
    (project / "wrong.block.yaml").write_text(WRONG)
    code, said = run_pre_commit(shell, project, [hook])
    assert code == 1
    assert "NB504 unknown name 'nope'" in said


def test_the_hook_is_what_pre_commit_expects(shell):
    assert shell(f"pre-commit validate-manifest {ROOT / '.pre-commit-hooks.yaml'}")[0] == 0
    assert shell(f"pre-commit validate-config {EXAMPLES / 'ci/pre-commit-config.yaml'}")[0] == 0
