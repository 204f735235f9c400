from __future__ import annotations

import re
import subprocess
import sys

import pytest

from neops_blocks.diagnostics import CommandRejected
from neops_blocks.drivers import PLATFORMS, SPELLINGS, canonical, known_platforms, platform_facts
from neops_blocks.drivers.rejections import accepted


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("ios", "ios"),
        ("cisco_ios", "ios"),
        ("Cisco_IOS", "ios"),
        ("cisco_xe", "iosxe"),
        ("cisco_iosxe", "iosxe"),
        ("arista_eos", "eos"),
        ("juniper_junos", "junos"),
        ("cisco-nxos", "nxos"),
        (" srl ", "srl"),
        ("something_else", "something_else"),
    ],
)
def test_vendor_spellings_become_short_names(spelling, name):
    assert canonical(spelling) == name


def test_every_spelling_leads_to_a_platform_and_short_names_are_not_spellings():
    assert set(SPELLINGS.values()) <= set(PLATFORMS)
    assert not set(SPELLINGS) & set(PLATFORMS)
    assert set(known_platforms()) == set(PLATFORMS)


def test_netmiko_knows_every_device_type():
    from netmiko.ssh_dispatcher import CLASS_MAPPER

    assert {facts.netmiko for facts in PLATFORMS.values()} <= {None, *CLASS_MAPPER}


def test_scrapli_knows_every_definition():
    from pathlib import Path

    scrapli = pytest.importorskip("scrapli")
    names = {path.stem for path in Path(scrapli.__file__).parent.joinpath("definitions").glob("*.yaml")}
    assert {facts.scrapli for facts in PLATFORMS.values()} <= {None, *names}


def test_every_error_pattern_compiles_and_none_matches_nothing():
    for facts in PLATFORMS.values():
        for pattern in facts.errors:
            assert not re.search(pattern, "", re.MULTILINE)


@pytest.mark.parametrize(
    ("platform", "output", "says"),
    [
        ("ios", "    ^\n% Invalid input detected at '^' marker.", "% Invalid input detected at '^' marker."),
        ("ios", "% Incomplete command.\n", "% Incomplete command."),
        ("frr", "% Unknown command: show foo", "% Unknown command: show foo"),
        ("frr", "% Command incomplete: show", "% Command incomplete: show"),
        ("nxos", "% Invalid command at '^' marker.", "% Invalid command at '^' marker."),
        ("junos", "          ^\nunknown command.", "unknown command."),
        ("forti", "command parse error before 'x'\nCommand fail. Return code -61", "command parse error"),
        ("procurve", "Invalid input: foo", "Invalid input: foo"),
    ],
)
def test_a_rejection_says_what_the_device_said(platform, output, says):
    with pytest.raises(CommandRejected) as caught:
        accepted("sw1", "show foo", output, PLATFORMS[platform].errors)
    assert says in caught.value.message
    assert caught.value.output == output


@pytest.mark.parametrize(
    "output",
    [
        "",
        "%SYS-5-CONFIG_I: Configured from console",
        "% BGP not active",
        "interface Gi1\n description % Invalid input is only a text here",
        "5 % used",
    ],
)
def test_harmless_output_is_accepted(output):
    assert accepted("sw1", "show x", output, PLATFORMS["ios"].errors) == output


def test_facts_are_found_by_any_spelling():
    assert platform_facts("cisco_ios") is PLATFORMS["ios"]
    assert platform_facts("no_such") is None


def test_importing_the_drivers_loads_no_library():
    code = (
        "import sys; from neops_blocks.drivers import driver_for; driver_for('ios'); driver_for('ios', 'scrapli')\n"
        "print([m for m in ('netmiko', 'paramiko', 'scrapli') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
