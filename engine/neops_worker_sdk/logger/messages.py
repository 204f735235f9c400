"""Messages of a log and their arguments: placeholders are ``%`` as in logging, or ``{}`` as in loguru."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any


def message(msg: object, args: tuple[object, ...], named: Mapping[str, object]) -> str:
    """The text of a message; one that its arguments do not fit is followed by them, nothing is lost.

    Args:
        msg: with ``%`` or ``{}`` placeholders, or without any.
        args: for them.
        named: for placeholders such as ``{count}``; those that the text does not name are not shown.
    """
    text = str(msg)
    if args:
        try:
            return text % (args[0] if len(args) == 1 and isinstance(args[0], Mapping) else args)
        except (TypeError, ValueError, KeyError):
            pass
    if "{" in text and (args or named):
        try:
            return _BRACES.vformat(text, args, named)
        except (LookupError, ValueError, TypeError, AttributeError):
            pass
    return f"{text} {' '.join(map(repr, args))}" if args else text


class _Braces(Formatter):
    """Fills in the arguments themselves, never what is within them: the text may come from a device."""

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, Any]:
        if "." in field_name or "[" in field_name:
            raise ValueError(field_name)
        found: tuple[Any, Any] = super().get_field(field_name, args, kwargs)
        return found


_BRACES = _Braces()
