"""What an emulated switch answers in exec mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PORTS = range(1, 13)
VERSIONS = ("15.2(7)E3", "15.2(7)E8", "15.2(4)E10")


def answer(number: int, command: str) -> str | None:
    """The output of a command on switch `number` (from 1), or None where it is invalid."""
    words = " ".join(command.split())
    make = COMMANDS.get(words)
    return None if make is None else make(number)


def name(number: int) -> str:
    """The host name of a switch."""
    return f"sw{number:02d}"


def is_up(number: int, port: int) -> bool:
    """Whether a port of a switch has a link; some have none, so that there is something to find."""
    return (number * 7 + port * 5) % 23 != 0


def _version(number: int) -> str:
    version = VERSIONS[number % len(VERSIONS)]
    return (
        f"Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version {version}, "
        "RELEASE SOFTWARE (fc2)\n\nROM: Bootstrap program is C2960X boot loader\n\n"
        f"{name(number)} uptime is {number % 9 + 1} weeks, {number % 7} days, 3 hours, 12 minutes\n"
        "System returned to ROM by power-on\n"
        'System image file is "flash:/c2960x-universalk9-mz.bin"\n\n'
        "cisco WS-C2960X-24TS-L (APM86XXX) processor (revision B0) with 524288K bytes of memory.\n"
        f"Processor board ID FCW{2100 + number}X0EM\n\n"
        "Configuration register is 0xF"
    )


def _interfaces(number: int) -> str:
    head = "Interface              IP-Address      OK? Method Status                Protocol"
    lines = [f"{'Vlan1':<22} {f'192.0.2.{number % 254 + 1}':<15} YES NVRAM  {'up':<21} up"]
    for port in PORTS:
        state = "up" if is_up(number, port) else "down"
        lines.append(f"{f'GigabitEthernet0/{port}':<22} {'unassigned':<15} YES unset  {state:<21} {state}")
    return "\n".join([head, *lines])


def _configuration(number: int) -> str:
    ports = "".join(
        f"interface GigabitEthernet0/{port}\n description port {port}\n"
        f" switchport access vlan {100 + port}\n!\n"
        for port in PORTS
    )
    body = (
        f"version 15.2\nhostname {name(number)}\n!\n{ports}ip route 0.0.0.0 0.0.0.0 192.0.2.254\n!\n"
        "line vty 0 4\n login local\n transport input ssh\n!\nend"
    )
    return f"Building configuration...\n\nCurrent configuration : {len(body)} bytes\n!\n{body}"


def _inventory(number: int) -> str:
    return (
        'NAME: "1", DESCR: "WS-C2960X-24TS-L"\n'
        f"PID: WS-C2960X-24TS-L  , VID: V05  , SN: FCW{2100 + number}X0EM"
    )


def _clock(number: int) -> str:
    return f"*10:00:{number % 60:02d}.000 UTC Mon Mar 1 2027"


COMMANDS: dict[str, Callable[[int], str]] = {
    "show version": _version,
    "show ip interface brief": _interfaces,
    "show running-config": _configuration,
    "show inventory": _inventory,
    "show clock": _clock,
}
