"""The fields of TextFSM templates, read without compiling them."""

from __future__ import annotations

import pytest

from neops_blocks.parsers.ntc_index import templates_directory
from neops_blocks.parsers.textfsm_fields import fields_of_command, fields_of_template
from neops_blocks.parsers.textfsm_template import compile_template


@pytest.mark.parametrize(
    "name",
    [
        "cisco_ios_show_version.textfsm",
        "cisco_ios_show_interfaces.textfsm",
        "arista_eos_show_ip_bgp_summary.textfsm",
        "juniper_junos_show_version.textfsm",
    ],
)
def test_they_are_those_of_the_compiled_template(name):
    from textfsm import TextFSM

    file = templates_directory() / name
    with file.open(encoding="utf-8") as opened:
        header = [field.lower() for field in TextFSM(opened).header]
    assert fields_of_template(file.read_text(encoding="utf-8")) == header
    assert compile_template(file.read_text(encoding="utf-8"), name)


def test_the_fields_of_a_command_name_their_platforms():
    fields = fields_of_command("show version")
    assert {"ios", "nxos", "junos"} <= set(fields["hostname"])
    assert "eos" in fields["image"]
    assert "ios" not in fields["image"]
    assert fields_of_command("show nothing that is known") == {}
