"""What may be written at the cursor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.language import place
from neops_blocks.lsp.callables import names_of, origin_of
from neops_blocks.lsp.cursor import cursor_at
from neops_blocks.lsp.expression import part_at_end
from neops_blocks.lsp.files import arguments_of, functions_of, python_files, template_files
from neops_blocks.lsp.members import members
from neops_blocks.lsp.suggestion import Kind, Suggestion, as_flow, as_yaml, escaped, renumbered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.language import Key, Place
    from neops_blocks.lsp.buffer import Buffer
    from neops_blocks.lsp.cursor import Cursor

_KINDS = {"name": Kind.NAME, "parameter": Kind.PARAMETER, "step": Kind.STEP, "field": Kind.FIELD}
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
        return list(_of_expression(cursor, buffer, offset))
    here = place(cursor.path, cursor.block.node)
    if cursor.expects == "value":
        return list(_values(cursor, here, buffer))
    if cursor.expects == "item":
        return list(_items(cursor, here))
    return [*_keys(cursor, here), *_new_names(cursor, here, buffer), *_below(cursor, here)]


def _of_expression(cursor: Cursor, buffer: Buffer, offset: int) -> Iterator[Suggestion]:
    part = part_at_end(cursor.before)
    rest = _WORD.match(buffer.text, offset)
    if part is None or rest is None:
        return
    start, end = offset - len(part.partial), rest.end()
    if part.kind == "name":
        for number, member in enumerate(members(part.chain, cursor.block, cursor.path)):
            kind = _KINDS[member.kind]
            yield Suggestion(member.name, kind, member.name, start, end, member.detail, member.text, number)
        return
    for name in names_of(part.kind):
        kind = Kind.FILTER if part.kind == "filter" else Kind.TEST
        origin = origin_of(part.kind, name)
        order = {"neops-blocks": 1, "Jinja": 2}.get(origin, 3)
        yield Suggestion(name, kind, name, start, end, origin, order=order)


def _keys(cursor: Cursor, here: Place) -> Iterator[Suggestion]:
    written = here.node.keys if here.node is not None else {}
    for number, key in enumerate(here.keys):
        if key.name not in written or cursor.colon:
            order = (1 if key.needed else 2 if key.chooses else 3) * 100 + number
            detail = "needed" if key.needed else ""
            insert = _key_text(key, cursor)
            yield Suggestion(key.name, Kind.KEY, insert, cursor.start, cursor.end, detail, key.text, order)
    if cursor.fresh or not written:
        yield from _snippets(cursor, here, 50)


def _key_text(key: Key, cursor: Cursor) -> str:
    if cursor.colon:
        return key.name
    if cursor.flow:
        return f"{key.name}: "
    below = " " * (cursor.indent + 2)
    return {"mapping": f"{key.name}:\n{below}", "list": f"{key.name}:\n{below}- "}.get(
        key.opens, f"{key.name}: "
    )


def _snippets(cursor: Cursor, here: Place, order: int, lead: str = "") -> Iterator[Suggestion]:
    for snippet in here.snippets:
        deeper = " " * (cursor.indent + len(lead))
        insert = lead + as_yaml(snippet["body"], deeper)
        label = f"{snippet['label']} step" if _is_step(cursor) else snippet["label"]
        yield Suggestion(
            label, Kind.SNIPPET, insert, cursor.start, cursor.end, "snippet", snippet["description"], order
        )


def _is_step(cursor: Cursor) -> bool:
    return cursor.path[:1] == ("steps",) and len(cursor.path) <= 2


def _new_names(cursor: Cursor, here: Place, buffer: Buffer) -> Iterator[Suggestion]:
    """Entries with a name of the author's: a parameter, a field of the result, an argument of a function."""
    if cursor.path[-1:] == ("with",):
        for name, needed in arguments_of(cursor.block, cursor.path, buffer.directory):
            detail = "needed" if needed else ""
            insert = name if cursor.colon else f"{name}: "
            yield Suggestion(name, Kind.PARAMETER, insert, cursor.start, cursor.end, detail)
    if cursor.flow or cursor.colon or here.keys:
        return
    deeper = " " * (cursor.indent + 2)
    for snippet in here.at("name").snippets:
        body = as_yaml(renumbered(snippet["body"], 1), deeper)
        insert = f"${{1:name}}:\n{deeper}{body}"
        yield Suggestion(
            f"new {snippet['label']}", Kind.SNIPPET, insert, cursor.start, cursor.end, "snippet",
            snippet["description"],
        )  # fmt: skip


def _items(cursor: Cursor, here: Place) -> Iterator[Suggestion]:
    """A further item, with its dash."""
    yield from _snippets(cursor, here.at(0), 50, "- ")


def _below(cursor: Cursor, here: Place) -> Iterator[Suggestion]:
    """Below a key that has nothing yet there may be a list as well; behind a dash there may be a value."""
    if not cursor.fresh:
        return
    if here.is_list and not here.keys and cursor.indent == 0:
        yield from _snippets(cursor, here.at(0), 50, "- ")
    for choice in here.choices if cursor.indent else ():
        yield Suggestion(
            choice.text, Kind.VALUE, escaped(choice.text), cursor.start, cursor.end, text=choice.about
        )


def _values(cursor: Cursor, here: Place, buffer: Buffer) -> Iterator[Suggestion]:
    for number, choice in enumerate(here.choices):
        yield Suggestion(
            choice.text,
            Kind.VALUE,
            escaped(choice.text),
            cursor.start,
            cursor.end,
            text=choice.about,
            order=number,
        )
    if not cursor.before:
        for snippet in here.snippets:
            insert = as_flow(snippet["body"])
            yield Suggestion(
                snippet["label"],
                Kind.SNIPPET,
                insert,
                cursor.start,
                cursor.end,
                "snippet",
                snippet["description"],
                90,
            )
    yield from _references(cursor, buffer)


def _references(cursor: Cursor, buffer: Buffer) -> Iterator[Suggestion]:
    """Files beside the block, and functions in them."""
    if cursor.path[-1:] == ("python",) and cursor.path[:1] == ("steps",):
        file, colon, _ = cursor.before.rpartition(":")
        start = cursor.start + len(file) + 1 if colon else cursor.start
        if colon:
            for name, text in functions_of(buffer.directory, file):
                yield Suggestion(name, Kind.FUNCTION, name, start, cursor.end, text=text)
            return
        for name in python_files(buffer.directory):
            yield Suggestion(name, Kind.FILE, f"{escaped(name)}:", start, cursor.end)
    elif cursor.path[-1:] == ("textfsm",):
        for name in template_files(buffer.directory):
            yield Suggestion(name, Kind.FILE, escaped(name), cursor.start, cursor.end)


def _rules(start: int, end: int) -> Iterator[Suggestion]:
    from neops_blocks.diagnostics import Severity
    from neops_blocks.lint import RULES

    for rule in RULES:
        if rule.severity is not Severity.ERROR:
            yield Suggestion(str(rule.code), Kind.RULE, str(rule.code), start, end, rule.name, rule.summary)
