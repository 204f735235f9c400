"""Results as JSON-native values: what cannot be sent is found here and named."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from neops_worker_sdk.jobs.errors import InvalidResultError, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neops_worker_sdk.workflow import WorkflowContext


_ACQUIRABLE = ("elastic", "context")


def data_to_json(data: object, promised: type[BaseModel]) -> tuple[dict[str, Any] | None, tuple[str, ...]]:
    """Result data as JSON-native values, and warnings about it.

    Raises:
        InvalidResultError: a field holds what JSON cannot, or the data do not fit the registered class.
    """
    if data is None:
        return None, ()
    if not isinstance(data, BaseModel):
        raise InvalidResultError(
            f"the result data are of type {type(data).__name__} instead of {promised.__name__}"
        )
    dumped = _dump(data, "result data")
    if isinstance(data, promised):
        return dumped, ()
    names = f"the result data are a {type(data).__name__}, registered is {promised.__name__}"
    try:
        promised.model_validate(dumped)
    except ValidationError as error:
        raise InvalidResultError(f"{names}, and they do not fit it: {error}") from error
    return dumped, (f"{names}; they fit it",)


def acquires_to_json(acquires: Sequence[BaseModel] | None) -> list[dict[str, Any]] | None:
    """What to acquire, with the keys of the engine's API.

    Raises:
        InvalidResultError: the engine does not take this kind of acquire from a block.
    """
    if acquires is None:
        return None
    dumped = [
        _dump(item, f"acquire {number}", by_alias=True, exclude_none=True)
        for number, item in enumerate(acquires, start=1)
    ]
    for number, item in enumerate(dumped, start=1):
        if item.get("type") not in _ACQUIRABLE:
            raise InvalidResultError(
                f"acquire {number} is of type {item.get('type')!r}, but the engine takes only "
                f"{' and '.join(map(repr, _ACQUIRABLE))} from a block"
            )
    return dumped


def updates_to_json(context: WorkflowContext) -> list[dict[str, Any]]:
    """The changes that the block made to its entities.

    Raises:
        InvalidResultError: they cannot be computed, for example because something that is no entity was put
            into the context.
    """
    try:
        updates = context.compute_db_updates()
    except Exception as error:
        raise InvalidResultError(
            f"the database updates cannot be computed: {type(error).__name__}: {in_words(error)}"
        ) from error
    if updates is None:
        return []
    dumped = _dump(updates, "database updates", by_alias=True)
    return list(dumped.get("updates", []))


def _dump(
    model: BaseModel, what: str, *, by_alias: bool = False, exclude_none: bool = False
) -> dict[str, Any]:
    try:
        dumped = model.model_dump(mode="json", by_alias=by_alias, exclude_none=exclude_none, warnings=False)
    except Exception as error:
        reasons = "; ".join(_unserialisable(model)) or in_words(error)
        raise InvalidResultError(f"the {what} cannot be sent as JSON: {reasons}") from error
    for path in _lost_numbers(model, dumped):
        raise InvalidResultError(f"the {what} cannot be sent as JSON: field '{path}' is not a finite number")
    return dumped


def _unserialisable(model: BaseModel) -> Iterator[str]:
    for name in type(model).model_fields:
        try:
            model.model_dump(mode="json", include={name}, warnings=False)
        except Exception as error:  # noqa: BLE001 - serialisers are the author's code
            yield f"field '{name}': {in_words(error)}"


def _lost_numbers(model: BaseModel, dumped: dict[str, Any]) -> Iterator[str]:
    """Where there is a number that JSON does not have, or where it silently became null."""
    try:
        original = model.model_dump(warnings=False)
    except Exception:  # noqa: BLE001 - the author's serialiser; the JSON itself has succeeded
        return
    yield from _not_finite(original, dumped)


def _not_finite(original: object, dumped: object, path: str = "") -> Iterator[str]:
    if isinstance(original, float) and not math.isfinite(original) and not isinstance(dumped, str):
        yield path
    elif isinstance(original, dict) and isinstance(dumped, dict):
        for key, item in original.items():
            yield from _not_finite(item, dumped.get(str(key)), f"{path}.{key}" if path else str(key))
    elif isinstance(original, list) and isinstance(dumped, list):
        for index, (item, other) in enumerate(zip(original, dumped, strict=False)):
            yield from _not_finite(item, other, f"{path}[{index}]")
