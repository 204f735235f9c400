"""Which findings count: one frozen value, applied in one place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Severity
from neops_blocks.lint.errors import ConfigurationError
from neops_blocks.lint.rules import RULES
from neops_blocks.lint.selectors import ALL, codes_of, nearest, weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.rule import Rule

LEVELS = (Severity.INFO, Severity.WARNING, Severity.ERROR)


@dataclass(frozen=True)
class Configuration:
    """Which rules are told about, and from which severity on the linter fails.

    A selector is a code (`NB304`), the beginning of codes (`NB3`), a name (`unused-parameter`) or `ALL`. Of
    those that fit a rule the most specific one decides; where two are alike, `ignore` does. Notes are told
    about where `fail_level` is info, or where their rule is asked for by code or name.

    Attributes:
        select: the rules that are told about.
        extend_select: more of them.
        ignore: the rules that are not.
        per_file_ignores: the same, for files that fit a pattern: `legacy/*`, or `*.old.yaml` anywhere.
        preview: whether new rules count before they are asked for by code or name.
        fail_level: the least severity that makes the linter fail.

    Raises:
        ConfigurationError: a selector fits no rule.
    """

    select: tuple[str, ...] = (ALL,)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    preview: bool = False
    fail_level: Severity = Severity.WARNING

    def __post_init__(self) -> None:
        given: dict[str, Iterable[str]] = {
            "select": self.select,
            "extend-select": self.extend_select,
            "ignore": self.ignore,
            "per-file-ignores": [code for codes in self.per_file_ignores.values() for code in codes],
        }
        problems = [
            f"{key}: there is no rule {selector!r}; {nearest(selector)}"
            for key, selectors in given.items()
            for selector in selectors
            if not codes_of(selector)
        ]
        if problems:
            raise ConfigurationError(problems)

    def with_options(
        self,
        *,
        select: tuple[str, ...] = (),
        extend_select: tuple[str, ...] = (),
        ignore: tuple[str, ...] = (),
        preview: bool | None = None,
        fail_level: Severity | None = None,
    ) -> Configuration:
        """The same with the options of a command line: `select` begins anew, the others add."""
        return replace(
            self,
            select=select or self.select,
            extend_select=extend_select if select else (*self.extend_select, *extend_select),
            ignore=ignore if select else (*self.ignore, *ignore),
            preview=self.preview if preview is None else preview,
            fail_level=fail_level or self.fail_level,
        )

    @cached_property
    def enabled(self) -> frozenset[str]:
        """The codes that are told about, in files without ignores of their own."""
        return frozenset(rule.code for rule in RULES if self._tells(rule))

    def enabled_in(self, file: str) -> frozenset[str]:
        """The codes that are told about in a file, named from the directory of the settings."""
        ignored = [
            codes_of(selector)
            for pattern, selectors in self.per_file_ignores.items()
            if _fits(file, pattern)
            for selector in selectors
        ]
        return self.enabled.difference(*ignored)

    def fails(self, finding: Finding) -> bool:
        """Whether a finding makes the linter fail."""
        return LEVELS.index(finding.severity) >= LEVELS.index(self.fail_level)

    def _tells(self, rule: Rule) -> bool:
        wanted = self._weight(rule, (*self.select, *self.extend_select))
        asked = wanted >= weight(rule.code)
        if not asked and rule.preview and not self.preview:
            return False
        if not asked and rule.severity is Severity.INFO and self.fail_level is not Severity.INFO:
            return False
        return wanted > self._weight(rule, self.ignore)

    @staticmethod
    def _weight(rule: Rule, selectors: Iterable[str]) -> int:
        return max(
            (weight(selector) for selector in selectors if rule.code in codes_of(selector)), default=-1
        )


def _fits(file: str, pattern: str) -> bool:
    """Whether a file fits a pattern: one without a slash its name, `*` any part of the path."""
    if "/" not in pattern:
        return fnmatchcase(PurePosixPath(file).name, pattern)
    return fnmatchcase(file, f"{pattern}*" if pattern.endswith("/") else pattern.removeprefix("./"))
