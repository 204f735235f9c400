from __future__ import annotations

import logging

import pytest
from neops_blocks.cli.logs import configure
from neops_blocks.steps.masking import Masker


@pytest.fixture(autouse=True)
def _restore():
    root, ours = logging.getLogger(), logging.getLogger("neops")
    before = (list(root.handlers), root.level, ours.level)
    yield
    root.handlers[:], level, ours_level = before[0], before[1], before[2]
    root.setLevel(level)
    ours.setLevel(ours_level)


@pytest.mark.parametrize(
    ("verbose", "shown"),
    [(0, {"ours error"}), (1, {"ours error", "ours info"}), (2, {"ours error", "ours info", "theirs"})],
)
def test_how_much_is_logged(capsys, verbose, shown):
    configure(Masker(), verbose)
    logging.getLogger("neops").error("ours error")
    logging.getLogger("neops.x").info("ours info")
    logging.getLogger("paramiko").warning("theirs")
    said = capsys.readouterr().err
    assert {text for text in ("ours error", "ours info", "theirs") if text in said} == shown


def test_secrets_are_masked_in_messages_context_and_tracebacks(capsys):
    configure(Masker(["hunter22"]), 1)
    try:
        raise ValueError("hunter22")
    except ValueError:
        logging.getLogger("neops").exception("with %s", "hunter22", extra={"neops": {"device": "hunter22"}})
    said = capsys.readouterr().err
    assert "hunter22" not in said
    assert "with *** device='***'" in said
