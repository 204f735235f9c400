"""The platforms: one table from the neops short name to what each library calls it."""

from __future__ import annotations

from dataclasses import dataclass

CISCO_ERRORS = (
    r"^% ?(?:Invalid (?:input|command)|(?:Incomplete|Ambiguous|Unknown|Unrecognized) command)",
    r"^% ?(?:Command incomplete|There is no matched command|Bad IP address or host name|Bad secrets)",
    r"^% ?(?:Access denied|Authorization failed|Permission denied|Not authori[sz]ed)",
    r"^(?:Command authorization failed|ERROR: % )",
)
JUNOS_ERRORS = (
    r"^(?:error: |unknown command\.|syntax error|missing argument\.|invalid value )",
    r"^\s+\^\s*$",
)
SHELL_ERRORS = (r"(?:command not found|: not found|Permission denied)\s*$",)


@dataclass(frozen=True, slots=True)
class Platform:
    """What the libraries have to know of a platform.

    Attributes:
        netmiko: its device type in netmiko, None where netmiko has none.
        scrapli: its definition in scrapli, None where scrapli has none.
        errors: regular expressions (multi-line); one found in the output means a rejected command.
        privileged: whether it has a privileged mode to enter by `enable`.
        open_login: whether it may let a client in without authentication and ask for a login in the session.
    """

    netmiko: str | None
    scrapli: str | None = None
    errors: tuple[str, ...] = CISCO_ERRORS
    privileged: bool = False
    open_login: bool = False


PLATFORMS: dict[str, Platform] = {
    "ios": Platform("cisco_ios", "cisco_iosxe", privileged=True),
    "iosxe": Platform("cisco_xe", "cisco_iosxe", privileged=True),
    "wlc_ios": Platform("cisco_ios", "cisco_iosxe", privileged=True),
    "iosxr": Platform("cisco_xr", "cisco_iosxr"),
    "nxos": Platform("cisco_nxos", "cisco_nxos"),
    "asa": Platform("cisco_asa", "cisco_asa", privileged=True),
    "wlc_aireos": Platform(
        "cisco_wlc_ssh", "cisco_aireos", (r"^Incorrect (?:usage|input)",), open_login=True
    ),
    "eos": Platform("arista_eos", "arista_eos", privileged=True),
    "junos": Platform("juniper_junos", "juniper_junos", JUNOS_ERRORS),
    "srl": Platform(
        "nokia_srl", "nokia_srlinux", (r"^(?:Parsing error|Error): ", r"^Unknown token ", r"^\s*\^+\s*$")
    ),
    "sros": Platform("nokia_sros", "nokia_sros", (r"^(?:Error|MINOR|MAJOR|CRITICAL): ", r"^\s*\^\s*$")),
    "frr": Platform("cisco_ios", "cisco_iosxe"),
    "vyos": Platform("vyos", "vyos_vyos", (r"^\s*(?:Invalid command|Incomplete command|Ambiguous command)",)),
    "cumulus": Platform("linux", "cumulus_linux", SHELL_ERRORS),
    "linux": Platform("linux", None, SHELL_ERRORS),
    "procurve": Platform(
        "hp_procurve",
        None,
        (r"^(?:Invalid input|Incomplete input|Ambiguous input)",),
        privileged=True,
        open_login=True,
    ),
    "aoscx": Platform("aruba_aoscx", "aruba_aoscx", (r"^(?:% |Invalid input)",)),
    "comware": Platform("hp_comware", "hp_comware", (r"^\s*% ?(?:Unrecognized|Incomplete|Ambiguous|Wrong)",)),
    "vrp": Platform("huawei_vrp", "huawei_vrp", (r"^\s*(?:Error: |\^\s*$)",)),
    "mtik": Platform(
        "mikrotik_routeros",
        "mikrotik_routeros",
        (r"^(?:bad command name|syntax error|expected end of command|no such item|input does not match)",),
    ),
    "forti": Platform(
        "fortinet", "fortinet_fortios", (r"^(?:Command fail|command parse error|Unknown action)",)
    ),
    "panos": Platform(
        "paloalto_panos",
        "paloalto_panos",
        (r"^(?:Unknown command|Invalid syntax|Server error|Validation Error)",),
    ),
}
PLATFORMS["forti_vdom"] = PLATFORMS["forti"]

SPELLINGS: dict[str, str] = {
    "cisco_ios": "ios",
    "cisco": "ios",
    "ios_xe": "iosxe",
    "cisco_xe": "iosxe",
    "cisco_iosxe": "iosxe",
    "cisco_ios_xe": "iosxe",
    "cisco.ios.ios": "ios",
    "cisco_xr": "iosxr",
    "cisco_iosxr": "iosxr",
    "ios_xr": "iosxr",
    "cisco.iosxr.iosxr": "iosxr",
    "cisco_nxos": "nxos",
    "nxos_ssh": "nxos",
    "cisco.nxos.nxos": "nxos",
    "cisco_asa": "asa",
    "cisco.asa.asa": "asa",
    "cisco_wlc": "wlc_aireos",
    "cisco_wlc_ssh": "wlc_aireos",
    "cisco_aireos": "wlc_aireos",
    "aireos": "wlc_aireos",
    "arista_eos": "eos",
    "arista": "eos",
    "arista.eos.eos": "eos",
    "juniper": "junos",
    "juniper_junos": "junos",
    "junipernetworks.junos.junos": "junos",
    "nokia_srl": "srl",
    "nokia_srlinux": "srl",
    "srlinux": "srl",
    "nokia_sros": "sros",
    "alcatel_sros": "sros",
    "frrouting": "frr",
    "cumulus_vtysh": "frr",
    "vyos_vyos": "vyos",
    "vyos.vyos.vyos": "vyos",
    "cumulus_linux": "cumulus",
    "hp_procurve": "procurve",
    "aruba_procurve": "procurve",
    "aruba_osswitch": "procurve",
    "aruba_aoscx": "aoscx",
    "hp_comware": "comware",
    "huawei_vrp": "vrp",
    "huawei": "vrp",
    "mikrotik": "mtik",
    "mikrotik_routeros": "mtik",
    "routeros": "mtik",
    "fortinet": "forti",
    "fortinet_fortios": "forti",
    "fortios": "forti",
    "paloalto_panos": "panos",
}


def canonical(platform: str) -> str:
    """The neops short name of a platform, given in any known spelling; an unknown one in lower case."""
    name = platform.strip().lower().replace("-", "_")
    return name if name in PLATFORMS else SPELLINGS.get(name, name)


def known_platforms() -> tuple[str, ...]:
    """All neops short names, sorted."""
    return tuple(sorted(PLATFORMS))


def platform_facts(platform: str) -> Platform | None:
    """The row of a platform, given in any known spelling, or None."""
    return PLATFORMS.get(canonical(platform))
