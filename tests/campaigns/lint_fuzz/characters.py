"""Changes that know nothing of YAML: of bytes, of lines, of words, and noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaigns.lint_fuzz import corpus

if TYPE_CHECKING:
    from random import Random

PIECES = (
    "{{", "}}", "{%", "%}", "{#", "#}", ": ", ":", "- ", "-", "? ", "'", '"', "''", '\\"', "\n", "\r\n", "\r", "\n\n",
    "  ", " ", "\t", "[", "]", "{", "}", ",", "*a", "&a ", "*a : ", "!x ", "! ", "!!int ", "!!python/object:os.system ",
    "|", ">", "|2-\n", ">+\n", "<<: ", "<<: *a", "null", "~", "1e999", "0x", ".inf", ".nan", "é", "日本", "😀", "\ufeff",
    "\x85", "\u2028", "\u2029", "\xa0", "\0", "\x1b", "\x7f", "\ufffe", "%", "%YAML 1.1\n---\n", "%TAG ! tag:x,2000:\n---\n",
    "---\n", "...\n", "--- ", "#", " # neops: ignore[NB5]", "# neops: ignore-file[", "steps", "params.", ".loop", "steps.",
    " | ", " if ", "\\", "\\x41", "\\u2028", "\\ud800", "\\U0010ffff", "@", "`", "=", "0o17", "12:30", "on", "@x",
)  # fmt: skip
_BYTES = (
    b"\xff",
    b"\xfe",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xef\xbb\xbf",
    b"\0",
    b"\xe2\x80",
    b"\x80",
)


def changed_bytes(chance: Random) -> bytes:
    """A text of the corpus with some bytes replaced, removed, added or flipped."""
    data = bytearray(corpus.text(chance).encode())
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        way = chance.randrange(4)
        if way == 0:
            data[at : at + chance.randint(1, 4)] = bytes([chance.randrange(256)])
        elif way == 1:
            del data[at : at + chance.randint(1, 30)]
        elif way == 2:
            data[at:at] = chance.choice(_BYTES)
        elif at < len(data):
            data[at] ^= 1 << chance.randrange(8)
    return bytes(data)


def changed_characters(chance: Random) -> bytes:
    """A text of the corpus with pieces of syntax in wrong places."""
    text = corpus.text(chance)
    for _ in range(chance.randint(1, 8)):
        text = with_piece(chance, text)
    return encoded(text)


def with_piece(chance: Random, text: str) -> str:
    """The text with a piece of syntax at some place, in place of some characters."""
    at = chance.randrange(len(text) + 1)
    piece = chance.choice(PIECES) if chance.random() < 0.9 else chance.choice(corpus.words())
    return text[:at] + piece + text[at + chance.choice((0, 0, 1, 2, 9)) :]


def changed_lines(chance: Random) -> bytes:
    """A text of the corpus with lines of this and other texts moved, doubled, removed and indented otherwise."""
    lines = corpus.text(chance).splitlines(keepends=True)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(lines) + 1)
        way = chance.randrange(6)
        if way == 0:
            del lines[at : at + chance.randint(1, 3)]
        elif way == 1:
            lines[at:at] = lines[at : at + chance.randint(1, 6)] * chance.randint(1, 3)
        elif way == 2:
            other = corpus.text(chance).splitlines(keepends=True)
            start = chance.randrange(len(other))
            lines[at:at] = other[start : start + chance.randint(1, 9)]
        elif way == 3 and lines:
            chosen = chance.randrange(len(lines))
            lines.insert(at, lines.pop(chosen))
        elif at < len(lines):
            lines[at] = (
                chance.choice((" ", "  ", "\t", "    ")) + lines[at] if way == 4 else lines[at].lstrip()
            )
    return encoded("".join(lines))


def spliced(chance: Random) -> bytes:
    """Halves of two texts, with words changed for others."""
    first, second = corpus.text(chance), corpus.text(chance)
    text = first[: chance.randrange(len(first) + 1)] + second[chance.randrange(len(second) + 1) :]
    for _ in range(chance.randint(0, 6)):
        word = chance.choice(corpus.words())
        if word in text:
            text = text.replace(word, chance.choice(corpus.words()), chance.choice((1, -1)))
    return encoded(text)


def noise(chance: Random) -> bytes:
    """Bytes, or pieces of syntax one after another."""
    size = chance.choice((0, 1, 2, 5, 20, 100, 1000))
    if chance.random() < 0.3:
        return chance.randbytes(size)
    if chance.random() < 0.3:
        return encoded(
            "".join(chr(chance.choice((32, 10, 58, chance.randrange(0x250)))) for _ in range(size))
        )
    return encoded("".join(chance.choice(PIECES) for _ in range(size)))


def encoded(text: str) -> bytes:
    """The bytes of a file; half of a surrogate pair as an editor may have written it."""
    return text.encode("utf-8", "surrogatepass")
