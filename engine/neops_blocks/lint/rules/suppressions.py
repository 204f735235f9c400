"""Comments that ignore findings; the findings about them are made in neops_blocks.lint.suppressions."""

from __future__ import annotations

from typing import ClassVar

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.lint.rule import Fixable, Rule

_BAD_STEP = "- set: steps.show.output  # neops: "


class SuppressionRule(Rule):
    """A rule about comments that begin with `# neops: ignore`."""

    severity: ClassVar[Severity] = Severity.WARNING


class BadSuppression(SuppressionRule):
    """A comment that is meant for the linter, and cannot be read."""

    code = Code.BAD_SUPPRESSION
    name = "bad-suppression"
    summary = "A comment that is to ignore findings does not say which."
    why = "It ignores nothing. One that ignored everything would hide mistakes that are made later."
    remedy = "Write `# neops: ignore[CODE] reason`, or `# neops: ignore-file[CODE] reason`."
    bad = f"{_BAD_STEP}ignore"
    good = f"{_BAD_STEP}ignore[NB509] meant as text"


class UnknownSuppression(SuppressionRule):
    """A comment with a code that no rule has."""

    code = Code.UNKNOWN_SUPPRESSION
    name = "unknown-suppression"
    summary = "A comment ignores a code that no rule has."
    why = "It ignores nothing: the code is misspelt, or belongs to another version."
    remedy = "Correct the code, or remove it."
    fixable = Fixable.SAFE
    bad = f"{_BAD_STEP}ignore[NB590, NB509]"
    good = f"{_BAD_STEP}ignore[NB509]"


class UnusedSuppression(SuppressionRule):
    """A comment that ignores nothing."""

    code = Code.UNUSED_SUPPRESSION
    name = "unused-suppression"
    summary = "A comment ignores a finding that is not there."
    why = "What it was written for is gone, and it would hide the next mistake of that kind."
    remedy = "Remove the code, or the whole comment."
    fixable = Fixable.SAFE
    bad = '- set: "{{ steps.show.output }}"  # neops: ignore[NB509]'
    good = '- set: "{{ steps.show.output }}"'


class SuppressedError(SuppressionRule):
    """A comment that is to ignore an error."""

    code = Code.SUPPRESSED_ERROR
    name = "suppressed-error"
    summary = "A comment is to ignore an error, which is never ignored."
    why = "A block with an error does not run, whatever a comment says; only warnings and notes are ignored."
    remedy = "Correct the error, and remove the comment."
    fixable = Fixable.SAFE
    bad = '- set: "{{ stepz.show.output }}"  # neops: ignore[NB504]'
    good = '- set: "{{ steps.show.output }}"'
