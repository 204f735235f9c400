"""Keys, items of lists and values that may be written at a place of a block."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from neops_blocks.lsp.files import arguments_of, functions_of, python_files, template_files
from neops_blocks.lsp.rows import fields_of_row
from neops_blocks.lsp.suggestion import Kind, Suggestion, as_flow, as_yaml, escaped, renumbered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from neops_blocks.language import Key, Place
    from neops_blocks.lsp.cursor import Cursor

_AFTER_NEEDED, _LAST = 150, 900


@dataclass(frozen=True)
class Offer:
    """A suggestion for a cursor; `skip`: the characters that are there and stay."""

    label: str
    kind: Kind
    insert: str
    detail: str = ""
    text: str = ""
    order: int = 500
    skip: int = 0

    def at(self, cursor: Cursor) -> Suggestion:
        """The suggestion, for what stands at the cursor."""
        return Suggestion(
            self.label,
            self.kind,
            self.insert,
            cursor.start + self.skip,
            cursor.end,
            self.detail,
            self.text,
            self.order,
        )


def keys(cursor: Cursor, here: Place, directory: Path) -> Iterator[Offer]:
    """Keys of the mapping at the cursor; where nothing is there yet, also what makes something of it."""
    written = here.node.keys if here.node is not None else {}
    for number, key in enumerate(here.keys):
        if key.name not in written or cursor.colon:
            order = (100 if key.needed else 200 if key.chooses else 300) + number
            detail = "needed" if key.needed else ""
            yield Offer(key.name, Kind.KEY, _key_with_colon(key, cursor), detail, key.text, order)
    if not written and not cursor.flow and not cursor.colon:
        yield from _snippets(here, cursor)
    yield from _names_of_the_author(cursor, here, directory)
    if cursor.fresh:
        yield from _instead_of_a_mapping(cursor, here)


def _key_with_colon(key: Key, cursor: Cursor) -> str:
    if cursor.colon:
        return key.name
    if cursor.flow or not key.opens:
        return f"{key.name}: "
    below = f"{key.name}:\n{_deeper(cursor)}"
    return f"{below}- " if key.opens == "list" else below


def _deeper(cursor: Cursor) -> str:
    return " " * (cursor.indent + 2)


def _snippets(here: Place, cursor: Cursor, dash: str = "") -> Iterator[Offer]:
    indent = " " * (cursor.indent + len(dash))
    for snippet in here.snippets:
        yield _snippet(snippet, dash + as_yaml(snippet["body"], indent), "step" if _is_step(cursor) else "")


def _snippet(snippet: dict[str, Any], insert: str, more: str = "", *, before: str = "") -> Offer:
    label = f"{before} {snippet['label']} {more}".strip()
    return Offer(label, Kind.SNIPPET, insert, "snippet", snippet["description"], _AFTER_NEEDED)


def _is_step(cursor: Cursor) -> bool:
    return cursor.path[:1] == ("steps",) and len(cursor.path) <= 2


def _names_of_the_author(cursor: Cursor, here: Place, directory: Path) -> Iterator[Offer]:
    """Arguments of a function, fields of rows; where any name may stand, a snippet that begins with one."""
    if cursor.path[-1:] == ("with",):
        for name, needed in arguments_of(cursor.block, cursor.path, directory):
            insert = name if cursor.colon else f"{name}: "
            yield Offer(name, Kind.PARAMETER, insert, "needed" if needed else "")
    if cursor.path[-1:] == ("types",) and cursor.block.document is not None:
        for step in cursor.block.document.block.steps:
            if step.path == cursor.path[:2]:
                for name, about in fields_of_row(step, directory):
                    yield Offer(name, Kind.FIELD, name if cursor.colon else f"{name}: ", about)
    if cursor.flow or cursor.colon or here.keys:
        return
    for snippet in here.at("name").snippets:
        body = as_yaml(renumbered(snippet["body"], 1), _deeper(cursor))
        yield _snippet(snippet, f"${{1:name}}:\n{_deeper(cursor)}{body}", before="new")


def _instead_of_a_mapping(cursor: Cursor, here: Place) -> Iterator[Offer]:
    """Behind a dash there may be a value; below a key that has nothing yet, a list."""
    behind_dash = cursor.indent > 0
    if behind_dash:
        yield from _choices(here)
    elif here.is_list and not here.keys:
        yield from _snippets(here.at(0), cursor, "- ")


def items(cursor: Cursor, here: Place, _: Path) -> Iterator[Offer]:
    """A further item of the list at the cursor, with its dash."""
    yield from _snippets(here.at(0), cursor, "- ")


def values(cursor: Cursor, here: Place, directory: Path) -> Iterator[Offer]:
    """Values of the key at the cursor."""
    yield from _choices(here)
    if not cursor.before:
        for snippet in here.snippets:
            yield replace(_snippet(snippet, as_flow(snippet["body"])), order=_LAST)
    if cursor.path[:1] == ("steps",) and cursor.path[-1:] == ("python",):
        yield from _functions(cursor, directory)
    elif cursor.path[-1:] == ("textfsm",):
        for name in template_files(directory):
            yield Offer(name, Kind.FILE, escaped(name))


def _choices(here: Place) -> Iterator[Offer]:
    for number, choice in enumerate(here.choices):
        yield Offer(choice.text, Kind.VALUE, escaped(choice.text), text=choice.about, order=number)


def _functions(cursor: Cursor, directory: Path) -> Iterator[Offer]:
    """Python files beside the block; behind the colon, the functions of that file."""
    file, colon, _ = cursor.before.rpartition(":")
    if not colon:
        for name in python_files(directory):
            yield Offer(name, Kind.FILE, f"{escaped(name)}:")
        return
    for name, text in functions_of(directory, file):
        yield Offer(name, Kind.FUNCTION, name, text=text, skip=len(file) + 1)
