"""Templates and expressions: deep, long, wrong, and dear to evaluate."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from campaigns.lint_fuzz import corpus
from campaigns.lint_fuzz.characters import encoded, with_piece

if TYPE_CHECKING:
    from random import Random

_NAMES = ("params", "params.vlan", "steps.show.parsed", "steps", "device.name", "devices", "hosts", "item", "index", "this",
    "error", "group", "interface", "range", "dict", "namespace", "loop.index", "self", "x", "_", "__class__", "é", "params['a']")  # fmt: skip
_LITERALS = ("1", "0", "1.5", "1e308", "1e999", "9" * 90, "9" * 5000, "1_000", "0xff", "'a'", '"b"', "''", "'\\x41\\ud800'", "true",
    "none", "[]", "{}", "()", "[1, 2]", "{'a': 1}", "('a', 'b')", "'{{'", "'}}'", "'" + "a" * 400 + "'")  # fmt: skip
_BINARY = ("+", "-", "*", "/", "//", "%", "**", "~", "and", "or", "in", "not in", "==", "!=", "<", "<=", ">", "is", "if", "|", "&&", "=", ",", "||")  # fmt: skip
_FILTERS = ("default", "length", "map", "select", "selectattr", "join", "regex_search", "regex_replace", "to_json", "from_yaml", "combine",
    "sum", "sort", "list", "unknown_filter", "ipaddr", "replace", "center", "indent", "format", "tojson", "groupby", "batch")  # fmt: skip
_DEAR = ("'a' * 10**9", "range(10**9) | list", "10 ** 10 ** 10", "'%999999999d' % 1", "'{:>999999999}'.format(1)", "[0] * 10**9",
    "range(10**7) | map('string') | join", "'(a+)+$' | regex_search('a' * 99)", "'a' | center(10**9)", "(1).__class__.__mro__",
    "dict(a=dict(a=dict(a=1)))", "namespace(a=1).a", "lipsum(n=10**6)", "cycler(1)", "'a'|regex_search('(' * 500)")  # fmt: skip
_TAGS = ("for x in {}", "for x, y in {} recursive", "for loop in {}", "if {}", "elif {}", "else", "endif", "endfor", "set x = {}", "set x",
    "endset", "set ns.a = {}", "macro m(a, b={})", "endmacro", "call m({})", "endcall", "filter upper", "endfilter", "raw", "endraw",
    "with x = {}", "endwith", "include {}", "import 'x' as y", "extends {}", "block b", "endblock", "break", "do {}", "print {}", "iff {}",
    "autoescape true", "")  # fmt: skip
_HOLES = re.compile(
    r"(?P<lead>(?:when|that|until|where|success|over|set|value|command|message|per_device): )(?P<old>[^\n]*)"
)


def in_block(chance: Random) -> bytes:
    """A block of the corpus whose templates and conditions are others."""
    return encoded(filled(chance, corpus.text(chance)))


def with_broken_yaml(chance: Random) -> bytes:
    """The same, with pieces of syntax in wrong places of the YAML too."""
    text = filled(chance, corpus.text(chance))
    for _ in range(chance.randint(1, 5)):
        text = with_piece(chance, text)
    return encoded(text)


def filled(chance: Random, text: str) -> str:
    """The text with other templates at some of the places that have one."""

    def other(match: re.Match[str]) -> str:
        if chance.random() < 0.4:
            return match.group()
        bare = chance.random() < 0.3
        made = expression(chance, chance.choice((0, 1, 2, 4))) if bare else template(chance)
        return match["lead"] + written(chance, made)

    return _HOLES.sub(other, text)


def written(chance: Random, text: str) -> str:
    """The text as a scalar of YAML."""
    way = chance.randrange(5)
    if way == 0:
        return text.replace("\n", " ")
    if way == 1:
        return "'" + text.replace("'", "''").replace("\n", " ") + "'"
    if way == 2:
        return "".join(("|", *(f"\n            {line}" for line in text.splitlines() or [""])))
    return json.dumps(text, ensure_ascii=chance.random() < 0.5)


def template(chance: Random) -> str:
    """Text with templates, as they are or with a part missing."""
    if chance.random() < 0.15:
        made = deep(chance)
    else:
        made = "".join(_part(chance) for _ in range(chance.choice((1, 1, 1, 2, 5))))
    for _ in range(chance.choice((0, 0, 0, 1, 2))):
        made = with_piece(chance, made)
    return made


def _part(chance: Random) -> str:
    way = chance.randrange(6)
    if way == 0:
        return chance.choice(corpus.templates())
    if way == 1:
        tag = chance.choice(_TAGS).replace("{}", expression(chance, 1))
        return f"{{%{chance.choice(' -+')}{tag}{chance.choice(' -+')}%}}{chance.choice(('', '', chr(10)))}"
    if way == 2:
        return chance.choice(
            ("{# c #}", "{#", "text ", "}} ", "{{", "{%", "{% raw %}{{{% endraw %}", "\n  ", "a{b}c", "{{}}")
        )
    return f"{{{{ {expression(chance, chance.choice((0, 1, 2, 4)))} }}}}"


def expression(chance: Random, depth: int) -> str:
    """An expression, mostly right."""
    if depth == 0 or chance.random() < 0.1:
        return chance.choice(
            _NAMES if chance.random() < 0.6 else _LITERALS if chance.random() < 0.8 else _DEAR
        )
    inner, other = expression(chance, depth - 1), expression(chance, depth - 1)
    way = chance.randrange(10)
    if way < 3:
        return f"{inner} {chance.choice(_BINARY)} {other}"
    if way < 5:
        return f"{inner} | {chance.choice(_FILTERS)}" + chance.choice(
            ("", "()", f"({other})", f"('eq', {other})", f"(a={other}, a=1)")
        )
    if way == 5:
        return f"{inner}.{chance.choice(('a', 'get(1)', 'items()', '__class__', '0', 'parsed', 'format(*x, **y)'))}"
    if way == 6:
        return f"{inner}[{other}{chance.choice(('', ':', ':1:2', ','))}]"
    if way == 7:
        return f"({inner}" + chance.choice((")", ")", ")", "", "]"))
    if way == 8:
        return f"{inner} is {chance.choice(('', 'not '))}{chance.choice(('defined', 'eq(1)', 'divisibleby 0', 'unknown', 'match(x)'))}"
    return chance.choice(
        (
            f"not {inner}",
            f"-{inner}",
            f"[{inner}, {other}]",
            f"{{{inner}: {other}}}",
            f"{inner} if {other} else {inner}",
        )
    )


def deep(chance: Random) -> str:
    """Something in itself, many times."""
    times = chance.choice((10, 30, 70, 300, 2000))
    way = chance.randrange(9)
    if way == 0:
        return "{{ " + "(" * times + "1" + ")" * times + " }}"
    if way == 1:
        return "{{ " + "not " * times + "x }}"
    if way == 2:
        return "{{ x" + " | upper" * times + " }}"
    if way == 3:
        return "{{ x" + ".a" * times + " }}"
    if way == 4:
        return "{% for x in y %}" * times + "{% endfor %}" * times
    if way == 5:
        return "{{ " + " ~ ".join("x" * times) + " }}"
    if way == 6:
        return "{{ " + "-" * times + "1 }}"
    if way == 7:
        return "{{ x }}" * times
    return "{{ " + "a if b else " * times + "c }}"
