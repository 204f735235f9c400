"""YAML blocks for whoever looks for blocks in directories, such as a worker."""

from __future__ import annotations

from pathlib import Path

from neops_blocks.block_files import may_hold_blocks
from neops_blocks.compile.loading import load_blocks
from neops_blocks.diagnostics import Finding, InvalidBlockError
from neops_worker_sdk.registry import DiscoveryError, InvalidFileError, Registered
from neops_worker_sdk.registry.dto import registration_dto


class YamlReader:
    """Compiles the blocks of YAML files."""

    def may_hold_blocks(self, file: Path) -> bool:
        """Whether `file` is called a block, or is YAML that names the schema of blocks."""
        return may_hold_blocks(file)

    def blocks_of(self, file: Path) -> list[Registered]:
        """Compile `file`.

        Raises:
            InvalidFileError: it is not valid; every error of it.
        """
        try:
            compiled = load_blocks(file)
        except InvalidBlockError as error:
            raise InvalidFileError(map(_fault, error.findings)) from error
        except OSError as error:
            raise InvalidFileError([DiscoveryError(file, f"cannot be read: {error.strerror}")]) from error
        return [
            Registered(block.cls, block.registration, registration_dto(block.registration))
            for block in compiled
        ]


def _fault(finding: Finding) -> DiscoveryError:
    start = finding.span.start
    help_ = f" ({finding.help})" if finding.help else ""
    message = f"{finding.code} {finding.message}{help_}"
    return DiscoveryError(Path(finding.span.file), message, start.line, start.column)
