"""Reading parameters of which some are missing or invalid."""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError, ValidatorFunctionWrapHandler, create_model, field_validator
from pydantic_core import PydanticUseDefault, core_schema

ModelT = TypeVar("ModelT", bound=BaseModel)

_REASONS = "neops_unresolved"
MISSING = "missing"


def parse_leniently(model_cls: type[ModelT], dto: dict[str, Any]) -> tuple[ModelT, dict[str, str]]:
    """Read `dto` as far as possible.

    Args:
        model_cls: the parameters' class.
        dto: values by field name or alias; unknown keys are ignored.

    Returns:
        An instance of a subclass of `model_cls`, and why which fields are unresolved. Such a field has its
        default, or None. If a validator of the whole model fails, that is so for every field.
    """
    lenient = _lenient(model_cls)
    reasons: dict[str, str] = {}
    try:
        model = lenient.model_validate(dto, context={_REASONS: reasons})
    except Exception as error:  # noqa: BLE001 - validators are the author's code
        reason = _words(error)
        return lenient.model_construct(), dict.fromkeys(model_cls.model_fields, reason)
    given = model.model_fields_set
    for name, field in model_cls.model_fields.items():
        if field.is_required() and name not in given and name not in reasons:
            reasons[name] = MISSING
    return model, {name: reasons[name] for name in model_cls.model_fields if name in reasons}


@lru_cache(maxsize=1024)
def _lenient(model_cls: type[ModelT]) -> type[ModelT]:
    fields: dict[str, Any] = {}
    for name, field in model_cls.model_fields.items():
        if field.is_required():
            optional = copy(field)
            optional.default = None
            fields[name] = (field.annotation, optional)

    def or_default(
        value: Any, handler: ValidatorFunctionWrapHandler, info: core_schema.ValidationInfo
    ) -> Any:
        assert info.field_name is not None
        try:
            return handler(value)
        except Exception as error:  # noqa: BLE001 - validators are the author's code
            if value is not None or model_cls.model_fields[info.field_name].is_required():
                (info.context or {}).setdefault(_REASONS, {})[info.field_name] = _words(error)
            raise PydanticUseDefault from None

    lenient = create_model(
        f"{model_cls.__name__}Acquire",
        __base__=model_cls,
        __validators__={"neops_or_default": field_validator("*", mode="wrap")(or_default)},
        **fields,
    )
    lenient.__doc__ = model_cls.__doc__
    return lenient


def _words(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(fault["msg"] for fault in error.errors(include_input=False, include_url=False))
    return f"{type(error).__name__}: {error}"
