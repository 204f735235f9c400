"""Parameters as they come, against the class that describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from pydantic import AliasChoices, BaseModel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_worker_sdk.function_block.results import FunctionBlockParams


class HasParameters(Protocol):
    """A registration, as far as reading parameters needs one."""

    @property
    def param_cls(self) -> type[FunctionBlockParams]:
        """The class of the parameters."""


def unknown_keys(param_cls: type[BaseModel], dto: Mapping[str, Any]) -> list[str]:
    """The keys that no field of `param_cls` has as its name or alias, sorted."""
    if param_cls.model_config.get("extra") == "allow":
        return []
    known = set(param_cls.model_fields)
    for field in param_cls.model_fields.values():
        aliases = field.validation_alias
        choices = aliases.choices if isinstance(aliases, AliasChoices) else [aliases]
        known.update(alias for alias in choices if isinstance(alias, str))
    return sorted(str(key) for key in dto if key not in known)
