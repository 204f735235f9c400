"""Numbers that no float can hold, and those that are none, at any key: findings, never exceptions."""

from __future__ import annotations

import itertools

import pytest

from neops_blocks.lint import lint

HEAD = "schema: function-block/v1\nname: x\npackage: p\nrun_on: device\ntype: none\n"
NUMBERS = ["9" * 400, "9" * 5000, "1e308", ".inf", ".nan", "0.1", "0"]
BOUNDS = ["minimum", "maximum", "exclusiveMaximum", "multipleOf", "const", "minLength", "maxItems"]
STEP_KEYS = [
    "timeout: X",
    "retry: {attempts: X}",
    "retry: {delay: X, backoff: X, within: X}",
    "when: X",
    "loop: [X]",
    "id: X",
]
BLOCK_KEYS = [
    "fan_out: {max_parallel: X, max_failures: X}",
    "connection: {port: X, timeout: {connect: X}}",
    "version: X",
]


@pytest.mark.parametrize("bound", BOUNDS)
def test_defaults_and_bounds_of_parameters(bound):
    for default, limit in itertools.product(NUMBERS, NUMBERS):
        parameter = f"parameters:\n  a: {{type: number, default: {default}, {bound}: {limit}}}\n"
        lint(f"{HEAD}{parameter}steps:\n  - set: '{{{{ params.a }}}}'\n", "x.block.yaml")


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:8])
def test_keys_of_steps_and_blocks(number):
    for key in STEP_KEYS:
        lint(f"{HEAD}steps:\n  - command: a\n    {key.replace('X', number)}\n", "x.block.yaml")
    for key in BLOCK_KEYS:
        lint(f"{HEAD}{key.replace('X', number)}\nsteps:\n  - command: a\n", "x.block.yaml")


@pytest.mark.parametrize("number", ["9" * 400, ".inf", ".nan"], ids=lambda number: number[:4])
def test_a_bound_that_is_no_number_of_json_is_wrong(number):
    text = f"{HEAD}parameters:\n  a: {{type: number, minimum: {number}}}\nsteps:\n  - set: '{{{{ params.a }}}}'\n"
    assert "NB203" in [finding.code for finding in lint(text, "x.block.yaml")]


def test_a_default_that_cannot_be_divided_is_wrong():
    text = f"{HEAD}parameters:\n  a: {{type: number, multipleOf: 0.1, default: {'9' * 400}}}\nsteps: [{{set: '{{{{ params.a }}}}'}}]\n"
    assert "NB301" in [finding.code for finding in lint(text, "x.block.yaml")]
