from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import SecretStr, ValidationError

from neops_worker_sdk import registry as package
from neops_worker_sdk.function_block import (
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResultData,
)
from neops_worker_sdk.registry import (
    DuplicateBlockError,
    Registration,
    Registry,
    collecting,
    register_function_block,
    registry,
)


class Block(FunctionBlock[FunctionBlockParams, FunctionBlockResultData]):
    async def run(self, params, context):
        """Never called."""

    async def acquire(self, params):
        return FunctionBlockAcquireResult(message="", success=True)


class Other(Block):
    async def acquire(self, params):
        return FunctionBlockAcquireResult(message="other", success=True)


def registration(name="n", **changes):
    values = {"description": "d", "package": "fb.t", "run_on": "device", "fb_type": "check", **changes}
    return Registration(
        name=name, param_cls=FunctionBlockParams, result_cls=FunctionBlockResultData, **values
    )


def test_the_defaults_and_the_identifier_of_a_registration():
    given = Registration("n", "d", "fb.t", "global", "none", FunctionBlockParams, FunctionBlockResultData)
    assert given.identifier == "fb.t/n:1.0.0"
    assert given.markdown_helptext == "No helptext provided"
    assert (given.deprecated, given.is_idempotent, given.is_pure, given.reversible) == (False,) * 4
    given.version = (3, 2, 1)
    assert (given.major_version, given.minor_version, given.patch_version) == (3, 2, 1)


@pytest.mark.parametrize(
    ("changes", "accepted"),
    [
        ({}, True),
        ({"fb_type": "cook"}, False),
        ({"name": "a/b"}, False),
        ({"name": "a:b"}, False),
        ({"package": "a/b"}, False),
        ({"name": "with-hyphen"}, True),
        ({"run_on": "moon"}, True),
    ],
)
def test_a_registration_is_checked_when_decorating(changes, accepted):
    with collecting(Registry()) as found:
        if accepted:
            assert register_function_block(registration(**changes))(Block) is Block
            assert len(found.function_blocks) == 1
        else:
            with pytest.raises(ValidationError):
                register_function_block(registration(**changes))(Block)
            assert found.function_blocks == {}


def test_a_registry_entry_holds_class_registration_and_what_is_sent():
    given, found = registration(), Registry()
    found.register(Block, given)
    cls, reg, dto = found.function_blocks["fb.t/n:1.0.0"]
    assert (cls, reg) == (Block, given)
    sent = dto.model_dump(by_alias=True)
    assert sent["resultDataJsonSchema"] == {
        "additionalProperties": False,
        "properties": {},
        "type": "object",
        "description": sent["resultDataJsonSchema"]["description"],
    }
    assert "title" not in sent["parameterJsonSchema"]
    assert (sent["markdownHelpText"], sent["fbType"], sent["isPure"]) == (
        "No helptext provided",
        "check",
        False,
    )


def test_a_duplicate_identifier_names_both_classes_and_files():
    found = Registry()
    found.register(Block, registration())
    with pytest.raises(
        DuplicateBlockError,
        match=r"two blocks are called fb.t/n:1.0.0: Block \(.*test_registry.py:\d+\) and Other \(.*test_registry.py:\d+\)",
    ):
        found.register(Other, registration())
    assert found.function_blocks["fb.t/n:1.0.0"].cls is Block


def test_classes_made_by_a_function_are_duplicates_and_the_same_class_is_not():
    def make():
        class Made(Block):
            async def acquire(self, params):
                """Never called."""

        return Made

    found, made = Registry(), make()
    found.register(made, registration())
    found.register(made, registration())
    with pytest.raises(DuplicateBlockError):
        found.register(make(), registration())


def test_a_class_not_written_in_python_says_where_it_is_written():
    found = Registry()
    for file in ("a.block.yaml", "b.block.yaml"):
        cls = type("Compiled", (Block,), {"__neops_source__": file})
        if file.startswith("a"):
            found.register(cls, registration())
        else:
            with pytest.raises(
                DuplicateBlockError, match=r"Compiled \(a.block.yaml\) and Compiled \(b.block.yaml\)"
            ):
                found.register(cls, registration())


def test_registry_is_the_process_wide_instance_and_collecting_keeps_out_of_it():
    assert isinstance(registry, Registry)
    assert package.registry is registry
    with collecting(Registry()) as found:
        register_function_block(registration("only_here"))(Block)
    assert "fb.t/only_here:1.0.0" in found.function_blocks
    assert "fb.t/only_here:1.0.0" not in registry.function_blocks


def test_secret_parameters_are_published_as_such_without_their_defaults():
    class Params(FunctionBlockParams):
        password: str = "factory"
        key: SecretStr = SecretStr("made")
        note: str = "n"

    found = Registry()
    found.register(Block, replace(registration(), param_cls=Params))
    (published,) = (each.dto.parameter_json_schema["properties"] for each in found.function_blocks.values())
    secret = {"type": "string", "writeOnly": True, "format": "password"}
    assert published == {
        "password": {"title": "Password", **secret},
        "key": {"title": "Key", **secret},
        "note": {"title": "Note", "type": "string", "default": "n"},
    }
