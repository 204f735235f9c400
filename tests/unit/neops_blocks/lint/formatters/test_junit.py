"""JUnit's XML."""

from __future__ import annotations

import dataclasses
from xml.etree import ElementTree

STEPS = """\
steps:
  - set: '{{ nope }}'
  - set: params.a
  - set: params.b  # neops: ignore[NB509] <text> & more
"""


def test_each_file_is_a_suite_and_each_finding_a_test(linted, report):
    files = linted(STEPS, "blocks/x.block.yaml", fail_level="error"), linted("steps: [{set: 1}]\n", "y.yaml")
    suites = ElementTree.fromstring(report("junit", *files).encode())
    assert suites.attrib == {"name": "neops-blocks lint", "tests": "4", "failures": "1", "skipped": "1"}
    bad, good = suites
    assert bad.attrib == {
        "name": "blocks/x.block.yaml", "tests": "3", "failures": "1", "errors": "0", "skipped": "1",
    }  # fmt: skip
    assert [(test.get("name"), test.get("line"), [part.tag for part in test]) for test in bad] == [
        ("NB504 unknown-name 7:14", "7", ["failure"]),
        ("NB509 no-braces 8:10", "8", ["system-out"]),
        ("NB509 no-braces 9:10", "9", ["skipped"]),
    ]
    assert bad[0][0].get("message") == "unknown name 'nope'"
    assert bad[2][0].get("message").endswith("(ignored: <text> & more)")
    assert [(test.get("name"), list(test)) for test in good] == [("lint", [])]


def test_what_xml_cannot_carry_is_replaced(linted, report):
    file = linted(STEPS, "\x00\udc80.yaml")
    hostile = dataclasses.replace(file.findings[0], message="\x1b]8;;<&>\"'\uffff")
    file = dataclasses.replace(file, findings=[hostile], failing=frozenset([hostile]), suppressed=[])
    (suite,) = ElementTree.fromstring(report("junit", file).encode())
    assert suite.get("name") == "\ufffd\ufffd.yaml"
    assert suite[0][0].get("message") == "\ufffd]8;;<&>\"'\ufffd"
