"""Commands of GitHub Actions."""

from __future__ import annotations

import dataclasses

from neops_blocks.diagnostics import Severity


def commands(text):
    return [line for line in text.splitlines() if line.startswith("::")]


def test_a_finding_is_a_command_with_its_place(linted, report):
    text = report("github", linted("steps: [{set: '{{ nope }}'}]\n", "blocks/x.block.yaml"))
    assert text.splitlines() == [
        (
            "::error title=NB504 unknown-name,file=blocks/x.block.yaml,line=6,endLine=6,col=19,endColumn=23"
            "::unknown name 'nope'%0Ahelp: names here: device, params, steps"
        ),
        "Found 1 error.",
    ]


def test_the_worst_come_first_whatever_their_file_because_ten_of_a_kind_are_shown(linted, report):
    warnings = linted("steps:\n" + "  - set: params.a\n" * 12)
    errors = linted("steps: [{set: '{{ nope }}'}]\n", "y.block.yaml")
    note = dataclasses.replace(warnings.findings[0], severity=Severity.INFO)
    shown = commands(report("github", dataclasses.replace(warnings, findings=[note]), warnings, errors))
    assert [line.partition(" ")[0] for line in shown] == ["::error", *["::warning"] * 12, "::notice"]


def test_what_would_end_a_value_or_a_command_is_escaped(linted, report):
    file = linted("steps: [{set: '{{ nope }}'}]\n", "a,b:c%d\n.yaml")
    (found,) = file.findings
    hostile = dataclasses.replace(found, message="100%\r\n::set-output name=a::b", help=None)
    (line,) = commands(report("github", dataclasses.replace(file, findings=[hostile])))
    assert "file=a%2Cb%3Ac%25d%0A.yaml," in line
    assert line.endswith("::100%25%0D%0A::set-output name=a::b")


def test_columns_are_told_for_one_line_only(linted, report):
    file = linted("steps: [{set: '{{ nope }}'}]\n")
    (found,) = file.findings
    end = dataclasses.replace(found.span.end, line=found.span.end.line + 1)
    long = dataclasses.replace(found, span=dataclasses.replace(found.span, end=end))
    (line,) = commands(report("github", dataclasses.replace(file, findings=[long])))
    assert "line=6,endLine=7::" in line
