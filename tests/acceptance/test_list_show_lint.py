"""`list`, `show` and `lint` as their users see them."""

from __future__ import annotations

from pathlib import Path

LIBRARY = Path(__file__).parents[2] / "blocks"


def test_list_shows_the_shipped_blocks(cli):
    done = cli("list")
    assert done.code == 0, done.err
    for name in ("config_backup", "device_facts", "parallel_collect"):
        assert f"neops.blocks/{name}:1.0.0" in done.out


def test_a_broken_file_does_not_hide_the_others(cli, block, device_block):
    block("broken.block.yaml", "schema: function-block/v1\nname: x\n")
    done = cli("list", device_block.parent, "--format", "json")
    assert done.code == 1
    assert [row["identifier"] for row in done.json] == ["fb.example.com/version_of:1.0.0"]
    assert "broken.block.yaml:" in done.err


def test_show_tells_parameters_result_plan_and_connection(cli, device_block):
    done = cli("show", device_block)
    assert done.code == 0, done.err
    for part in (
        "marker",
        "Something to send back.",
        "secret",
        "version",
        "show: command show version",
        "port: 22",
    ):
        assert part in done.out
    data = cli("show", device_block, "--format", "json").json
    assert data["parameters"]["marker"] == {
        "type": "string", "required": False, "default": "none", "description": "Something to send back.",
    }  # fmt: skip
    assert data["plan"]["cuts"][0]["steps"][0]["kind"] == "command"
    assert "default" not in data["parameters"]["token"]


def test_lint_exit_codes(cli, block, device_block):
    clean = cli("lint", LIBRARY)
    assert clean.code == 0, clean.out
    bad = block("bad.block.yaml", "schema: function-block/v1\nname: x\nstep: []\n")
    done = cli("lint", bad, "--format", "concise")
    assert done.code == 1
    assert "bad.block.yaml:3:1" in done.out
    assert cli("lint", bad, "--format", "json").json
