from __future__ import annotations

import pytest

from neops_dev_engine.workflows.merging import merged

CASES = [
    ("another key is kept", {"a": 1}, {"a": 1, "b": 2}, {"a": 1, "c": 3}, {"a": 1, "b": 2, "c": 3}),
    ("the later change of one key counts", {"a": 1}, {"a": 2}, {"a": 3}, {"a": 3}),
    ("a key left alone stays as it is now", {"a": 1}, {"a": 2}, {"a": 1, "b": 1}, {"a": 2, "b": 1}),
    ("a removed key goes", {"a": 1, "b": 1}, {"a": 1, "b": 1, "c": 1}, {"a": 1}, {"a": 1, "c": 1}),
    ("a key removed by another stays away", {"a": 1, "b": 1}, {"a": 1}, {"a": 2, "b": 1}, {"a": 2}),
    ("at any depth", {"x": {"a": 1}}, {"x": {"a": 1, "b": 2}}, {"x": {"a": 3}}, {"x": {"a": 3, "b": 2}}),
    ("a list counts as a whole", {"x": [1]}, {"x": [1, 2]}, {"x": [1, 3]}, {"x": [1, 3]}),
    ("the first objects of two jobs are one", None, {"a": 1}, {"b": 1}, {"a": 1, "b": 1}),
    ("an object where there is none", None, None, {"b": {"c": 1}}, {"b": {"c": 1}}),
    ("what is no object counts as a whole", "x", {"a": 1}, {"b": 1}, {"b": 1}),
]


@pytest.mark.parametrize(
    ("before", "now", "wanted", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_a_job_has_changed_counts_and_nothing_else(before, now, wanted, expected):
    assert merged(before, now, wanted) == expected
