"""Objects of the classes that the engine's published client package has under the same names as ours.

That package is neither needed nor imported here: where it is installed, blocks may use its classes.
"""

from __future__ import annotations

import sys
from typing import Any

CLIENT = "neops_workflow_engine_client"
_EARLIER_NAMES = {"EntityReferenceDto": "BaseEntityDto"}


def is_of_client(value: object, name: str) -> bool:
    """Whether `value` is an object of the client's class that has this name now, or had another earlier."""
    if CLIENT not in sys.modules:
        return False
    names = (name, _EARLIER_NAMES.get(name))
    theirs = (cls for cls in type(value).__mro__ if cls.__module__.split(".")[0] == CLIENT)
    return any(cls.__name__ in names for cls in theirs)


def on_the_wire(value: Any) -> dict[str, Any]:
    """What an object of the client would be sent as."""
    sent: dict[str, Any] = value.to_dict()
    return sent
