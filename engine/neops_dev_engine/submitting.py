"""A submission is checked before anything is kept: its block, parameters, entities and context."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_dev_engine.entity_shapes import shape_faults
from neops_dev_engine.errors import InvalidParameters
from neops_dev_engine.parameters import complete
from neops_dev_engine.records.blocks import block_view, resolve_block
from neops_dev_engine.records.contexts import LISTS
from neops_dev_engine.records.secrets import without_secret_parameters
from neops_dev_engine.records.submissions import Submission

if TYPE_CHECKING:
    from neops_dev_engine.records.jobs import JobType
    from neops_dev_engine.records.reading import Reading

RUN_ON = ("global", "device", "interface", "group", "client")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A submission as it was asked for; see the endpoint."""

    function_block: str
    parameters: dict[str, Any]
    context: dict[str, list[dict[str, Any]]]
    type: JobType = "execute"
    run_on: str | None = None
    entity_ids: list[int] | None = None
    deadline_seconds: float | None = None


def prepare(db: Reading, wish: Wish) -> Submission:
    """What a wish means.

    Raises:
        UnknownFunctionBlock: there is no such block.
        InvalidParameters: something of it does not fit; all faults are told.
    """
    block = block_view(resolve_block(db, wish.function_block))
    schema = block["parameterJsonSchema"]
    run_on = wish.run_on or block["runOn"]
    if run_on not in RUN_ON:
        run_on = "global"
    faults = [*_context_faults(wish.context), *_entity_faults(wish, run_on)]
    parameters = wish.parameters
    try:
        if wish.type == "execute":
            parameters = complete(wish.parameters, schema)
    except InvalidParameters as error:
        faults = [*error.more["faults"], *faults]
    if faults:
        text = "; ".join(f"{fault['path'] or 'parameters'}: {fault['message']}" for fault in faults)
        raise InvalidParameters(f"the submission does not fit {block['id']}: {text}", faults=faults)
    shown = without_secret_parameters(parameters, schema)
    return Submission(
        block_id=block["id"],
        parameters=parameters,
        parameters_shown=None if shown is parameters else shown,
        context=wish.context,
        type=wish.type,
        run_on=run_on,
        entity_ids=_entity_ids(wish, run_on),
        deadline_seconds=wish.deadline_seconds,
    )


def _entity_ids(wish: Wish, run_on: str) -> list[int] | None:
    if run_on not in LISTS or wish.type == "acquire":
        return None
    if wish.entity_ids is not None:
        return list(dict.fromkeys(wish.entity_ids))
    return [entity["id"] for entity in wish.context.get(LISTS[run_on], [])]


def _entity_faults(wish: Wish, run_on: str) -> list[dict[str, str]]:
    if run_on not in LISTS or wish.type == "acquire":
        if wish.entity_ids:
            return [_fault("entityIds", f"the block runs on {run_on}, not on single entities")]
        return []
    name = LISTS[run_on]
    known = [entity.get("id") for entity in wish.context.get(name, [])]
    if wish.entity_ids is None:
        return [] if known else [_fault(f"context.{name}", f"the block runs on {run_on}, and there is none")]
    if not wish.entity_ids:
        return [_fault("entityIds", "must not be empty")]
    return [
        _fault(f"entityIds[{place}]", f"no element of context.{name} has the id {wanted}")
        for place, wanted in enumerate(wish.entity_ids)
        if wanted not in known
    ]


def _context_faults(context: dict[str, list[dict[str, Any]]]) -> list[dict[str, str]]:
    """What would make a worker refuse the context, and with it every job of a poll."""
    faults = []
    for kind, name in LISTS.items():
        seen = set()
        for place, entity in enumerate(context.get(name, [])):
            where, entity_id = f"context.{name}[{place}]", entity.get("id")
            faults += [_fault(f"{where}.{path}", message) for path, message in shape_faults(kind, entity)]
            if entity_id is None:
                faults.append(_fault(f"{where}.id", "is missing"))
            elif isinstance(entity_id, int):
                if entity_id in seen:
                    faults.append(_fault(f"{where}.id", f"{entity_id} is there twice"))
                seen.add(entity_id)
    return faults


def _fault(path: str, message: str) -> dict[str, str]:
    return {"path": path, "message": message}
