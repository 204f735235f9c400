"""YAML means the same with the parser in C and with the pure one, which people without the C library have."""

from __future__ import annotations

import pytest

from neops_blocks.source import load
from neops_blocks.source.parsers import PARSER, PURE

ACCEPTED = {
    "a tab at the end": "a: b\t\n",
    "a tab behind a colon": "a:\tb\n",
    "a tab before a colon": "a\t: b\n",
    "a tab before a comment": "a: b\t# c\n",
    "tabs inside a text": "a: b\tc \td\n",
    "tabs at the begin of a line of a text": "a: b\n \tc\n",
    "tabs in brackets": "[a,\tb,\n\tc]\n",
    "a tab after an alias": "- &a b\n- *a\t\n",
    "a line separator in a text": "a: b\u2028 c\n",
    "two halves of a pair, escaped": 'a: "\\U0001f600"\n',
    "a colon inside brackets": "[a:b, c: d]\n",
}
REFUSED = {
    "a colon right before a brace": "{a:{}}\n",
    "half of a surrogate pair, escaped": 'a: "\\ud800"\n',
    "a comment at the sign of a block": "a: |# b\n  c\n",
    "a tab in the indentation of a block": "a: |\n \tb\n",
    "a tab before the first line of a block": "a: |\n\n\tb\n",
    "an unknown directive": "%Y\n--- a\n",
    "a tab behind a dash": "-\ta\n",
    "a tab that indents": "a:\n\tb: c\n",
}


def _read(text, parser):
    source = load(text, "f", parser=parser)
    return [document.plain() for document in source.documents], source.findings


@pytest.mark.parametrize("case", ACCEPTED)
def test_both_parsers_accept_and_mean_the_same(case):
    documents, findings = _read(ACCEPTED[case], PURE)
    assert findings == ()
    assert (documents, findings) == _read(ACCEPTED[case], PARSER)


@pytest.mark.parametrize("case", REFUSED)
def test_both_parsers_refuse_at_the_same_place(case):
    documents, findings = _read(REFUSED[case], PURE)
    assert [finding.code for finding in findings] == ["NB101"]
    assert (documents, findings) == _read(REFUSED[case], PARSER)
