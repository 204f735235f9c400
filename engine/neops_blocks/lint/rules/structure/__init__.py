"""Rules about the keys and names of a block. Most are about what neops_blocks.model finds."""

from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.structure.bad_name import BadName
from neops_blocks.lint.rules.structure.duplicate_id import DuplicateId
from neops_blocks.lint.rules.structure.missing_key import MissingKey
from neops_blocks.lint.rules.structure.no_block import NoBlock
from neops_blocks.lint.rules.structure.not_available import NotAvailable
from neops_blocks.lint.rules.structure.number_for_text import NumberForText
from neops_blocks.lint.rules.structure.schema_version import SchemaVersion
from neops_blocks.lint.rules.structure.shadowed_name import ShadowedName
from neops_blocks.lint.rules.structure.step_kind import StepKind
from neops_blocks.lint.rules.structure.unknown_key import UnknownKey
from neops_blocks.lint.rules.structure.wrong_type import WrongType
from neops_blocks.lint.rules.structure.wrong_value import WrongValue

RULES: tuple[Rule, ...] = (
    UnknownKey(),
    MissingKey(),
    WrongType(),
    WrongValue(),
    StepKind(),
    NotAvailable(),
    SchemaVersion(),
    NumberForText(),
    BadName(),
    DuplicateId(),
    ShadowedName(),
    NoBlock(),
)
