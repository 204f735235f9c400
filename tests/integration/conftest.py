"""Run a block written in a test, on emulated devices."""

from __future__ import annotations

import json

import pytest

from lab.block_runner import run_block

__all__ = ["as_entities", "run_block"]


@pytest.fixture
def as_entities():
    """as_entities(lab, **settings) -> what `run_block` takes as devices; settings go to the connection options."""

    def entities(lab, **settings):
        return [
            {
                "hostname": device.name,
                "ip": device.host,
                "username": device.username,
                "password": device.password,
                "platform": {"short_name": device.platform},
                "connection_options": json.dumps({"port": device.port, "host_key": "ignore", **settings}),
            }
            for device in lab.devices
        ]

    return entities
