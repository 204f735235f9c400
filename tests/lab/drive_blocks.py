"""Runs blocks with nothing but the published calls, in whatever environment it is started: JSON in, JSON out.

    python drive_blocks.py FILE MODULE

FILE holds the blocks; MODULE is where the entities of the contexts come from. Standard input is a list of jobs as an
engine hands them out, standard output a list of what came of them. It runs under any worker SDK, so it must not import
anything of this project by another name.
"""

import asyncio
import importlib
import json
import sys
from pathlib import Path

from neops_worker_sdk.registry import registry
from neops_worker_sdk.testing.factories.context_factory import create_workflow_context


def context_of(job, entities):
    kinds = {
        "devices": "DeviceTypeDto",
        "deviceGroups": "DeviceGroupTypeDto",
        "interfaces": "InterfaceTypeDto",
    }
    lists = [
        [getattr(entities, cls).from_dict(each) for each in job["context"][key]] for key, cls in kinds.items()
    ]
    return create_workflow_context(job["runOn"], job["entityId"], *lists)


async def outcome(job, entities):
    cls, registration = next(
        entry[:2] for name, entry in registry.function_blocks.items() if f"/{job['block']}:" in name
    )
    block, context = cls(), context_of(job, entities)
    if job["type"] == "acquire":
        result = await block.acquire(block.parse_acquire_parameters_from_dto(job["parameters"], registration))
        return result, {"acquires": [each.to_dict() for each in result.acquires or ()]}
    params = block.parse_parameters_from_dto(job["parameters"], registration.param_cls)
    if job["type"] == "rollback":
        return await block.rollback_function_block(params, context), {}
    result = await block.execute_function_block(params, context)
    updates = context.compute_db_updates() if result.success else None
    data = result.data and result.data.model_dump()
    return result, {"data": data, "updates": updates.to_dict()["updates"] if updates else []}


def main(file, entities, jobs):
    sys.path.append(str(file.parent))
    importlib.import_module(file.stem)
    for job in jobs:
        result, more = asyncio.run(outcome(job, importlib.import_module(entities)))
        yield {"success": result.success, "message": result.message, **more}


if __name__ == "__main__":
    answers = list(main(Path(sys.argv[1]), sys.argv[2], json.load(sys.stdin)))
    print("\n" + json.dumps(answers), flush=True)
