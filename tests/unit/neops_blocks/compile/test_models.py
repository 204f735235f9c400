"""Generated parameter models accept and publish exactly what the author's schemas say."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from neops_blocks.compile.models import params_model, result_model
from neops_blocks.model import ParameterSchema
from neops_worker_sdk.logger.sensitive import sensitive_fields

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-20, 20)
    | st.sampled_from([1.0, 2.5, -3.0, "", "a", "ab", "1", "true"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=5,
)
NAMES = st.sampled_from(["string", "integer", "number", "boolean", "array", "object", "null"])
KEYS = {
    "type": NAMES | st.lists(NAMES, min_size=1, max_size=3, unique=True),
    "enum": st.lists(VALUES, min_size=1, max_size=3),
    "minimum": st.integers(-5, 5),
    "exclusiveMaximum": st.integers(-5, 5),
    "multipleOf": st.sampled_from([1, 2, 0.5]),
    "minLength": st.integers(0, 2),
    "pattern": st.sampled_from(["^a", "b$", "[0-9]"]),
    "maxItems": st.integers(0, 2),
    "uniqueItems": st.booleans(),
    "required": st.lists(st.sampled_from("ab"), max_size=2, unique=True),
    "additionalProperties": st.booleans(),
}
SCHEMAS = st.recursive(
    st.fixed_dictionaries({}, optional=KEYS),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "type": NAMES,
            "items": inner,
            "properties": st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
            "anyOf": st.lists(inner, min_size=1, max_size=2),
        },
    ),
    max_leaves=4,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(schema=SCHEMAS, value=VALUES)
def test_a_parameter_accepts_exactly_what_jsonschema_accepts(schema, value):
    model = params_model("Any", {"p": ParameterSchema.model_validate(schema)})
    published = model.model_json_schema()["properties"]["p"]
    wanted = Draft202012Validator(schema).is_valid(value)
    try:
        kept = model.model_validate({"p": value})
    except ValidationError:
        accepted = False
    else:
        accepted = True
        assert kept.model_dump() == {"p": value}
        assert type(kept.p) is type(value)
    assert accepted is wanted
    assert Draft202012Validator(published).is_valid(value) is wanted


def make(**schemas):
    return params_model(
        "Made", {name: ParameterSchema.model_validate(schema) for name, schema in schemas.items()}
    )


def test_the_published_schema_is_the_authors_own():
    schema = make(
        vlan={"type": "integer", "minimum": 1, "default": 10, "description": "A VLAN."}, who="string"
    )
    published = schema.model_json_schema()
    written = {"type": "integer", "minimum": 1, "default": 10, "description": "A VLAN."}
    assert published["properties"]["vlan"] == {**written, "title": "Vlan"}
    assert published["properties"]["who"]["type"] == "string"
    assert published["required"] == ["who"]


def test_a_default_list_is_never_shared_between_runs():
    model = make(names={"type": "array", "default": ["a"]}, more={"type": "object", "default": {"k": []}})
    first = model()
    first.names.append("b")
    first.more["k"].append(1)
    assert model().names == ["a"]
    assert model().more == {"k": []}


@pytest.mark.parametrize("value", [5, ["s3cr3t-value"], {"k": "s3cr3t-value"}, None])
def test_the_error_about_a_secret_never_shows_it(value):
    with pytest.raises(ValidationError) as caught:
        make(token={"type": "string", "secret": True}).model_validate({"token": value})
    assert "s3cr3t-value" not in str(caught.value)
    assert "does not fit its schema" in str(caught.value)


def test_the_error_about_another_value_shows_what_is_wrong_and_where():
    with pytest.raises(ValidationError, match=r"\[1\].*expected integer, got text 'x'"):
        make(ids={"type": "array", "items": "integer"}).model_validate({"ids": [1, "x"]})


def test_results_are_judged_too():
    model = result_model("R", {"n": {"type": "integer"}})
    assert model.model_validate({"n": 1}).model_dump() == {"n": 1}
    with pytest.raises(ValidationError):
        model.model_validate({"n": "1"})


def test_a_secret_parameter_says_so_in_the_published_schema():
    model = make(
        key={"type": "string", "secret": True},
        pin={"type": "integer", "secret": True},
        token={"type": ["string", "null"], "secret": True, "default": None},
        note="string",
    )
    properties = model.model_json_schema()["properties"]
    assert {name: (field.get("writeOnly"), field.get("format")) for name, field in properties.items()} == {
        "key": (True, "password"),
        "pin": (True, None),
        "token": (True, None),
        "note": (None, None),
    }
    assert sensitive_fields(model) == {"key", "pin", "token"}


def test_an_author_decides_which_names_are_secrets():
    model = make(community={"type": "string", "secret": False}, token_file="string")
    assert sensitive_fields(model) == frozenset()
