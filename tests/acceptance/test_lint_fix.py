"""`lint --fix`, `--unsafe-fixes` and `--diff` as their users see them."""

from __future__ import annotations

import subprocess
import sys

import pytest

TEXT = """\
# yaml-language-server: $schema=block.json
schema: function-block/v1
name: fixture
package: fb.example.com
run_on: device
type: none
steps:
  # the first
  - {id: a, set: {{ device.name }}}  # why

  - set: "{{ steps.a.vlaue }}"
"""
SAFE = TEXT.replace("{{ device.name }}", '"{{ device.name }}"')
UNSAFE = SAFE.replace("vlaue", "value")


def test_fix_mends_what_is_safe(cli, block):
    path = block("a.block.yaml", TEXT)
    done = cli("lint", "--fix", path, "--format", "concise")
    assert path.read_text() == SAFE
    assert done.code == 1
    *_, last = done.out.splitlines()
    assert last == "Found 2 errors (1 fixed, 1 remaining). [*] 1 fixable with --unsafe-fixes."
    assert "NB506" in done.out
    assert "NB102" not in done.out


def test_unsafe_fixes_mend_guesses_too(cli, block):
    path = block("a.block.yaml", TEXT)
    done = cli("lint", "--unsafe-fixes", path)
    assert path.read_text() == UNSAFE
    assert (done.code, done.out) == (0, "Found 2 errors (2 fixed, 0 remaining).\n")
    assert cli("lint", "--fix", "--unsafe-fixes", path).out == "Found nothing wrong in 1 file.\n"


def test_json_says_what_was_fixed(cli, block):
    done = cli("lint", "--fix", block("a.block.yaml", TEXT), "--format", "json")
    assert [(row["code"], row["line"], row["fixed"]) for row in done.json] == [
        ("NB102", 9, True),
        ("NB506", 11, False),
    ]


def test_diff_shows_and_writes_nothing(cli, block):
    path = block("a.block.yaml", TEXT)
    done = cli("lint", "--diff", "a.block.yaml")
    assert done.out == (
        "--- a.block.yaml\n+++ a.block.yaml\n@@ -6,6 +6,6 @@\n type: none\n steps:\n   # the first\n"
        "-  - {id: a, set: {{ device.name }}}  # why\n+  - {id: a, set: \"{{ device.name }}\"}  # why\n \n"
        '   - set: "{{ steps.a.vlaue }}"\n'
    )  # fmt: skip
    assert (done.code, done.err, path.read_text()) == (1, "Would fix: 1, in files: 1.\n", TEXT)
    path.write_text(UNSAFE)
    done = cli("lint", "--diff", "--unsafe-fixes", "a.block.yaml")
    assert (done.code, done.out, done.err) == (0, "", "Would fix: 0, in files: 0.\n")


@pytest.mark.parametrize("form", ["full", "json"])
def test_standard_input_is_fixed_on_its_way_to_standard_output(form, tmp_path):
    text = "\ufeff" + TEXT.replace("\n", "\r\n").rstrip()
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "neops_blocks.cli",
            "lint",
            "--unsafe-fixes",
            "--ignore",
            "NB116",
            "-",
            "--format",
            form,
        ],
        input=text.encode(),
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert done.stdout == ("\ufeff" + UNSAFE.replace("\n", "\r\n").rstrip()).encode()
    assert b"fixed" in done.stderr


def test_standard_input_that_is_no_utf_8_is_refused(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "neops_blocks.cli", "lint", "--fix", "-"],
        input=TEXT.encode() + b"# \xfc\n",
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")


def test_ends_of_lines_mode_and_link_stay(cli, tmp_path):
    real = tmp_path / "real" / "a.block.yaml"
    real.parent.mkdir()
    real.write_bytes(("\ufeff" + TEXT.replace("\n", "\r\n").rstrip()).encode())
    real.chmod(0o640)
    link = tmp_path / "b.block.yaml"
    link.symlink_to(real)
    cli("lint", "--fix", "--ignore", "NB116", link)
    assert real.read_bytes() == ("\ufeff" + SAFE.replace("\n", "\r\n").rstrip()).encode()
    assert (link.is_symlink(), real.stat().st_mode & 0o777) == (True, 0o640)
    assert [path.name for path in real.parent.iterdir()] == ["a.block.yaml"]


def test_a_difference_can_be_applied(cli, block, tmp_path):
    path = block("a.block.yaml", TEXT.rstrip())
    patch = cli("lint", "--diff", "--unsafe-fixes", "a.block.yaml").out
    subprocess.run(["git", "apply", "-p0", "-"], input=patch.encode(), cwd=tmp_path, check=True)
    assert path.read_text() == UNSAFE.rstrip()


def test_fixes_and_new_ignores_exclude_each_other(cli, block):
    done = cli("lint", "--fix", "--add-ignores", block("a.block.yaml", TEXT))
    assert done.code == 2
    assert "exclude each other" in done.err


def test_settings_and_comments_say_what_is_fixed(cli, block):
    path = block("a.block.yaml", TEXT)
    assert "(1 fixed" in cli("lint", "--unsafe-fixes", "--ignore", "NB506", path).out
    assert path.read_text() == SAFE


def test_a_forbidden_character_in_standard_input_is_mended(cli):
    block = "schema: function-block/v1\nname: x\npackage: p\nrun_on: device\ntype: facts\nsteps:\n  - {}\n"
    step = '{id: a, command: "show version", timeout: 5}'
    done = cli("lint", "-", "--unsafe-fixes", stdin=block.format(step.replace(" v", " \a v")))
    assert done.out == block.format(step.replace(" v", "  v"))
    assert done.code == 0


def test_standard_input_that_is_no_utf8_is_handed_on_by_nobody(tmp_path):
    command = [sys.executable, "-m", "neops_blocks.cli", "lint", "-", "--fix"]
    done = subprocess.run(command, input=b"name: caf\xe9\n", capture_output=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"standard input is not UTF-8 text, so nothing is fixed" in done.stderr
