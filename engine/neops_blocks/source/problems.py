"""The findings about YAML that is valid, but not for blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Edit, Finding, Fix, Related, Severity
from neops_blocks.source.bounds import MAX_COPIES, MAX_DEPTH
from neops_blocks.source.tags import described

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from neops_blocks.diagnostics import Span
    from neops_blocks.source.nodes import Node


def too_deep(span: Span) -> Finding:
    """More levels than a block needs."""
    message = f"the document is nested more than {MAX_DEPTH} levels deep"
    help_ = "no block needs that; is a bracket never closed?"
    return Finding(Code.TOO_DEEP, message, Severity.ERROR, span, help=help_)


def too_many(what: str, span: Span) -> Finding:
    """More than one file should hold."""
    message = f"the file has more than {what}"
    help_ = "make several files of it, and keep data in files of their own"
    return Finding(Code.TOO_LARGE, message, Severity.ERROR, span, help=help_)


def too_many_copies(span: Span) -> Finding:
    """Aliases that multiply."""
    message = f"aliases and merge keys repeat more than {MAX_COPIES} values"
    help_ = "write the values out, or pass them as parameters"
    return Finding(Code.TOO_MANY_ALIASES, message, Severity.ERROR, span, help=help_)


def no_anchor(name: str, span: Span, meant: str | None, *, itself: bool) -> Finding:
    """An alias of nothing, or of the value that it is part of; `meant` is what to write instead."""
    what = "contains itself" if itself else f"has no anchor &{name} before it"
    help_ = f"to write text that begins with a star, quote it: '*{name}'"
    if meant is not None and meant.startswith("*"):
        help_ = f"did you mean {meant!r}?"
    fix = Fix.guess(span, meant)
    return Finding(Code.UNKNOWN_ALIAS, f"the alias *{name} {what}", Severity.ERROR, span, help=help_, fix=fix)


def keys_are_no_text(keys: Iterable[Node], texts: Iterable[str]) -> Iterator[Finding]:
    """Keys of a mapping that are numbers or collections; `texts` are its other keys."""
    taken = set(texts)
    for key in keys:
        plain = key.kind == "scalar" and bool(key.raw)
        message = f"{key.raw if plain else 'this key'}: a key has to be text, this is {described(key.value)}"
        help_ = f"quote it: '{key.raw}'" if plain else "give the key a name"
        quotable = plain and key.content == key.span and key.raw not in taken
        fix = Fix("quote the key", (Edit(key.span, f"'{key.raw}'"),), safe=False) if quotable else None
        taken.add(key.raw)
        yield Finding(Code.KEY_NOT_TEXT, message, Severity.ERROR, key.span, help=help_, fix=fix)


def second_key(name: str, span: Span, first: Span) -> Finding:
    """A key that stands twice in one mapping."""
    message = f"the key {name!r} stands here a second time"
    related = (Related(first, "first defined here"),)
    help_ = "remove one of the two; only one can hold"
    return Finding(Code.DUPLICATE_KEY, message, Severity.ERROR, span, help=help_, related=related)
