from __future__ import annotations

import pytest

from neops_blocks.cli.engine_address import Address
from neops_blocks.cli.engine_answers import Registration
from neops_blocks.cli.engine_blocks import resolve
from neops_blocks.cli.problems import Problem

ENGINE = Address("http://127.0.0.1:3030")


def registration(identifier):
    block, _, version = identifier.partition(":")
    package, _, name = block.partition("/")
    major, minor, patch = map(int, version.split("."))
    return Registration(
        package=package, name=name, major_version=major, minor_version=minor, patch_version=patch
    )


KNOWN = [
    registration(identifier)
    for identifier in (
        "fb.a.io/greeting:1.2.0",
        "fb.a.io/greeting:1.10.0",
        "fb.a.io/greeting:2.0.0",
        "fb.a.io/backup:1.0.0",
        "fb.b.io/backup:1.0.0",
    )
]


@pytest.mark.parametrize(
    ("reference", "identifier"),
    [
        ("greeting", "fb.a.io/greeting:2.0.0"),
        ("greeting:1", "fb.a.io/greeting:1.10.0"),
        ("greeting:1.2", "fb.a.io/greeting:1.2.0"),
        ("fb.a.io/greeting", "fb.a.io/greeting:2.0.0"),
        ("fb.a.io/greeting:1.2.0", "fb.a.io/greeting:1.2.0"),
        ("fb.b.io/backup", "fb.b.io/backup:1.0.0"),
    ],
)
def test_a_reference_means_the_highest_version_that_fits(reference, identifier):
    assert resolve(reference, KNOWN, ENGINE).identifier == identifier


@pytest.mark.parametrize(
    ("reference", "texts"),
    [
        ("backup", ["fits several blocks: fb.a.io/backup, fb.b.io/backup", "give the package too"]),
        (
            "greting",
            ["did you mean 'fb.a.io/greeting'?", "it has: fb.a.io/backup:1.0.0", "neops-blocks worker"],
        ),
        ("fb.c.io/greeting", ["did you mean 'fb.a.io/greeting'?"]),
        ("fb.a.io/gretting:1", ["did you mean 'fb.a.io/greeting'?"]),
        ("greeting:3", ["has no block greeting:3, but fb.a.io/greeting:1.10.0", "neops-blocks worker"]),
        ("zzz", ["has no block 'zzz'\n", "it has:"]),
        ("a/b/c", ["names no block"]),
        ("greeting:latest", ["names no block"]),
        ("", ["names no block"]),
    ],
)
def test_what_cannot_be_found_is_said_with_what_can(reference, texts):
    with pytest.raises(Problem) as caught:
        resolve(reference, KNOWN, ENGINE)
    for text in texts:
        assert text in caught.value.text


def test_an_engine_without_blocks_needs_a_worker():
    with pytest.raises(Problem, match="knows no blocks at all") as caught:
        resolve("greeting", [], ENGINE)
    assert "neops-blocks worker --engine http://127.0.0.1:3030 --blocks DIR" in caught.value.text


def test_registrations_are_read_flat_and_nested():
    flat = {
        "package": "p",
        "name": "n",
        "majorVersion": 1,
        "minorVersion": 2,
        "patchVersion": 3,
        "runOn": None,
    }
    for value in (flat, {"functionBlock": flat, "workers": None, "createdAt": "now"}):
        assert Registration.model_validate(value).identifier == "p/n:1.2.3"
