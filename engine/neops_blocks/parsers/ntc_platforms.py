"""The names that ntc-templates has for platforms."""

NTC_PLATFORMS = {
    "ios": "cisco_ios",
    "iosxe": "cisco_ios",
    "nxos": "cisco_nxos",
    "iosxr": "cisco_xr",
    "asa": "cisco_asa",
    "eos": "arista_eos",
    "junos": "juniper_junos",
    "fortios": "fortinet",
    "panos": "paloalto_panos",
    "vrp": "huawei_vrp",
    "comware": "hp_comware",
    "procurve": "hp_procurve",
    "routeros": "mikrotik_routeros",
    "aoscx": "aruba_aoscx",
    "sros": "alcatel_sros",
    "linux": "linux",
    "vyos": "vyatta_vyos",
}


def ntc_platform(platform: str) -> str:
    """The platform's name in ntc-templates; an unknown one is taken for such a name."""
    return NTC_PLATFORMS.get(platform, platform)
