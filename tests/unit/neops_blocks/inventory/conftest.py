from __future__ import annotations

import textwrap

import pytest

from neops_blocks.inventory import load_inventory


@pytest.fixture
def write(tmp_path):
    """write("hosts.yaml", text) -> path; dedents the text."""

    def write_file(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    return write_file


@pytest.fixture
def inventory(write):
    """inventory(text, name="inventory.yaml", env={}) -> Inventory."""

    def load(text, name="inventory.yaml", env=None):
        return load_inventory(write(name, text), env or {})

    return load
