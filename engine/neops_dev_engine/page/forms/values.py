"""Parameters out of what a form sent."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from neops_dev_engine.page.forms.yaml_text import Unreadable, read_yaml

if TYPE_CHECKING:
    from neops_dev_engine.page.forms.inputs import Input
    from neops_dev_engine.page.forms.reading import Form

ABSENT = object()
"""The value of what was left empty: the engine takes the default, or says that it is required."""

_LONGEST_NUMBER = 400


class Misread(ValueError):
    """What was typed cannot be the value that is asked for."""


def parameters_in(inputs: tuple[Input, ...], form: Form) -> tuple[dict[str, Any], dict[str, str]]:
    """The parameters, and what is wrong with what was typed, by the names of the inputs."""
    faults: dict[str, str] = {}
    return _object_in(inputs, form, faults), faults


def _object_in(inputs: tuple[Input, ...], form: Form, faults: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in inputs:
        if each.control == "group":
            found[each.path[-1]] = _object_in(each.children, form, faults)
            continue
        try:
            value = value_in(each, form)
        except Misread as error:
            faults[each.name] = str(error)
            continue
        if value is ABSENT:
            continue
        if each.path:
            found[each.path[-1]] = value
        elif isinstance(value, dict):
            found |= value
        else:
            faults[each.name] = "names and values are wanted, one `name: value` a line"
    return found


def value_in(each: Input, form: Form) -> Any:
    """The value of one input; `ABSENT` if it was left empty.

    Raises:
        Misread: it cannot be read.
    """
    typed = form.text(each.name)
    if each.control == "checkbox":
        return each.name in form
    if each.control == "fixed":
        return each.shape.schema["const"] if each.needed else ABSENT
    if not (typed if each.control in ("text", "area", "password") else typed.strip()):
        return _empty(each)
    if each.control == "select":
        return _chosen(each, typed)
    if each.control == "number" or each.shape.kind in ("integer", "number"):
        return _number(typed.strip(), whole=each.shape.kind == "integer")
    if each.control == "lines":
        return _lines(typed)
    if each.control == "yaml" or (each.control == "password" and each.shape.kind in ("any", "boolean")):
        return _any(each, typed)
    return typed


def _empty(each: Input) -> Any:
    """What it means that a field was left empty, or was emptied of its default."""
    default = each.shape.default
    if each.needed or default in (None, "") or not each.echoed:
        return ABSENT
    if each.shape.nullable:
        return None
    return "" if each.control in ("text", "area") else [] if each.control == "lines" else ABSENT


def _chosen(each: Input, typed: str) -> Any:
    for option in each.options:
        if option.value == typed:
            return json.loads(typed)
    raise Misread("this is none of the choices")


def _number(typed: str, *, whole: bool) -> int | float:
    try:
        if len(typed) > _LONGEST_NUMBER:
            raise ValueError
        if typed.lstrip("+-").isdecimal():
            return int(typed)
        number = float(typed)
    except ValueError:
        raise Misread("this is no number") from None
    if not math.isfinite(number):
        raise Misread("this is no number")
    if whole and number.is_integer():
        return int(number)
    return number


def _lines(typed: str) -> Any:
    """A list of texts, one a line; or a list as YAML has it."""
    stripped = typed.strip()
    if stripped.startswith(("[", "- ", "-\n")) or stripped == "-":
        return _read(stripped)
    return [line.strip() for line in typed.split("\n") if line.strip()]


def _any(each: Input, typed: str) -> Any:
    value = _read(typed, quiet=not each.echoed)
    wanted = {"object": dict, "array": list}.get(each.shape.kind)
    if wanted is not None and value is not None and not isinstance(value, wanted):
        raise Misread(
            "names and values are wanted, one `name: value` a line"
            if wanted is dict
            else "a list is wanted, one `- item` a line"
        )
    return value


def _read(typed: str, *, quiet: bool = False) -> Any:
    try:
        return read_yaml(typed)
    except Unreadable as error:
        raise Misread("it is neither YAML nor JSON" if quiet else f"neither YAML nor JSON: {error}") from None
