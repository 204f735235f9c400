from __future__ import annotations

import importlib

import pytest

DOCUMENTED = {
    "neops_worker_sdk.function_block.function_block": "FunctionBlock FunctionBlockParams FunctionBlockResult FunctionBlockResultData "
    "FunctionBlockAcquireResult FunctionBlockRollbackResult BaseFunctionBlockResult EntityAcquire",
    "neops_worker_sdk.function_block.acquire_params": "AcquireParams",
    "neops_worker_sdk.function_block.partial_params": "parse_leniently",
    "neops_worker_sdk.registry.decorator": "register_function_block",
    "neops_worker_sdk.registry.registration": "Registration",
    "neops_worker_sdk.registry.registration_discoverer": "recursively_import_modules",
    "neops_worker_sdk.registry": "registry",
    "neops_worker_sdk.workflow.workflow_context": "WorkflowContext",
    "neops_worker_sdk.workflow": "WorkflowContext Device Interface DeviceGroup DeviceField InterfaceField GroupField EntityType "
    "DbUpdateDto generate_db_updates generate_temporary_id",
    "neops_worker_sdk.workflow.entities": "Device Interface DeviceGroup DeviceField InterfaceField GroupField Platform DeviceReference",
    "neops_worker_sdk.workflow.db_updates": "EntityType EXCLUDED_FIELDS generate_temporary_id generate_db_updates EntityDto DbUpdateDto",
    "neops_worker_sdk.concurrency": "run_in_thread run_parallel schedule_task BlockingDetector",
    "neops_worker_sdk.testing.base.function_block_test_case": "fb_test_case fb_test_case_with_lab FunctionBlockTestCase",
    "neops_worker_sdk.testing.factories.context_factory": "create_workflow_context",
    "neops_worker_sdk.logger": "Logger BaseLogger ContextualLogger logger_for",
}


@pytest.mark.parametrize(
    ("path", "name"), [(path, name) for path, names in DOCUMENTED.items() for name in names.split()]
)
def test_every_documented_name_can_be_imported_from_its_path(path, name):
    assert hasattr(importlib.import_module(path), name)


@pytest.mark.parametrize("room", ["logger", "workflow", "function_block", "registry", "testing"])
def test_every_exported_name_exists(room):
    module = importlib.import_module(f"neops_worker_sdk.{room}")
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
