from __future__ import annotations

import io

import pytest

from neops_blocks.cli import progress
from neops_blocks.cli.encoding import escape_what_does_not_fit
from neops_worker_sdk.jobs import HostStarted
from neops_worker_sdk.jobs.collector import Collector
from neops_worker_sdk.logger.masking import Masker


class Screen(io.TextIOWrapper):
    def __init__(self, encoding):
        super().__init__(io.BytesIO(), encoding=encoding)

    def isatty(self):
        return True

    def said(self):
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
@pytest.mark.parametrize("columns", [40, 80])
def test_the_numbers_have_room_on_any_terminal(monkeypatch, encoding, columns):
    screen = Screen(encoding)
    escape_what_does_not_fit(screen)
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")
    collector = Collector(["sw1", "sw2"])
    collector(HostStarted("sw1"))
    with progress.live("a_block", collector, Masker()):
        pass
    said = screen.said()
    assert "0/2" in said
    assert "1 at work" in said
    assert ("╌" in said) is (encoding == "utf-8" and columns == 80)
