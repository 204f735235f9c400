"""What may stand under `options` of a connection with the netmiko driver."""

PASSED_ON = frozenset({"global_delay_factor", "encoding", "default_enter", "session_log"})
OPTIONS = PASSED_ON | {"device_type", "disabled_algorithms", "keepalive", "passphrase", "quick"}
