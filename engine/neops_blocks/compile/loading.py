"""Blocks from files: read, checked, compiled."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from neops_blocks.compile.block import CompiledFunctionBlock, make_block
from neops_blocks.diagnostics import InvalidBlockError, Severity
from neops_blocks.lint import examine
from neops_blocks.source import load_file

if TYPE_CHECKING:
    from neops_blocks.model import Document
    from neops_blocks.source import Source
    from neops_worker_sdk.registry import Registration


@dataclass(frozen=True, slots=True)
class CompiledBlock:
    """A block ready to run, and the document it was made from."""

    cls: type[CompiledFunctionBlock]
    document: Document

    @property
    def registration(self) -> Registration:
        """What the block tells an engine of itself."""
        return self.cls.__neops_registration__


def load_blocks(path: Path | str) -> list[CompiledBlock]:
    """Every block of a file.

    Raises:
        InvalidBlockError: the file has errors; all of them are in it.
        OSError: the file cannot be read.
    """
    return _compiled(load_file(Path(path)))


def _compiled(source: Source) -> list[CompiledBlock]:
    documents, findings = examine(source)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise InvalidBlockError(errors, {source.file: source.text})
    return [CompiledBlock(make_block(document), document) for document in documents]
