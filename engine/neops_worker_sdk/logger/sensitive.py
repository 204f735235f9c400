"""Secret fields of models, and the secrets in values for them.

A field is secret if its JSON Schema has ``writeOnly: true`` or ``format: password``, as pydantic writes for
``SecretStr`` and as `SENSITIVE` adds, or if its name looks so and it may hold a text. ``writeOnly: false`` in
its ``json_schema_extra`` says that it is none.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from neops_worker_sdk.logger.masking import secret_texts
from neops_worker_sdk.logger.secret_schemas import Schema, as_secret, is_secret, mark_secrets
from neops_worker_sdk.logger.secret_search import SecretSearch
from neops_worker_sdk.logger.sensitive_names import key_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel, GetJsonSchemaHandler
    from pydantic.fields import FieldInfo
    from pydantic_core import CoreSchema


class Sensitive:
    """Marks a field as secret: ``key: Annotated[str, SENSITIVE]``."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        return as_secret(handler(core))

    def __repr__(self) -> str:
        return "SENSITIVE"


SENSITIVE = Sensitive()


def sensitive_fields(model_cls: type[BaseModel]) -> frozenset[str]:
    """The names and aliases of the secret fields of a model; not those within its fields."""
    return frozenset(
        name
        for schema in _schemas(model_cls, key_parts())
        for name, field in schema.get("properties", {}).items()
        if is_secret(field)
    )


def parameter_secrets(model_cls: type[BaseModel] | None, values: object) -> Iterator[str]:
    """The texts of all secrets in values for a model, at any depth, and in the defaults of its fields.

    Args:
        model_cls: the parameters' class; None if it is unknown: then names alone tell what is secret.
        values: by field name or alias, valid or not; or a model.
    """
    parts = key_parts()
    if model_cls is None:
        yield from SecretSearch({}, parts).secrets(values)
        return
    for schema in _schemas(model_cls, parts):
        yield from SecretSearch(schema, parts).secrets(values)
    for name in sensitive_fields(model_cls) & model_cls.model_fields.keys():
        field = model_cls.model_fields[name]
        if not field.is_required():
            yield from secret_texts(field.get_default())


@lru_cache(maxsize=1024)
def _schemas(model_cls: type[BaseModel], parts: tuple[str, ...]) -> tuple[Schema, ...]:
    """The schema by aliases, and by names where that differs, its secrets marked."""
    found: list[Schema] = []
    for by_alias in (True, False):
        schema = _schema(model_cls, by_alias=by_alias)
        mark_secrets(schema, parts)
        if schema not in found:
            found.append(schema)
    return tuple(found)


def _schema(model_cls: type[BaseModel], *, by_alias: bool) -> Schema:
    try:
        return model_cls.model_json_schema(by_alias=by_alias)
    except Exception:  # noqa: BLE001 - it has a type of the author's that no schema can describe
        return {"properties": {name: _told(field) for name, field in model_cls.model_fields.items()}}


def _told(field: FieldInfo) -> Schema:
    return as_secret({}) if any(isinstance(mark, Sensitive) for mark in field.metadata) else {}
