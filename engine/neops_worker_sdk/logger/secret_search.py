"""Looking for the secrets in a value along its JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from neops_worker_sdk.logger.masking import secret_texts
from neops_worker_sdk.logger.secret_schemas import MAX_REFERENCES, Schema, alternatives, is_secret
from neops_worker_sdk.logger.sensitive_names import names_a_secret


class SecretSearch:
    """Finds the texts that a schema calls secret; where it says nothing of a key, the key's name decides.

    Args:
        schema: a whole JSON Schema whose secrets are marked.
        parts: of names that say so.
    """

    def __init__(self, schema: Schema, parts: tuple[str, ...]) -> None:
        self._schema = schema
        self._definitions: Mapping[str, Schema] = schema.get("$defs", {})
        self._parts = parts

    def secrets(self, value: Any) -> Iterator[str]:
        """The secret texts in a value, or in a model; whether it fits the schema is not asked."""
        yield from self._secrets(self._schema, value)

    def _secrets(self, schema: Schema, value: Any) -> Iterator[str]:
        value = _plain(value)
        leaves = list(self._leaves(schema, value))
        if any(is_secret(leaf) for leaf in leaves):
            yield from secret_texts(value)
        elif isinstance(value, Mapping):
            for key, item in value.items():
                yield from self._in_field(leaves, key, item)
        elif isinstance(value, list | tuple | set | frozenset):
            schemas = _dicts(leaf.get("items") for leaf in leaves)
            for item in value:
                for each in schemas:
                    yield from self._secrets(each, item)

    def _in_field(self, leaves: Sequence[Schema], key: object, value: Any) -> Iterator[str]:
        declared = [leaf["properties"][key] for leaf in leaves if key in leaf.get("properties", {})]
        if not declared and names_a_secret(key, self._parts):
            yield from secret_texts(value)
            return
        for each in declared or _dicts(leaf.get("additionalProperties") for leaf in leaves):
            yield from self._secrets(each, value)

    def _leaves(self, schema: Schema, value: Any, depth: int = 0) -> Iterator[Schema]:
        """The parts of a schema, references followed, that speak of values of this kind."""
        if is_secret(schema) or _speaks_of(schema, value):
            yield schema
        if depth < MAX_REFERENCES:
            for each in alternatives(schema, self._definitions):
                yield from self._leaves(each, value, depth + 1)


def _plain(value: Any) -> Any:
    """A model as the values of its fields."""
    if isinstance(value, BaseModel):
        return {name: getattr(value, name, None) for name in type(value).model_fields}
    return value


def _speaks_of(schema: Schema, value: Any) -> bool:
    kind = "object" if isinstance(value, Mapping) else "array"
    return kind in schema.get("type", kind)


def _dicts(values: Iterator[Any]) -> list[Schema]:
    return [value for value in values if isinstance(value, dict)] or [{}]
