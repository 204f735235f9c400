"""Workflow documents for tests, as short as they can be written."""

from __future__ import annotations

from typing import Any

PACKAGE = "fb.example.com"
NAME = "wf.example.com/chk"


def workflow(
    *steps: dict[str, Any], version: str = "1.0.0", seed: str = "device", **fields: Any
) -> dict[str, Any]:
    """A workflow, `wf.example.com/chk`."""
    major, minor, patch = map(int, version.split("."))
    return {
        "label": "chk",
        "name": "chk",
        "package": "wf.example.com",
        "majorVersion": major,
        "minorVersion": minor,
        "patchVersion": patch,
        "seedEntity": seed,
        "type": "workflow",
        "steps": list(steps),
        **fields,
    }


def step(label: str, block: str | None = None, **fields: Any) -> dict[str, Any]:
    """A step that runs a block, which is called like the step unless said otherwise."""
    return {
        "type": "functionBlock",
        "label": label,
        "functionBlock": f"{PACKAGE}/{block or label}:1",
        **fields,
    }


def together(label: str, *steps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A step of steps."""
    return {"type": "workflow", "label": label, "name": label, "steps": list(steps), **fields}


def when(jmes: str) -> dict[str, Any]:
    """A condition."""
    return {"type": "jmes", "jmes": jmes}


def accepts(**properties: Any) -> dict[str, Any]:
    """A schema of parameters, all required but those with a default."""
    required = [name for name, schema in properties.items() if "default" not in schema]
    return {"type": "object", "properties": properties, "required": required}
