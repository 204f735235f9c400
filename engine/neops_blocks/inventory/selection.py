"""Which devices of an inventory a run is about: by name, by group, by an expression."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import TemplateFailure, did_you_mean
from neops_blocks.inventory.errors import SelectionError
from neops_blocks.inventory.secrets import SecretReference, UnusableSecret

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from neops_blocks.inventory.hosts import Host, Inventory

_HIDDEN = frozenset({"password", "enable_password"})


def select(
    inventory: Inventory, names: Iterable[str] = (), group: str | None = None, where: str | None = None
) -> tuple[Host, ...]:
    """The devices that fit everything asked for, in the order of the inventory.

    Args:
        inventory: where to choose from.
        names: names of devices, or patterns such as `sw*`; none means every device.
        group: only the members of this group.
        where: an expression over `device`, such as `device.platform.short_name == 'ios'`.

    Raises:
        SelectionError: an unknown name or group, or an expression that cannot be evaluated.
    """
    hosts: Sequence[Host] = inventory.devices
    if group is not None:
        if group not in inventory.groups:
            hint = did_you_mean(group, inventory.groups, what="known groups")
            raise SelectionError(f"there is no group {group!r} in {inventory.file}", hint)
        hosts = inventory.members(group)
    wanted = tuple(names)
    if wanted:
        _refuse_unknown(inventory, wanted)
        hosts = [host for host in hosts if any(fnmatchcase(host.name, name) for name in wanted)]
    if where is not None:
        hosts = _where(hosts, where)
    return tuple(hosts)


def _refuse_unknown(inventory: Inventory, wanted: Sequence[str]) -> None:
    known = [host.name for host in inventory.devices]
    for name in wanted:
        if name not in known and not any(fnmatchcase(host, name) for host in known):
            hint = did_you_mean(name, known, what="known devices")
            raise SelectionError(f"there is no device {name!r} in {inventory.file}", hint)


def _where(hosts: Sequence[Host], expression: str) -> list[Host]:
    from neops_blocks.templates import TemplateSyntaxProblem, compile_expression

    try:
        condition = compile_expression(expression)
    except TemplateSyntaxProblem as error:
        raise SelectionError(
            f"--where: {error}", "an example: device.platform.short_name == 'ios'"
        ) from error
    found = []
    for host in hosts:
        try:
            if condition.evaluate({"device": view(host)}):
                found.append(host)
        except TemplateFailure as error:
            raise SelectionError(
                f"--where on device {host.name}: {error.message}",
                "where only some devices have a value, give the others one: device.data.role | default('')",
            ) from error
    return found


def view(host: Host) -> dict[str, Any]:
    """What an expression sees of a device: its fields without the secrets."""
    fields = {
        key: setting.value
        for key, setting in host.settings.items()
        if key not in _HIDDEN and not isinstance(setting.value, SecretReference | UnusableSecret)
    }
    return {
        **fields,
        "id": host.id,
        "name": host.name,
        "hostname": fields.get("hostname", host.name),
        "platform": {"short_name": host.platform},
        "groups": list(host.groups),
        "data": dict(host.data),
        "facts": dict(host.data),
    }
