from __future__ import annotations

import pytest

from neops_blocks.diagnostics import DriverFailure
from neops_blocks.drivers.deadline import Deadline
from neops_blocks.drivers.netmiko.shell import Screen, Shell


class Channel:
    """Hands out prepared pieces, then times out."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)

    def settimeout(self, seconds):
        assert seconds > 0

    def recv_ready(self):
        return bool(self.pieces)

    def recv(self, size):
        if not self.pieces:
            raise TimeoutError
        return self.pieces.pop(0)


def test_a_character_split_between_packets_is_one_character():
    shell = Shell(Channel("é".encode()[:1], "é".encode()[1:]))
    assert shell.read(Deadline(1)) == "é"


def test_bytes_that_are_no_text_do_not_stop_the_reading():
    assert Shell(Channel(b"a\xffb")).read(Deadline(1)) == "a\ufffdb"


def test_the_end_of_the_session_is_an_eof():
    with pytest.raises(EOFError):
        Shell(Channel(b"")).read(Deadline(1))


def test_nothing_is_decided_while_more_is_under_way():
    shell, screen = Shell(Channel(b"sw1#", b" more\n", b"sw1#")), Screen()
    assert shell.read_until(lambda seen: seen.text or None, screen, Deadline(1)) == "sw1# more\nsw1#"


def test_a_passed_deadline_is_a_timeout():
    with pytest.raises(TimeoutError):
        Shell(Channel(b"x")).read(Deadline(0))


def test_what_came_unasked_is_forgotten():
    channel = Channel(b"late", b"output")
    Shell(channel).drain()
    assert not channel.pieces


def test_endless_output_is_a_failure_not_the_end_of_memory():
    screen = Screen(limit=10)
    screen.add("123456")
    with pytest.raises(DriverFailure, match="more than"):
        screen.add("7890123")
