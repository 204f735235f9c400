"""What the models of a document have in common."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from neops_dev_engine.identifiers import parse_reference

EntityKind = Literal["global", "device", "interface", "group", "client"]
_LABEL = re.compile(r"(?!(?:parameters|context|steps)\Z)[A-Za-z_]\w*\Z", re.ASCII)


class Part(BaseModel):
    """A part of a document: camelCase, and with keys that nobody knows, which are kept aside."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow", frozen=True, allow_inf_nan=False)


def _label(text: str) -> str:
    if not _LABEL.match(text):
        raise ValueError(
            f"{text!r} is no label: letters, digits and _, not a digit first,"
            " and none of parameters, context, steps"
        )
    return text


def _reference(text: str) -> str:
    parsed = parse_reference(text)
    if parsed is None or not parsed.version:
        raise ValueError(f"{text!r} is no reference such as package/name:1 or package/name:1.2.3")
    return text


Label = Annotated[str, AfterValidator(_label)]
Reference = Annotated[str, AfterValidator(_reference)]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^/:]+$")]
Description = Annotated[str, Field(max_length=1000)]
VersionNumber = Annotated[int, Field(ge=0, lt=10**9)]
Seconds = Annotated[float, Field(ge=0, le=600)]
