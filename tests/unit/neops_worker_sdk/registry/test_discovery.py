from __future__ import annotations

import sys
import textwrap

import pytest

from neops_worker_sdk.registry import Registry, collecting, discover
from neops_worker_sdk.registry.registration_discoverer import recursively_import_modules

BLOCK = """
from neops_worker_sdk.function_block import *
from neops_worker_sdk.registry import Registration, register_function_block

@register_function_block(Registration("{name}", "d", "fb.t", "global", "none", FunctionBlockParams, FunctionBlockResultData))
class {cls}(FunctionBlock[FunctionBlockParams, FunctionBlockResultData]):
    async def run(self, params, context): ...
    async def acquire(self, params): ...
"""


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path])
    before = set(sys.modules)

    def write(path, name=None, text=None):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text) if text is not None else BLOCK.format(name=name, cls="Block"))
        return file

    yield write
    for name in set(sys.modules) - before:
        if not name.startswith(("neops_worker_sdk", "pydantic")):
            del sys.modules[name]


def names(found):
    return [block.registration.name for block in found.registrations]


def test_every_python_file_below_is_read_in_a_fixed_order_but_for_tests_and_hidden_ones(tmp_path, write):
    read = {"b.py": "b", "a/x.py": "ax", "a/deep/y.py": "y", "contest/z.py": "z"}
    skipped = [
        "package/__init__.py",
        "test_x.py",
        ".hidden/h.py",
        "__pycache__/p.py",
        "tests/t.py",
        "test/t.py",
        "a/testing/t.py",
        "notes.txt",
    ]
    for path, name in read.items():
        write(path, name)
    for path in skipped:
        write(path, text="raise RuntimeError('must not be read')")
    found = discover(tmp_path)
    assert found.errors == []
    assert names(found) == ["y", "ax", "b", "z"]


def test_same_named_files_in_two_directories_both_load(tmp_path, write):
    write("a/echo.py", "one")
    write("b/echo.py", "two")
    assert names(discover(tmp_path)) == ["one", "two"]


def test_same_named_packages_in_two_directories_both_load(tmp_path, write):
    for directory, name in (("a", "one"), ("b", "two")):
        write(f"{directory}/neops_test_pkg/__init__.py", text="")
        write(f"{directory}/neops_test_pkg/echo.py", name)
    found = discover(tmp_path)
    assert (names(found), found.errors) == (["one", "two"], [])


def test_a_file_in_a_package_has_its_full_name_and_may_import_its_siblings(tmp_path, write):
    write("neops_test_pkg2/__init__.py", text="")
    write("neops_test_pkg2/inner/__init__.py", text="")
    write("neops_test_pkg2/names.py", text="NAME = 'from_sibling'")
    write(
        "neops_test_pkg2/inner/block.py",
        text="from neops_test_pkg2.names import NAME" + BLOCK.replace('"{name}"', "NAME").format(cls="Block"),
    )
    found = discover(tmp_path / "neops_test_pkg2" / "inner")
    assert found.errors == []
    assert found.registrations[0].cls.__module__ == "neops_test_pkg2.inner.block"


FAULTS = {
    "raises": ("x = 1\nraise RuntimeError('boom')\n", 2, "RuntimeError: boom"),
    "no Python": ("def f(:\n", 1, "SyntaxError"),
    "missing import": ("import neops_no_such_module\n", 1, "No module named 'neops_no_such_module'"),
    "exits": ("\n\nimport sys; sys.exit(3)\n", 3, "the file called sys.exit(3)"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_file_costs_that_file_only(tmp_path, write, fault):
    text, line, message = FAULTS[fault]
    write("a.py", "first")
    bad = write("bad.py", text=text)
    write("c.py", "last")
    found = discover(tmp_path)
    assert names(found) == ["first", "last"]
    (error,) = found.errors
    assert (error.path, error.line) == (bad, line)
    assert message in error.message


def test_a_file_that_uses_a_taken_identifier_is_an_error_that_names_both(tmp_path, write):
    first = write("a.py", "same")
    second = write("b.py", "same")
    found = discover(tmp_path)
    assert names(found) == ["same"]
    (error,) = found.errors
    assert error.path == second
    assert str(first) in error.message
    assert str(second) in error.message


def test_discovering_twice_finds_the_same(tmp_path, write):
    write("a.py", "one")
    assert names(discover(tmp_path)) == names(discover(tmp_path)) == ["one"]


def test_a_directory_that_does_not_exist_is_an_error(tmp_path):
    (error,) = discover(tmp_path / "gone").errors
    assert error.message == "cannot be read: No such file or directory"


def test_the_published_function_fills_the_current_registry_and_lets_errors_through(tmp_path, write, caplog):
    write("good/a.py", "one")
    write("bad/b.py", text="import neops_no_such_module")
    with collecting(Registry()) as found:
        recursively_import_modules(str(tmp_path / "gone"))
        recursively_import_modules(str(tmp_path / "good"))
        assert list(found.function_blocks) == ["fb.t/one:1.0.0"]
        with pytest.raises(ImportError):
            recursively_import_modules(str(tmp_path / "bad"))
    assert "b.py cannot be imported" in caplog.text
