"""What authors of blocks for the published SDK import and call is here under the same names.

Connections to devices and the package of remote labs are not: they come later.
"""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys

import pytest

IMPORTS = {
    "neops_worker_sdk.concurrency": "BlockingDetector run_in_thread run_parallel schedule_task",
    "neops_worker_sdk.function_block.acquire_params": "AcquireParams",
    "neops_worker_sdk.function_block.discovery": "DiscoveryParameters Subnet Target TargetLimitExceeded",
    "neops_worker_sdk.function_block.engine_schema": "ENGINE_SCHEMA_CONFIG EngineSchemaFunctionBlockParams "
    "remove_schema_defaults",
    "neops_worker_sdk.function_block.function_block": "BaseFunctionBlockResult EntityAcquire FunctionBlock "
    "FunctionBlockAcquireResult FunctionBlockParams FunctionBlockResult FunctionBlockResultData "
    "FunctionBlockRollbackResult ParamsT ResultDataT",
    "neops_worker_sdk.function_block.params": "Credential Credentials CredentialsField Host OptionalCredentials "
    "OptionalHostValue PasswordField PlatformField UsernameField",
    "neops_worker_sdk.function_block.partial_params": "parse_leniently",
    "neops_worker_sdk.logger": "BaseLogger ContextualLogger Logger logger_for",
    "neops_worker_sdk.logger.adapters": "LoguruContextualLogger StdlibContextualLogger",
    "neops_worker_sdk.logger.redaction": "Redactor SENSITIVE default_redactor",
    "neops_worker_sdk.registry": "registry",
    "neops_worker_sdk.registry.decorator": "register_function_block",
    "neops_worker_sdk.registry.registration": "Registration",
    "neops_worker_sdk.registry.registration_discoverer": "recursively_import_modules",
    "neops_worker_sdk.registry.registry": "Registry",
    "neops_worker_sdk.testing.base.function_block_test_case": "FunctionBlockTestCase create_safe_test_id fb_test_case "
    "fb_test_case_with_lab",
    "neops_worker_sdk.testing.devices.base_mock_device": "BaseMockDevice",
    "neops_worker_sdk.testing.devices.remote_lab_device": "RemoteLabDevice",
    "neops_worker_sdk.testing.factories.context_factory": "create_workflow_context",
    "neops_worker_sdk.utils.pydantic_schema_generator": "generate_json_schema",
    "neops_worker_sdk.workflow": "DbUpdateDto Device DeviceField DeviceGroup EntityType GroupField Interface "
    "InterfaceField WorkflowContext generate_db_updates generate_temporary_id",
    "neops_worker_sdk.workflow.db_updates": "DbUpdateDto EXCLUDED_FIELDS EntityDto EntityType generate_db_updates "
    "generate_temporary_id",
    "neops_worker_sdk.workflow.entities": "Device DeviceField DeviceGroup DeviceReference GroupField Interface "
    "InterfaceField Platform",
    "neops_worker_sdk.workflow.workflow_context": "WorkflowContext",
    "neops_workflow_engine_client": "BaseEntityDto DeviceGroupTypeDto DeviceTypeDto EntityAcquireByElasticQuery "
    "EntityAcquireByElasticQueryLimit EntityAcquireByExpansion EntityAcquireContext EntityAcquireReference "
    "EntityReferenceDto InterfaceTypeDto JobExecutionContextDto PlatformTypeDto",
}

SIGNATURES = {
    "neops_worker_sdk.concurrency": {
        "BlockingDetector": "(threshold, logger)",
        "BlockingDetector.monitor_thread": "(self, thread_id, context_name)",
        "run_in_thread": "(fn)",
        "run_parallel": "(*awaitables)",
        "schedule_task": "(fn)",
    },
    "neops_worker_sdk.function_block.acquire_params": {"AcquireParams": "(partial, unresolved, raw)"},
    "neops_worker_sdk.function_block.discovery": {
        "DiscoveryParameters": "(*, subnets=None, credentials=None)",
        "DiscoveryParameters.targets": "(self, limit)",
        "Subnet": "(*, cidr, credentials=None, platform=None)",
        "Target": "(host, credentials)",
        "TargetLimitExceeded": "(count)",
    },
    "neops_worker_sdk.function_block.engine_schema": {"remove_schema_defaults": "(value)"},
    "neops_worker_sdk.function_block.function_block": {
        "BaseFunctionBlockResult": "(*, message, success)",
        "FunctionBlock": "(logger=None)",
        "FunctionBlock.acquire": "(self, params)",
        "FunctionBlock.execute_function_block": "(self, params, context, *, propagate_exceptions=False)",
        "FunctionBlock.parse_acquire_parameters_from_dto": "(self, dto, registration)",
        "FunctionBlock.parse_parameters_from_dto": "(self, dto, param_cls)",
        "FunctionBlock.rollback": "(self, params, context, result_from_failed=None)",
        "FunctionBlock.rollback_function_block": "(self, params, context)",
        "FunctionBlock.run": "(self, params, context)",
        "FunctionBlockAcquireResult": "(*, message, success, acquires=None)",
        "FunctionBlockResult": "(*, message, success, data=None)",
        "FunctionBlockRollbackResult": "(*, message, success)",
    },
    "neops_worker_sdk.function_block.params": {
        "Credential": "(*, username, password, platform=None)",
        "Host": "(*, ip, username=None, password=None, platform=None)",
        "Host.candidate_credentials": "(self, shared)",
    },
    "neops_worker_sdk.function_block.partial_params": {"parse_leniently": "(model_cls, dto)"},
    "neops_worker_sdk.logger": {
        **{f"BaseLogger.{level}": "(self, msg, *args, **kwargs)" for level in (
            "debug", "info", "warning", "error", "critical", "exception")},
        "ContextualLogger.get_context": "(self)",
        "ContextualLogger.with_context": "(self, **context)",
        "Logger": "()",
        "logger_for": "(owner, logger=None, **context)",
    },
    "neops_worker_sdk.logger.adapters": {
        "LoguruContextualLogger": "(context=None)",
        "StdlibContextualLogger": "(base_logger, context=None)",
    },
    "neops_worker_sdk.logger.redaction": {
        "Redactor": "(key_parts=..., placeholder='***')",
        "default_redactor": "()",
    },
    "neops_worker_sdk.registry.decorator": {"register_function_block": "(reg)"},
    "neops_worker_sdk.registry.registration": {
        "Registration": "(name, description, package, run_on, fb_type, param_cls, result_cls, "
        "markdown_helptext='No helptext provided', version=(1, 0, 0), deprecated=False, is_idempotent=False, "
        "is_pure=False, reversible=False)",
    },
    "neops_worker_sdk.registry.registration_discoverer": {"recursively_import_modules": "(directory)"},
    "neops_worker_sdk.registry.registry": {"Registry.register": "(self, cls, registration)"},
    "neops_worker_sdk.testing.base.function_block_test_case": {
        "FunctionBlockTestCase": "(fb_cls, params, context, *, test_id=None, succeeds=True, "
        "expected_result_data=None, assertions=None)",
        "FunctionBlockTestCase.execute": "(self)",
        "create_safe_test_id": "(text)",
        "fb_test_case": "(test_description, params, context, *, succeeds=True, expected_result_data=None, "
        "assertions=None)",
        "fb_test_case_with_lab": "(test_description, params, run_on='device', base_devices=None, "
        "base_device_groups=None, *, remote_lab_fixture=None, succeeds=True, expected_result_data=None, "
        "assertions=None)",
    },
    "neops_worker_sdk.testing.devices.base_mock_device": {"BaseMockDevice.to_neops_device": "(self)"},
    "neops_worker_sdk.testing.devices.remote_lab_device": {
        "RemoteLabDevice": "(node_name, inspect_data)",
        "RemoteLabDevice.from_dto": "(netlab_device)",
    },
    "neops_worker_sdk.testing.factories.context_factory": {
        "create_workflow_context": "(run_on, entity_id=None, devices=None, device_groups=None, interfaces=None)",
    },
    "neops_worker_sdk.utils.pydantic_schema_generator": {"generate_json_schema": "(model)"},
    "neops_worker_sdk.workflow.db_updates": {
        "generate_db_updates": "(before, after)",
        "generate_temporary_id": "()",
    },
    "neops_worker_sdk.workflow.entities": {
        "Interface.state_from_status": "(status)",
        "Platform": "(*, id=None, name=None, shortName=None, vendor=None)",
        "DeviceReference": "(*, id=None, hostname=None, ip=None)",
    },
    "neops_worker_sdk.workflow.workflow_context": {
        "WorkflowContext": "(context, run_on, entity_id=None)",
        "WorkflowContext.compute_db_updates": "(self)",
    },
}  # fmt: skip
COROUTINES = {
    "BlockingDetector.monitor_thread",
    "FunctionBlock.acquire",
    "FunctionBlock.execute_function_block",
    "FunctionBlock.rollback",
    "FunctionBlock.rollback_function_block",
    "FunctionBlock.run",
    "FunctionBlockTestCase.execute",
    "run_parallel",
}
FINAL = (
    "__init__",
    "execute_function_block",
    "parse_acquire_parameters_from_dto",
    "parse_parameters_from_dto",
    "rollback_function_block",
)


@pytest.mark.parametrize(
    ("path", "name"), [(path, name) for path, names in IMPORTS.items() for name in names.split()]
)
def test_a_published_name_can_be_imported_from_its_path(path, name):
    assert hasattr(importlib.import_module(path), name)


def test_each_published_path_can_be_the_first_that_is_imported():
    """Each in a process of its own, forked off one that has only what they all need."""
    script = """
import importlib, os, sys
import pydantic
for path in sys.argv[1:]:
    child = os.fork()
    if not child:
        importlib.import_module(path)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, path
"""
    paths = [path for path in IMPORTS if path.startswith("neops_worker_sdk")]
    done = subprocess.run([sys.executable, "-c", script, *paths], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def signature(text):
    names = {}
    exec(f"def function{text}: pass", names)
    return inspect.signature(names["function"])


@pytest.mark.parametrize(
    ("path", "name", "published"),
    [(path, name, text) for path, rows in SIGNATURES.items() for name, text in rows.items()],
)
def test_a_published_call_is_understood(path, name, published):
    """What is published comes first, in its order, and any of ours beyond that may be left out."""
    found = importlib.import_module(path)
    for part in name.split("."):
        found = getattr(found, part)
    ours, theirs = inspect.signature(found).parameters, signature(published).parameters
    assert [parameter for parameter in ours if parameter in theirs] == list(theirs)
    for parameter in ours.values():
        expected = theirs.get(parameter.name)
        if expected is None:
            assert parameter.default is not parameter.empty, parameter
            continue
        assert parameter.kind == expected.kind, parameter
        if expected.default not in (expected.empty, ...):
            assert parameter.default == expected.default, parameter
    assert inspect.iscoroutinefunction(found) is (name in COROUTINES)


def test_what_authors_may_not_override_is_final():
    from neops_worker_sdk.function_block.function_block import FunctionBlock

    assert [name for name in FINAL if not getattr(getattr(FunctionBlock, name), "__final__", False)] == []


def test_the_package_of_registrations_gives_the_registry_its_module_the_class():
    import neops_worker_sdk.registry.registry as by_path
    from neops_worker_sdk.registry import registry
    from neops_worker_sdk.registry.registry import Registry

    assert by_path is registry
    assert isinstance(registry, Registry)


@pytest.mark.parametrize("room", ["logger", "workflow", "function_block", "registry", "testing"])
def test_every_exported_name_exists(room):
    module = importlib.import_module(f"neops_worker_sdk.{room}")
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
