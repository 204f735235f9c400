"""JUnit's XML: a suite for each file, a test for each finding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from neops_blocks.lint.formatters.places import relative
from neops_blocks.lint.rules import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.linted import Linted
    from neops_blocks.lint.suppressions import Suppressed

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def format(files: Sequence[Linted], *, root: Path, color: bool = False) -> str:  # noqa: A001
    """What makes the linter fail is a failure, what comments ignore is skipped; the rest is output."""
    del color
    suites = ElementTree.Element("testsuites", name="neops-blocks lint")
    for file in files:
        suites.append(_suite(file, relative(file.file, root)))
    for total in ("tests", "failures", "skipped"):
        suites.set(total, str(sum(int(suite.get(total, "0")) for suite in suites)))
    ElementTree.indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(suites, encoding="unicode")}\n'


def _suite(file: Linted, path: str) -> ElementTree.Element:
    counts = {
        "tests": len(file.findings) + len(file.suppressed) or 1,
        "failures": len(file.failing),
        "errors": 0,
        "skipped": len(file.suppressed),
    }
    suite = ElementTree.Element("testsuite", {"name": _clean(path), **{k: str(v) for k, v in counts.items()}})
    for finding in file.findings:
        _told(_test(suite, finding, path), finding, failed=finding in file.failing)
    for ignored in file.suppressed:
        _skipped(_test(suite, ignored.finding, path), ignored)
    if not len(suite):
        ElementTree.SubElement(suite, "testcase", classname=_clean(path), name="lint", file=_clean(path))
    return suite


def _test(suite: ElementTree.Element, finding: Finding, path: str) -> ElementTree.Element:
    start = finding.span.start
    name = f"{finding.code} {BY_CODE[finding.code].name} {start.line}:{start.column}"
    places = {"classname": _clean(path), "name": name, "file": _clean(path), "line": str(start.line)}
    return ElementTree.SubElement(suite, "testcase", places)


def _told(test: ElementTree.Element, finding: Finding, *, failed: bool) -> None:
    text = f"{finding}\nhelp: {finding.help}" if finding.help else str(finding)
    if failed:
        attributes = {"type": str(finding.severity), "message": _clean(finding.message)}
        ElementTree.SubElement(test, "failure", attributes).text = _clean(text)
    else:
        ElementTree.SubElement(test, "system-out").text = _clean(text)


def _skipped(test: ElementTree.Element, ignored: Suppressed) -> None:
    reason = f": {ignored.reason}" if ignored.reason else ""
    ElementTree.SubElement(test, "skipped", message=_clean(f"{ignored.finding.message} (ignored{reason})"))


def _clean(text: str) -> str:
    """The text without what XML cannot carry."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
