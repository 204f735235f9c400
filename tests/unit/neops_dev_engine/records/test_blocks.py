from __future__ import annotations

import pytest

from lab.engine_api import registration
from neops_dev_engine.errors import IncompatibleSchema, UnknownFunctionBlock, UnknownWorker
from neops_dev_engine.records.blocks import (
    block_view,
    blocks_of,
    delete_block,
    list_blocks,
    register_block,
    resolve_block,
    workers_of,
)


def schema(*properties, required=()):
    return {"type": "object", "properties": {name: {} for name in properties}, "required": list(required)}


def register(tx, version="1.0.0", name="a", worker=None, required=(), results=()):
    major, minor, patch = map(int, version.split("."))
    body = registration(
        name,
        majorVersion=major,
        minorVersion=minor,
        patchVersion=patch,
        parameterJsonSchema=schema("x", "y", required=required),
        resultDataJsonSchema=schema(*results),
    )
    return register_block(tx, body, worker)


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("fb.t.io/a:1.2.3", "1.2.3"),
        ("fb.t.io/a:1.2", "1.2.10"),
        ("fb.t.io/a:1", "1.10.0"),
        ("fb.t.io/a:2", "2.0.0"),
        ("fb.t.io/a", "2.0.0"),
    ],
)
def test_a_reference_means_the_highest_version_that_fits(tx, reference, found):
    for version in ("1.2.3", "1.2.10", "1.2.9", "1.10.0", "2.0.0"):
        register(tx, version)
    assert resolve_block(tx, reference)["id"] == f"fb.t.io/a:{found}"


@pytest.mark.parametrize(
    ("reference", "hint"),
    [
        ("fb.t.io/a:3", "did you mean fb.t.io/a:1.0.0?"),
        ("fb.t.io/a:1.0.1", "did you mean fb.t.io/a:1.0.0?"),
        ("fb.t.io/interface_eror", "did you mean fb.t.io/interface_errors:1.0.0?"),
        ("interface_errors", "did you mean fb.t.io/interface_errors:1.0.0?"),
        ("other.package/interface_errors:1", "did you mean fb.t.io/interface_errors:1.0.0?"),
        ("x/zzzzz", "registered: fb.t.io/a:1.0.0, fb.t.io/interface_errors:1.0.0"),
        ("fb.t.io/a:1.2.3.4", "did you mean fb.t.io/a:1.0.0?"),
        ("fb.t.io/a:٣", "did you mean fb.t.io/a:1.0.0?"),
        ("fb.t.io/a:" + "9" * 5000, "did you mean fb.t.io/a:1.0.0?"),
        ("", "registered: fb.t.io/a:1.0.0, fb.t.io/interface_errors:1.0.0"),
    ],
)
def test_an_unknown_block_is_answered_with_near_ones(tx, reference, hint):
    register(tx)
    register(tx, name="interface_errors")
    with pytest.raises(UnknownFunctionBlock) as unknown:
        resolve_block(tx, reference)
    assert unknown.value.hint == hint


def test_without_any_block_the_hint_asks_for_a_worker(tx):
    with pytest.raises(UnknownFunctionBlock) as unknown:
        resolve_block(tx, "a/b")
    assert "is a worker running" in unknown.value.hint


def test_another_worker_is_added_and_a_registration_again_takes_its_place(tx, worker):
    block = register(tx, worker=worker)
    body = registration("a", description="newer", deprecated=True)
    assert register_block(tx, body, worker) == block
    assert block_view(list_blocks(tx)[0])["description"] == "newer"
    assert [row["uuid"] for row in workers_of(tx, block)] == [worker]
    assert blocks_of(tx, worker) == [block]


def test_a_worker_that_is_unknown_cannot_register_blocks(tx):
    with pytest.raises(UnknownWorker):
        register(tx, worker="nobody")


def test_a_deleted_block_is_hidden_until_it_is_registered_again(tx, worker):
    block = register(tx, worker=worker)
    delete_block(tx, block)
    assert (list_blocks(tx), blocks_of(tx, worker)) == ([], [])
    assert [row["id"] for row in list_blocks(tx, deleted=True)] == [block]
    with pytest.raises(UnknownFunctionBlock):
        resolve_block(tx, "fb.t.io/a")
    with pytest.raises(UnknownFunctionBlock):
        delete_block(tx, block)
    register(tx, worker=worker)
    assert blocks_of(tx, worker) == [block]


@pytest.mark.parametrize("later", ["1.0.0", "1.0.1", "1.1.0", "1.7.3"])
@pytest.mark.parametrize(
    ("required", "results"), [(["x", "y"], ["a", "b"]), (["x"], ["a"]), (["x"], ["b", "c"])]
)
def test_a_version_that_asks_for_more_or_gives_less_is_refused(tx, later, required, results):
    register(tx, "1.0.0", required=["x"], results=["a", "b"])
    with pytest.raises(IncompatibleSchema) as refused:
        register(tx, later, required=required, results=results)
    assert "fb.t.io/a:1.0.0" in refused.value.message
    assert "DELETE /function-blocks/fb.t.io/a/1.0.0" in refused.value.hint


@pytest.mark.parametrize(
    ("later", "required", "results"),
    [
        ("1.0.0", ["x"], ["a", "b"]),
        ("1.1.0", [], ["a", "b", "c"]),
        ("2.0.0", ["x", "y"], []),
        ("0.9.0", ["x", "y"], []),
    ],
)
def test_a_version_that_keeps_its_promise_is_taken(tx, later, required, results):
    register(tx, "1.0.0", required=["x"], results=["a", "b"])
    register(tx, later, required=required, results=results)


def test_what_was_deleted_promises_nothing(tx):
    delete_block(tx, register(tx, "1.0.0", results=["a"]))
    register(tx, "1.0.0", required=["x"])
