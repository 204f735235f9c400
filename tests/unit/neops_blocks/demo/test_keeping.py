from __future__ import annotations

import stat

import pytest

from neops_blocks.demo import inventory_file, start
from neops_blocks.inventory import load_inventory

pytest.importorskip("asyncssh")


@pytest.fixture(scope="module")
def lab():
    with start(2, 0.0) as running:
        yield running


def test_the_file_needs_nothing_else_and_only_its_owner_reads_it(lab, tmp_path):
    file = tmp_path / "inventory.yaml"
    with inventory_file(lab, file):
        devices = load_inventory(file, {}).devices
        assert [device.name for device in devices] == ["sw01", "sw02"]
        assert devices[0].get("password") == lab.password
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not file.exists()


def test_a_file_that_exists_is_left_alone(lab, tmp_path):
    file = tmp_path / "inventory.yaml"
    file.write_text("mine")
    with pytest.raises(FileExistsError), inventory_file(lab, file):
        pass
    assert file.read_text() == "mine"


def test_a_file_that_was_edited_stays(lab, tmp_path):
    file = tmp_path / "inventory.yaml"
    with inventory_file(lab, file):
        file.write_text("mine")
    assert file.read_text() == "mine"
