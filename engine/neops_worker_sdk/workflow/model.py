"""What the models of the engine's API have in common."""

from __future__ import annotations

import json
from pprint import pformat
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, RootModel, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import to_jsonable_python

from neops_worker_sdk.workflow.client_objects import is_of_client, on_the_wire


class Dto(BaseModel):
    """A model of the engine's API: camelCase on the wire, snake_case in Python, either to build it.

    Unknown keys are ignored, assigning an unknown attribute or an invalid value raises. The validator of a
    model is built when it is first used: most jobs need few of them. An object of the published client's
    class of the same name is taken for one of these, and the methods of those classes are here too.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        validate_assignment=True,
        extra="ignore",
        defer_build=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _taken_from_client(cls, value: Any) -> Any:
        return on_the_wire(value) if is_of_client(value, cls.__name__) else value

    def to_dict(self) -> dict[str, Any]:
        """The fields by the names they have on the wire, without nulls that nobody has set."""
        fields = type(self).model_fields
        given = {name: getattr(self, name) for name in fields}
        return {
            fields[name].alias or name: _as_dict(value)
            for name, value in given.items()
            if value is not None or name in self.model_fields_set
        }

    def to_json(self) -> str:
        """`to_dict` as JSON text."""
        return json.dumps(to_jsonable_python(self.to_dict()))

    def to_str(self) -> str:
        """All fields, for people."""
        return pformat(self.model_dump(by_alias=True, warnings=False))

    @classmethod
    def from_dict(cls, obj: dict[str, Any] | None) -> Self | None:
        """The model of these fields; None of None."""
        return None if obj is None else cls.model_validate(obj)

    @classmethod
    def from_json(cls, json_str: str) -> Self | None:
        """The model of this JSON text."""
        return cls.from_dict(json.loads(json_str))


def _as_dict(value: Any) -> Any:
    if isinstance(value, Dto):
        return value.to_dict()
    if isinstance(value, RootModel):
        return value.root
    return [_as_dict(item) for item in value] if isinstance(value, list) else value
