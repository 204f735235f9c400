"""Offsets and positions, in every unit that clients count in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neops_blocks.lsp.positions import Place, Positions

TEXTS = {
    "plain": "ab\ncd",
    "emoji": "a😀b\n😀",
    "combining": "e\u0301x\nñ",
    "crlf": "ab\r\ncd\r\n",
    "cr": "ab\rcd",
    "mark": "\ufeffab\ncd",
    "separators": "a\u2028b\x85c\x0bd\ne",
    "lone surrogate": "a\ud800b",
    "empty": "",
}
TABLE = [
    ("plain", "utf-16", 4, (1, 1)),
    ("plain", "utf-16", 2, (0, 2)),
    ("plain", "utf-16", 3, (1, 0)),
    ("plain", "utf-16", 99, (1, 2)),
    ("emoji", "utf-16", 2, (0, 3)),
    ("emoji", "utf-8", 2, (0, 5)),
    ("emoji", "utf-32", 2, (0, 2)),
    ("emoji", "utf-16", 5, (1, 2)),
    ("combining", "utf-16", 2, (0, 2)),
    ("combining", "utf-8", 2, (0, 3)),
    ("combining", "utf-8", 5, (1, 2)),
    ("crlf", "utf-16", 3, (0, 2)),
    ("crlf", "utf-16", 4, (1, 0)),
    ("crlf", "utf-16", 8, (2, 0)),
    ("cr", "utf-16", 3, (1, 0)),
    ("mark", "utf-16", 1, (0, 1)),
    ("mark", "utf-8", 1, (0, 3)),
    ("mark", "utf-16", 4, (1, 0)),
    ("separators", "utf-16", 6, (0, 6)),
    ("separators", "utf-16", 8, (1, 0)),
    ("lone surrogate", "utf-16", 3, (0, 3)),
    ("empty", "utf-16", 0, (0, 0)),
]


@pytest.mark.parametrize(("name", "encoding", "offset", "place"), TABLE)
def test_the_place_of_an_offset(name, encoding, offset, place):
    assert Positions(TEXTS[name], encoding).place(offset) == Place(*place)


@pytest.mark.parametrize(
    ("name", "encoding", "place", "offset"),
    [
        ("emoji", "utf-16", (0, 3), 2),
        ("emoji", "utf-16", (0, 2), 1),
        ("emoji", "utf-8", (0, 4), 1),
        ("plain", "utf-16", (0, 99), 2),
        ("plain", "utf-16", (9, 0), 5),
        ("plain", "utf-16", (-1, 0), 0),
        ("crlf", "utf-16", (0, 99), 2),
        ("crlf", "utf-16", (1, 1), 5),
        ("mark", "utf-16", (0, 0), 0),
        ("mark", "utf-16", (0, 1), 1),
        ("separators", "utf-16", (0, 3), 3),
    ],
)
def test_the_offset_of_a_place(name, encoding, place, offset):
    assert Positions(TEXTS[name], encoding).offset(*place) == offset


CHARACTERS = st.text(st.sampled_from("ab\n\r😀e\u0301ñ\ufeff\u2028\x85"), max_size=30)


@given(CHARACTERS, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_there_and_back(text, encoding):
    positions = Positions(text, encoding)
    for offset in range(len(text) + 1):
        inside_crlf = text[offset - 1 : offset + 1] == "\r\n"
        assert positions.offset(*positions.place(offset)) == offset - inside_crlf


@given(CHARACTERS)
def test_columns_are_what_an_encoder_says(text):
    for encoding, codec, size in (
        ("utf-8", "utf-8", 1),
        ("utf-16", "utf-16-le", 2),
        ("utf-32", "utf-32-le", 4),
    ):
        positions = Positions(text, encoding)
        for offset in range(len(text) + 1):
            line = text[:offset].replace("\r\n", "\n").replace("\r", "\n").rpartition("\n")[2]
            if text[offset - 1 : offset + 1] != "\r\n":
                assert positions.place(offset).column == len(line.encode(codec)) // size
