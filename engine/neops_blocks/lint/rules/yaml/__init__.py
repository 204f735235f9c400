"""Rules about YAML: what a file is made of. Most are about what neops_blocks.source finds while it reads."""

from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.yaml.ambiguous_scalar import AmbiguousScalar
from neops_blocks.lint.rules.yaml.bad_character import BadCharacter
from neops_blocks.lint.rules.yaml.bad_merge import BadMerge
from neops_blocks.lint.rules.yaml.bad_scalar import BadScalar
from neops_blocks.lint.rules.yaml.bare_exclamation_mark import BareExclamationMark
from neops_blocks.lint.rules.yaml.cut_by_comment import CutByComment
from neops_blocks.lint.rules.yaml.duplicate_key import DuplicateKey
from neops_blocks.lint.rules.yaml.key_not_text import KeyNotText
from neops_blocks.lint.rules.yaml.odd_white_space import OddWhiteSpace
from neops_blocks.lint.rules.yaml.too_deep import TooDeep
from neops_blocks.lint.rules.yaml.too_large import TooLarge
from neops_blocks.lint.rules.yaml.too_many_aliases import TooManyAliases
from neops_blocks.lint.rules.yaml.unknown_alias import UnknownAlias
from neops_blocks.lint.rules.yaml.unknown_tag import UnknownTag
from neops_blocks.lint.rules.yaml.unquoted_template import UnquotedTemplate
from neops_blocks.lint.rules.yaml.yaml_syntax import YamlSyntax

RULES: tuple[Rule, ...] = (
    YamlSyntax(),
    UnquotedTemplate(),
    DuplicateKey(),
    UnknownTag(),
    BareExclamationMark(),
    TooDeep(),
    TooManyAliases(),
    TooLarge(),
    UnknownAlias(),
    BadMerge(),
    KeyNotText(),
    BadCharacter(),
    BadScalar(),
    AmbiguousScalar(),
    CutByComment(),
    OddWhiteSpace(),
)
