from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError
from pathlib import PurePosixPath

from neops_blocks.cli import doctor
from neops_blocks.cli.doctor import drivers, engine, examine, packages, software
from neops_blocks.cli.doctor.remarks import Status
from neops_blocks.drivers import DRIVERS
from neops_worker_sdk.engines import Compatibility, EngineRefusedError


def problems(remarks):
    return [remark.text for remark in remarks if remark.status is Status.PROBLEM]


def test_an_sdk_that_is_not_ours_costs_the_checks_that_need_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "neops_worker_sdk.worker.configuration", None)
    found = examine({})
    assert list(found.remarks) == ["software", "packages", "drivers", "settings"]
    assert problems(found.remarks["settings"])[0].startswith("this could not be checked: ModuleNotFoundError")
    assert found.origins == {}


def test_a_check_that_breaks_costs_itself_only(monkeypatch):
    def broken():
        raise RuntimeError("odd")

    monkeypatch.setitem(doctor._ALONE, "packages", broken)
    found = examine({}).remarks
    assert problems(found["packages"]) == ["this could not be checked: RuntimeError: odd"]
    assert found["drivers"]


def test_every_driver_of_ours_is_loaded():
    assert drivers.MODULES.keys() == DRIVERS.keys()


def test_a_driver_that_cannot_be_loaded_is_a_problem(monkeypatch):
    monkeypatch.setitem(drivers.MODULES, "netmiko", "neops_blocks.no_such_module")
    assert problems(drivers.check())[0].startswith("the driver netmiko cannot be loaded: ModuleNotFoundError")


def test_missing_packages_are_told_apart_by_what_needs_them(monkeypatch):
    def version(name):
        if name in ("httpx", "scrapli"):
            raise PackageNotFoundError(name)
        return "1.0"

    monkeypatch.setattr(
        software, "requires", lambda _: ["click>=8", "httpx>=0.27", 'scrapli>=1; extra == "scrapli"']
    )
    monkeypatch.setattr(software, "version", version)
    found = list(software.check())
    assert problems(found) == ["libraries are missing: httpx"]
    (extra,) = [remark for remark in found if remark.status is Status.NOTE]
    assert (extra.text, extra.data["installed"]) == ("the extra scrapli is not there: scrapli", False)
    assert "pip install 'neops-blocks[scrapli]'" in extra.hint


def test_a_tree_that_was_never_installed_is_a_problem(monkeypatch):
    def requires(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(software, "requires", requires)
    assert problems(software.check()) == ["neops-blocks runs from files that were not installed"]


def test_files_that_another_package_has_replaced_are_found(monkeypatch, tmp_path):
    class Installed(PurePosixPath):
        size = 3

        def locate(self):
            return tmp_path / self.name

    (tmp_path / "same.py").write_text("abc")
    (tmp_path / "other.py").write_text("abcd")
    files = [Installed(f"neops_worker_sdk/{name}.py") for name in ("same", "other", "gone")]
    monkeypatch.setattr(packages, "distribution", lambda _: type("D", (), {"files": files}))
    (text,) = problems(packages.check())
    assert text.startswith("2 files of neops_worker_sdk are not those that neops-blocks has installed")
    assert "neops_worker_sdk/other.py" in text


def test_what_an_engine_says_of_itself_is_judged():
    def judged(**said):
        (remark,) = engine._judged(Compatibility("9.9", **said), "http://e", 0.0123)
        return remark.status, remark.text

    assert judged() == ("ok", "http://e answers in 12 ms: version 9.9")
    assert judged(deprecated=True)[0] == "note"
    assert judged(compatible=False)[0] == "problem"


def test_a_server_that_is_no_engine_is_a_problem():
    remark = engine._refused(EngineRefusedError("answered with 404", 404), given=False)
    assert remark.status == "problem"
    assert remark.text.startswith("there is a server, but it knows no version check")
