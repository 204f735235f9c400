"""What is wrong with the keys and values of a block; the findings are made in neops_blocks.model."""

from __future__ import annotations

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule


class UnknownKey(Rule):
    """A key that the language does not have."""

    code = Code.UNKNOWN_KEY
    name = "unknown-key"
    summary = "The language has no such key here."
    why = "A misspelt key would silently do nothing."
    remedy = "Correct the spelling, or remove the key. Keys that begin with x- are yours."
    fixable = Fixable.UNSAFE
    bad = "- command: show version\n  timout: 30"
    good = "- command: show version\n  timeout: 30"


class MissingKey(Rule):
    """A key that has to be there."""

    code = Code.MISSING_KEY
    name = "missing-key"
    summary = "A key that is always needed is missing."
    why = "A block needs schema, name, package, run_on, type and steps; some parts have keys of their own."
    remedy = "Add the key."
    bad = "result:\n  data:\n    lines: {type: integer}"
    good = 'result:\n  data:\n    lines: {type: integer, value: "{{ hosts | length }}"}'


class WrongType(Rule):
    """A value of the wrong type."""

    code = Code.WRONG_TYPE
    name = "wrong-type"
    summary = "The value has the wrong type."
    why = "Nothing is converted: a number in quotes is text, and so are yes, no, on and off."
    remedy = "Write a value of the type that the message names."
    bad = 'timeout: "30"'
    good = "timeout: 30"


class WrongValue(Rule):
    """A value that is not possible."""

    code = Code.WRONG_VALUE
    name = "wrong-value"
    summary = "The value is not one of those possible here."
    why = "Only some values have a meaning here, and a guess could be the wrong one."
    remedy = "Take one of those that the message names."
    fixable = Fixable.UNSAFE
    bad = "run_on: devices"
    good = "run_on: device"


class StepKind(Rule):
    """A step that does nothing, or two things."""

    code = Code.STEP_KIND
    name = "step-kind"
    summary = "A step has exactly one key that says what it does."
    why = "Without a kind the step does nothing, and two kinds have no order."
    remedy = "Give it one kind; make two steps of two kinds."
    fixable = Fixable.UNSAFE
    bad = "- command: show version\n  set: 1"
    good = "- command: show version\n- set: 1"


class NotAvailable(Rule):
    """A part of the language to come."""

    code = Code.NOT_AVAILABLE
    name = "not-available"
    summary = "This part of the language does not exist in this version."
    why = "It is refused rather than ignored, because a block that does less than it says is dangerous."
    remedy = "Leave the part out, or wait for a version that has it."
    bad = "- wait: 5\n- command: show clock"
    good = "- command: show clock"


class SchemaVersion(Rule):
    """A version of the language that is not known."""

    code = Code.SCHEMA_VERSION
    name = "schema-version"
    summary = "The version of the language is not supported."
    why = "Another version may give the same keys another meaning."
    remedy = "Write `schema: function-block/v1`, which this version of neops-blocks reads."
    fixable = Fixable.UNSAFE
    bad = "schema: function-block/v7"
    good = "schema: function-block/v1"


class NumberForText(Rule):
    """A number where text is expected."""

    code = Code.NUMBER_FOR_TEXT
    name = "number-for-text"
    summary = "A number stands where text is expected."
    why = "1.10 is the number 1.1 to YAML, so numbers are never turned into text."
    remedy = "Quote it."
    fixable = Fixable.UNSAFE
    bad = "version: 1.10"
    good = "version: '1.10.0'"


class BadName(Rule):
    """A name with forbidden characters."""

    code = Code.BAD_NAME
    name = "bad-name"
    summary = "The name has characters that names may not have."
    why = "Names are used in expressions, where other characters would be operators."
    remedy = "Use lower-case letters, digits and _, beginning with a letter."
    bad = "- {id: show-version, command: show version}"
    good = "- {id: show_version, command: show version}"


class NoBlock(Rule):
    """A file without a block."""

    code = Code.NO_BLOCK
    name = "no-block"
    summary = "The document is not a function block."
    why = "Only documents that declare the version of the language are read as blocks."
    remedy = "Begin with `schema: function-block/v1`, or do not lint the file."
    bad = "hosts: all"
    good = (
        "schema: function-block/v1\nname: all_hosts\npackage: fb.example.com\nrun_on: group\ntype: none\n"
        "steps:\n  - command: show clock"
    )
