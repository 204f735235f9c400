"""Writes YAML that means the same to readers of YAML 1.1 and 1.2: what either takes for no text is quoted."""

from __future__ import annotations

import re
from typing import Any

import yaml

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.source.bounds import MAX_DEPTH
from neops_blocks.source.scalars import resolve
from neops_blocks.templates import bounds
from neops_blocks.templates.filters.plain_data import data_of

_TEXT = "tag:yaml.org,2002:str"
_ODD_BREAKS = re.compile("[\r\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNTAGGED = "tag:yaml.org,2002:"


def write(value: Any, *, limit: int) -> str:
    """The YAML text of a value, of at most `limit` characters.

    Raises:
        TemplateFailure: it holds what YAML of blocks cannot hold, or is too large.
    """
    data = data_of(value, levels=MAX_DEPTH)
    _check_keys(data)
    output = _Output(limit)
    yaml.dump(
        data,
        output,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=limit,
    )
    return "".join(output.parts).removesuffix("...\n")


class _Output:
    """A file of bounded size."""

    def __init__(self, limit: int) -> None:
        self.parts: list[str] = []
        self._limit = limit
        self._size = 0

    def write(self, text: str) -> None:
        self.parts.append(text)
        self._size += len(text)
        bounds.check_size(self._size, limit=self._limit, unit="characters of YAML")


class _Dumper(yaml.SafeDumper):
    def represent_data(self, data: Any) -> Any:
        bounds.check_time()
        return super().represent_data(data)

    def represent_str(self, data: str) -> Any:
        if _SURROGATE.search(data):
            raise TemplateFailure("filter 'to_yaml': a text holds half a character (a surrogate)")
        style = '"' if _ODD_BREAKS.search(data) else None
        return self.represent_scalar(_TEXT, data, style=style)

    def ignore_aliases(self, _: Any) -> bool:
        return True

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        tag = str(super().resolve(kind, value, implicit))  # type: ignore[no-untyped-call]
        if kind is yaml.ScalarNode and implicit[0] and tag == _TEXT and not _is_text(value):
            return _UNTAGGED
        return tag


_Dumper.add_representer(str, _Dumper.represent_str)


def _is_text(value: str) -> bool:
    try:
        return isinstance(resolve(value), str)
    except ValueError:
        return False


def _check_keys(value: Any) -> None:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if not all(isinstance(key, str) for key in item):
                raise TemplateFailure("filter 'to_yaml': keys of mappings have to be texts")
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
