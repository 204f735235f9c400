"""Well-formed YAML that means nothing: wrong kinds of values at wrong keys, and comments for the linter."""

from __future__ import annotations

import copy
import json
import math
from typing import TYPE_CHECKING, Any

import yaml

from campaigns.lint_fuzz import corpus
from campaigns.lint_fuzz.characters import encoded
from campaigns.lint_fuzz.expressions import expression, template

if TYPE_CHECKING:
    from random import Random

_VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 10**9, 10**30, 10**400, 0.5, -0.0, 1e308, math.inf, -math.inf, math.nan, "", " ", "a", "null",
    "1", "10%", "101%", "show version", "configure terminal", "reload", "a.py:f", "../../etc/passwd:x", "os.path:join", "textfsm",
    "../x.textfsm", "file\0name:f", "x" * 5000, "é", "😀", "string", "integer", "(", "(?P<a>", "(a+)+$", "[[:alpha:]]", [], {},
    [[]], {"a": {}}, ["a", 1, None], {"type": "integer"}, {"type": ["string", "null"]}, {"over": [1]}, {"that": "x"}, [{"command": 1}],
    {"textfsm": "a"}, {"regex": "("}, {"template": "x.j2"}, {"jmespath": "a[?"}, {"anyOf": []}, {"default": math.nan},
)  # fmt: skip
_CODES = (
    "NB1",
    "NB",
    "NB114",
    "NB999",
    "nb101",
    "NB304, NB411",
    "NB411,NB411",
    "",
    "all",
    "*",
    "NB9",
    "NB903",
    "NB 1",
    "é",
    "NB304,",
)
_COMMENTS = (
    "# neops: ignore[{}]", "# neops: ignore[{}] a reason", "# neops: ignore-file[{}] a reason", "# neops: ignore", "# neops:ignore[{}]",
    "# neops: ignore[{}", "# neops: ignore {}]", "#neops: ignore[{}]", "# neops: ignored[{}]", "# noqa {}", "# x # neops: ignore[{}]",
    "# neops: ignore-file", "# neops:", "# NEOPS: ignore[{}]", "# neops: ignore[{}] # neops: ignore[{}]",
)  # fmt: skip


def wrong_values(chance: Random) -> bytes:
    """A block as data with keys and values that belong elsewhere, written by a YAML library."""
    documents = [wrong(chance) for _ in range(chance.choice((1, 1, 1, 2)))]
    flow = chance.choice((None, None, False, True))
    style = chance.choice((None, None, None, '"', "'", "|"))
    width = chance.choice((80, 20, 100_000))
    if chance.random() < 0.1:
        return json.dumps(documents[0], default=str).encode()
    text = yaml.dump_all(
        documents, Dumper=yaml.CSafeDumper, default_flow_style=flow, default_style=style, width=width,
        allow_unicode=chance.random() < 0.5, line_break=chance.choice(("\n", "\n", "\r\n", "\r")), sort_keys=False,
    )  # fmt: skip
    return encoded(text)


def wrong(chance: Random) -> Any:
    """Data of the corpus with some values and keys changed."""
    document = copy.deepcopy(chance.choice(corpus.plain()))
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        _change(chance, document)
    return document


def _change(chance: Random, document: dict[str, Any]) -> None:
    places = _places(document)
    where, key = chance.choice(places)
    way = chance.randrange(8)
    if way < 3:
        where[key] = _value(chance)
    elif way == 3:
        other, its = chance.choice(places)
        where[key], other[its] = copy.deepcopy(other[its]), copy.deepcopy(where[key])
    elif way == 4:
        del where[key]
    elif way == 5 and isinstance(where, dict):
        where[_word(chance)] = where.pop(key)
    elif way == 6 and isinstance(where, dict):
        where[_word(chance)] = _value(chance)
    else:
        where[key] = chance.choice(
            ([where[key]], {_word(chance): where[key]}, [where[key]] * chance.choice((2, 20)))
        )
    if not document:
        document["schema"] = "function-block/v1"


def _places(value: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found += [(value, key), *_places(item)]
    return found


def _value(chance: Random) -> Any:
    way = chance.random()
    if way < 0.6:
        return copy.deepcopy(chance.choice(_VALUES))
    if way < 0.7:
        return template(chance)
    if way < 0.8:
        return expression(chance, 2)
    if way < 0.9:
        return _word(chance)
    other = chance.choice(corpus.plain())
    where, key = chance.choice(_places(other))
    return copy.deepcopy(where[key])


def _word(chance: Random) -> Any:
    if chance.random() < 0.1:
        return chance.choice((1, True, None, 1.5, "x-own", "", "default", "é", "a b", "A", "_a", "a" * 300))
    return chance.choice(corpus.words())


def with_comments(chance: Random) -> bytes:
    """A text of the corpus with comments for the linter, right and wrong ones."""
    text = corpus.text(chance)
    lines = text.split("\n")
    for _ in range(chance.choice((1, 2, 5, 30))):
        at = chance.randrange(len(lines))
        comment = chance.choice(_COMMENTS).replace("{}", chance.choice(_CODES))
        if chance.random() < 0.7:
            lines[at] += chance.choice(("  ", " ", "", "\t")) + comment
        else:
            lines.insert(at, chance.choice(("", "  ", "      ")) + comment)
    if chance.random() < 0.3:
        lines.insert(
            chance.randrange(len(lines)),
            chance.choice(("command: {{ x }}", "a: 'b", "  - x: [", "b: no # y", "x: &a {}")),
        )
    return encoded("\n".join(lines))
