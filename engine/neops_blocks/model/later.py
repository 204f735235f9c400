"""Parts of the language that this version does not have yet: refused clearly, instead of as unknown keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import Code, Finding, Severity
from neops_blocks.model.document import dotted

if TYPE_CHECKING:
    from neops_blocks.diagnostics import Span
    from neops_blocks.source import Node

LATER_KINDS = frozenset({"configure", "update", "use", "parallel", "try", "wait"})
_LATER_KEYS: tuple[tuple[str, ...], ...] = (
    ("rollback",),
    ("acquire",),
    ("fan_out", "batches"),
    ("fan_out", "exclusive"),
)


def not_available(name: str, span: Span, path: tuple[str | int, ...]) -> Finding:
    """The finding for a part of the language that does not exist yet."""
    return Finding(
        Code.NOT_AVAILABLE,
        f"{name!r} is not available in this version",
        Severity.ERROR,
        span,
        path=dotted(path),
        help="it is part of the language and comes with a later version; remove it for now",
    )


def without_later_keys(node: Node) -> tuple[dict[str, Any], list[Finding]]:
    """The document as plain data without such keys, and a finding for each."""
    plain: dict[str, Any] = node.plain()
    findings = []
    for path in _LATER_KEYS:
        parent, data = node.at(*path[:-1]), plain
        for part in path[:-1]:
            data = data.get(part) if isinstance(data, dict) else None  # type: ignore[assignment]
        if parent is not None and path[-1] in parent.keys and isinstance(data, dict):
            findings.append(not_available(path[-1], parent.keys[path[-1]], path))
            del data[path[-1]]
    return plain, findings
