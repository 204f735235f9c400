from __future__ import annotations

import pytest

from neops_blocks.cli.engine_address import Address


@pytest.mark.parametrize(
    ("url", "local", "readable"),
    [
        ("http://127.0.0.1:3030", True, False),
        ("http://localhost:3030", True, False),
        ("http://engine.localhost", True, False),
        ("HTTP://[::1]:3030", True, False),
        ("https://engine.example/neops", False, False),
        ("http://engine.example:3030", False, True),
        ("HTTP://192.0.2.1", False, True),
        ("http://127.0.0.1.example.com", False, True),
    ],
)
def test_what_leaves_the_machine_and_who_can_read_it(url, local, readable):
    assert (Address(url).is_this_machine, Address(url).is_readable_on_the_way) == (local, readable)


def test_pages():
    address = Address("https://engine.example/neops")
    assert address.page == "https://engine.example/neops/ui"
    assert address.page_of("a/b") == "https://engine.example/neops/ui/submissions/a%2Fb"
