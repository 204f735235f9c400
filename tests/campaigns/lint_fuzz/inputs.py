"""Inputs of every kind, each made from nothing but its seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from campaigns.lint_fuzz import characters, expressions, large, meaning, yaml_structure

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS: dict[str, tuple[int, Callable[[Random], bytes]]] = {
    "changed bytes": (80, characters.changed_bytes),
    "changed characters": (150, characters.changed_characters),
    "changed lines": (100, characters.changed_lines),
    "spliced": (70, characters.spliced),
    "noise": (70, characters.noise),
    "YAML": (190, yaml_structure.any_yaml),
    "templates": (110, expressions.in_block),
    "templates in broken YAML": (70, expressions.with_broken_yaml),
    "wrong values": (110, meaning.wrong_values),
    "comments": (44, meaning.with_comments),
    "large": (6, large.large),
}
"""How often each kind is among a thousand inputs, and what makes it."""


@dataclass(frozen=True)
class Input:
    """The bytes of a file that is linted."""

    seed: int
    kind: str
    data: bytes


def made(seed: int) -> Input:
    """The input of a seed: the same wherever the blocks of the repository are the same."""
    chance = Random(seed)
    kind = chance.choices(list(KINDS), [weight for weight, _ in KINDS.values()])[0]
    return Input(seed, kind, KINDS[kind][1](chance))
