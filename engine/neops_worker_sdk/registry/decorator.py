"""The decorator that registers a block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from neops_worker_sdk.registry.current import current_registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from neops_worker_sdk.function_block import FunctionBlock
    from neops_worker_sdk.registry.registration import Registration

BlockT = TypeVar("BlockT", bound="type[FunctionBlock[Any, Any]]")


def register_function_block(reg: Registration) -> Callable[[BlockT], BlockT]:
    """Register the class below; it is returned unchanged but for ``__neops_registration__``.

    Raises:
        pydantic.ValidationError: when decorating: the type is unknown, or a name contains ``/`` or ``:``.
        DuplicateBlockError: when decorating: another block has this identifier.
    """

    def register(cls: BlockT) -> BlockT:
        current_registry().register(cls, reg)
        setattr(cls, REGISTRATION, reg)
        return cls

    return register


REGISTRATION = "__neops_registration__"
