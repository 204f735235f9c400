"""The filters of netutils that blocks have, and why they have no others; netutils is not imported for it."""

from __future__ import annotations

from types import MappingProxyType

_MODULES = {
    "asn": "asn_to_int int_to_asdot",
    "bandwidth": "bits_to_name bytes_to_name name_to_bits name_to_bytes name_to_name",
    "banner": "delimiter_change normalise_delimiter_caret_c",
    "config.compliance": """config_section_not_parsed diff_network_config feature_compliance
        find_unordered_cfg_lines section_config""",
    "config.conversion": "paloalto_panos_clean_newlines",
    "hash": "hash_data",
    "interface": """abbreviated_interface_name abbreviated_interface_name_list canonical_interface_name
        canonical_interface_name_list interface_range_compress interface_range_expansion sort_interface_list
        split_interface""",
    "ip": """cidr_to_netmask cidr_to_netmaskv6 get_all_host get_broadcast_address get_first_usable
        get_ips_sorted get_peer_ip get_range_ips get_usable_range ip_addition ip_subtract ip_to_bin ip_to_hex
        ipaddress_address ipaddress_interface ipaddress_network is_classful is_ip is_ip_range is_ip_within
        is_netmask is_network is_reversible_wildcardmask netmask_to_cidr netmask_to_wildcardmask
        wildcardmask_to_netmask""",
    "mac": "get_oui is_valid_mac mac_normalize mac_to_format mac_to_int mac_type",
    "os_version": "compare_version_loose compare_version_strict get_upgrade_path version_metadata",
    "password": """compare_cisco_type5 compare_cisco_type7 compare_cisco_type9 compare_type5 compare_type7
        decrypt_cisco_type7 decrypt_juniper_type9 decrypt_type7 encrypt_cisco_type5 encrypt_cisco_type7
        encrypt_cisco_type9 encrypt_juniper_type9 encrypt_type5 encrypt_type7 get_hash_salt""",
    "route": "longest_prefix_match",
    "running_config": "get_running_config_command",
    "time": "uptime_seconds_to_string uptime_string_to_seconds",
    "vlan": "vlanconfig_to_list vlanlist_to_config",
}
NETUTILS = MappingProxyType({name: module for module, names in _MODULES.items() for name in names.split()})
"""The name of each filter, and the module of netutils that has it."""

_NETWORK = "opens connections or asks name servers"
_FILES = "opens files"
_ELSEWHERE = (
    "regex_search, regex_findall, regex_replace, match and search are stopped when they take too long"
)
_PATTERNS = "runs regular expressions of the caller, which nothing could stop"
LEFT_OUT = MappingProxyType(
    {
        "fqdn_to_ip": _NETWORK,
        "is_fqdn_resolvable": _NETWORK,
        "tcp_ping": _NETWORK,
        "get_nist_urls": "makes addresses of a service, which a block cannot ask",
        "get_nist_vendor_platform_urls": "makes addresses of a service, which a block cannot ask",
        "config_compliance": _FILES,
        "paloalto_panos_brace_to_set": _FILES,
        "get_napalm_getters": "tells what is installed beside the block",
        "clean_config": _PATTERNS,
        "sanitize_config": _PATTERNS,
        "regex_findall": _ELSEWHERE,
        "regex_match": _ELSEWHERE,
        "regex_search": _ELSEWHERE,
        "regex_split": _ELSEWHERE,
        "regex_sub": _ELSEWHERE,
    }
)
"""The filters of netutils that blocks do not have, and why."""
