"""Which parameters hold a secret, by their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_worker_sdk.logger.sensitive_names import DEFAULT_KEY_PARTS

if TYPE_CHECKING:
    from neops_blocks.model import ParameterSchema

_MORE = ("apikey", "pass", "pwd", "psk", "passcode")
_KEYS = ("tacacs", "radius", "shared", "auth", "encryption", "preshared", "pre_shared", "md5")
_WORDS = "|".join([*DEFAULT_KEY_PARTS, *_MORE, *(f"{word}_key" for word in _KEYS)])
_SECRET = rf"(.*_)?({_WORDS})(_?\d+)?"
_OF_ROUTES = r"(.*_)?(bgp|routes?|ext|extended|large|standard|well_known|as)_community"


def looks_like_a_secret(name: str, parameter: ParameterSchema) -> bool:
    """Whether a parameter that says nothing about it probably is one; communities of BGP are none."""
    types = parameter.type if isinstance(parameter.type, list) else [parameter.type]
    if not {None, "string"} & set(types) or "secret" in parameter.model_fields_set:
        return False
    return re.fullmatch(_SECRET, name) is not None and not re.fullmatch(_OF_ROUTES, name)
