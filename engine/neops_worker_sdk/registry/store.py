"""`Registry`: blocks by their identifier, each identifier once."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from neops_worker_sdk.registry.dto import RegisterFunctionBlockDto, registration_dto

if TYPE_CHECKING:
    from types import CodeType

    from neops_worker_sdk.function_block import FunctionBlock
    from neops_worker_sdk.registry.registration import Registration

    BlockClass: TypeAlias = type[FunctionBlock[Any, Any]]

SOURCE = "__neops_source__"


class Registered(NamedTuple):
    """A block in a registry."""

    cls: BlockClass
    registration: Registration
    dto: RegisterFunctionBlockDto


class DuplicateBlockError(ValueError):
    """Two blocks have one identifier."""


class Registry:
    """Blocks by identifier.

    A class that is not written in Python may say in ``__neops_source__`` where it is written.

    Attributes:
        function_blocks: in the order of their registration.
    """

    def __init__(self) -> None:
        self.function_blocks: dict[str, Registered] = {}

    def register(self, cls: BlockClass, registration: Registration) -> None:
        """Add a block. The same block imported again takes its own place.

        Raises:
            pydantic.ValidationError: the type is unknown, or a name contains ``/`` or ``:``.
            DuplicateBlockError: another block has this identifier.
        """
        dto = registration_dto(registration)
        identifier = registration.identifier
        known = self.function_blocks.get(identifier)
        if known is not None and not _same_block(known.cls, cls):
            raise DuplicateBlockError(
                f"two blocks are called {identifier}: {_place(known.cls)} and {_place(cls)}; "
                "give one of them another name or version"
            )
        self.function_blocks[identifier] = Registered(cls, registration, dto)


def _same_block(one: BlockClass, other: BlockClass) -> bool:
    if one is other:
        return True
    source = _source(one)
    made_by_a_function = "<locals>" in one.__qualname__
    return (
        source is not None
        and not made_by_a_function
        and (one.__qualname__, source.co_filename)
        == (other.__qualname__, getattr(_source(other), "co_filename", None))
    )


def _source(cls: BlockClass) -> CodeType | None:
    """Code that is written in the class itself; known even if its module is gone or half imported."""
    functions = (
        getattr(inspect.unwrap(value), "__code__", None) for value in vars(cls).values() if callable(value)
    )
    return next((code for code in functions if code is not None), None)


def _place(cls: BlockClass) -> str:
    source = _source(cls)
    where = f"{source.co_filename}:{source.co_firstlineno}" if source else f"module {cls.__module__}"
    return f"{cls.__qualname__} ({getattr(cls, SOURCE, where)})"
