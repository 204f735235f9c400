"""The table of rules, the files of the rules, and that their examples are what they say."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path
from textwrap import indent

import pytest

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.lint import RULES, Configuration, Fixable, Project, lint
from neops_blocks.lint import rules as table
from neops_blocks.lint.explanations import as_data, as_markdown, as_text, facts
from neops_blocks.lint.rule import Rule

HEAD = "schema: function-block/v1\nname: example\npackage: fb.example.com\n"
KIND = "run_on: group\ntype: check\n"
STEPS = "steps:\n  - set: '{{{{ params }}}}'\n"
STEP = "  - id: show\n    command: show version\n    parse: lines\n"
PLACES = {
    "file": "{text}",
    "keys of a block": f"{HEAD}{KIND}{{text}}\n{STEPS}",
    "keys and steps": f"{HEAD}{KIND}{{text}}\n",
    "other keys and steps": f"{HEAD}type: check\n{{text}}\n",
    "other keys": f"{HEAD}type: check\n{{text}}\n{STEPS}",
    "head": f"name: example\npackage: fb.example.com\n{KIND}{{text}}\n{STEPS}",
    "steps": f"{HEAD}{KIND}{{parameters}}steps:\n{{twice}}",
    "later steps": f"{HEAD}{KIND}{{parameters}}steps:\n{STEP}{{twice}}",
    "keys of a step": f"{HEAD}{KIND}{{parameters}}steps:\n{STEP}{{four}}",
    "step": f"{HEAD}{KIND}{{parameters}}steps:\n{STEP}  - id: example\n{{four}}",
    "parameter": f"{HEAD}{KIND}parameters:\n  vlan: {{text}}\n{STEPS}",
    "parameters": f"{HEAD}{KIND}parameters:\n{{twice}}\n{STEPS}",
    "keys of a parameter": f"{HEAD}{KIND}parameters:\n  vlan:\n    type: string\n{{four}}\n{STEPS}",
}
"""Where an example may stand; what it uses is declared there."""
CHECKS = """
import asyncio, time
def classify(names): ...
def first(names, *, limit): ...
def risky(names): return eval(names)
async def slow(names): time.sleep(1)
async def hasty(names): asyncio.sleep(1)
"""
FILES = [
    ".".join(file.relative_to(Path(table.__file__).parent).with_suffix("").parts)
    for file in sorted(Path(table.__file__).parent.rglob("*.py"))
    if file.name != "__init__.py"
]
"""The modules below rules/, the packages left out."""
ALSO = {"NB505": ["NB304"], "NB511": ["NB304"], "NB901": ["NB509"], "NB904": ["NB504"]}
"""What comes with a fault: a misspelt parameter is not used, what is not ignored is told."""

NOT_SHOWN = {"NB108": "a megabyte", "NB112": "a character that no page can show", "NB116": "another one"}


def in_place(place, text):
    names = dict.fromkeys(re.findall(r"params\.(\w+)", text))
    parameters = "parameters:\n" + "".join(f"  {name}: integer\n" for name in names) if names else ""
    return PLACES[place].format(
        text=text, twice=indent(text, "  "), four=indent(text, "    "), parameters=parameters
    )


def test_every_code_has_exactly_one_rule():
    assert [rule.code for rule in RULES] == list(Code)


def test_codes_and_names_are_unique():
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert len({rule.summary for rule in RULES}) == len(RULES)
    assert all(
        re.fullmatch(r"NB\d{3}", rule.code) and re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name) for rule in RULES
    )


def rules_in(file):
    """The rules that a file defines; what several rules have in common has no code."""
    module = importlib.import_module(f"{table.__name__}.{file}")
    return [
        found
        for found in vars(module).values()
        if inspect.isclass(found) and found.__module__ == module.__name__ and "code" in vars(found)
    ]


def all_below(kind):
    return {kind}.union(*map(all_below, kind.__subclasses__()))


def test_a_file_has_one_rule_at_most():
    assert {
        file: names for file in FILES if len(names := [rule.__name__ for rule in rules_in(file)]) > 1
    } == {}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_stands_in_a_file_of_its_name_in_the_area_of_its_code(rule):
    kind = type(rule)
    area, file = kind.__module__.split(".")[-2:]
    assert file == rule.name.replace("-", "_")
    assert kind.__name__ == rule.name.title().replace("-", "")
    assert inspect.getdoc(inspect.getmodule(kind)).startswith(f"{rule.code} {rule.name}: ")
    assert rule in getattr(table, area).RULES
    assert {other.code[:3] for other in getattr(table, area).RULES} == {rule.code[:3]}


def test_every_rule_that_is_written_is_in_the_table():
    written = {rule for file in FILES for rule in rules_in(file)}
    assert written == {type(rule) for rule in RULES}
    assert {kind for kind in all_below(Rule) if "code" in vars(kind)} == written


def test_what_several_rules_of_an_area_share_says_its_subject():
    shared = [file for file in FILES if not rules_in(file)]
    assert all(importlib.import_module(f"{table.__name__}.{file}").__doc__ for file in shared)
    assert not {"utils", "common", "helpers", "base"} & {file.rpartition(".")[2] for file in shared}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_explains_itself(rule):
    for text in (rule.summary, rule.why, rule.remedy):
        assert text.endswith(".")
        assert text in as_text(rule)
        assert text in as_markdown(rule)
    assert rule.bad in as_text(rule).replace("\n    ", "\n")
    assert as_data(rule)["code"] == rule.code
    assert facts(rule).startswith(f"{rule.severity}, ")
    assert re.fullmatch(r"\d+\.\d+\.\d+", rule.since)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.code not in NOT_SHOWN], ids=lambda rule: rule.code
)
def test_the_wrong_example_has_its_fault_and_no_other_and_the_right_one_has_none(rule, tmp_path):
    (tmp_path / "checks.py").write_text(CHECKS)

    project = Project(tmp_path, Configuration(fail_level=Severity.INFO))

    def findings(text):
        return list(lint(text, tmp_path / "x.block.yaml", project))

    def codes(text):
        return {finding.code for finding in findings(text) if finding.severity is not Severity.INFO}

    for place in PLACES:
        wrong, right = in_place(place, rule.bad), in_place(place, rule.good)
        found = [finding for finding in findings(wrong) if finding.code == rule.code]
        if found and codes(wrong) <= {rule.code, *ALSO.get(rule.code, ())} and not codes(right):
            assert rule.code not in {finding.code for finding in findings(right)}
            assert {finding.severity for finding in found} == {rule.severity}
            fixes = {Fixable.SAFE if one.fix.safe else Fixable.UNSAFE for one in found if one.fix}
            assert fixes <= ({rule.fixable, Fixable.UNSAFE} if rule.fixable is not Fixable.NO else set())
            return
    pytest.fail(f"{rule.code}: in no place has the wrong example this fault only, and the right one none")
