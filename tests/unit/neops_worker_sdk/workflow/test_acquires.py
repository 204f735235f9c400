from __future__ import annotations

import pytest

from neops_worker_sdk.function_block import FunctionBlockAcquireResult
from neops_worker_sdk.workflow import (
    EntityAcquireByElasticQuery,
    EntityAcquireByElasticQueryLimit,
    EntityAcquireByExpansion,
    EntityAcquireContext,
    EntityAcquireReference,
)

ACQUIRES = [
    (
        EntityAcquireByElasticQuery(
            entity="interface",
            query="device.id: 5",
            limit=EntityAcquireByElasticQueryLimit(10),
            assert_not_empty=False,
        ),
        {
            "type": "elastic",
            "assertNotEmpty": False,
            "entity": "interface",
            "query": "device.id: 5",
            "limit": 10,
        },
    ),
    (
        EntityAcquireContext(entity="device", filter="vendor=='X'"),
        {"type": "context", "entity": "device", "filter": "vendor=='X'"},
    ),
    (
        EntityAcquireByExpansion(entity="interface", expand_from_seed_entity=True),
        {"type": "expansion", "entity": "interface", "expandFromSeedEntity": True},
    ),
    (
        EntityAcquireReference(entity="device", label="other_step"),
        {"type": "reference", "entity": "device", "label": "other_step"},
    ),
]


@pytest.mark.parametrize(("acquire", "wire"), ACQUIRES, ids=lambda value: getattr(value, "type", ""))
def test_every_acquire_serialises_and_is_read_back_from_a_mapping(acquire, wire):
    assert acquire.model_dump(mode="json", by_alias=True) == wire
    result = FunctionBlockAcquireResult(message="", success=True, acquires=[wire])
    assert type(result.acquires[0]) is type(acquire)
    assert result.acquires[0].model_dump(mode="json", by_alias=True) == wire
