"""Parameters against the schema of a block: defaults filled in, all faults told at once."""

from __future__ import annotations

import copy
import itertools
from typing import TYPE_CHECKING, Any, cast

import regex
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.exceptions import Unresolvable

from neops_dev_engine.errors import ApiError, InvalidParameters
from neops_dev_engine.records.secrets import MASK, referred, without_secret_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema.protocols import Validator

_DEEP = 50
_PATTERN_TIME = 1.0
_MOST_FAULTS = 50


def _pattern(
    validator: Validator, pattern: str, instance: object, schema: object
) -> Iterator[ValidationError]:
    """The keyword ``pattern`` with a time limit: nobody waits for a careless expression."""
    del validator, schema
    if not isinstance(instance, str):
        return
    try:
        found = regex.search(pattern, instance, timeout=_PATTERN_TIME)
    except (TimeoutError, regex.error) as error:
        yield ValidationError(f"cannot be compared with {pattern!r}: {error}")
    else:
        if found is None:
            yield ValidationError(f"{instance!r} does not match {pattern!r}")


_Validator: type[Validator] = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"pattern": _pattern}
)


class InvalidSchema(ApiError):
    """A function block is registered with a schema that is none."""

    code = "InvalidSchema"


def check_schemas(registration: Mapping[str, Any]) -> None:
    """Look whether the two schemas of a block are schemas.

    Raises:
        InvalidSchema: one is not.
    """
    for name in ("parameterJsonSchema", "resultDataJsonSchema"):
        try:
            Draft202012Validator.check_schema(registration[name])
        except SchemaError as error:
            raise InvalidSchema(f"{name} is no JSON Schema: {error.json_path}: {error.message}") from None
        except RecursionError:
            raise InvalidSchema(f"{name} is nested too deeply") from None


def complete(parameters: Mapping[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The parameters with the defaults of the schema, where they fit it.

    Raises:
        InvalidParameters: they do not.
    """
    completed = with_defaults(parameters, schema)
    faults = _faults(completed, schema)
    if faults:
        text = "; ".join(f"{fault['path'] or 'parameters'}: {fault['message']}" for fault in faults)
        raise InvalidParameters(f"the parameters do not fit: {text}", faults=faults)
    return completed


def with_defaults(parameters: Mapping[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The parameters with the defaults of the schema, whether they fit it or not."""
    completed = copy.deepcopy(dict(parameters))
    _fill(completed, schema, schema, _DEEP)
    return completed


def _fill(value: Any, schema: Any, root: dict[str, Any], deep: int) -> None:
    """Put defaults where keys are absent: in properties and items, not in alternatives."""
    schema = _resolved(schema, root)
    if not isinstance(schema, dict) or deep == 0:
        return
    for part in schema.get("allOf") or []:
        _fill(value, part, root, deep - 1)
    if isinstance(value, dict):
        for name, property_schema in (schema.get("properties") or {}).items():
            known = _resolved(property_schema, root)
            if name not in value and isinstance(property_schema, dict):
                default = {**(known if isinstance(known, dict) else {}), **property_schema}
                if "default" in default:
                    value[name] = copy.deepcopy(default["default"])
            if name in value:
                _fill(value[name], known, root, deep - 1)
    elif isinstance(value, list):
        for item in value:
            _fill(item, schema.get("items"), root, deep - 1)


def _resolved(schema: Any, root: dict[str, Any]) -> Any:
    """What a reference within the schema refers to."""
    for _ in range(_DEEP):
        reference = schema.get("$ref") if isinstance(schema, dict) else None
        if not isinstance(reference, str):
            return schema
        schema = referred(reference, root)
    return None


def _faults(parameters: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, str]]:
    shown = without_secret_parameters(parameters, schema)
    validator = _Validator(schema, registry=Registry())
    try:
        errors = itertools.islice(validator.iter_errors(parameters), _MOST_FAULTS + 1)
        faults = [fault for error in errors for fault in _told(error, shown)]
    except Unresolvable as error:
        return [{"path": "", "message": f"the schema of the block refers to nothing: {error}"}]
    except RecursionError:
        return [{"path": "", "message": "the schema of the block, or a value, is nested too deeply"}]
    more = [{"path": "", "message": "and more"}] if len(faults) > _MOST_FAULTS else []
    return sorted(faults[:_MOST_FAULTS], key=lambda fault: fault["path"]) + more


def _told(error: ValidationError, shown: Any) -> Iterator[dict[str, str]]:
    """A fault in the words of the validator, which quote the value, unless there is a secret in it."""
    path = list(error.absolute_path)
    if error.validator == "required" and isinstance(error.instance, dict):
        for name in cast("list[str]", error.validator_value):
            if name not in error.instance:
                yield {"path": _text([*path, name]), "message": "is required"}
        return
    for part in path:
        if shown == MASK:
            break
        shown = shown[part]
    message = error.message
    if shown != error.instance:
        message = f"does not fit {error.validator}" + (
            "" if shown == MASK else f": {error.validator_value!r}"
        )
    yield {"path": _text(path), "message": message}


def _text(path: list[Any]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
