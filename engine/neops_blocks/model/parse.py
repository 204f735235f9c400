"""Nodes to a Document: dispatch on the step kind, every error a finding, all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from neops_blocks.diagnostics import Code, Finding, Fix, Severity, closest, did_you_mean
from neops_blocks.model.block import SCHEMA, BlockModel
from neops_blocks.model.document import Document
from neops_blocks.model.errors import findings_of
from neops_blocks.model.later import without_later_keys
from neops_blocks.model.rest import without_wrong
from neops_blocks.model.step import StepModel
from neops_blocks.model.step_parser import StepParser
from neops_blocks.model.words import described

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_blocks.source import Node, Source

_SUBSTITUTES: Mapping[str, Any] = {
    "schema": SCHEMA,
    "name": "unnamed",
    "package": "unnamed",
    "run_on": "group",
    "type": "none",
}


def parse_block(
    node: Node, source: Source, kinds: Mapping[str, type[StepModel]]
) -> tuple[Document | None, list[Finding]]:
    """The block of a document, or None where something is wrong with it; and what is."""
    document, findings = parse_partly(node, source, kinds)
    return (document if not findings else None), findings


def parse_partly(
    node: Node, source: Source, kinds: Mapping[str, type[StepModel]]
) -> tuple[Document | None, list[Finding]]:
    """As parse_block, but the parts without errors are there even where others have some."""
    refused = _refused(node)
    if refused is not None:
        return None, [refused]
    plain, findings = without_later_keys(node)
    steps = StepParser(kinds)
    if isinstance(plain.get("steps"), list):
        written = node.value["steps"].value
        plain["steps"] = [steps.parse(step, ("steps", index)) for index, step in enumerate(written)]
    findings += steps.findings
    block, own = _validated(plain, node)
    findings += own
    if block is None:
        return None, findings
    block.steps = [step for step in block.steps if step.kind]
    return Document(source.file, source, node, block, not findings, frozenset(steps.broken_ids)), findings


def _refused(node: Node) -> Finding | None:
    if node.kind != "mapping":
        message = f"a function block is a mapping, this document is {described(node)}"
        return Finding(
            Code.NO_BLOCK, message, Severity.ERROR, node.span, help=f"begin with `schema: {SCHEMA}`"
        )
    schema = node.at("schema")
    if schema is None and "steps" not in node.keys:
        first = next(iter(node.keys.values()), node.span)
        message = "this document is not a function block: it has no key 'schema'"
        return Finding(Code.NO_BLOCK, message, Severity.ERROR, first, help=f"begin with `schema: {SCHEMA}`")
    if schema is not None and isinstance(schema.value, str) and schema.value != SCHEMA:
        known = did_you_mean(schema.value, [SCHEMA], what="supported")
        message = f"schema: {schema.value!r} is not supported"
        fix = Fix.guess(schema.words, closest(schema.value, [SCHEMA]))
        return Finding(
            Code.SCHEMA_VERSION, message, Severity.ERROR, schema.span, path="schema", help=known, fix=fix
        )
    return None


def _validated(plain: dict[str, Any], node: Node) -> tuple[BlockModel | None, list[Finding]]:
    try:
        return BlockModel.model_validate(plain), []
    except ValidationError as error:
        findings = findings_of(error, BlockModel, node, ())
        return _rest(plain, error), findings


def _rest(plain: dict[str, Any], error: ValidationError) -> BlockModel | None:
    """The block without its wrong parts, so that the rest of it can be checked too."""
    plain = without_wrong(plain, error)
    if not isinstance(plain.get("steps"), list) or not plain["steps"]:
        plain["steps"] = [StepModel()]
    try:
        return BlockModel.model_validate({**_SUBSTITUTES, **plain})
    except ValidationError:
        return None
