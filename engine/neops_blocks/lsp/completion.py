"""What may be written at the cursor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Severity
from neops_blocks.language import place
from neops_blocks.lint import RULES
from neops_blocks.lsp.callables import names_of, origin_of
from neops_blocks.lsp.expression import part_at_end
from neops_blocks.lsp.locating import cursor_at
from neops_blocks.lsp.members import members
from neops_blocks.lsp.structure import items, keys, values
from neops_blocks.lsp.suggestion import Kind, Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neops_blocks.lsp.buffer import Buffer
    from neops_blocks.lsp.cursor import Cursor
    from neops_blocks.lsp.members import Member

_KINDS = {"name": Kind.NAME, "parameter": Kind.PARAMETER, "step": Kind.STEP, "field": Kind.FIELD}
_FIRST = {"neops-blocks": 1, "Jinja": 2}
_WORD = re.compile(r"\w*")
_IGNORE = re.compile(r"#[ \t]*neops:[ \t]*ignore(?:-file)?\[(?:[^\]\r\n]*,[ \t]*)?(?P<partial>[\w-]*)\Z")


def complete(buffer: Buffer, offset: int) -> list[Suggestion]:
    """Everything that may be written at an offset; the editor picks what fits what is there."""
    ignored = _IGNORE.search(buffer.text, max(0, offset - 300), offset)
    if ignored is not None:
        return list(_rules(ignored.start("partial"), offset))
    cursor = cursor_at(buffer, offset)
    if cursor is None:
        return []
    if cursor.expects == "expression":
        return list(_in_expression(cursor, buffer, offset))
    offers = {"key": keys, "item": items, "value": values}[cursor.expects]
    here = place(cursor.path, cursor.block.node)
    return [offer.at(cursor) for offer in offers(cursor, here, buffer.directory)]


def _in_expression(cursor: Cursor, buffer: Buffer, offset: int) -> Iterator[Suggestion]:
    part = part_at_end(cursor.before)
    rest = _WORD.match(buffer.text, offset)
    if part is None or rest is None:
        return
    start, end = offset - len(part.partial), rest.end()
    if part.kind == "name":
        for number, (name, member) in enumerate(_names(part.chain, cursor)):
            yield Suggestion(name, _KINDS[member.kind], name, start, end, member.detail, member.text, number)
        return
    for name in names_of(part.kind):
        kind = Kind.FILTER if part.kind == "filter" else Kind.TEST
        origin = origin_of(part.kind, name)
        yield Suggestion(name, kind, name, start, end, origin, order=_FIRST.get(origin, 3))


def _names(chain: Sequence[str], cursor: Cursor) -> Iterator[tuple[str, Member]]:
    """What can be read; where a name begins also parameters and steps, for people who type theirs at once."""
    for member in members(chain, cursor.block, cursor.path):
        yield member.name, member
    for root in ("params", "steps") if not chain else ():
        for member in members((root,), cursor.block, cursor.path):
            yield f"{root}.{member.name}", member


def _rules(start: int, end: int) -> Iterator[Suggestion]:
    """The rules whose findings a comment can ignore."""
    for rule in RULES:
        if rule.severity is not Severity.ERROR:
            yield Suggestion(str(rule.code), Kind.RULE, str(rule.code), start, end, rule.name, rule.summary)
