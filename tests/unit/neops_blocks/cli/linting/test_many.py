"""Files are linted once, whoever does it, and found again as long as nothing they hang on has changed."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from neops_blocks.cli.linting import linter, many
from neops_blocks.cli.linting.cache import Cache
from neops_blocks.cli.linting.many import lint_files
from neops_blocks.cli.problems import Problem

BLOCK = """\
schema: function-block/v1
package: fb.example.com
name: {name}
run_on: device
type: facts
parameters:
  unused: {{type: string, description: nobody reads it, default: a}}
steps:
  - id: show
    command: show version
    timeout: 30
"""
CALL = (
    BLOCK
    + """\
  - id: call
    python: functions.py:check
"""
)
PARSE = (
    BLOCK
    + """\
    parse: {{textfsm: show.textfsm}}
"""
)


@pytest.fixture
def write(tmp_path, monkeypatch):
    """write("a", BLOCK) -> the path of a block named so, from the working directory."""
    monkeypatch.chdir(tmp_path)

    def written(name, text=BLOCK, file=None):
        path = Path(f"{file or name}.block.yaml")
        path.write_text(text.format(name=name))
        return path

    return written


@pytest.fixture
def linted(monkeypatch):
    """The files that were really linted, in this process."""
    seen = []
    answer = linter.Linter.answer

    def watched(self, file, data):
        seen.append(str(file))
        return answer(self, file, data)

    monkeypatch.setattr(linter.Linter, "answer", watched)
    return seen


def codes(found):
    return [[str(finding.code) for finding in file.findings] for file in found.files]


def test_a_file_is_linted_once(write, choice, cache, linted):
    files = [write("a"), write("b")]
    first = lint_files(files, choice(), cache)
    assert linted == ["a.block.yaml", "b.block.yaml"]
    assert lint_files(files, choice(), cache) == first
    assert linted == ["a.block.yaml", "b.block.yaml"]
    assert codes(first) == [["NB304"], ["NB304"]]


def test_only_what_changed_is_linted_again(write, choice, cache, linted):
    files = [write("a"), write("b")]
    lint_files(files, choice(), cache)
    write("b", BLOCK.replace("unused", "other"))
    lint_files(files, choice(), cache)
    assert linted[2:] == ["b.block.yaml"]


def test_without_a_cache_every_file_is(write, choice, linted):
    files = [write("a")]
    lint_files(files, choice(), None)
    lint_files(files, choice(), None)
    assert linted == ["a.block.yaml"] * 2


@pytest.mark.parametrize(
    ("text", "beside", "wrong", "right"),
    [
        (CALL, "functions.py", "other = 1\n", "def check():\n    return 1\n"),
        (PARSE, "show.textfsm", "Value X (\n", "Value VERSION (\\S+)\n\nStart\n  ^${VERSION} -> Record\n"),
    ],
    ids=["function", "template"],
)
def test_a_file_beside_counts_whatever_becomes_of_it(write, choice, cache, text, beside, wrong, right):
    files = [write("a", text)]
    there = Path(beside)

    def found():
        return set(codes(lint_files(files, choice(ignore=("NB304",)), cache))[0])

    assert found()
    there.write_text(right)
    assert not found()
    there.write_text(wrong)
    assert found()
    there.unlink()
    assert found()
    there.write_text(right)
    assert not found()


def test_the_choice_counts(write, choice, cache):
    files = [write("a")]
    assert codes(lint_files(files, choice(), cache)) == [["NB304"]]
    assert codes(lint_files(files, choice(ignore=("NB304",)), cache)) == [[]]
    assert codes(lint_files(files, choice(), cache)) == [["NB304"]]


def test_two_files_with_one_block_are_found_even_where_each_is_known(write, choice, cache):
    files = [write("a"), write("a", file="b")]
    lint_files(files[:1], choice(), cache)
    lint_files(files[1:], choice(), cache)
    for _ in range(2):
        assert codes(lint_files(files, choice(), cache)) == [["NB304"], ["NB801", "NB304"]]
    write("b")
    assert codes(lint_files(files, choice(), cache)) == [["NB304"], ["NB304"]]


def test_wrong_settings_are_told_although_all_is_known(write, choice, cache):
    files = [write("a")]
    lint_files(files, choice(), cache)
    Path("neops-blocks.toml").write_text("[lint]\nselct = []\n")
    with pytest.raises(Problem, match="selct"):
        lint_files(files, choice(), cache)


def test_a_wrong_choice_is_told_where_there_is_no_file(choice, cache):
    with pytest.raises(Problem, match="--select: there is no rule 'NB999'"):
        lint_files([], choice(select=("NB999",)), cache)


def test_nonsense_in_the_cache_is_no_answer(write, choice, tmp_path):
    class Nonsense(Cache):
        def find(self, keys):
            return dict.fromkeys(keys, b'{"findings": 5}')

    assert codes(lint_files([write("a")], choice(), Nonsense(tmp_path))) == [["NB304"]]


@pytest.fixture
def several(monkeypatch):
    """Two files are many."""
    monkeypatch.setattr(many, "MANY", 2)


def test_processes_find_the_same_in_the_same_order(write, choice, cache, several, linted):
    files = [write(f"b{number}") for number in range(40)]
    files += [write("b7", file="again")]
    shared = lint_files(files, choice(), cache, jobs=3)
    assert linted == ["again.block.yaml"]
    assert shared == lint_files(files, choice(), None, jobs=1)
    assert shared == lint_files(files, choice(), cache)


def test_a_process_that_is_killed_costs_time_only(write, choice, several, monkeypatch):
    files = [write(f"b{number}") for number in range(40)]
    here = os.getpid()
    answer = linter.Linter.answer

    def killed(self, file, data):
        if os.getpid() != here and file == files[20]:
            os.kill(os.getpid(), 9)
        return answer(self, file, data)

    monkeypatch.setattr(linter.Linter, "answer", killed)
    assert codes(lint_files(files, choice(), None, jobs=2)) == [["NB304"]] * 40


FUNCTIONS = (
    "def check():\n    return 1\n",
    "def check(limit):\n    return limit\n",
    "other = 1\n",
    "def (\n",
)
TEXTS = (BLOCK, CALL, BLOCK.replace("unused", "other"), PARSE, "schema: function-block/v1\nname: [\n", "")
SETTINGS = ('[lint]\nignore = ["NB304"]\n', '[lint]\nper-file-ignores = {"b1*" = ["NB3"]}\n', "[lint]\n")


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(200 if os.environ.get("NEOPS_SOAK") else 3))
def test_whatever_is_edited_the_cache_is_never_wrong(write, choice, cache, seed):
    random = Random(seed)
    for number in range(4):
        write(f"b{number}")
    for _ in range(25):
        name = f"b{random.randrange(4)}"
        match random.randrange(6):
            case 0 | 1:
                write(random.choice([name, name, "b0"]), random.choice(TEXTS), file=name)
            case 2:
                Path("functions.py").write_text(random.choice(FUNCTIONS))
            case 3:
                Path("functions.py").unlink(missing_ok=True)
            case 4:
                Path("neops-blocks.toml").write_text(random.choice(SETTINGS))
            case 5:
                Path("neops-blocks.toml").unlink(missing_ok=True)
        files = sorted(Path().glob("*.yaml"))
        assert lint_files(files, choice(), cache) == lint_files(files, choice(), None)
