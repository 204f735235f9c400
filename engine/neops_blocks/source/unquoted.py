"""The commonest trap of all: `{{ name }}` without quotes is a mapping inside a mapping to YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Edit, Finding, Fix, Severity, Span

if TYPE_CHECKING:
    from neops_blocks.source.nodes import Node
    from neops_blocks.source.text import Text


def unquoted_template(lines: Text, children: list[Node], span: Span) -> Finding | None:
    """The finding for a flow mapping that was meant as a template, or None."""
    text = lines.text[span.start.offset : span.end.offset]
    if len(children) != 2 or children[0].kind != "mapping" or not text.startswith("{{"):
        return None
    return Finding(
        Code.UNQUOTED_TEMPLATE,
        "a template without quotes is not text to YAML",
        Severity.ERROR,
        span,
        help=f"quote it: {quoted(text)}",
        fix=Fix("quote the template", (Edit(span, quoted(text)),)),
    )


def quoted(text: str) -> str:
    """The text in the quotes that need the fewest changes."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"
