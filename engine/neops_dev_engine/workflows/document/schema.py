"""The JSON Schema of a workflow, for editors and for ``GET /schema``."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from neops_dev_engine.workflows.document.model import RootWorkflow

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@functools.cache
def workflow_schema() -> Mapping[str, Any]:
    """What `read_document` takes, as far as a schema can say it."""
    return {"$schema": _DIALECT, **RootWorkflow.model_json_schema(by_alias=True)}
