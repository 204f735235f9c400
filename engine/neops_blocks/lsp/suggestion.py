"""What is offered at a cursor, before it takes the form of the protocol."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

_PLACE = re.compile(
    r"\\(?P<escaped>.)|\$\{\d+(?::(?P<text>(?:[^}\\]|\\.)*)|\|(?P<choices>(?:[^}\\|]|\\.)*)\|)?\}|\$\d+"
)
_NUMBER = re.compile(r"(\$\{?)(\d+)")


class Kind(Enum):
    """What kind of thing is offered."""

    KEY = auto()
    VALUE = auto()
    SNIPPET = auto()
    NAME = auto()
    PARAMETER = auto()
    STEP = auto()
    FIELD = auto()
    FILTER = auto()
    TEST = auto()
    FILE = auto()
    FUNCTION = auto()
    RULE = auto()


@dataclass(frozen=True)
class Suggestion:
    """One thing to choose from.

    Attributes:
        label: what is shown.
        kind: what it is.
        insert: what is inserted for the characters from start to end: text with places such as `${1:name}`.
        start: where the replaced characters begin.
        end: where they end.
        detail: a word or two beside the label.
        text: what it means, as Markdown.
        order: suggestions are shown in this order, and by label where it is the same.
    """

    label: str
    kind: Kind
    insert: str
    start: int
    end: int
    detail: str = ""
    text: str = ""
    order: int = 5

    @property
    def plain(self) -> str:
        """What is inserted, with the texts of the places, for editors without places."""
        return _PLACE.sub(_content, self.insert)


def _content(found: re.Match[str]) -> str:
    if found["text"] is not None:
        return re.sub(r"\\(.)", r"\1", found["text"])
    return found["escaped"] or (found["choices"] or "").split(",")[0]


def escaped(text: str) -> str:
    """A text as part of what is inserted: no place."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def as_yaml(body: Any, indent: str = "") -> str:
    """The body of a snippet as lines of YAML; all but the first begin with `indent`."""
    if isinstance(body, dict):
        return f"\n{indent}".join(_entry(key, value, indent) for key, value in body.items())
    if isinstance(body, list):
        return f"\n{indent}".join(f"- {as_yaml(item, f'{indent}  ')}" for item in body)
    if isinstance(body, bool):
        return str(body).lower()
    return str(body)


def _entry(key: str, value: Any, indent: str) -> str:
    if isinstance(value, (dict, list)):
        deeper = f"{indent}  "
        return f"{key}:\n{deeper}{as_yaml(value, deeper)}"
    return f"{key}: {as_yaml(value)}"


def as_flow(body: Any) -> str:
    """The body of a snippet in brackets."""
    if isinstance(body, dict):
        return "{" + ", ".join(f"{key}: {as_flow(value)}" for key, value in body.items()) + "\\}"
    if isinstance(body, list):
        return f"[{', '.join(map(as_flow, body))}]"
    return as_yaml(body)


def renumbered(body: Any, by: int) -> Any:
    """The body with higher numbers of places, so that others come before."""
    if isinstance(body, dict):
        return {renumbered(key, by): renumbered(value, by) for key, value in body.items()}
    if isinstance(body, list):
        return [renumbered(item, by) for item in body]
    if not isinstance(body, str):
        return body
    return _NUMBER.sub(lambda found: f"{found[1]}{int(found[2]) + by}", body)
