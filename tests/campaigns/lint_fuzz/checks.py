"""What is done with an input, and what of it counts as a failure."""

from __future__ import annotations

import json
import signal
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from campaigns.lint_fuzz import memory, parsers
from neops_blocks.lint import lint_source
from neops_blocks.lint.fixer import fix
from neops_blocks.lint.formatters import FORMATS, formatter
from neops_blocks.lint.suppressions import with_ignores
from neops_blocks.source import load_bytes, recover

if TYPE_CHECKING:
    from collections.abc import Callable

    from campaigns.lint_fuzz.inputs import Input
    from neops_blocks.lint import Linted
    from neops_blocks.source import Source

MOST_SECONDS = 1.0
"""Of CPU, for one use of one input."""
MOST_SECONDS_OF_FIX = 20.0
"""The same for all fixes of a file, which is linted again after each of up to 20 rounds."""
MOST_MEGABYTES = 300.0
NAME = "fuzz.block.yaml"
_GIVE_UP = 25.0
_COMPARED = 60_000
"""Characters up to which every input is read with both parsers; of longer ones every eighth."""
_MACHINES = {"json": json.loads, "sarif": json.loads, "gitlab": json.loads, "junit": ElementTree.fromstring}


@dataclass(frozen=True)
class Failure:
    """What went wrong: a kind that stays the same while the input is made smaller, and the details."""

    kind: str
    details: str


@dataclass
class Outcome:
    """What became of an input.

    Attributes:
        seconds: the CPU time of its dearest use, but for fixing, which has a time of its own.
        use: that use.
        megabytes: the most memory that the process had meanwhile, and `grown` what the input added to it.
        divergences: names of the known differences of the parsers that it has.
        held_back: codes of findings whose fix was not done.
    """

    failures: list[Failure] = field(default_factory=list)
    seconds: float = 0.0
    seconds_of_fix: float = 0.0
    use: str = ""
    megabytes: float = 0.0
    grown: float = 0.0
    divergences: list[str] = field(default_factory=list)
    held_back: list[str] = field(default_factory=list)


class GaveUpError(BaseException):
    """The CPU time is far beyond the limit; not an Exception, so that nothing catches it."""


def check(given: Input, *, everything: bool = False) -> Outcome:
    """Lint an input, and a part of the inputs with the rest of what people do with a file."""
    outcome = Outcome()
    seed, data = given.seed, given.data
    with memory.watched() as used:
        linted = _use(outcome, "lint", lambda: _lint(data))
        if isinstance(linted, tuple):
            source, report = linted
            if everything or seed % 8 == 0:
                for name in FORMATS:
                    _use(outcome, f"format {name}", lambda name=name: _format(name, report))
            if everything or seed % 5 == 0:
                outcome.held_back = _use(outcome, "fix", lambda: _fix(source, unsafe=seed % 2 == 0)) or []
            if everything or seed % 7 == 0:
                _use(outcome, "add ignores", lambda: with_ignores(source, report.findings))
            if everything or seed % 9 == 0:
                _use(outcome, "recover", lambda: recover(source.text, NAME))
    outcome.megabytes, outcome.grown = used.most, used.grown
    if used.most > MOST_MEGABYTES:
        outcome.failures.append(
            Failure("memory", f"{used.most:.0f} MB, {used.grown:.0f} of them for this input")
        )
    if isinstance(linted, tuple) and (everything or len(data) < _COMPARED or seed % 8 == 0):
        _compare(outcome, linted[0].text)
    return outcome


def _lint(data: bytes) -> tuple[Source, Linted]:
    source = load_bytes(data, NAME)
    report = lint_source(source)
    for finding in report.findings:
        start, end = finding.span.start, finding.span.end
        assert 0 <= start.offset <= end.offset <= len(source.text), f"place outside of the file: {finding!r}"
        assert source.lines.position(start.offset) == start, f"line and column are wrong: {finding!r}"
        for edit in finding.fix.edits if finding.fix else ():
            assert 0 <= edit.span.start.offset <= edit.span.end.offset <= len(source.text), (
                f"fix outside of the file: {finding!r}"
            )
    return source, report


def _format(name: str, report: Linted) -> None:
    text = formatter(name)([report], root=Path("/"))
    text.encode()
    if name in _MACHINES:
        _MACHINES[name](text)


def _fix(source: Source, *, unsafe: bool) -> list[str]:
    """The codes of fixes that were held back, because they would have changed something else."""
    return [str(finding.code) for finding in fix(source, lint_source, unsafe=unsafe).wrong]


def _compare(outcome: Outcome, text: str) -> None:
    try:
        found = parsers.difference(text)
    except Exception as error:
        outcome.failures.append(_raised("pure parser", error))
        return
    if found is None:
        return
    name = parsers.known(text)
    if name is None:
        outcome.failures.append(Failure("parsers differ", found))
    else:
        outcome.divergences.append(name)


def _use(outcome: Outcome, name: str, use: Callable[[], Any]) -> Any:
    """The result of a use, whose time and failure are kept; None where it failed."""
    began = time.process_time()
    result = None
    try:
        with _giving_up():
            result = use()
    except (Exception, GaveUpError) as error:
        outcome.failures.append(_raised(name, error))
    seconds = time.process_time() - began
    if name == "fix":
        outcome.seconds_of_fix = seconds
    elif seconds > outcome.seconds:
        outcome.seconds, outcome.use = seconds, name
    if seconds > (MOST_SECONDS_OF_FIX if name == "fix" else MOST_SECONDS):
        outcome.failures.append(Failure(f"slow: {name}", f"{seconds:.2f} s of CPU"))
    return result


def _raised(name: str, error: BaseException) -> Failure:
    frames = traceback.extract_tb(error.__traceback__)
    last = next(
        (
            f"{Path(frame.filename).name}:{frame.name}"
            for frame in reversed(frames)
            if "neops_blocks" in frame.filename
        ),
        "",
    )
    lines = traceback.format_exception(error)
    return Failure(f"{type(error).__name__} in {name} at {last}", "".join(lines)[-4000:])


class _giving_up:
    """Raises GaveUpError in what runs far beyond the limit."""

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGPROF, self._stop)
        signal.setitimer(signal.ITIMER_PROF, _GIVE_UP)

    def __exit__(self, *error: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, self._before)

    @staticmethod
    def _stop(*_: object) -> None:
        raise GaveUpError
