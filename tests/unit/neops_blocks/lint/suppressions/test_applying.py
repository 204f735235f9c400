"""Which findings comments ignore, and what is said about the comments."""

from __future__ import annotations

import pytest

from neops_blocks.lint import lint, lint_source
from neops_blocks.lint.edits import edited
from neops_blocks.source import load

HEAD = "schema: function-block/v1\nname: x\npackage: p\nrun_on: device\ntype: none\n"


def linted(rest):
    return lint_source(load(HEAD + rest, "x.block.yaml"))


def codes(rest):
    return [str(finding.code) for finding in linted(rest).findings]


IGNORED = {
    "on its line": "steps:\n  - set: params.a  # neops: ignore[NB509] text\n",
    "by the beginning of its code": "steps:\n  - set: params.a  # neops: ignore[NB5]\n",
    "by the name of the rule": "steps:\n  - set: params.a  # neops: ignore[no-braces]\n",
    "among others": "steps:\n  - set: [params.a, params.b]  # neops: ignore[NB509]\n",
    "behind another comment": "steps:\n  - set: params.a  # see below # neops: ignore[NB509] text\n",
    "before the step": "steps:\n  # neops: ignore[NB509]\n  - id: a\n    set: params.a\n",
    "before the key": "steps:\n  - id: a\n    # neops: ignore[NB509]\n    set: params.a\n",
    "before all steps": "# neops: ignore[NB509]\nsteps:\n  - set: params.a\n  - set: params.b\n",
    "before the parameter": "parameters:\n  # neops: ignore[NB304] later\n  vlan: integer\nsteps: [{set: 1}]\n",
    "anywhere for the file": "steps:\n  - set: params.a\n# neops: ignore-file[NB509]\n",
    "at the head of a block": "steps:\n  - set: >-  # neops: ignore[NB509]\n      params.a\n",
    "behind a text of two lines": "steps:\n  - set: 'params.a\n\n      '  # neops: ignore[NB509]\n",
    "inside of brackets": "steps: [\n  # neops: ignore[NB509]\n  {set: params.a},\n  ]\n",
}


@pytest.mark.parametrize("rest", IGNORED.values(), ids=IGNORED)
def test_a_comment_ignores_what_it_is_about(rest):
    file = linted(rest)
    assert file.findings == []
    assert {one.finding.code for one in file.suppressed} <= {"NB509", "NB304"}
    assert len(file.suppressed) == rest.count("params.") + rest.count("vlan")


NOT_IGNORED = {
    "the line before": "steps:\n  - id: a  # neops: ignore[NB509]\n    set: params.a\n",
    "the step before": "steps:\n  # neops: ignore[NB509]\n  - set: 1\n  - set: params.a\n",
    "another code": "steps:\n  - set: params.a  # neops: ignore[NB304]\n",
    "inside of a text": "steps:\n  - set: params.a\n  - set: 'a # neops: ignore-file[NB509]'\n",
    "inside of a block": "steps:\n  - set: params.a\n  - set: |\n      # neops: ignore-file[NB509]\n",
}


@pytest.mark.parametrize("rest", NOT_IGNORED.values(), ids=NOT_IGNORED)
def test_a_comment_ignores_nothing_else(rest):
    assert "NB509" in codes(rest)


def test_the_reason_and_the_comment_are_kept():
    (one,) = linted("steps:\n  - set: params.a  # neops: ignore[NB509]  meant as text \n").suppressed
    assert (one.finding.code, one.reason) == ("NB509", "meant as text")
    assert (one.comment.start.line, one.comment.start.column) == (7, 20)


ABOUT_COMMENTS = [
    ("ignore", "NB901", 11, "the comment does not say which findings it ignores"),
    ("ignore NB509", "NB901", 11, "the comment does not say which findings it ignores"),
    ("ignore[]", "NB901", 11, "the comment does not say which findings it ignores"),
    ("ignore[ , ] text", "NB901", 11, "the comment does not say which findings it ignores"),
    ("ignore[NB509", "NB901", 11, "the comment does not say which findings it ignores"),
    ("ingore[NB509]", "NB901", 11, "the linter knows no comment 'ingore'"),
    ("disable[NB509]", "NB901", 11, "the linter knows no comment 'disable'"),
    ("ignore[NB590]", "NB902", 27, "no rule is called NB590"),
    ("ignore[nb999, no-brace]", "NB902", 27, "no rule is called nb999 and no-brace"),
    ("ignore[NB304]", "NB903", 27, "there is nothing to ignore for NB304"),
    ("ignore-file[NB3, NB4]", "NB903", 32, "there is nothing to ignore for NB3 and NB4"),
]


@pytest.mark.parametrize(("comment", "code", "column", "message"), ABOUT_COMMENTS)
def test_a_comment_that_ignores_nothing_is_a_warning(comment, code, column, message):
    (found,) = linted(f"steps:\n- set: 1  # neops: {comment}\n").findings
    assert (found.code, found.severity, found.message) == (code, "warning", message)
    assert (found.span.start.line, found.span.start.column) == (7, column)


@pytest.mark.parametrize(
    "comment", ["neops: see the manual", "neops: ignored by devices", "neops:", "neops is good"]
)
def test_other_comments_are_nobody_s_business(comment):
    assert codes(f"steps:\n- set: 1  # {comment}\n") == []


def test_what_was_meant_is_guessed():
    helps = [
        finding.help
        for comment in ("ingore[NB509]", "ignore[NB5009]", "ignore[no-brace]")
        for finding in linted(f"steps:\n- set: 1  # neops: {comment}\n").findings
    ]
    assert helps == [
        "write `# neops: ignore[CODE] reason`",
        "did you mean 'NB509'?",
        "did you mean 'no-braces'?",
    ]


def test_an_error_is_never_ignored():
    file = linted('steps:\n- set: "{{ nope }}"  # neops: ignore[NB504]\n')
    assert [str(finding.code) for finding in file.findings] == ["NB504", "NB904"]
    assert file.suppressed == []
    assert "NB504" in [
        found.code for found in lint(HEAD + "# neops: ignore-file[NB5]\nsteps:\n- set: '{{ nope }}'\n", "x")
    ]


def test_a_comment_with_warnings_and_errors_ignores_the_warnings_only():
    rest = 'steps:\n- set: ["{{ nope }}", params.a]  # neops: ignore[NB5]\n'
    assert codes(rest) == ["NB504"]


def test_in_a_file_that_was_not_wholly_looked_at_no_comment_is_called_unused():
    assert codes("steps:\n- set: 1  # neops: ignore[NB509]\n- sett: 1\n") == ["NB205"]


@pytest.mark.parametrize(
    ("written", "fixed"),
    [
        ("- set: 1  # neops: ignore[NB509]\n", "- set: 1\n"),
        ("- set: 1  # see # neops: ignore[NB509] text\n", "- set: 1  # see\n"),
        ("# neops: ignore[NB509]\n- set: 1\n", "- set: 1\n"),
        ("# why\n  # neops: ignore[NB509]\n- set: 1\n", "# why\n- set: 1\n"),
        ("- set: 1\n# neops: ignore[NB509]", "- set: 1\n"),
        (
            "- set: params.a  # neops:ignore[ NB999 ,NB509,  NB304] text\n",
            "- set: params.a  # neops:ignore[NB509] text\n",
        ),
        ("- set: '{{ x }}'  # neops: ignore[NB504]\n", "- set: '{{ x }}'\n"),
    ],
)
def test_the_fix_takes_out_what_ignores_nothing(written, fixed):
    text = f"{HEAD}steps:\n{written}"
    while fixes := [found.fix for found in lint(text, "x") if found.fix]:
        assert all(fix.safe for fix in fixes)
        text = edited(text, fixes[0].edits)
    assert text == f"{HEAD}steps:\n{fixed}"


def test_one_comment_can_be_about_each_document():
    block = HEAD + "steps:\n- set: params.a\n"
    text = f"# neops: ignore[NB509]\n---\n{block}---\nversion: 2.0.0\n{block}"
    assert [finding.span.start.line for finding in lint(text, "x")] == [18]


def test_thousands_of_comments_take_no_time():
    text = HEAD + "steps:\n" + "# neops: ignore[NB304, NB999]\n" * 5000 + "- set: 1\n"
    assert len(lint(text, "x")) == 10_000


def test_of_thousands_of_wrong_comments_the_first_are_guessed():
    found = linted(
        "steps: []\n" + "".join(f"# neops: ignore[NB5{number}00]\n" for number in range(300))
    ).findings
    helps = [finding.help for finding in found if finding.code == "NB902"]
    assert len(helps) == 300
    assert helps[0].startswith("did you mean 'NB5")
    assert helps[-1] == "`neops-blocks rule --all` lists the rules"


def test_a_comment_between_texts_of_several_lines_is_about_both():
    text = 'steps:\n  - set: "a\n      {{ x }}"  # neops: ignore[NB903] why\n  - set: params.a\n'
    assert "NB903" in codes(text)


def test_of_two_comments_about_the_same_findings_the_first_ignores_them():
    text = "# neops: ignore-file[NB509] first\nsteps:\n  - set: [params.a, params.b]  # neops: ignore[NB509, NB114] second\n"
    assert [(found.finding.code, found.reason) for found in linted(text).suppressed] == [
        ("NB509", "first")
    ] * 2
