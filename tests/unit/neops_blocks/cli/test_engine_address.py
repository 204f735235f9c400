from __future__ import annotations

import pytest

from neops_blocks.cli.engine_address import Address, token
from neops_blocks.cli.problems import Problem


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


def test_the_token_is_that_of_the_file_or_of_the_environment(tmp_path):
    file = tmp_path / "token"
    file.write_text("of-the-file\n")
    env = {"ENGINE_TOKEN": "of-the-environment"}
    assert token(file, env) == "of-the-file"
    assert token(None, env) == "of-the-environment"
    assert token(None, {}) is None
    assert token(None, {"ENGINE_TOKEN": ""}) is None


@pytest.mark.parametrize(
    ("content", "text"), [(b"", "is empty"), (b"a b", "no token"), (b"\xff\xfe", "not text")]
)
def test_a_file_without_a_token_is_refused(tmp_path, content, text):
    file = tmp_path / "token"
    file.write_bytes(content)
    with pytest.raises(Problem, match=text) as caught:
        token(file, {})
    assert "a b" not in caught.value.text
