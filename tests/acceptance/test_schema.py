"""`neops-blocks schema` as its users see it."""

from __future__ import annotations

from pathlib import Path

PUBLISHED = Path(__file__).parents[2] / "schemas/function-block.v1.json"


def test_it_prints_the_published_schema(cli):
    done = cli("schema")
    assert done.code == 0, done.err
    assert done.out == PUBLISHED.read_text(encoding="utf-8")


def test_of_a_block_it_prints_parameters_and_result(cli, device_block):
    done = cli("schema", device_block)
    assert done.code == 0, done.err
    assert done.json["block"] == "fb.example.com/version_of:1.0.0"
    marker = done.json["parameters"]["properties"]["marker"]
    assert (marker["type"], marker["default"]) == ("string", "none")
    assert done.json["parameters"]["properties"]["token"]["writeOnly"] is True
    assert done.json["result"]["required"] == ["version", "marker"]


def test_a_block_that_is_not_there(cli):
    done = cli("schema", "nothing.block.yaml")
    assert done.code == 2
    assert "there is no such file" in done.err
