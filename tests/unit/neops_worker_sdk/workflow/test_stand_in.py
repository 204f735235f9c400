from __future__ import annotations

import importlib
import sys

import pytest

from neops_worker_sdk import workflow
from neops_worker_sdk.workflow.stand_in import NAMES, StandInFinder, install

CLIENT = "neops_workflow_engine_client"
OF_BLOCKS = (
    "BaseEntityDto",
    "DeviceGroupTypeDto",
    "DeviceTypeDto",
    "EntityAcquireByElasticQuery",
    "EntityAcquireByElasticQueryLimit",
    "EntityAcquireByExpansion",
    "EntityAcquireContext",
    "EntityAcquireReference",
    "EntityReferenceDto",
    "InterfaceTypeDto",
    "JobExecutionContextDto",
    "PlatformTypeDto",
)


@pytest.fixture(autouse=True)
def nothing_imported(monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == CLIENT]:
        monkeypatch.delitem(sys.modules, name)
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == CLIENT]:
        del sys.modules[name]


@pytest.mark.parametrize("name", OF_BLOCKS)
def test_what_blocks_import_from_the_client_is_the_sdks_own(name):
    assert getattr(importlib.import_module(CLIENT), name) is getattr(workflow, name)


def test_every_model_has_the_name_that_the_client_gives_it():
    others = {"BaseEntityDto": "EntityReferenceDto", "EntityType": "EntityKind"}
    assert {name: cls.__name__ for name, cls in NAMES.items()} == {
        name: others.get(name, name) for name in NAMES
    }


def test_the_kinds_of_entities_are_members_that_acquires_take():
    from neops_workflow_engine_client import EntityAcquireByElasticQuery, EntityType

    assert EntityAcquireByElasticQuery(type="elastic", entity=EntityType.DEVICE, query="*").entity == "device"


@pytest.mark.parametrize(
    "statement",
    [
        "from neops_workflow_engine_client.models import DeviceTypeDto",
        "from neops_workflow_engine_client.models.device_type_dto import DeviceTypeDto",
        "from neops_workflow_engine_client import models",
        "from neops_workflow_engine_client import *",
        "import neops_workflow_engine_client.models",
    ],
)
def test_the_clients_modules_of_models_lead_there_too(statement):
    exec(statement, {})


@pytest.mark.parametrize(
    "statement",
    [
        "from neops_workflow_engine_client import ApiClient",
        "from neops_workflow_engine_client.models import RootWorkflow",
        "import neops_workflow_engine_client; neops_workflow_engine_client.WorkflowsApi",
        "import neops_workflow_engine_client.api",
    ],
)
def test_what_it_lacks_is_an_import_error_that_says_what_to_do(statement):
    with pytest.raises(
        ImportError, match=r"is not installed.* install neops-workflow-engine-client, or do without"
    ):
        exec(statement, {})


def test_attributes_that_every_module_is_asked_for_are_just_not_there():
    assert not hasattr(importlib.import_module(CLIENT), "__wrapped__")


def test_an_installed_client_is_not_hidden(tmp_path, monkeypatch):
    (tmp_path / f"{CLIENT}.py").write_text("ApiClient = 'theirs'\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert importlib.import_module(CLIENT).ApiClient == "theirs"
    with pytest.raises(ModuleNotFoundError, match="is not a package"):
        importlib.import_module(f"{CLIENT}.models")


def test_a_module_that_an_installed_client_lacks_is_not_stood_in_for(tmp_path, monkeypatch):
    (tmp_path / CLIENT).mkdir()
    (tmp_path / CLIENT / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match=r"^No module named"):
        importlib.import_module(f"{CLIENT}.models")


def test_it_is_the_last_to_be_asked_and_asked_once():
    install()
    finders = [finder for finder in sys.meta_path if isinstance(finder, StandInFinder)]
    assert (len(finders), sys.meta_path[-1]) == (1, finders[0])
