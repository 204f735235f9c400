"""Code Quality reports of GitLab."""

from __future__ import annotations

import dataclasses
import json

from neops_blocks.diagnostics import Severity

STEPS = "steps:\n  - set: params.a\n  - set: params.a\n  - set: '{{ nope }} {{ nope }}'\n"


def test_an_issue_has_what_gitlab_reads(linted, report):
    (issue,) = json.loads(report("gitlab", linted("steps: [{set: '{{ nope }}'}]\n", "blocks/x.block.yaml")))
    assert len(issue.pop("fingerprint")) == 64
    assert issue == {
        "description": "NB504 unknown name 'nope'",
        "check_name": "unknown-name",
        "severity": "major",
        "location": {"path": "blocks/x.block.yaml", "lines": {"begin": 6, "end": 6}},
    }


def test_severities_are_those_of_gitlab(linted, report):
    file = linted("steps: [{set: params.a}]\n")
    told = [dataclasses.replace(file.findings[0], severity=severity) for severity in Severity]
    issues = json.loads(report("gitlab", dataclasses.replace(file, findings=told)))
    assert [issue["severity"] for issue in issues] == ["major", "minor", "info"]


def fingerprints(text):
    return [issue["fingerprint"] for issue in json.loads(text)]


def test_fingerprints_are_unique_even_of_findings_that_look_alike(linted, report):
    found = fingerprints(report("gitlab", linted(STEPS), linted(STEPS, "y.block.yaml")))
    assert len(found) == len(set(found)) == 8


def test_fingerprints_survive_moved_lines_and_indentation(linted, report):
    before = fingerprints(report("gitlab", linted(STEPS)))
    moved = "# one\n\n" + STEPS.replace("  - ", "      - ").replace("steps:\n", "steps:\n      - set: 1\n")
    assert fingerprints(report("gitlab", linted(moved))) == before
    assert fingerprints(report("gitlab", linted(STEPS.replace("nope", "nope2")))) != before


def test_what_comments_ignore_is_no_issue(linted, report):
    assert json.loads(report("gitlab", linted("steps: [{set: params.a}]  # neops: ignore[NB509]\n"))) == []


def test_in_a_long_line_findings_have_fingerprints_of_their_own(linted, report):
    file = linted("steps:\n  - set: '" + "{{ x }} " * 2000 + "'\n")
    assert len({issue["fingerprint"] for issue in json.loads(report("gitlab", file))}) >= 2000
