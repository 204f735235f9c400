"""Takes the findings out that comments ignore, and finds what is wrong with the comments."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Fix, Severity
from neops_blocks.lint.rules.suppressions.bad_suppression import BadSuppression
from neops_blocks.lint.rules.suppressions.suppressed_error import SuppressedError
from neops_blocks.lint.rules.suppressions.unknown_suppression import UnknownSuppression
from neops_blocks.lint.rules.suppressions.unused_suppression import UnusedSuppression
from neops_blocks.lint.selectors import codes_of, nearest
from neops_blocks.lint.suppressions.reading import Directive, Misread, directives
from neops_blocks.lint.suppressions.suppressed import Suppressed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neops_blocks.diagnostics import Finding, Span
    from neops_blocks.lint.rules.suppressions.suppression_rule import SuppressionRule
    from neops_blocks.source import Text

_GUESSED = 100
"""Comments with something wrong, for which it is guessed what was meant; of more nobody reads."""


def applied(
    findings: Sequence[Finding], lines: Text, *, complete: bool
) -> tuple[list[Finding], list[Suppressed]]:
    """The findings that are left, with those about the comments; and the ignored ones.

    Errors are never ignored: the block would not run all the same. What ignores nothing is only told where
    `complete`: every rule has seen all of the file.
    """
    ordered = sorted(findings, key=_offset)
    ignored: dict[Finding, Suppressed] = {}
    about: list[Finding] = []
    for directive in directives(lines):
        if isinstance(directive, Misread):
            rule = BadSuppression()
            about.append(
                rule.finding(directive.message, directive.span, (), help=directive.help, fix=directive.fix)
            )
            continue
        reached = _reached(directive, ordered)
        for finding in reached:
            if finding.severity is not Severity.ERROR and any(
                finding.code in codes_of(code) for code, _ in directive.codes
            ):
                ignored.setdefault(finding, Suppressed(finding, directive.reason, directive.span))
        about += _problems(directive, reached, complete, guess=len(about) < _GUESSED)
    return [*(finding for finding in findings if finding not in ignored), *about], list(ignored.values())


def _offset(finding: Finding) -> int:
    return finding.span.start.offset


def _reached(directive: Directive, ordered: list[Finding]) -> list[Finding]:
    start, end = directive.about
    return ordered[bisect_left(ordered, start, key=_offset) : bisect_right(ordered, end, key=_offset)]


def _problems(
    directive: Directive, reached: list[Finding], complete: bool, *, guess: bool
) -> Iterator[Finding]:
    """At most one finding of each kind about a comment: its fix takes out all codes of that kind."""
    kinds: dict[type[SuppressionRule], list[tuple[str, Span]]] = {}
    for code, span in directive.codes:
        rule = _wrong_with(code, reached, complete)
        if rule is not None:
            kinds.setdefault(rule, []).append((code, span))
    for rule, written in kinds.items():
        codes = [code for code, _ in written]
        fix = Fix("remove it from the comment", (directive.without(frozenset(codes)),))
        yield rule().finding(
            _message(rule, codes), written[0][1], (), help=_help(rule, codes, guess), fix=fix
        )


def _wrong_with(code: str, reached: list[Finding], complete: bool) -> type[SuppressionRule] | None:
    chosen = codes_of(code)
    if not chosen:
        return UnknownSuppression
    severities = {finding.severity for finding in reached if finding.code in chosen}
    if severities == {Severity.ERROR}:
        return SuppressedError
    return None if severities or not complete else UnusedSuppression


def _message(rule: type[SuppressionRule], codes: list[str]) -> str:
    names = " and ".join(codes)
    if rule is UnknownSuppression:
        return f"no rule is called {names}"
    if rule is SuppressedError:
        return f"{names}: an error cannot be ignored"
    return f"there is nothing to ignore for {names}"


def _help(rule: type[SuppressionRule], codes: list[str], guess: bool) -> str:
    if rule is UnknownSuppression:
        return nearest(codes[0]) if guess else "`neops-blocks rule --all` lists the rules"
    if rule is SuppressedError:
        return "a block with an error does not run: correct the error"
    return "remove it from the comment"
