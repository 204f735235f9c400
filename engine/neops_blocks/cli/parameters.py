"""Parameters from the command line: read as YAML, checked all at once before anything runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from neops_blocks.cli.problems import Problem
from neops_blocks.diagnostics import did_you_mean, shortened
from neops_blocks.source import load, load_file
from neops_worker_sdk.logger.masking import Masker
from neops_worker_sdk.logger.sensitive import parameter_secrets, sensitive_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from neops_blocks.cli.blocks import FoundBlock
    from neops_blocks.source import Source

SHOWN = 60


def read(given: Iterable[str], file: Path | None) -> dict[str, Any]:
    """The parameters of `--params FILE`, and over them those of `-p NAME=VALUE`. Raises Problem, OSError."""
    values = {} if file is None else _from_file(file)
    for item in given:
        name, equals, text = item.partition("=")
        if not equals or not name.strip():
            raise Problem(f"-p {item}: a parameter is written NAME=VALUE", "for example: -p max_errors=10")
        values[name.strip()] = _value(text, f"-p {name}")
    return values


def _value(text: str, place: str) -> Any:
    source = load(text, place)
    _refuse_findings(source, place)
    if len(source.documents) > 1:
        raise Problem(f"{place}: the value holds several YAML documents")
    return source.documents[0].plain() if source.documents else None


def _from_file(file: Path) -> dict[str, Any]:
    source = load_file(file)
    _refuse_findings(source, str(file))
    value = source.documents[0].plain() if source.documents else {}
    if not isinstance(value, dict):
        raise Problem(f"{file}: a file of parameters is a mapping of names to values")
    return value


def _refuse_findings(source: Source, place: str) -> None:
    if source.findings:
        finding = source.findings[0]
        help_ = f"{finding.help}; " if finding.help else ""
        where = finding.span if place == source.file and "-p" not in place else place
        raise Problem(f"{where}: {finding.message}", f"{help_}text can always stand in quotes")


def check(block: FoundBlock, values: Mapping[str, Any]) -> None:
    """Refuse parameters that do not fit the block, all of them in one message. Raises Problem."""
    from pydantic import ValidationError

    model = block.registration.param_cls
    schema = model.model_json_schema()
    properties: dict[str, Any] = schema.get("properties", {})
    problems = [
        f"  {name}: there is no such parameter; {did_you_mean(name, properties, what='parameters')}"
        for name in values
        if name not in properties and name not in model.model_fields
    ]
    try:
        model.model_validate(dict(values))
    except ValidationError as error:
        hidden = secret_names(block)
        for fault in error.errors(include_url=False):
            name = str(fault["loc"][0]) if fault["loc"] else ""
            problems.append(_sentence(name, fault, properties.get(name, {}), secret=name in hidden))
    if problems:
        said = Masker(secret_values(block, values)).text("\n".join(problems))
        raise Problem(
            f"the parameters do not fit {block.identifier}:\n{said}",
            f"neops-blocks show {block.file} lists the parameters; -p NAME=VALUE gives one",
        )


def _sentence(name: str, fault: Mapping[str, Any], schema: Mapping[str, Any], *, secret: bool) -> str:
    expected = expected_text(schema)
    described = f" — {schema['description']}" if schema.get("description") else ""
    if fault["type"] == "missing":
        return f"  {name}: missing, expected {expected}{described}"
    if not secret and str(fault["msg"]).startswith("expected"):
        return f"  {name}: {fault['msg']}{described}"
    got = "***" if secret else _short(fault.get("input"))
    why = "the value does not fit" if secret else str(fault["msg"])
    place = ".".join(map(str, fault["loc"])) or name
    return f"  {place}: expected {expected}, got {got}: {why}{described}"


def _short(value: Any) -> str:
    return shortened(json.dumps(value, default=str, ensure_ascii=False), SHOWN)


def expected_text(schema: Mapping[str, Any]) -> str:
    """What a schema asks for, in a few words."""
    if "enum" in schema:
        return f"one of {', '.join(_short(value) for value in schema['enum'])}"
    if "anyOf" in schema:
        return " or ".join(expected_text(item) for item in schema["anyOf"])
    kinds = schema.get("type", "any value")
    text = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    bounds = [
        f"{word} {schema[key]}"
        for key, word in (
            ("minimum", "at least"),
            ("maximum", "at most"),
            ("pattern", "like"),
            ("format", "format"),
        )
        if key in schema
    ]
    return f"{text} ({', '.join(bounds)})" if bounds else text


def secret_names(block: FoundBlock) -> frozenset[str]:
    """The parameters whose values are never shown."""
    return sensitive_fields(block.registration.param_cls)


def secret_values(block: FoundBlock, values: Mapping[str, Any]) -> list[str]:
    """The secret texts in the parameters, at any depth, for masking."""
    return list(parameter_secrets(block.registration.param_cls, values))
