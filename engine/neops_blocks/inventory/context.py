"""Devices of an inventory as the entities of a job."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import Code, Failure, first_few
from neops_blocks.inventory.errors import InvalidInventoryError, problem
from neops_blocks.inventory.fields import CONNECTION, ENTITY
from neops_blocks.inventory.secrets import SecretMissing, SecretReference, UnusableSecret

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neops_blocks.diagnostics import Finding, Span
    from neops_blocks.inventory.hosts import Group, Host
    from neops_worker_sdk.workflow import JobExecutionContextDto

SHOWN_DEVICES = 5


def build_context(
    hosts: Sequence[Host], group: Group | None, *, env: Mapping[str, str], texts: Mapping[str, str]
) -> JobExecutionContextDto:
    """The job context for some devices; see Inventory.to_context."""
    faults = _Faults()
    devices = [_device(host, env, faults) for host in hosts]
    findings = [*faults.findings(), *_shared_names(hosts, devices)]
    if findings:
        raise InvalidInventoryError(findings, dict(texts))
    groups = [] if group is None else [_group(group, hosts)]
    return _validated(devices, groups, hosts, texts)


class _Faults:
    """Missing secrets; one that many devices share is reported once."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str, Span], list[str]] = {}

    def add(self, field: str, why: str, span: Span, device: str) -> None:
        self.found.setdefault((field, why, span), []).append(device)

    def findings(self) -> list[Finding]:
        return [
            problem(Code.WRONG_VALUE, f"{field} of {_names(devices)}: {why}", span, path=field)
            for (field, why, span), devices in self.found.items()
        ]


def _names(devices: Sequence[str]) -> str:
    word = "device" if len(devices) == 1 else "devices"
    return f"{word} {first_few(devices, SHOWN_DEVICES)}"


def _device(host: Host, env: Mapping[str, str], faults: _Faults) -> dict[str, Any]:
    values = {}
    for key, setting in host.settings.items():
        value = setting.value
        if isinstance(value, SecretReference | UnusableSecret):
            try:
                value = value.resolve(env)
            except SecretMissing as error:
                faults.add(key, str(error), setting.span, host.name)
            except Failure as error:
                faults.add(key, f"{error.message}; {error.hint}", setting.span, host.name)
        values[key] = value
    options = {key: values[key] for key in CONNECTION if key in values}
    fields = {key: values[key] for key in ENTITY if key in values}
    if isinstance(fields.get("platform"), str):
        fields["platform"] = {"short_name": fields["platform"]}
    return {
        "hostname": host.name,
        **fields,
        "id": host.id,
        "facts": fields.get("facts", {}),
        "connection_options": json.dumps(options) if options and not faults.found else None,
    }


def _shared_names(hosts: Sequence[Host], devices: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Results are told apart by hostname, so two chosen devices may not share one."""
    first: dict[str, str] = {}
    return [
        problem(
            Code.DUPLICATE_ID,
            f"devices {first[device['hostname']]} and {host.name} have the same hostname "
            f"{device['hostname']!r}",
            host.span,
        )
        for host, device in zip(hosts, devices, strict=True)
        if first.setdefault(device["hostname"], host.name) != host.name
    ]


def _group(group: Group, hosts: Sequence[Host]) -> dict[str, Any]:
    members = [{"id": host.id, "hostname": host.name} for host in hosts]
    return {"id": group.id, "name": group.name, "facts": dict(group.data), "devices": members}


def _validated(
    devices: list[dict[str, Any]],
    groups: list[dict[str, Any]],
    hosts: Sequence[Host],
    texts: Mapping[str, str],
) -> JobExecutionContextDto:
    from pydantic import ValidationError

    from neops_worker_sdk.workflow import JobExecutionContextDto

    try:
        return JobExecutionContextDto.model_validate(
            {"devices": devices, "device_groups": groups, "interfaces": []}
        )
    except ValidationError as error:
        raise InvalidInventoryError(
            [_refused(fault["loc"], fault["msg"], hosts) for fault in error.errors(include_input=False)],
            dict(texts),
        ) from None


def _refused(place: tuple[int | str, ...], why: str, hosts: Sequence[Host]) -> Finding:
    host = hosts[place[1]] if len(place) > 1 and isinstance(place[1], int) else hosts[0]
    field = str(place[2]) if len(place) > 2 else ""
    setting = host.settings.get(field)
    span = host.span if setting is None else setting.span
    return problem(Code.WRONG_VALUE, f"{field} of device {host.name}: {why}", span, path=field)
