from __future__ import annotations

import logging

import pytest

from neops_blocks.cli.logs import configure
from neops_worker_sdk.logger.masking import Masker


@pytest.fixture(autouse=True)
def _restore():
    loggers = [logging.getLogger(name) for name in (None, "neops", "neops_blocks")]
    handlers, levels = list(loggers[0].handlers), [logger.level for logger in loggers]
    yield
    loggers[0].handlers[:] = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.mark.parametrize(
    ("verbose", "shown"),
    [(0, {"ours error"}), (1, {"ours error", "ours info"}), (2, {"ours error", "ours info", "theirs"})],
)
@pytest.mark.parametrize("ours", ["neops", "neops.x", "neops_blocks.x"])
def test_how_much_is_logged(capsys, verbose, shown, ours):
    configure(Masker(), verbose)
    logging.getLogger(ours).error("ours error")
    logging.getLogger(ours).info("ours info")
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
