"""Whole files: what is fine, and what is found where."""

from __future__ import annotations

import time

import pytest

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.lint import RULES, Configuration, Project, lint

GOOD = ["device", "everything", "global", "interface_errors", "suppressions", "without_targets"]
BAD = {
    "aliases": [
        ("NB107", 5, 43, 45),
    ],
    "attributes": [
        ("NB401", 11, 56, 61),
        ("NB506", 14, 53, 59),
        ("NB506", 15, 57, 62),
    ],
    "calls": [
        ("NB705", 8, 13, 30),
        ("NB705", 8, 13, 30),
        ("NB705", 8, 13, 30),
        ("NB705", 8, 13, 30),
        ("NB705", 8, 13, 30),
        ("NB705", 8, 13, 30),
        ("NB705", 8, 13, 30),
        ("NB706", 11, 13, 30),
        ("NB706", 11, 13, 30),
        ("NB707", 11, 13, 30),
        ("NB707", 11, 13, 30),
    ],
    "characters": [
        ("NB116", 1, 1, 1),
        ("NB116", 6, 21, 22),
        ("NB116", 11, 14, 15),
        ("NB116", 13, 8, 9),
    ],
    "commands": [
        ("NB408", 9, 15, 21),
        ("NB409", 9, 15, 21),
        ("NB409", 10, 14, 28),
        ("NB409", 11, 14, 23),
        ("NB409", 13, 14, 25),
        ("NB410", 13, 14, 25),
        ("NB409", 17, 24, 46),
        ("NB410", 17, 24, 46),
        ("NB409", 18, 14, 39),
        ("NB409", 20, 14, 27),
    ],
    "conditions": [
        ("NB413", 8, 10, 14),
        ("NB413", 12, 11, 36),
        ("NB413", 14, 11, 16),
        ("NB413", 16, 11, 29),
        ("NB510", 16, 12, 28),
        ("NB413", 17, 33, 41),
        ("NB511", 18, 42, 44),
        ("NB510", 19, 12, 31),
        ("NB511", 20, 27, 29),
        ("NB510", 22, 16, 58),
        ("NB511", 23, 36, 38),
    ],
    "control": [
        ("NB112", 2, 10, 11),
    ],
    "devices": [
        ("NB404", 7, 22, 30),
        ("NB407", 10, 5, 12),
        ("NB405", 11, 12, 18),
        ("NB403", 13, 7, 10),
        ("NB504", 14, 26, 27),
        ("NB210", 16, 9, 13),
        ("NB504", 18, 14, 17),
        ("NB211", 19, 27, 33),
    ],
    "duplicates": [
        ("NB801", 10, 7, 14),
    ],
    "empty": [
        ("NB212", 1, 1, 1),
    ],
    "expressions": [
        ("NB502", 10, 34, 40),
        ("NB502", 10, 51, 59),
        ("NB503", 11, 32, 38),
        ("NB504", 14, 36, 43),
        ("NB504", 15, 22, 26),
    ],
    "guesses": [
        ("NB403", 11, 7, 10),
        ("NB802", 14, 21, 33),
        ("NB701", 22, 13, 31),
    ],
    "lists": [
        ("NB506", 11, 45, 52),
        ("NB506", 14, 32, 39),
        ("NB506", 14, 64, 70),
        ("NB506", 14, 98, 105),
        ("NB506", 15, 33, 39),
        ("NB506", 15, 66, 71),
        ("NB506", 15, 91, 97),
        ("NB413", 17, 41, 52),
        ("NB413", 18, 57, 69),
    ],
    "more_calls": [
        ("NB705", 8, 13, 42),
        ("NB705", 8, 13, 42),
        ("NB705", 9, 13, 36),
        ("NB705", 9, 13, 36),
        ("NB705", 9, 13, 36),
        ("NB705", 9, 13, 36),
        ("NB705", 10, 13, 34),
        ("NB705", 10, 13, 34),
        ("NB707", 11, 13, 33),
        ("NB707", 11, 13, 33),
        ("NB702", 13, 21, 41),
        ("NB704", 14, 31, 35),
    ],
    "more_expressions": [
        ("NB513", 9, 34, 53),
        ("NB513", 13, 11, 41),
        ("NB414", 14, 14, 40),
        ("NB514", 15, 26, 30),
        ("NB414", 17, 22, 24),
        ("NB514", 17, 33, 38),
        ("NB414", 18, 14, 34),
        ("NB513", 21, 24, 44),
        ("NB513", 22, 11, 30),
        ("NB513", 22, 34, 53),
        ("NB514", 23, 31, 33),
        ("NB514", 23, 53, 61),
        ("NB515", 24, 62, 68),
        ("NB513", 26, 20, 45),
        ("NB514", 28, 46, 58),
        ("NB514", 29, 78, 81),
        ("NB514", 30, 92, 94),
        ("NB514", 31, 82, 85),
        ("NB514", 33, 35, 38),
        ("NB513", 35, 31, 50),
    ],
    "more_parameters": [
        ("NB303", 8, 31, 32),
        ("NB303", 9, 39, 40),
        ("NB303", 10, 40, 41),
        ("NB303", 11, 62, 63),
        ("NB301", 12, 30, 35),
        ("NB301", 13, 31, 33),
        ("NB114", 14, 28, 31),
        ("NB114", 14, 33, 38),
        ("NB302", 15, 39, 42),
        ("NB305", 16, 3, 13),
        ("NB305", 17, 3, 10),
        ("NB306", 17, 27, 34),
        ("NB303", 18, 28, 40),
    ],
    "nesting": [
        ("NB106", 2, 69, 70),
    ],
    "no_block": [
        ("NB212", 1, 1, 6),
        ("NB207", 3, 9, 26),
        ("NB212", 5, 1, 4),
    ],
    "notes": [
        ("NB803", 2, 1, 5),
        ("NB412", 4, 1, 7),
        ("NB307", 7, 14, 18),
        ("NB411", 9, 5, 12),
        ("NB411", 10, 5, 11),
        ("NB603", 15, 17, 18),
    ],
    "once": [
        ("NB406", 9, 5, 9),
    ],
    "parameters": [
        ("NB303", 8, 31, 33),
        ("NB302", 9, 30, 36),
        ("NB301", 10, 43, 44),
        ("NB303", 11, 53, 54),
        ("NB301", 11, 80, 83),
        ("NB306", 12, 42, 49),
        ("NB305", 13, 3, 12),
        ("NB304", 14, 3, 9),
        ("NB301", 14, 46, 47),
        ("NB508", 21, 21, 36),
    ],
    "python_steps": [
        ("NB701", 8, 13, 32),
        ("NB702", 9, 13, 30),
        ("NB703", 10, 13, 37),
        ("NB701", 11, 13, 31),
        ("NB704", 12, 13, 31),
        ("NB704", 13, 24, 28),
    ],
    "references": [
        ("NB505", 10, 38, 42),
        ("NB401", 11, 20, 24),
        ("NB402", 12, 20, 25),
        ("NB506", 13, 25, 30),
        ("NB402", 15, 20, 25),
        ("NB504", 18, 24, 28),
        ("NB504", 18, 35, 39),
        ("NB504", 19, 32, 39),
        ("NB506", 20, 38, 44),
        ("NB504", 22, 26, 30),
        ("NB507", 23, 15, 19),
        ("NB506", 25, 26, 32),
    ],
    "results": [
        ("NB512", 9, 41, 49),
        ("NB512", 13, 30, 39),
        ("NB512", 14, 20, 24),
        ("NB604", 19, 12, 33),
        ("NB602", 21, 15, 22),
        ("NB602", 22, 15, 21),
        ("NB602", 24, 15, 32),
        ("NB602", 25, 15, 22),
        ("NB602", 28, 15, 21),
    ],
    "scalars": [
        ("NB114", 8, 31, 34),
        ("NB114", 8, 36, 38),
        ("NB114", 10, 11, 15),
        ("NB114", 10, 17, 25),
        ("NB114", 10, 27, 44),
        ("NB114", 10, 46, 51),
        ("NB114", 10, 53, 63),
        ("NB114", 10, 65, 70),
        ("NB115", 12, 40, 42),
        ("NB115", 15, 36, 39),
        ("NB115", 17, 21, 25),
    ],
    "scopes": [
        ("NB507", 8, 10, 15),
        ("NB507", 12, 14, 19),
        ("NB507", 13, 14, 21),
        ("NB507", 16, 20, 24),
        ("NB507", 16, 38, 44),
        ("NB507", 17, 35, 44),
        ("NB507", 19, 22, 26),
        ("NB507", 20, 12, 18),
        ("NB507", 22, 20, 24),
        ("NB601", 24, 5, 11),
    ],
    "structure": [
        ("NB202", 1, 1, 7),
        ("NB202", 1, 1, 7),
        ("NB201", 2, 1, 4),
        ("NB208", 3, 10, 14),
        ("NB204", 4, 9, 16),
        ("NB203", 6, 7, 12),
        ("NB201", 8, 1, 10),
        ("NB209", 10, 3, 11),
        ("NB204", 11, 13, 19),
        ("NB203", 11, 30, 33),
        ("NB201", 12, 7, 11),
        ("NB203", 13, 6, 7),
        ("NB201", 14, 38, 41),
        ("NB204", 15, 25, 26),
        ("NB203", 15, 42, 46),
        ("NB206", 15, 48, 55),
        ("NB206", 16, 1, 9),
        ("NB205", 19, 5, 11),
        ("NB205", 22, 5, 8),
        ("NB206", 23, 5, 14),
        ("NB208", 25, 14, 15),
        ("NB208", 26, 15, 16),
        ("NB203", 28, 14, 17),
        ("NB201", 29, 5, 11),
        ("NB204", 30, 23, 24),
        ("NB201", 30, 26, 30),
        ("NB201", 32, 13, 19),
        ("NB203", 32, 33, 35),
        ("NB203", 33, 13, 14),
        ("NB201", 34, 15, 18),
        ("NB203", 35, 5, 8),
        ("NB205", 36, 5, 9),
        ("NB208", 38, 12, 13),
        ("NB202", 40, 8, 23),
        ("NB209", 42, 5, 6),
    ],
    "suppressions": [
        ("NB901", 7, 13, 28),
        ("NB901", 8, 13, 35),
        ("NB902", 9, 29, 35),
        ("NB903", 10, 29, 34),
        ("NB504", 11, 14, 18),
        ("NB904", 11, 40, 45),
    ],
    "syntax": [
        ("NB101", 2, 14, 27),
    ],
    "tabs": [
        ("NB101", 8, 1, 2),
    ],
    "templates": [
        ("NB501", 8, 16, 17),
        ("NB509", 9, 10, 27),
    ],
    "tests": [
        ("NB802", 18, 9, 21),
        ("NB802", 19, 13, 23),
    ],
    "values": [
        ("NB110", 8, 3, 5),
        ("NB113", 9, 9, 18),
    ],
    "variations": [
        ("NB306", 10, 24, 29),
        ("NB413", 12, 10, 34),
        ("NB408", 16, 26, 44),
        ("NB410", 16, 46, 52),
        ("NB408", 19, 22, 41),
        ("NB413", 19, 49, 89),
        ("NB410", 20, 24, 45),
        ("NB413", 20, 53, 57),
        ("NB506", 21, 25, 31),
        ("NB413", 22, 11, 46),
        ("NB506", 25, 38, 44),
        ("NB506", 26, 25, 31),
        ("NB506", 26, 49, 55),
        ("NB510", 27, 26, 45),
        ("NB405", 30, 32, 44),
        ("NB405", 32, 27, 30),
        ("NB413", 34, 16, 41),
        ("NB508", 34, 56, 62),
        ("NB413", 35, 11, 13),
        ("NB510", 36, 36, 53),
        ("NB413", 37, 11, 52),
        ("NB602", 40, 15, 21),
        ("NB602", 41, 44, 47),
        ("NB602", 42, 15, 22),
        ("NB602", 43, 15, 20),
    ],
    "yaml": [
        ("NB103", 3, 1, 5),
        ("NB102", 8, 14, 34),
        ("NB505", 8, 24, 31),
        ("NB105", 9, 14, 20),
        ("NB104", 10, 14, 19),
        ("NB109", 11, 14, 19),
        ("NB111", 12, 5, 7),
    ],
}
NOTES = {"notes"}
"""Fixtures about what is told only if it is asked for."""


@pytest.mark.parametrize("name", GOOD)
def test_a_good_block_has_no_finding(name, fixtures):
    path = fixtures / "good" / f"{name}.block.yaml"
    assert [str(finding) for finding in lint(path.read_text(), path)] == []


@pytest.mark.parametrize("name", BAD)
def test_a_bad_block_has_each_finding_at_its_place(name, fixtures):
    path = fixtures / "bad" / f"{name}.block.yaml"
    level = Severity.INFO if name in NOTES else Severity.WARNING
    project = Project(path.parent, Configuration(fail_level=level))
    found = [
        (str(finding.code), finding.span.start.line, finding.span.start.column, finding.span.end.column)
        for finding in lint(path.read_text(), path, project)
    ]
    assert found == BAD[name]


def test_every_fixture_is_tested(fixtures):
    near_misses = [rule.name for rule in RULES]
    for kind, names in (("good", [*GOOD, *near_misses]), ("bad", list(BAD))):
        files = {path.name for path in (fixtures / kind).glob("*.yaml")}
        assert files == {f"{name}.block.yaml" for name in names}


TOO_LARGE = "NB108"
"""A file of a megabyte is made by the tests of the reader."""


def test_every_rule_has_a_bad_fixture():
    found = {code for places in BAD.values() for code, *_ in places}
    assert sorted(set(Code) - found) == [TOO_LARGE]


HELP = [
    ("references", 10, "did you mean 'vlan'?"),
    ("references", 11, "did you mean 'show'?"),
    ("references", 20, "did you mean 'output'?"),
    ("structure", 2, "did you mean 'name'?"),
    ("structure", 3, "quote it: '1.10'"),
    ("structure", 19, "did you mean 'command'?"),
    ("devices", 7, "did you mean 'netmiko'?"),
    ("devices", 13, "did you mean 'eos'?"),
    ("python_steps", 9, "did you mean 'classify'?"),
    ("no_block", 3, "did you mean 'function-block/v1'?"),
]


@pytest.mark.parametrize(("name", "line", "help_"), HELP, ids=[f"{h[0]}:{h[1]}" for h in HELP])
def test_a_finding_says_what_was_meant(name, line, help_, fixtures):
    path = fixtures / "bad" / f"{name}.block.yaml"
    found = [finding.help for finding in lint(path.read_text(), path) if finding.span.start.line == line]
    assert help_ in found


def test_a_finding_knows_its_place_in_the_document(fixtures):
    path = fixtures / "bad" / "references.block.yaml"
    paths = [finding.path for finding in lint(path.read_text(), path)]
    assert paths[0] == "steps[0].command"
    assert "steps[6].retry.until" in paths


def test_a_duplicate_id_points_at_the_first(fixtures):
    path = fixtures / "bad" / "devices.block.yaml"
    (found,) = [finding for finding in lint(path.read_text(), path) if finding.code == "NB210"]
    assert [(related.span.start.line, related.message) for related in found.related] == [
        (9, "first used here")
    ]


@pytest.mark.parametrize("text", ["[" * 50_000, "a: &a [x]\n" + "b: [" + "*a, " * 50_000 + "]"])
def test_a_bomb_is_refused_at_once(text):
    started = time.process_time()
    (finding,) = lint(text, "bomb.yaml")
    assert time.process_time() - started < 1
    assert finding.severity == "error"
