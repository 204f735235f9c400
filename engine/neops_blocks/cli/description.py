"""A block described: header, parameters, result, plan, connection."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from neops_blocks.cli.parameters import expected_text, secret_names
from neops_blocks.cli.terminal import Paint
from neops_blocks.diagnostics import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

    from neops_blocks.cli.blocks import FoundBlock

SHOWN = 72


def describe(block: FoundBlock) -> dict[str, Any]:
    """The block as JSON data."""
    registration = block.registration
    schema = registration.param_cls.model_json_schema()
    hidden = secret_names(block)
    parameters = {
        name: {
            "type": expected_text(item),
            "required": name in schema.get("required", ()),
            **({"default": item["default"]} if "default" in item and name not in hidden else {}),
            **({"secret": True} if name in hidden else {}),
            "description": item.get("description", ""),
        }
        for name, item in schema.get("properties", {}).items()
    }
    results = registration.result_cls.model_json_schema().get("properties", {})
    return {
        "identifier": block.identifier,
        "description": registration.description,
        "file": str(block.file),
        "language": "python" if block.document is None else "yaml",
        "run_on": registration.run_on,
        "type": registration.fb_type,
        "pure": registration.is_pure,
        "idempotent": registration.is_idempotent,
        "parameters": parameters,
        "result": {name: _result_field(item) for name, item in results.items()},
        "plan": _plan(block),
        "connection": _connection(block),
    }


def _result_field(schema: Mapping[str, Any]) -> dict[str, Any]:
    by_device = schema.get("additionalProperties")
    if not isinstance(by_device, dict):
        return {"type": expected_text(schema), "description": schema.get("description", "")}
    description = schema.get("description") or by_device.get("description", "")
    return {"type": f"{{hostname: {expected_text(by_device)}}}", "description": description}


def _plan(block: FoundBlock) -> dict[str, Any] | None:
    plan = getattr(block.cls, "plan", None)
    if plan is None or block.document is None:
        return None
    models = iter(block.document.block.steps)
    fan_out = block.document.block.fan_out.model_dump(exclude_unset=True)
    cuts = [
        {
            "runs": "once for the block" if cut.once or not plan.has_targets else "on every device",
            "steps": [_step(step, next(models)) for step in cut.steps],
        }
        for cut in plan.cuts
    ]
    return {"fan_out": fan_out, "cuts": cuts}


def _step(step: Any, model: Any) -> dict[str, Any]:
    value = getattr(model, step.kind, None)
    notes = [
        note
        for note, given in (
            (f"when {model.when}", model.when is not None),
            ("loop", model.loop is not None),
            (f"retry {step.retry.attempts}", model.retry is not None),
            (f"timeout {step.timeout} s", step.timeout is not None),
            (f"platforms {', '.join(sorted(step.variants))}", bool(step.variants)),
            ("goes on after an error", step.goes_on),
        )
        if given
    ]
    return {
        "step": step.label,
        "kind": step.kind,
        "value": _plain(value),
        "where": step.where,
        "notes": notes,
    }


def _plain(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(exclude_unset=True)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _connection(block: FoundBlock) -> dict[str, Any] | None:
    from neops_blocks.steps.connection import merge

    if block.document is None:
        return None
    own = block.document.block.connection
    effective = merge(None if own is None else own.given())
    hidden = ("password", "enable_password")
    return {key: "***" if key in hidden else value for key, value in effective.items()}


def lines(description: Mapping[str, Any], stream: TextIO) -> Iterator[str]:
    """The description for people."""
    paint = Paint(stream)
    yield paint(description["identifier"], "bold")
    if description["description"]:
        yield f"  {description['description']}"
    words = [description["type"], *(word for word in ("pure", "idempotent") if description[word])]
    yield f"  runs on {description['run_on']}, {', '.join(words)}, {description['file']}"
    yield from _section("parameters", description["parameters"], paint)
    yield from _section("result", description["result"], paint)
    if description["plan"] is not None:
        yield ""
        yield paint("plan", "bold")
        yield from _tree(description["plan"], paint)
    if description["connection"] is not None:
        yield ""
        yield paint("connection", "bold") + paint("  (the inventory and steps may give the same keys)", "dim")
    for key, value in (description["connection"] or {}).items():
        if value not in ({}, None):
            yield f"  {key}: {value if isinstance(value, str) else json.dumps(value)}"


def _section(title: str, items: Mapping[str, Any], paint: Paint) -> Iterator[str]:
    yield ""
    yield paint(title, "bold") + ("" if items else "  none")
    first = max(map(len, items), default=0)
    for name, item in items.items():
        notes = [item["type"]]
        if "required" in item:
            notes.append("required" if item["required"] else f"default {json.dumps(item.get('default'))}")
        if item.get("secret"):
            notes.append("secret")
        label = paint(f"{name:<{first}}", "cyan")
        yield f"  {label}  {', '.join(notes)}  {paint(item['description'], 'dim')}".rstrip()


def _tree(plan: Mapping[str, Any], paint: Paint) -> Iterator[str]:
    if plan["fan_out"]:
        yield "  fan out: " + ", ".join(f"{key} {value}" for key, value in plan["fan_out"].items())
    for index, cut in enumerate(plan["cuts"]):
        last = index == len(plan["cuts"]) - 1
        yield f"  {'└─' if last else '├─'} {paint(cut['runs'], 'cyan')}"
        for number, step in enumerate(cut["steps"]):
            branch = "└─" if number == len(cut["steps"]) - 1 else "├─"
            yield f"  {' ' if last else '│'}   {branch} {_step_text(step, paint)}"


def _step_text(step: Mapping[str, Any], paint: Paint) -> str:
    value = step["value"] if isinstance(step["value"], str) else json.dumps(step["value"], default=str)
    text = shortened(" ".join(value.split()), SHOWN)
    notes = paint(f"  ({'; '.join(step['notes'])})", "dim") if step["notes"] else ""
    return f"{paint(step['step'], 'bold')}: {step['kind']} {text}{notes}"
