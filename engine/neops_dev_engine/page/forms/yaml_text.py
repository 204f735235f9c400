"""Values that people type: YAML as its version 1.2 has it, JSON being a part of it; what JSON can say."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import yaml

from neops_dev_engine.jsontext import dumps

if TYPE_CHECKING:
    from collections.abc import Hashable


_LONGEST_YAML = 200_000


class Unreadable(ValueError):
    """A text is no YAML, or says more than JSON can."""


def read_yaml(text: str) -> Any:
    """The value of a text.

    ``yes`` and ``22:10`` are texts, ``0123`` too. There are no aliases, and no tags for other types.

    Raises:
        Unreadable: it has none.
    """
    try:
        value = _json(text) if text.lstrip().startswith(("{", "[")) else None
        if value is None:
            if len(text) > _LONGEST_YAML:
                raise Unreadable(f"more than {_LONGEST_YAML} characters must be JSON")
            value = yaml.load(text, _Loader)  # noqa: S506 - a safe loader
        dumps(value)
    except Unreadable:
        raise
    except yaml.MarkedYAMLError as error:
        raise Unreadable(_told(error)) from None
    except yaml.YAMLError:
        raise Unreadable("it has a character that YAML does not allow") from None
    except (TypeError, ValueError, OverflowError):
        raise Unreadable("it has a value that JSON does not know") from None
    except RecursionError:
        raise Unreadable("it is nested too deeply") from None
    return value


def _json(text: str) -> Any:
    """The value, if the text is JSON; that is much quicker than YAML. Else None."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except ValueError:
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is there twice")
    return found


def _told(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    where = "" if mark is None else f"line {mark.line + 1}, column {mark.column + 1}: "
    return f"{where}{error.problem or error.context or 'it cannot be read'}"


class _Loader(yaml.SafeLoader):
    """The safe loader with the words of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as in its base

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.constructor.ConstructorError(
                None,
                None,
                "aliases are not allowed here",
                self.peek_event().start_mark,  # type: ignore[no-untyped-call]
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        if not isinstance(node, yaml.MappingNode):
            raise yaml.constructor.ConstructorError(
                None, None, "names and values are wanted", node.start_mark
            )
        mapping: dict[Hashable, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a name must be a text", key.start_mark)
            if key.value in mapping:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value} is there twice", key.start_mark
                )
            mapping[key.value] = self.construct_object(value, deep=True)
        return mapping


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""]
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"), list("tTfF")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z"), list("-+0123456789")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z"),
    list("-+0123456789."),
)
