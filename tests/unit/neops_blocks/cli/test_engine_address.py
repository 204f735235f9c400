from __future__ import annotations

import pytest

from neops_blocks.cli.engine_address import address, token
from neops_blocks.cli.problems import Problem


@pytest.mark.parametrize(
    ("url", "base", "local", "readable"),
    [
        ("http://127.0.0.1:3030", "http://127.0.0.1:3030", True, False),
        ("http://localhost:3030/", "http://localhost:3030", True, False),
        ("http://[::1]:3030", "http://[::1]:3030", True, False),
        (" https://engine.example/neops/ ", "https://engine.example/neops", False, False),
        ("http://engine.example:3030", "http://engine.example:3030", False, True),
        ("http://192.0.2.1", "http://192.0.2.1", False, True),
        ("http://127.0.0.1.example.com", "http://127.0.0.1.example.com", False, True),
    ],
)
def test_addresses(url, base, local, readable):
    found = address(url)
    assert (found.url, found.is_this_machine, found.is_readable_on_the_way) == (base, local, readable)
    assert found.page == f"{base}/ui"


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("127.0.0.1:3030", "is no address"),
        ("localhost:3030", "is no address"),
        ("http://", "is no address"),
        ("http://a b", "is no address"),
        ("http://exämple", "is no address"),
        ("http://h:99999", "is no address"),
        ("http://[::1", "is no address"),
        ("http://h/?x=1", "is no address"),
        ("ftp://h", "is no address"),
        ("", "is no address"),
        ("temporal://h:7233/default", "not to Temporal"),
    ],
)
def test_what_is_no_address_is_said_with_an_example(url, text):
    with pytest.raises(Problem, match=text) as caught:
        address(url)
    assert "http://127.0.0.1:3030" in caught.value.text


def test_a_password_in_the_address_is_refused_without_showing_it():
    with pytest.raises(Problem, match="must not have") as caught:
        address("http://admin:hunter22@engine.example")
    assert "hunter22" not in caught.value.text


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
