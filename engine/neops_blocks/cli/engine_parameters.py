"""Parameters judged by the schema that an engine holds of a block, before anything is sent."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from neops_blocks.cli.parameters import expected_text
from neops_blocks.cli.problems import Problem
from neops_blocks.cli.terminal import harmless
from neops_blocks.diagnostics import did_you_mean
from neops_blocks.model import judge
from neops_worker_sdk.logger.masking import MASK, Masker
from neops_worker_sdk.logger.secret_schemas import alternatives, mark_secrets
from neops_worker_sdk.logger.secret_search import SecretSearch
from neops_worker_sdk.logger.sensitive_names import key_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

HINT = "-p NAME=VALUE gives a parameter, --params FILE several"
_READ_LENIENTLY = ("date", "date-time", "time", "duration", "uri")
_OF_NAMES = ("properties", "patternProperties", "$defs", "definitions")
_OF_VALUES = ("const", "default", "enum", "examples")


class EngineSchema:
    """The parameters of a block as its engine describes them.

    Args:
        identifier: of the block.
        schema: the whole JSON Schema.
    """

    def __init__(self, identifier: str, schema: Mapping[str, Any]) -> None:
        self._identifier = identifier
        self._schema = copy.deepcopy(dict(schema))
        self._properties: dict[str, Any] = {
            name: item if isinstance(item, dict) else {}
            for name, item in (self._schema.get("properties") or {}).items()
        }
        marked = copy.deepcopy(self._schema | {"properties": self._properties})
        mark_secrets(marked)
        self._search = SecretSearch(marked, key_parts())

    def secrets(self, values: Mapping[str, Any]) -> list[str]:
        """The secret texts in the parameters, at any depth."""
        return list(self._search.secrets(values))

    def check(self, values: Mapping[str, Any]) -> None:
        """Refuse parameters that do not fit, all of them in one message. Raises Problem.

        What cannot be judged here, such as conditions over several parameters, is left to the engine.
        """
        problems = [*self._unknown(values), *self._missing(values), *self._wrong(values)]
        if problems:
            raise refused(self._identifier, problems, Masker(self.secrets(values)))

    def _unknown(self, values: Mapping[str, Any]) -> Iterator[str]:
        if self._schema.get("additionalProperties") or self._schema.get("patternProperties"):
            return
        for name in values:
            if name not in self._properties:
                guess = did_you_mean(name, self._properties, what="parameters")
                yield f"{name}: there is no such parameter; {guess}"

    def _missing(self, values: Mapping[str, Any]) -> Iterator[str]:
        for name in self._schema.get("required") or ():
            known = self._resolved(self._properties.get(name, {}))
            if name not in values and "default" not in known:
                yield f"{name}: missing, expected {expected_text(known)}{_described(known)}"

    def _wrong(self, values: Mapping[str, Any]) -> Iterator[str]:
        definitions = {key: self._schema[key] for key in ("$defs", "definitions") if key in self._schema}
        for name, value in values.items():
            known = self._resolved(self._properties.get(name, {}))
            secret = any(True for _ in self._search.secrets({name: value}))
            for fault in _faults(_leniently({**definitions, **known}), value, secret=secret):
                if secret:
                    yield f"{name}: expected {expected_text(known)}, got {MASK}: {fault}{_described(known)}"
                else:
                    yield f"{name}: {fault}{_described(known)}"

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """A schema together with what it refers to."""
        if "$ref" not in schema:
            return schema
        referred = alternatives({"$ref": schema["$ref"]}, self._schema.get("$defs") or {})[0]
        return {**referred, **schema} if isinstance(referred, dict) else schema


def refused(identifier: str, faults: Iterable[str], masker: Masker) -> Problem:
    """The message about parameters that do not fit."""
    return Problem(f"the parameters do not fit {identifier}:\n{_lines(faults, masker)}", HINT)


def refused_by_engine(identifier: str, faults: Iterable[Any], masker: Masker) -> Problem:
    """The same for what the engine has found, in the parameters or elsewhere in the submission."""
    told = [
        f"{fault.get('path') or 'all together'}: {fault['message']}"
        for fault in faults
        if isinstance(fault, dict) and fault.get("message")
    ]
    lines = _lines(map(harmless, told), masker)
    return Problem(f"the submission does not fit {identifier}, says the engine:\n{lines}", HINT)


def _lines(faults: Iterable[str], masker: Masker) -> str:
    return "\n".join(f"  {masker.text(fault)}" for fault in faults)


def _described(schema: Mapping[str, Any]) -> str:
    return f" — {schema['description']}" if schema.get("description") else ""


def _faults(schema: dict[str, Any], value: Any, *, secret: bool) -> list[str]:
    if _refers_elsewhere(schema):
        return []
    try:
        return judge(schema, secret=secret)(value)
    except Exception:  # noqa: BLE001 - a schema that cannot be followed here: the engine judges
        return []


def _refers_elsewhere(schema: Any) -> bool:
    """Whether a schema refers to another document, which must not be fetched."""
    if isinstance(schema, list):
        return any(map(_refers_elsewhere, schema))
    if not isinstance(schema, dict):
        return False
    reference = schema.get("$ref", schema.get("$dynamicRef", "#"))
    elsewhere = isinstance(reference, str) and not reference.startswith("#")
    return elsewhere or "$id" in schema or any(map(_refers_elsewhere, schema.values()))


def _leniently(schema: Any) -> Any:
    """A schema without the formats of which blocks in Python accept more than the standard says."""
    if isinstance(schema, list):
        return [_leniently(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: (
            {name: _leniently(each) for name, each in item.items()}
            if key in _OF_NAMES and isinstance(item, dict)
            else item
            if key in _OF_VALUES
            else _leniently(item)
        )
        for key, item in schema.items()
        if not (key == "format" and item in _READ_LENIENTLY)
    }
