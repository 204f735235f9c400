"""What a block is registered with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neops_worker_sdk.function_block import FunctionBlockParams, FunctionBlockResultData


@dataclass
class Registration:
    """Names and describes a block.

    Attributes:
        name: of the block, without ``/`` and ``:``.
        description: one sentence for people.
        package: whose block it is, such as ``fb.example.com``.
        run_on: ``device``, ``interface``, ``group``, ``global`` or ``client``.
        fb_type: ``configure``, ``facts``, ``check``, ``execute`` or ``none``.
        param_cls: class of its parameters.
        result_cls: class of its result data.
        markdown_helptext: for whoever uses it in a workflow.
        version: major, minor, patch.
        deprecated: whether something better exists.
        is_idempotent: whether running it twice is like running it once.
        is_pure: whether it changes nothing.
        reversible: whether it implements `rollback`.
    """

    name: str
    description: str
    package: str
    run_on: str
    fb_type: str
    param_cls: type[FunctionBlockParams]
    result_cls: type[FunctionBlockResultData]
    markdown_helptext: str = "No helptext provided"
    version: tuple[int, int, int] = (1, 0, 0)
    deprecated: bool = False
    is_idempotent: bool = False
    is_pure: bool = False
    reversible: bool = False

    @property
    def identifier(self) -> str:
        """``package/name:major.minor.patch``."""
        return f"{self.package}/{self.name}:{'.'.join(map(str, self.version))}"

    @property
    def major_version(self) -> int:
        """The first number of the version."""
        return self.version[0]

    @property
    def minor_version(self) -> int:
        """The second number of the version."""
        return self.version[1]

    @property
    def patch_version(self) -> int:
        """The third number of the version."""
        return self.version[2]
