from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from neops_blocks.diagnostics import UnsupportedPlatform
from neops_blocks.drivers.platforms import PLATFORMS
from neops_blocks.parsers import ParseInput, build_parser, has_template, ntc_index
from neops_blocks.parsers.ntc_platforms import NTC_PLATFORMS, ntc_platform

ARP = "Protocol  Address   Age (min)  Hardware Addr   Type   Interface\nInternet  10.0.0.{}  -  aabb.cc00.0100  ARPA  Ethernet0/0\n"

MODULES = """Mod Ports Card Type                              Model              Serial No.
--- ----- -------------------------------------- ------------------ -----------
  1   48  CEF720 48 port 10/100/1000mb Ethernet  WS-X6748-GE-TX     SAL1234ABCD

Mod MAC addresses                       Hw    Fw           Sw           Status
--- ---------------------------------- ------ ------------ ------------ -------
  1  001b.2a11.2233 to 001b.2a11.2262   2.5   12.2(14r)S5  12.2(33)SXI  Ok
"""


@pytest.mark.parametrize(
    ("platform", "command", "known"),
    [
        ("ios", "show version", True),
        ("ios", "sh ver", True),
        ("iosxe", "show ip int br", True),
        ("vyos", "show interfaces", True),
        ("procurve", "show system", True),
        ("ios", "show nothing of this kind", False),
        ("frr", "show version", False),
        ("", "show version", False),
        ("brocade_fastiron", "show version", True),
    ],
)
def test_templates_are_found_as_the_index_says(platform: str, command: str, known: bool) -> None:
    assert has_template(platform, command) is known


def test_the_index_is_read_as_textfsm_reads_it() -> None:
    from textfsm import clitable

    theirs = clitable.CliTable("index", str(ntc_index.templates_directory())).index
    commands = ["show version", "sh ver", "sh int", "show interfaces status", "show mod", "show lldp nei det"]
    for platform in {name for name in NTC_PLATFORMS.values() if name}:
        for command in commands:
            row = theirs.GetRowMatch({"Platform": platform, "Command": command})
            expected = tuple(theirs.index[row]["Template"].split(":")) if row else ()
            assert ntc_index.find_templates(platform, command) == expected, (platform, command)


def test_platform_names_are_those_of_the_drivers() -> None:
    assert set(NTC_PLATFORMS) == set(PLATFORMS)
    assert ntc_platform("another") == "another"


def test_many_threads_read_the_index_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    reads: list[Path] = []
    read_text = Path.read_text

    def counted(path: Path, *args: str, **kwargs: str) -> str:
        reads.append(path)
        return read_text(path, *args, **kwargs)

    ntc_index._index.cache_clear()
    ntc_index._rows_of.cache_clear()
    monkeypatch.setattr(Path, "read_text", counted)
    parser = build_parser("textfsm", directory=tmp_path)
    with ThreadPoolExecutor(16) as pool:
        rows = list(pool.map(lambda n: parser.parse(ARP.format(n), ParseInput("ios", "sh arp")), range(50)))
    assert [row[0]["address"] for row in rows] == [f"10.0.0.{n}" for n in range(50)]
    assert [path.name for path in reads].count("index") == 1


def test_several_templates_of_one_command_are_merged_by_their_keys(tmp_path: Path) -> None:
    about = ParseInput("ios", "show module")
    assert len(ntc_index.find_templates("cisco_ios", about.command)) == 4
    rows = build_parser("textfsm", directory=tmp_path).parse(MODULES, about)
    assert [(row["module"], row["model"], row["status"]) for row in rows] == [("1", "WS-X6748-GE-TX", "Ok")]


def test_a_command_without_template_is_no_empty_result(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedPlatform, match=r"no template for 'show x' on frr"):
        build_parser("textfsm", directory=tmp_path).parse("x", ParseInput("frr", "show x"))


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, neops_blocks.parsers;"
        "print(sorted({'regex', 'textfsm', 'ntc_templates', 'jmespath'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
