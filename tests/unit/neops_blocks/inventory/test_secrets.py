from __future__ import annotations

import pytest

from neops_blocks.inventory import InvalidInventoryError


def password_of(found):
    return found.to_context(found.devices).devices[0].password


def test_a_secret_in_a_file_is_read_beside_the_inventory(inventory, write):
    write("secret.txt", "s3cret\n")
    found = inventory("devices: [{name: a, host: h, platform: ios, password: {file: secret.txt}}]")
    assert password_of(found) == "s3cret"


def test_a_secret_is_looked_up_only_for_devices_that_are_used(inventory):
    found = inventory("devices: [{name: a, host: h, password: {env: NOPE}}, {name: b, host: h}]")
    assert found.to_context(found.devices[1:]).devices[0].hostname == "b"


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("{env: NOPE}", "the environment variable NOPE is not set"),
        ("{env: EMPTY}", "the environment variable EMPTY is empty"),
        ("{file: nope.txt}", "nope.txt cannot be read: No such file or directory"),
        ("{file: ~no_such_user/x}", "the home directory in ~no_such_user/x is unknown"),
    ],
)
def test_a_missing_secret_names_the_device_the_field_and_the_place(inventory, reference, why):
    found = inventory(f"devices: [{{name: a, host: h, password: {reference}}}]", env={"EMPTY": ""})
    with pytest.raises(InvalidInventoryError) as caught:
        found.to_context(found.devices)
    (finding,) = caught.value.findings
    assert finding.message.startswith("password of device a: ")
    assert finding.message.endswith(why)
    assert finding.span.start.line == 1


def test_a_missing_secret_of_many_devices_is_one_finding(inventory):
    devices = ", ".join(f"{{name: d{i}, host: h}}" for i in range(9))
    found = inventory(f"defaults: {{password: {{env: NOPE}}}}\ndevices: [{devices}]")
    with pytest.raises(InvalidInventoryError) as caught:
        found.to_context(found.devices)
    assert len(caught.value.findings) == 1
    assert "devices d0, d1, d2, d3, d4 and 4 more" in caught.value.findings[0].message


def test_a_keyring_that_is_not_installed_is_a_clear_error(inventory, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)
    found = inventory("devices: [{name: a, host: h, password: {keyring: lab/admin}}]")
    with pytest.raises(InvalidInventoryError, match="pip install keyring"):
        found.to_context(found.devices)
