from __future__ import annotations

import pytest

from neops_worker_sdk.workflow import DeviceTypeDto, connection_options


@pytest.mark.parametrize(
    ("text", "port"), [(None, 22), ("", 22), (" ", 22), ("{}", 22), ('{"port": 30001, "new": 1}', 30001)]
)
def test_the_port_is_22_unless_the_entity_says_another(text, port):
    assert connection_options(DeviceTypeDto(id=1, connection_options=text)).port == port


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("port=22", "connection_options of device sw1 are no JSON text"),
        ("[22]", "are no JSON object"),
        ('{"port": 99999}', "cannot be used: port: Input should be less than or equal to 65535"),
    ],
)
def test_unusable_options_name_the_device_and_the_fault(text, message):
    with pytest.raises(ValueError, match=message):
        connection_options(DeviceTypeDto(id=1, hostname="sw1", connection_options=text))


def test_an_error_does_not_show_the_values():
    with pytest.raises(ValueError, match="enable_password") as caught:
        connection_options(DeviceTypeDto(id=1, connection_options='{"enable_password": {"s3cret": 1}}'))
    assert "s3cret" not in str(caught.value)
