"""Our own format: `defaults`, `devices` and `groups`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Finding, Related, Severity, did_you_mean
from neops_blocks.inventory.fields import CONNECTION, ENTITY, SECRETS
from neops_blocks.inventory.hosts import Entry, Setting, Settings
from neops_blocks.inventory.platforms import check_platform
from neops_blocks.inventory.secrets import KINDS, SecretReference

if TYPE_CHECKING:
    from neops_blocks.inventory.draft import Draft
    from neops_blocks.source import Node

TOP = ("defaults", "devices", "groups")
ALIASES = {"host": "ip"}
KEYS = frozenset({*ENTITY, *CONNECTION, *ALIASES, "data", "connection"})
_EXAMPLE = "devices: [{name: sw1, host: 192.0.2.1, platform: ios}]"
IN_CONNECTION = frozenset({*CONNECTION, "username", "password"})


def recognises(node: Node) -> bool:
    """Whether the document is of this format."""
    if node.kind != "mapping" or "devices" not in node.value:
        return False
    return bool(node.value["devices"].kind != "mapping" or set(node.value) & {"defaults", "groups"})


def read(draft: Draft, node: Node) -> None:
    """Read a document into the draft."""
    if node.kind != "mapping":
        draft.wrong(Code.WRONG_TYPE, "an inventory is a mapping with the key devices", node.span)
        return
    for key in node.value:
        if key not in TOP and not key.startswith("x-"):
            draft.wrong(
                Code.UNKNOWN_KEY,
                f"unknown key {key!r}",
                node.keys[key],
                hint=did_you_mean(key, TOP, what="keys of an inventory"),
                path=key,
            )
    if "defaults" in node.value:
        draft.defaults = _settings(draft, node.value["defaults"], KEYS, "defaults")
    _groups(draft, node)
    _devices(draft, node)


def _devices(draft: Draft, node: Node) -> None:
    devices = node.at("devices")
    if devices is None:
        draft.wrong(Code.MISSING_KEY, "the key devices is missing", node.span, hint=_EXAMPLE)
        return
    if devices.kind != "sequence":
        draft.wrong(Code.WRONG_TYPE, "devices must be a list", devices.span, hint=_EXAMPLE)
        return
    for index, item in enumerate(devices.value):
        _device(draft, item, f"devices[{index}]")


def _device(draft: Draft, node: Node, path: str) -> None:
    if node.kind != "mapping":
        draft.wrong(Code.WRONG_TYPE, "a device is a mapping with a name", node.span, hint=_EXAMPLE, path=path)
        return
    settings = _settings(draft, node, KEYS | {"name", "groups"}, path)
    name = _name(draft, node, path)
    if name is None:
        return
    if name.value in draft.devices:
        draft.findings.append(_duplicate(name, draft.devices[name.value]))
        return
    draft.devices[name.value] = Entry(name.value, name.span, settings, _group_names(draft, node, path))


def _duplicate(name: Setting, first: Entry) -> Finding:
    return Finding(
        Code.DUPLICATE_ID,
        f"there are two devices {name.value!r}",
        Severity.ERROR,
        name.span,
        help="every device needs a name of its own",
        related=(Related(first.span, "the first one"),),
    )


def _name(draft: Draft, node: Node, path: str) -> Setting | None:
    name = node.at("name")
    if name is None:
        draft.wrong(Code.MISSING_KEY, "the device has no name", node.span, hint="name: sw1", path=path)
        return None
    if not isinstance(name.value, str) or not name.value.strip():
        message = "the name of a device must be text"
        draft.wrong(Code.NUMBER_FOR_TEXT, message, name.span, hint="write it in quotes", path=f"{path}.name")
        return None
    return Setting(name.value, name.span)


def _groups(draft: Draft, node: Node) -> None:
    groups = node.at("groups")
    if groups is None:
        return
    if groups.kind != "mapping":
        draft.wrong(
            Code.WRONG_TYPE, "groups must be a mapping of names", groups.span, hint="groups: {core: {}}"
        )
        return
    for name, item in groups.value.items():
        path = f"groups.{name}"
        settings = _settings(draft, item, KEYS | {"groups"}, path)
        draft.groups[name] = Entry(name, groups.keys[name], settings, _group_names(draft, item, path))


def _group_names(draft: Draft, node: Node, path: str) -> list[Setting]:
    groups = node.at("groups")
    if groups is None:
        return []
    if groups.kind != "sequence" or not all(isinstance(item.value, str) for item in groups.value):
        draft.wrong(
            Code.WRONG_TYPE, "groups must be a list of names", groups.span, hint="groups: [core]", path=path
        )
        return []
    return [Setting(item.value, item.span) for item in groups.value]


def _settings(draft: Draft, node: Node, known: frozenset[str], path: str) -> Settings:
    settings: Settings = {}
    if node.kind != "mapping":
        if node.value is not None:
            draft.wrong(Code.WRONG_TYPE, f"{path} must be a mapping", node.span, path=path)
        return settings
    for key, value in node.value.items():
        place = f"{path}.{key}"
        if key not in known and not key.startswith("x-"):
            hint = did_you_mean(key, known, what="keys here")
            draft.wrong(Code.UNKNOWN_KEY, f"unknown key {key!r}", node.keys[key], hint=hint, path=place)
        elif key == "connection":
            settings.update(_settings(draft, value, IN_CONNECTION, place))
        elif key in ("data", "facts"):
            _data(draft, settings, value, place)
        elif key not in ("name", "groups") and not key.startswith("x-"):
            _put(draft, settings, key, value, place)
    return settings


def _data(draft: Draft, settings: Settings, node: Node, place: str) -> None:
    if node.kind == "mapping":
        draft.add_data(settings, node.plain(), node.span)
    elif node.value is not None:
        draft.wrong(Code.WRONG_TYPE, f"{place} must be a mapping", node.span, path=place)


def _put(draft: Draft, settings: Settings, key: str, node: Node, place: str) -> None:
    field = ALIASES.get(key, key)
    if field in SECRETS and node.kind == "mapping":
        reference = _reference(draft, node, place)
        if reference is not None:
            settings[field] = Setting(reference, node.span)
    elif field == "platform":
        check_platform(draft, settings, node, place)
    else:
        draft.put(settings, field, node.plain(), node.span, label=place)


def _reference(draft: Draft, node: Node, place: str) -> SecretReference | None:
    items = list(node.value.items())
    if len(items) == 1 and items[0][0] in KINDS and isinstance(items[0][1].value, str):
        kind, name = items[0][0], items[0][1].value
        if kind != "keyring" or "/" in name:
            return SecretReference(kind, name, draft.file.parent)
    draft.wrong(
        Code.WRONG_VALUE,
        f"{place} is no reference to a secret",
        node.span,
        hint="one of {env: NAME}, {file: path}, {keyring: service/user}",
        path=place,
    )
    return None
