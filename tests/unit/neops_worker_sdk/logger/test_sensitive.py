from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, Json, SecretBytes, SecretStr, create_model
from pydantic.errors import PydanticInvalidForJsonSchema

from neops_worker_sdk.logger.secret_schemas import mark_secrets
from neops_worker_sdk.logger.sensitive import SENSITIVE, parameter_secrets, sensitive_fields
from neops_worker_sdk.logger.sensitive_names import key_parts, names_a_secret


class Login(BaseModel):
    user: str = "u"
    key: Annotated[str | None, SENSITIVE] = None


class TokenSettings(BaseModel):
    url: str = "https://example.com"
    value: SecretStr | None = None


class Params(BaseModel):
    marked: Annotated[str, SENSITIVE] = ""
    text: SecretStr | None = None
    texts: dict[str, list[SecretStr]] = {}
    raw: SecretBytes | None = None
    told: str | None = Field(default=None, json_schema_extra={"writeOnly": True})
    formatted: str | None = Field(default=None, json_schema_extra={"format": "password"})
    by_function: str | None = Field(
        default=None, json_schema_extra=lambda schema: schema.update(writeOnly=True)
    )
    user_password: str | None = None
    api_key: str | None = Field(default=None, alias="apiKey")
    tokens: list[str] = []
    anything_secret: Any = None
    # and these are none
    password_length: int = 12
    token_type: Literal["bearer", "basic"] = "bearer"
    has_secret: bool | None = None
    token_settings: TokenSettings = TokenSettings()
    community: str = Field(default="65000:1", json_schema_extra={"writeOnly": False})
    logins: list[Login] = []
    by_host: dict[str, Login] = {}
    free: dict[str, Any] = {}
    headers: dict[str, str] = {}


def test_secret_fields_are_those_that_are_marked_or_look_so_and_may_hold_a_text():
    assert sensitive_fields(Params) == {
        "marked",
        "text",
        "texts",
        "raw",
        "told",
        "formatted",
        "by_function",
        "user_password",
        "api_key",
        "apiKey",
        "tokens",
        "anything_secret",
    }


SEARCHED = [
    ({"marked": "s"}, {"s"}),
    ({"text": "s", "raw": "t"}, {"s", "t"}),
    ({"apiKey": "s"}, {"s"}),
    ({"api_key": "s"}, {"s"}),
    ({"tokens": ["s", "t"]}, {"s", "t"}),
    ({"anything_secret": {"a": ["s", 7]}}, {"s", "7"}),
    ({"password_length": 12, "token_type": "bearer", "community": "65000:1"}, set()),
    ({"token_settings": {"url": "u", "value": "s"}}, {"s"}),
    ({"logins": [{"user": "u", "key": "s"}, {"key": None}]}, {"s"}),
    ({"by_host": {"sw1": {"user": "u", "key": "s"}}}, {"s"}),
    ({"free": {"a": [{"enable-password": "s"}], "b": "c"}}, {"s"}),
    ({"headers": {"X-Api-Key": "s", "Accept": "*"}}, {"s"}),
    ({"unknown": {"secret": "s"}, "password": "t"}, {"s", "t"}),
    ({"logins": {"key": "no list", "password": "s"}, "marked": ["t"]}, {"s", "t"}),
    (Params(text="s", marked="t", logins=[Login(key="v")]), {"s", "t", "v"}),
    ("no mapping", set()),
    (None, set()),
    (["password"], set()),
]


@pytest.mark.parametrize(("values", "expected"), SEARCHED)
def test_secrets_are_found_at_any_depth_in_valid_and_invalid_values(values, expected):
    assert {text for text in parameter_secrets(Params, values) if text} == expected


def test_the_default_of_a_secret_is_a_secret():
    class WithDefault(BaseModel):
        password: str = "factory"
        key: SecretStr = SecretStr("made")
        other: Annotated[str, SENSITIVE] = Field(default_factory=lambda: "fresh")

    assert {"factory", "made"} <= set(parameter_secrets(WithDefault, {}))


def test_a_model_that_refers_to_itself_is_searched_to_its_end():
    class Node(BaseModel):
        password: str | None = None
        next: Node | None = None

    Node.model_rebuild(_types_namespace={"Node": Node})
    values = {"password": "a", "next": {"password": "b", "next": {"next": {"password": "c"}}}}
    assert set(parameter_secrets(Node, values)) == {"a", "b", "c"}


def test_a_type_that_no_schema_can_describe_costs_the_schema_not_the_secrets():
    class Thing:
        pass

    Odd = create_model(
        "Odd",
        __config__={"arbitrary_types_allowed": True},
        thing=(Thing | None, None),
        key=(Annotated[str, SENSITIVE], ""),
        password=(str, ""),
    )
    with pytest.raises(PydanticInvalidForJsonSchema):
        Odd.model_json_schema()
    assert sensitive_fields(Odd) == {"key", "password"}
    assert {"s", "t"} <= set(parameter_secrets(Odd, {"key": "s", "password": "t"}))


def test_a_marked_field_says_so_in_its_schema():
    assert Login.model_json_schema()["properties"]["key"]["writeOnly"] is True


def test_secret_properties_of_a_schema_are_marked_and_show_no_default():
    schema = Params.model_json_schema()
    mark_secrets(schema)
    properties = schema["properties"]
    marked = {name for name, field in properties.items() if field.get("writeOnly")}
    assert marked == sensitive_fields(Params) - {"api_key"}
    assert [name for name in marked if "default" in properties[name]] == []
    assert (properties["marked"]["format"], properties["tokens"].get("format")) == ("password", None)
    assert schema["$defs"]["Login"]["properties"]["key"]["writeOnly"] is True
    assert properties["community"]["writeOnly"] is False


def test_fields_of_any_kind_can_be_marked():
    class Marked(BaseModel):
        number: Annotated[int, SENSITIVE]
        model: Annotated[Login, SENSITIVE]
        parsed: Annotated[Json[dict[str, str]], SENSITIVE]

    assert sensitive_fields(Marked) == {"number", "model", "parsed"}
    found = set(parameter_secrets(Marked, {"number": 12345, "model": {"user": "u"}, "parsed": '{"a": "b"}'}))
    assert found == {"12345", "u", '{"a": "b"}'}


def test_more_parts_of_names_come_from_the_environment_at_every_call(monkeypatch):
    class Pin(BaseModel):
        door_pin: str = ""

    assert sensitive_fields(Pin) == frozenset()
    monkeypatch.setenv("LOG_REDACT_EXTRA_KEYS", " PIN ,,")
    assert sensitive_fields(Pin) == {"door_pin"}
    assert key_parts()[-1] == "pin"
    assert "pin" not in key_parts({})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("apiKey", True),
        ("API-Key", True),
        ("userPassword", True),
        ("community", True),
        ("username", False),
        (1, False),
    ],
)
def test_names_that_look_like_secrets(name, expected):
    assert names_a_secret(name, key_parts({})) is expected
