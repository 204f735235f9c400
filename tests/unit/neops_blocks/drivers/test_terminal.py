from __future__ import annotations

import pytest

from neops_blocks.drivers.terminal import (
    clean,
    end_of_echo,
    prompt_after,
    prompt_at_end,
    same_prompt,
)

PREPARE = ("terminal width 511", "terminal length 0")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a\r\nb\r\r\nc", "a\nb\nc"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("x\x00y\x07z", "xyz"),
        ("\x1b]0;title\x07sw1#", "sw1#"),
        ("shoow\b \b\b \bw", "show"),
        ("\x1b[?1h\x1b=sw1#\x1b[K", "sw1#"),
        ("50 % [x]", "50 % [x]"),
    ],
)
def test_noise_goes_and_text_stays(raw, text):
    assert clean(raw) == text


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("\nsw1#", "sw1#"),
        ("banner\nsw1> ", "sw1>"),
        ("RP/0/RP0/CPU0:xr#", "RP/0/RP0/CPU0:xr#"),
        ("sw1#\n", None),
        ("Password: ", None),
        ("half a li", None),
        ("# only", None),
    ],
)
def test_a_prompt_is_the_last_line(text, prompt):
    assert prompt_at_end(text) == prompt


def test_the_prompt_is_sure_once_all_commands_were_answered():
    dialogue = "motd > x #\nsw1#terminal width 511\nsw1#terminal length 0\nsw1#"
    for end in range(len(dialogue)):
        assert prompt_after(dialogue[:end], PREPARE) is None
    assert prompt_after(dialogue, PREPARE) == ("sw1#", True)


def test_a_device_without_echo_is_recognised():
    assert prompt_after("\nsw1#\nsw1#\nsw1#", PREPARE) == ("sw1#", False)


def test_a_rejected_width_does_not_matter():
    text = "r1# terminal width 511\n% Unknown command\nr1# terminal length 0\nr1# "
    assert prompt_after(text, PREPARE) == ("r1#", True)


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("show clock\n10:00\nsw1#", "show clock", "10:00\nsw1#"),
        ("late output\nsw1#show clock\n10:00\nsw1#", "show clock", "10:00\nsw1#"),
        ("sho", "show clock", None),
        ("show clock", "show clock", None),
        ("old\nsw1#", "show clock", None),
        ("show  clock \n10", "show clock", "10"),
        ("x" * 500 + "\n" + "y" * 300 + "\nout", "x" * 500 + "y" * 300, "out"),
    ],
)
def test_the_echo_ends_where_the_answer_begins(text, command, rest):
    end = end_of_echo(text, command)
    assert (None if end is None else text[end:]) == rest


@pytest.mark.parametrize(
    ("tail", "same"),
    [
        ("out\nsw1#", True),
        ("out\nsw1>", True),
        ("out\nsw1(config-if)#", True),
        ("out\nsw1# ", True),
        ("out\nsw12#", False),
        ("out sw1#", False),
        ("out\nsw1#show", False),
        ("out\n???% ", False),
    ],
)
def test_only_the_device_s_own_prompt_ends_a_command(tail, same):
    assert bool(same_prompt("sw1#").search(tail)) is same
