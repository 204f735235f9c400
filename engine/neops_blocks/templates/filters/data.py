"""Data formats: JSON, YAML, JMESPath."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def from_json(value: str) -> Any:
    """The value of a JSON text."""
    return json.loads(value)


def to_json(value: Any, indent: int | None = None, sort_keys: bool = False) -> str:
    """A JSON text."""
    return json.dumps(value, indent=indent, sort_keys=sort_keys)


def from_yaml(value: str) -> Any:
    """The value of a YAML text."""
    import yaml

    return yaml.safe_load(value)


def to_yaml(value: Any) -> str:
    """A YAML text."""
    import yaml

    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True))


def jmespath(value: Any, expression: str) -> Any:
    """What a JMESPath expression finds."""
    import jmespath as library

    return library.search(expression, value)


FILTERS: dict[str, Callable[..., Any]] = {
    "from_json": from_json,
    "to_json": to_json,
    "from_yaml": from_yaml,
    "to_yaml": to_yaml,
    "jmespath": jmespath,
}
