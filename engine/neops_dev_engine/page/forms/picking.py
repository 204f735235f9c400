"""The entities of a submission: ticked in a list, or pasted."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from neops_dev_engine.page.forms.yaml_text import Unreadable, read_yaml
from neops_dev_engine.records.contexts import LISTS, entity_name
from neops_dev_engine.records.entities import list_entities
from neops_dev_engine.records.secrets import MASK, shown_device

if TYPE_CHECKING:
    from neops_dev_engine.page.forms.reading import Form
    from neops_dev_engine.records.reading import Reading

Entity = dict[str, Any]
PASTED = "pasted"
ANONYMOUS = "selection"
"""The group of devices that were chosen one by one; the command line calls it so, too."""

_MOST_LISTED = 1_000
_WORDS = {"device": "devices", "group": "groups", "interface": "interfaces"}
_NAMES = re.compile(r"[\s,;]+")
_STRUCTURE = re.compile(r"^\s*[\[{\-]|:\s|:$", re.MULTILINE)
_SECRETS = re.compile(r"pass|secret|token|key|option|credential|community", re.IGNORECASE)
_OF_DEVICES = frozenset({"hostname", "ip"})
_ONLY_NAMED = frozenset({"id", "hostname", "name", "ip"})


@dataclass(frozen=True, kw_only=True)
class Line:
    """An entity that can be ticked: `words` is what is searched."""

    id: int
    name: str
    more: str

    @property
    def words(self) -> str:
        """What a filter looks at."""
        return f"{self.name} {self.more}".casefold()


@dataclass(frozen=True, kw_only=True)
class Pick:
    """A list to tick entities of one kind in."""

    kind: str
    words: str
    lines: list[Line]
    left_out: int


@dataclass(kw_only=True)
class Picked:
    """The context of a submission, and what is wrong with what was pasted."""

    context: dict[str, list[Entity]] = field(default_factory=dict)
    fault: str | None = None


def picks(db: Reading, run_on: str) -> list[Pick]:
    """The lists to tick in, for what a block runs on; devices always."""
    kinds = dict.fromkeys([run_on, "device"] if run_on in LISTS else ["device"])
    return [_pick(db, kind) for kind in kinds]


def picked(db: Reading, run_on: str, form: Form) -> Picked:
    """The entities that were ticked or pasted, with their secrets, and those that belong to them."""
    known = {kind: {entity["id"]: entity for entity in list_entities(db, kind)} for kind in LISTS}
    chosen: dict[str, dict[int, Entity]] = {kind: {} for kind in LISTS}
    result = Picked()
    for kind in LISTS:
        for text in form.texts(kind):
            number = int(text) if text.isdecimal() and len(text) < 20 else 0
            if number in known[kind]:
                chosen[kind][number] = known[kind][number]
    try:
        pasted = _pasted(form.text(PASTED), run_on, known)
    except Unreadable as error:
        result.fault = str(error)
    else:
        for kind, entities in pasted.items():
            for entity in entities:
                entity.setdefault("id", _free(chosen[kind], known[kind]))
                chosen[kind][entity["id"]] = entity
    _add_related(run_on, chosen, known)
    result.context = {LISTS[kind]: list(entities.values()) for kind, entities in chosen.items()}
    return result


def may_be_shown(pasted: str) -> bool:
    """Whether what was pasted holds no secrets, as far as can be told."""
    return not _SECRETS.search(pasted)


def _pick(db: Reading, kind: str) -> Pick:
    entities = list_entities(db, kind)
    lines = [_line(kind, shown_device(entity)) for entity in entities[:_MOST_LISTED]]
    return Pick(
        kind=kind,
        words=_WORDS[kind],
        lines=sorted(lines, key=lambda line: line.name),
        left_out=max(0, len(entities) - _MOST_LISTED),
    )


def _line(kind: str, entity: Entity) -> Line:
    platform = entity.get("platform")
    members = entity.get("devices")
    found = {
        "device": [
            entity.get("ip"),
            platform.get("shortName") or platform.get("name") if isinstance(platform, dict) else platform,
            entity.get("vendor"),
        ],
        "group": [f"{len(members)} devices" if isinstance(members, list) else None],
        "interface": [_reference_name(entity.get("device")), entity.get("state")],
    }[kind]
    more = " · ".join(dict.fromkeys(str(item) for item in found if item and item != MASK))
    return Line(id=entity["id"], name=entity_name(entity) or f"{kind} {entity['id']}", more=more)


def _reference_name(reference: Any) -> str | None:
    if not isinstance(reference, dict):
        return None
    name = reference.get("hostname") or reference.get("name")
    return str(name) if name else f"device {reference.get('id')}"


def _pasted(text: str, run_on: str, known: dict[str, dict[int, Entity]]) -> dict[str, list[Entity]]:
    """Entities by kind: names of known ones, or what JSON or YAML says of them. Raises Unreadable."""
    kind = run_on if run_on in LISTS else "device"
    if not text.strip():
        return {}
    if not _STRUCTURE.search(text):
        return _sorted(_NAMES.split(text.strip()), kind, known)
    value = read_yaml(text)
    if isinstance(value, dict) and value.keys() & set(LISTS.values()):
        return {each: _entities(value.get(name), each, known[each]) for each, name in LISTS.items()}
    return _sorted(value if isinstance(value, list) else [value], kind, known)


def _sorted(items: list[Any], kind: str, known: dict[str, dict[int, Entity]]) -> dict[str, list[Entity]]:
    """Entities of the kind that a block runs on, and devices, which can be told from it."""
    found: dict[str, list[Entity]] = {"device": [], kind: []}
    for item in items:
        each = kind
        if isinstance(item, dict):
            each = "device" if item.keys() & _OF_DEVICES else kind
        elif isinstance(item, str):
            each = "device" if _by_name(item, known["device"]) and not _by_name(item, known[kind]) else kind
            found[each].append(_named(item, each, known[each], known["device"]))
            continue
        found[each].append(_entity(item, each, known[each]))
    return found


def _entities(value: Any, kind: str, known: dict[int, Entity]) -> list[Entity]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Unreadable(f"a list of {_WORDS[kind]} is wanted")
    return [_entity(item, kind, known) for item in value]


def _entity(item: Any, kind: str, known: dict[int, Entity]) -> Entity:
    if isinstance(item, str):
        return _named(item, kind, known)
    if isinstance(item, int) and not isinstance(item, bool):
        item = {"id": item}
    if not isinstance(item, dict):
        raise Unreadable(f"a {kind} is an object, or the name of one that the engine knows")
    if "id" in item and (not isinstance(item["id"], int) or isinstance(item["id"], bool)):
        raise Unreadable(f"the id of a {kind} is a whole number")
    if item.keys() <= {"id"}:
        found = known.get(item.get("id", 0))
        if found is None:
            raise Unreadable(f"the engine knows no {kind} with the id {item.get('id')}")
        return found
    if item.keys() <= _ONLY_NAMED and "id" not in item:
        found = _by_name(str(next(iter(item.values()))), known)
        return item if found is None else found
    return item


def _named(name: str, kind: str, known: dict[int, Entity], others: dict[int, Entity] | None = None) -> Entity:
    """The entity with this name; one of `others` might have been meant. Raises Unreadable."""
    found = _by_name(name, known)
    if found is not None:
        return found
    entities = [*known.values(), *(others or {}).values()]
    names = [text for entity in entities if (text := entity_name(entity)) is not None]
    near = difflib.get_close_matches(name, names, 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise Unreadable(f"the engine knows no {kind} {name[:80]}{hint}")


def _by_name(name: str, known: dict[int, Entity]) -> Entity | None:
    wanted = name.casefold()
    for entity in known.values():
        names = (entity.get("hostname"), entity.get("name"), entity.get("ip"))
        if any(isinstance(each, str) and each.casefold() == wanted for each in names):
            return entity
    return None


def _free(*taken: dict[int, Entity]) -> int:
    """An id that nothing has."""
    ids = [number for entities in taken for number in entities if isinstance(number, int)]
    return max(ids, default=0) + 1


def _add_related(
    run_on: str, chosen: dict[str, dict[int, Entity]], known: dict[str, dict[int, Entity]]
) -> None:
    """The devices of chosen groups and interfaces; for a block on groups, a group of the chosen devices."""
    for group in chosen["group"].values():
        for number, device in known["device"].items():
            if number in _ids(group.get("devices")) or group["id"] in _ids(device.get("groups")):
                chosen["device"].setdefault(number, device)
    for interface in chosen["interface"].values():
        for number in _ids([interface.get("device")]):
            if number in known["device"]:
                chosen["device"].setdefault(number, known["device"][number])
    if run_on == "group" and not chosen["group"] and chosen["device"]:
        number = _free(known["group"])
        devices = [{"id": device} for device in chosen["device"]]
        chosen["group"][number] = {"id": number, "name": ANONYMOUS, "devices": devices}


def _ids(references: Any) -> set[int]:
    found = references if isinstance(references, list) else []
    return {
        reference["id"]
        for reference in found
        if isinstance(reference, dict) and isinstance(reference.get("id"), int)
    }
