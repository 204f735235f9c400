from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import BaseModel, Field, field_validator, model_validator

from neops_worker_sdk.function_block import FunctionBlockParams, parse_leniently


class Inner(BaseModel):
    deep: list[int]


class Params(FunctionBlockParams):
    required: int
    default: int = 7
    nullable: int | None = 8
    inner: Inner | None = None
    bounded: Annotated[int, Field(ge=10)] = 10
    made: list[str] = Field(default_factory=list)
    renamed: str = Field(default="d", alias="re-named")
    checked: str = "even"

    @field_validator("checked")
    @classmethod
    def _even(cls, value):
        if len(value) % 2:
            raise ValueError("odd")
        return value

    def double(self):
        return self.default * 2


GIVEN = {"required": 1}
ROWS = [
    ("valid", {"required": "3"}, "required", 3, False),
    ("absent, has default", GIVEN, "default", 7, False),
    ("absent, required", {}, "required", None, True),
    ("null, not nullable, has default", {**GIVEN, "default": None}, "default", 7, False),
    ("null, not nullable, required", {"required": None}, "required", None, True),
    ("null, nullable", {**GIVEN, "nullable": None}, "nullable", None, False),
    ("invalid, has default", {**GIVEN, "default": "x"}, "default", 7, True),
    ("invalid, required", {"required": "x"}, "required", None, True),
    ("invalid in the depth", {**GIVEN, "inner": {"deep": [1, "x"]}}, "inner", None, True),
    ("out of bounds", {**GIVEN, "bounded": 1}, "bounded", 10, True),
    ("invalid, default is made", {**GIVEN, "made": 5}, "made", [], True),
    ("by alias", {**GIVEN, "re-named": "x"}, "renamed", "x", False),
    ("invalid by alias", {**GIVEN, "re-named": 5}, "renamed", "d", True),
    ("refused by the author's validator", {**GIVEN, "checked": "odd"}, "checked", "even", True),
    ("a number for a text", {**GIVEN, "checked": 5}, "checked", "even", True),
]


@pytest.mark.parametrize(
    ("dto", "field", "value", "unresolved"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_each_field_is_read_leniently(dto, field, value, unresolved):
    model, reasons = parse_leniently(Params, dto)
    assert getattr(model, field) == value
    assert set(reasons) == ({field} if unresolved else set())


def test_the_other_fields_are_parsed_although_one_is_not():
    model, reasons = parse_leniently(Params, {"required": "x", "default": "9", "unknown": 1})
    assert (model.default, set(reasons)) == (9, {"required"})


def test_what_comes_out_is_an_instance_of_the_params_with_their_methods():
    model, _ = parse_leniently(Params, {})
    assert isinstance(model, Params)
    assert type(model).__name__ == "ParamsAcquire"
    assert model.double() == 14


@pytest.mark.parametrize("fault", [ValueError("no"), TypeError("None has no length")])
def test_if_the_model_as_a_whole_is_refused_every_field_is_unresolved(fault):
    class Whole(FunctionBlockParams):
        a: int
        b: int = 2

        @model_validator(mode="after")
        def _check(self):
            raise fault

    model, reasons = parse_leniently(Whole, {"a": 1, "b": 3})
    assert (model.a, model.b) == (None, 2)
    assert set(reasons) == {"a", "b"}
