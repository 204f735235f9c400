"""`parse_query`: a query string becomes a predicate, or it is said what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from luqum import tree
from luqum.exceptions import ParseError
from luqum.thread import parse

from neops_dev_engine.workflows.queries.terms import anything, between, phrase, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from neops_dev_engine.workflows.queries.subject import Subject
    from neops_dev_engine.workflows.queries.terms import Test

    Predicate = Callable[[Subject], bool]

_LONGEST = 10_000
_EXISTS = "_exists_"
_OTHER_SPELLINGS = {"&&": "AND", "||": "OR"}


class QueryError(ValueError):
    """A query cannot be evaluated; the text says why."""


@dataclass(frozen=True)
class Query:
    """A query.

    Attributes:
        text: as it was written.
        matches: whether an entity is meant.
        pinned: the parts of a field and the number that it must have, if the query can be true for no other.
    """

    text: str
    matches: Predicate
    pinned: tuple[tuple[str, ...], int] | None


@lru_cache(512)
def parse_query(text: str) -> Query:
    """The query in a text.

    Raises:
        QueryError: it is none, or has something that this engine does not evaluate.
    """
    if len(text) > _LONGEST:
        raise QueryError(f"the query has more than {_LONGEST} characters")
    try:
        parsed = parse(text)
        return Query(text, _predicate(parsed, None), _pinned(parsed))
    except ParseError as error:
        raise QueryError(f"{text!r} is no query: {error}") from error
    except RecursionError:
        raise QueryError("the query is nested too deeply") from None
    except QueryError as error:
        raise QueryError(f"in the query {text!r}: {error}") from None


def _predicate(node: Any, field: str | None) -> Predicate:
    """What a part of the query means, within a field or outside of any."""
    match node:
        case tree.SearchField():
            return _in_field(node, field)
        case tree.Group() | tree.FieldGroup() | tree.Boost():
            return _predicate(node.expr, field)
        case tree.AndOperation():
            return _all(_predicates(node.operands, field))
        case tree.OrOperation():
            return _any(_predicates(node.operands, field))
        case tree.UnknownOperation():
            return _side_by_side(node.operands, field)
        case tree.Not() | tree.Prohibit():
            return _not(_predicate(node.a, field))
        case tree.Plus():
            return _predicate(node.a, field)
        case _:
            return _values(_test(node), field)


def _pinned(node: Any) -> tuple[tuple[str, ...], int] | None:
    """The id that the query needs, as in ``device.id: 5 AND …``."""
    match node:
        case tree.SearchField(name=name, expr=tree.Word(value=text)) if text.isdecimal():
            field = tuple(name.split("."))
            return (field, int(text)) if field[-1] == "id" else None
        case tree.AndOperation():
            return next((found for found in map(_pinned, node.operands) if found is not None), None)
        case tree.Group():
            return _pinned(node.expr)
        case _:
            return None


def _in_field(node: tree.SearchField, field: str | None) -> Predicate:
    name = node.name
    if field is not None:
        raise QueryError(f"{node} stands within the field {field}: put a value with a colon into quotes")
    if name == _EXISTS:
        return _values(anything, str(node.expr).strip())
    if "*" in name or "?" in name:
        raise QueryError(f"{name}: names of fields cannot have * or ?")
    return _predicate(node.expr, name)


def _side_by_side(operands: list[Any], field: str | None) -> Predicate:
    """Parts without an operator: with ``+`` they are needed, with ``-`` unwanted; else one is enough."""
    needed = [part for part in operands if isinstance(part, tree.Plus)]
    unwanted = [part for part in operands if isinstance(part, tree.Prohibit | tree.Not)]
    others = [part for part in operands if part not in needed and part not in unwanted]
    excluded = _predicates(unwanted, field)
    if needed:
        return _all([*_predicates(needed, field), *excluded])
    return _all([_any(_predicates(others, field)), *excluded]) if others else _all(excluded)


def _test(node: Any) -> Test:
    match node:
        case tree.Word():
            return _word(node.value)
        case tree.Phrase():
            return phrase(node.value[1:-1])
        case tree.Range():
            return between(
                _end(node.low), _end(node.high), with_low=node.include_low, with_high=node.include_high
            )
        case tree.From():
            return between(_end(node.a), "*", with_low=node.include, with_high=True)
        case tree.To():
            return between("*", _end(node.a), with_low=True, with_high=node.include)
        case tree.Regex():
            raise QueryError(f"{node}: regular expressions are not evaluated; use * and ?")
        case tree.Fuzzy() | tree.Proximity():
            raise QueryError(f"{node}: similarity (~) is not evaluated; use * and ?, or a phrase")
        case _:
            raise QueryError(f"{node}: this is not evaluated")


def _word(text: str) -> Test:
    if text in _OTHER_SPELLINGS:
        raise QueryError(f"write {_OTHER_SPELLINGS[text]} instead of {text}")
    if text.startswith("!"):
        raise QueryError(f"write NOT {text[1:]} instead of {text}")
    return anything if text == "*" else word(text)


def _end(node: Any) -> str:
    text = str(node.value)
    return text[1:-1] if isinstance(node, tree.Phrase) else text


def _predicates(nodes: list[Any], field: str | None) -> list[Predicate]:
    return [_predicate(node, field) for node in nodes]


def _values(test: Test, field: str | None) -> Predicate:
    if field is None:
        return lambda subject: test is anything or any(test(value) for value in subject.all_values())
    parts = tuple(field.split("."))
    return lambda subject: any(test(value) for value in subject.values(parts))


def _all(predicates: list[Predicate]) -> Predicate:
    return lambda subject: all(predicate(subject) for predicate in predicates)


def _any(predicates: list[Predicate]) -> Predicate:
    return lambda subject: any(predicate(subject) for predicate in predicates)


def _not(predicate: Predicate) -> Predicate:
    return lambda subject: not predicate(subject)
