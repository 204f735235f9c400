from __future__ import annotations

import importlib.util
from importlib.metadata import requires

import pytest

from neops_blocks.diagnostics import DriverFailure, MissingExtra, UnsupportedPlatform
from neops_blocks.drivers import DRIVERS, Target, driver_for, driver_names


def test_auto_is_netmiko():
    assert driver_for("ios").name == "netmiko"
    assert driver_for("cisco_ios", "auto").name == "netmiko"


def test_all_drivers_of_the_table_are_named():
    assert set(DRIVERS) <= set(driver_names())


def test_an_unknown_driver_gets_a_guess():
    with pytest.raises(DriverFailure) as caught:
        driver_for("ios", "netmico")
    assert caught.value.hint == "did you mean 'netmiko'?"


def test_an_unknown_platform_gets_a_guess():
    with pytest.raises(UnsupportedPlatform) as caught:
        driver_for("iosx")
    assert "did you mean 'ios" in (caught.value.hint or "")


def test_a_platform_that_the_driver_does_not_know():
    with pytest.raises(UnsupportedPlatform):
        driver_for("linux", "scrapli")


def test_without_scrapli_the_install_command_is_named(monkeypatch):
    monkeypatch.setattr("neops_blocks.drivers.scrapli.driver.find_spec", lambda name: None)
    with pytest.raises(MissingExtra) as caught:
        driver_for("ios", "scrapli").open(Target(name="sw1", host="127.0.0.1", platform="ios"))
    (wanted,) = (line for line in requires("neops-blocks") or () if "scrapli" in line)
    assert f"pip install '{wanted.partition(';')[0]}'" in (caught.value.hint or "")
    assert importlib.util.find_spec("neops_blocks") is not None


@pytest.mark.parametrize("driver", ["netmiko", "scrapli"])
def test_an_unknown_option_gets_a_guess(driver):
    if driver == "scrapli":
        pytest.importorskip("scrapli")
    target = Target(name="sw1", host="127.0.0.1", platform="ios", options={"passphrases": "x"})
    with pytest.raises(DriverFailure) as caught:
        driver_for("ios", driver).open(target)
    assert caught.value.hint == "did you mean 'passphrase'?"


def test_a_driver_of_another_package_is_found(monkeypatch):
    class Other:
        name = "other"

        def supports(self, platform):
            return True

    class Entry:
        name, value = "other", "package:Other"

        def load(self):
            return Other

    monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: [Entry()])
    assert driver_for("anything", "other").name == "other"


def test_a_driver_of_another_package_that_does_not_load_is_named(monkeypatch):
    class Entry:
        name, value = "other", "package:Other"

        def load(self):
            raise ImportError("no module named package")

    monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: [Entry()])
    with pytest.raises(DriverFailure, match="no module named package"):
        driver_for("ios", "other")
