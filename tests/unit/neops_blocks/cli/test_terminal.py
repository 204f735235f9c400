from __future__ import annotations

import io

import pytest

from neops_blocks.cli.terminal import Paint, harmless, wants_color


class Screen(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("stream", "env", "colored"),
    [
        (Screen(), {}, True),
        (Screen(), {"NO_COLOR": "1"}, False),
        (Screen(), {"NO_COLOR": ""}, True),
        (Screen(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_colour_only_on_a_terminal_that_wants_it(monkeypatch, stream, env, colored):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert wants_color(stream) is colored
    assert Paint(stream)("x", "red") == ("\x1b[31mx\x1b[0m" if colored else "x")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 日本\n\ttext", "plain é 日本\n\ttext"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("a\rb\x9b2J", "a\\rb\\x9b2J"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\udcff", "\\udcff"),
    ],
)
def test_texts_of_others_do_not_command_the_terminal(text, shown):
    assert harmless(text) == shown
