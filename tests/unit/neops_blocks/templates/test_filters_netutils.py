"""netutils' filters: which there are, what goes in, and how they are imported."""

from __future__ import annotations

import subprocess
import sys
import time
import warnings
from importlib import import_module
from typing import Any

import pytest

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import analyse, bounds, compile_expression
from neops_blocks.templates.filters.netutils_names import LEFT_OUT, NETUTILS

CONFIG = "interface Gi1\n description x\n!\n"


def value_of(text: str, **scope: Any) -> Any:
    return compile_expression(text).evaluate(scope)


def test_every_filter_of_netutils_is_there_or_left_out_for_a_reason() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from netutils.utils import jinja2_convenience_function

        theirs = jinja2_convenience_function()
    assert {*NETUTILS, *LEFT_OUT} == set(theirs)
    assert not {*NETUTILS} & {*LEFT_OUT}
    for name, module in NETUTILS.items():
        assert getattr(import_module(f"netutils.{module}"), name) is theirs[name]


@pytest.mark.parametrize("name", sorted(set(LEFT_OUT) - {"regex_findall", "regex_search"}))
def test_what_is_left_out_is_no_filter(name: str) -> None:
    assert [problem.kind for problem in analyse(f"x | {name}", bare=True).problems] == ["filter"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'Gi0/1' | canonical_interface_name", "GigabitEthernet0/1"),
        ("['Gi0/1', 'Te1'] | map('canonical_interface_name')", ["GigabitEthernet0/1", "TenGigabitEthernet1"]),
        ("24 | cidr_to_netmask", "255.255.255.0"),
        ("'aabb.ccdd.eeff' | mac_to_format('MAC_COLON_TWO')", "aa:bb:cc:dd:ee:ff"),
        ("'10.0.0.1' | ip_addition(16777216)", "11.0.0.1"),
        ("'1-3,10' | vlanconfig_to_list", [1, 2, 3, 10]),
        ("[1, 2, 3, 10] | vlanlist_to_config", ["1-3,10"]),
        ("(1, 2, 3, 10) | vlanlist_to_config", ["1-3,10"]),
        ("'Gi0/[1-3]' | interface_range_expansion", ["Gi0/1", "Gi0/2", "Gi0/3"]),
        ("'10.0.0.0/30' | get_all_host", ["10.0.0.1", "10.0.0.2"]),
        ("'10.0.0.1/30' | ipaddress_interface('network')", "10.0.0.0/30"),
        ("'10.0.0.0/30' | ipaddress_network('hosts')", ["10.0.0.1", "10.0.0.2"]),
        ("'10.0.0.0/30' | ipaddress_network('subnets', new_prefix=31)", ["10.0.0.0/31", "10.0.0.2/31"]),
        ("'10.0.0.1' | ipaddress_address('__int__')", 167772161),
        ("'10.0.0.1-10.0.0.4' | get_range_ips", ("10.0.0.1", "10.0.0.4")),
        ("'1.9' | compare_version_loose('<', '1.10')", True),
        ("'test' | hash_data('md5')", "098f6bcd4621d373cade4e832627b4f6"),
        ("'121A0C0411045D5679' | decrypt_cisco_type7 is string", True),
        ("c | diff_network_config(d, 'cisco_ios')", "interface Gi1\n description x"),
    ],
)
def test_filters_of_netutils_work(text: str, expected: object) -> None:
    assert value_of(text, c=CONFIG, d="interface Gi2\n!\n") == expected


@pytest.mark.parametrize(
    "text",
    [
        "'1-3000000' | vlanconfig_to_list",
        "('1-4094,' * 500) | vlanconfig_to_list",
        "'Gi[1-1000000]' | interface_range_expansion",
        "'Gi[1-1000]/[1-1000]/[1-1000]' | interface_range_expansion",
        "'::/0' | get_all_host | list",
        "'0.0.0.0/0' | ipaddress_network('subnets', new_prefix=32)",
        "('1' * 10000) | uptime_string_to_seconds",
        "('a' * 10000) | canonical_interface_name",
        "(['Gi1/0/1'] * 100000) | sort_interface_list",
        "(c * 20000) | diff_network_config(c, 'cisco_ios')",
        "'10.0.0.1' | ipaddress_address('__class__')",
        "'10.0.0.1' | ipaddress_address('__init__.__globals__')",
        "'10.0.0.1' | ipaddress_address(attr='packed.__class__')",
        "'10.0.0.0/8' | ipaddress_network('_version')",
        "'no address' | ip_to_hex",
        "nothing | canonical_interface_name",
        "[nothing] | sort_interface_list",
        "3 | canonical_interface_name",
    ],
)
def test_what_would_take_too_long_or_is_wrong_is_a_failure(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MAX_SECONDS", 0.2)
    began = time.thread_time()
    with pytest.raises(TemplateFailure) as caught:
        value_of(text, c=CONFIG)
    assert time.thread_time() - began < 1
    assert len(caught.value.message) < 400


def test_filters_of_netutils_change_nothing() -> None:
    names = ["Te1", "Gi0/1"]
    value_of("names | canonical_interface_name_list(order='alphabetical')", names=names)
    assert names == ["Te1", "Gi0/1"]


def test_one_filter_imports_one_module_and_warns_of_nothing() -> None:
    code = """
import sys, threading, warnings
from neops_blocks.templates import compile_expression
before = list(warnings.filters)
assert compile_expression("'Gi0' | canonical_interface_name").evaluate({}) == "GigabitEthernet0"
assert "netutils.ip" not in sys.modules and "netutils.password" not in sys.modules
found = []
def decrypt():
    found.append(compile_expression("'094F471A1A0A' | decrypt_type7").evaluate({}))
threads = [threading.Thread(target=decrypt) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert found == ["cisco"] * 8, found
assert warnings.filters == before
"""
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_netutils_works_where_python_has_no_crypt() -> None:
    code = """
import sys
sys.modules["crypt"] = None
from neops_blocks.templates import compile_expression
assert compile_expression("'094F471A1A0A' | decrypt_type7").evaluate({}) == "cisco"
try:
    compile_expression("'x' | encrypt_type5").evaluate({})
except Exception as error:
    assert type(error).__name__ == "TemplateFailure" and "encrypt_type5" in error.message, error
else:
    assert False
"""
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
