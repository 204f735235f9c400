"""What ntc-templates calls the platforms."""

NTC_PLATFORMS: dict[str, str | None] = {
    "ios": "cisco_ios",
    "iosxe": "cisco_ios",
    "wlc_ios": "cisco_ios",
    "iosxr": "cisco_xr",
    "nxos": "cisco_nxos",
    "asa": "cisco_asa",
    "wlc_aireos": "cisco_wlc_ssh",
    "eos": "arista_eos",
    "junos": "juniper_junos",
    "srl": None,
    "sros": "alcatel_sros",
    "frr": None,
    "vyos": "vyatta_vyos",
    "cumulus": None,
    "linux": "linux",
    "procurve": "hp_procurve",
    "aoscx": "aruba_aoscx",
    "comware": "hp_comware",
    "vrp": "huawei_vrp",
    "mtik": "mikrotik_routeros",
    "forti": "fortinet",
    "forti_vdom": "fortinet",
    "panos": "paloalto_panos",
}
"""Neops short name -> name in ntc-templates; None where it has no templates."""


def ntc_platform(platform: str) -> str | None:
    """The platform's name in ntc-templates; an unknown one is taken for such a name."""
    return NTC_PLATFORMS.get(platform, platform)
