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
    places = _Places(findings)
    ignored: dict[Finding, Suppressed] = {}
    about: list[Finding] = []
    for directive in directives(lines):
        if isinstance(directive, Misread):
            rule = BadSuppression()
            about.append(
                rule.finding(directive.message, directive.span, (), help=directive.help, fix=directive.fix)
            )
            continue
        reached = places.reached(directive.about)
        for finding in reached.take({code for selector, _ in directive.codes for code in codes_of(selector)}):
            ignored.setdefault(finding, Suppressed(finding, directive.reason, directive.span))
        about += _problems(directive, reached, complete, guess=len(about) < _GUESSED)
    return [*(finding for finding in findings if finding not in ignored), *about], list(ignored.values())


class _Places:
    """The findings by their places."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._ordered = sorted(findings, key=_offset)
        self._reached: dict[tuple[int, int], _Reached] = {}

    def reached(self, about: tuple[int, int]) -> _Reached:
        """The findings that begin between two offsets; many comments can be about the same ones."""
        if about not in self._reached:
            first = bisect_left(self._ordered, about[0], key=_offset)
            last = bisect_right(self._ordered, about[1], key=_offset)
            self._reached[about] = _Reached(self._ordered[first:last])
        return self._reached[about]


class _Reached:
    """Findings that a comment is about, by their codes."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.severities: dict[str, set[Severity]] = {}
        self._left: dict[str, list[Finding]] = {}
        for finding in findings:
            self.severities.setdefault(finding.code, set()).add(finding.severity)
            if finding.severity is not Severity.ERROR:
                self._left.setdefault(finding.code, []).append(finding)

    def take(self, codes: set[str]) -> list[Finding]:
        """The findings with one of the codes that no comment before has ignored, in order."""
        taken = [finding for code in codes & self._left.keys() for finding in self._left.pop(code)]
        return sorted(taken, key=lambda finding: (_offset(finding), finding.code))


def _offset(finding: Finding) -> int:
    return finding.span.start.offset


def _problems(directive: Directive, reached: _Reached, complete: bool, *, guess: bool) -> Iterator[Finding]:
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


def _wrong_with(code: str, reached: _Reached, complete: bool) -> type[SuppressionRule] | None:
    chosen = codes_of(code)
    if not chosen:
        return UnknownSuppression
    severities = set().union(*(reached.severities[code] for code in chosen & reached.severities.keys()))
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
