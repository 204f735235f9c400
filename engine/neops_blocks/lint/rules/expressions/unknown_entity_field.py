"""NB512 unknown-entity-field: a field that no device, group or interface has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Fix, closest, did_you_mean
from neops_blocks.lint.entities import fields_of
from neops_blocks.lint.rule import Fixable, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.templates import NameUse

Path = tuple[str, ...]

_ENTITIES = frozenset({"device", "group", "interface"})
_METHODS = frozenset({"get", "items", "keys", "values"})


class UnknownEntityField(Rule):
    """A field that no device, group or interface has."""

    code = Code.UNKNOWN_ENTITY_FIELD
    name = "unknown-entity-field"
    summary = "A device, group or interface has no such field."
    why = "The expression would fail on every device."
    remedy = "Correct the spelling; what you know of a device beyond its fields stands in `device.data`."
    fixable = Fixable.UNSAFE
    bad = 'set: "{{ device.hostnmae }}"'
    good = 'set: "{{ device.hostname }}"'

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the names in every template; what a default or a test guards may be missing."""
        for template in subject.templates:
            for use in template.analysis.names:
                at = None if use.guarded or use.path[0] not in template.scope.names else _unknown(use.path)
                if at is None:
                    continue
                word, owner = use.path[at], ".".join(use.path[:at])
                known = fields_of(*use.path[:at]) or frozenset()
                span = template.span(*_place(template.use.text, use, at))
                written = subject.document.source.text[span.start.offset : span.end.offset]
                yield self.finding(
                    f"`{owner}` has no field {word!r}",
                    span,
                    template.path,
                    help=did_you_mean(word, known, what="fields"),
                    fix=Fix.guess(span, closest(word, known)) if written == word else None,
                )


def _unknown(path: Path) -> int | None:
    """The number of the first part of a name that its owner does not have."""
    if path[0] not in _ENTITIES:
        return None
    for at in range(1, len(path)):
        known = fields_of(*path[:at])
        if known is None:
            return None
        if path[at] not in known | _METHODS:
            return at
    return None


def _place(text: str, use: NameUse, at: int) -> tuple[int, int]:
    start = use.start
    for part in use.path[:at]:
        start = text.find(part, start) + len(part)
    found = text.find(use.path[at], start, use.end)
    return (found, found + len(use.path[at])) if found >= 0 else (use.start, use.end)
