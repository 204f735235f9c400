"""Any YAML: what the syntax allows and people do not write, and what it just does not allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaigns.lint_fuzz import corpus
from campaigns.lint_fuzz.characters import encoded, with_piece

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

BREAKS = ("\n", "\n", "\n", "\n", "\r\n", "\r", "\x85", "\u2028", "\u2029")
SCALARS = (
    "", "a", "null", "~", "true", "No", "1", "-0", "0x1F", "0o17", "017", "1_000", "1.", ".5", "1e5", "1e999", "-.inf",
    ".NaN", "12:30:45", "2024-01-01", "=", "<<", "'it''s'", '"a\\tb"', '"\\x00"', '"\\ud83d\\ude00"', '"\\ud800"', '"a\\\n  b"',
    "'a\n\n  b'", '"\\N\\_\\L\\P\\e"', "a b", "a#b", "a: b", "- a", "@a", "`a", "%a", "!a", "*a", "&a b", "{{ a }}",
    "{{ params.x }}", "a\n  b", "x" * 300, "é日本😀", "\xa0", "a\x85b", "a\u2028b", "9" * 400, "9" * 5000, "!!str", "!!int a",
    "!!float 1", "!!null x", "!!binary aGk=", "!!set {a}", "!<tag:yaml.org,2002:str> a", "!e!x a", "? a", "[a", "a]", "{a", "}",
    "|", ">", "|+", ">-2", "|0", "|a", "--- a", "...", "\t", "a\t", "\ta", "'a", '"a', "\\", ",", ":", "::", "a:b", "?", "-", "--",
)  # fmt: skip


def any_yaml(chance: Random) -> bytes:
    """Documents of any structure, some with a wrong character."""
    end = chance.choice(BREAKS)
    parts = []
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        text = _Writer(chance).document()
        parts.append(text if end == "\n" else text.replace("\n", end))
    text = chance.choice(("---" + end, "..." + end, "--- ", "---" + end + "---" + end, "")).join(parts)
    text = chance.choice(("", "", "", "\ufeff", "---\n", "%YAML 1.2\n---\n", "# c" + end, "\t\n", " ")) + text
    for _ in range(chance.choice((0, 0, 0, 1, 2))):
        text = with_piece(chance, text)
    return encoded(text.rstrip("\n") if chance.random() < 0.1 else text)


class _Writer:
    """Writes one document; knows which anchors there are."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._anchors: list[str] = []
        self._left = chance.choice((3, 10, 30, 80))

    def document(self) -> str:
        chance = self._chance
        if chance.random() < 0.15:
            return self._deep()
        return self._block(0, chance.choice((1, 2, 3, 5))).lstrip("\n") + "\n"

    def _deep(self) -> str:
        depth = self._chance.choice((10, 60, 63, 64, 65, 100, 1500))
        way = self._chance.randrange(5)
        if way == 0:
            return "[" * depth + "]" * self._chance.choice((depth, depth, depth - 1, 0)) + "\n"
        if way == 1:
            return "{a: " * depth + "}" * depth + "\n"
        if way == 2:
            return "- " * depth + "a\n"
        if way == 3:
            return "".join(f"{' ' * level}a:\n" for level in range(min(depth, 100)))
        return "? " * depth + "a\n"

    def _block(self, column: int, depth: int) -> str:
        chance = self._chance
        self._left -= 1
        if depth == 0 or self._left < 0 or chance.random() < 0.2:
            return f" {self._properties()}{self._scalar(column)}"
        if chance.random() < 0.2:
            return f" {self._properties()}{self._flow(depth)}"
        indent = " " * (column + chance.choice((0, 2, 2, 2, 4)))
        count = chance.choice((1, 2, 3, 5))
        begin: list[Callable[[], str]] = [lambda: "-", self._key, self._key]
        starts = chance.choice(begin)
        lines = [f"\n{indent}{starts()}{self._block(len(indent) + 1, depth - 1)}" for _ in range(count)]
        return f" {self._properties()}{''.join(self._comment() + line for line in lines)}"

    def _flow(self, depth: int) -> str:
        chance = self._chance
        self._left -= 1
        if depth == 0 or self._left < 0:
            return chance.choice(SCALARS)
        items = [self._properties() + self._flow(depth - 1) for _ in range(chance.choice((0, 1, 2, 4)))]
        comma = chance.choice((", ", ",", ",\n  ", " , "))
        if chance.random() < 0.5:
            return "[" + comma.join(items) + chance.choice(("]", "]", "]", ",]", "}", ""))
        pairs = [f"{self._word()}{chance.choice((': ', ':', ' : ', ''))}{item}" for item in items]
        return "{" + comma.join(pairs) + chance.choice(("}", "}", "}", ",}", "]", ""))

    def _scalar(self, column: int) -> str:
        chance = self._chance
        if chance.random() < 0.15:
            header = chance.choice("|>") + chance.choice(("", "", "-", "+", "1", "2", "2-", "+3", " # c"))
            indent = " " * (column + chance.choice((0, 1, 2, 2, 4)))
            lines = ("", "a", "  b", "\tc", "# d", "- e", "f: g", "{{ x }}", "é\u2028h", "   ", "---")
            return header + "".join(
                f"\n{indent}{chance.choice(lines)}" for _ in range(chance.choice((0, 1, 2, 5)))
            )
        return chance.choice(SCALARS) if chance.random() < 0.8 else self._word()

    def _properties(self) -> str:
        chance = self._chance
        found = ""
        if chance.random() < 0.07:
            self._anchors.append(chance.choice("abcd"))
            found = f"&{self._anchors[-1]} "
        if chance.random() < 0.04:
            found += chance.choice(
                ("!x ", "! ", "!!map ", "!!seq ", "!!str ", "!!int ", "!!python/none ", "!!merge ")
            )
        if chance.random() < 0.06:
            found += f"*{chance.choice(self._anchors or ['z'])}" + chance.choice(("", "", " "))
        return found

    def _key(self) -> str:
        chance = self._chance
        key = chance.choice(SCALARS) if chance.random() < 0.15 else self._word()
        if chance.random() < 0.06:
            key = "<<"
        return chance.choice(
            (f"{key}:", f"{key}:", f"{key}:", f"{key} :", f"? {key}\n:", f'"{key}":', f"'{key}':")
        )

    def _word(self) -> str:
        return (
            self._chance.choice(corpus.words())
            if self._chance.random() < 0.5
            else self._chance.choice("abcde")
        )

    def _comment(self) -> str:
        chance = self._chance
        if chance.random() > 0.08:
            return ""
        return chance.choice(
            (
                " # c",
                "\n# c",
                "\n\n",
                "\n\t# c",
                " #",
                " # neops: ignore[NB114]",
                "\n# neops: ignore-file[NB3] x",
            )
        )
