"""Rules about expressions and templates."""

from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.expressions.changing_call import ChangingCall
from neops_blocks.lint.rules.expressions.needless_braces import NeedlessBraces
from neops_blocks.lint.rules.expressions.no_braces import NoBraces
from neops_blocks.lint.rules.expressions.not_evaluated import NotEvaluated
from neops_blocks.lint.rules.expressions.out_of_scope import OutOfScope
from neops_blocks.lint.rules.expressions.secret_in_message import SecretInMessage
from neops_blocks.lint.rules.expressions.stray_braces import StrayBraces
from neops_blocks.lint.rules.expressions.template_syntax import TemplateSyntax
from neops_blocks.lint.rules.expressions.unknown_entity_field import UnknownEntityField
from neops_blocks.lint.rules.expressions.unknown_field import UnknownField
from neops_blocks.lint.rules.expressions.unknown_filter import UnknownFilter
from neops_blocks.lint.rules.expressions.unknown_name import UnknownName
from neops_blocks.lint.rules.expressions.unknown_parameter import UnknownParameter
from neops_blocks.lint.rules.expressions.unknown_test import UnknownTest
from neops_blocks.lint.rules.expressions.unlike_types import UnlikeTypes

RULES: tuple[Rule, ...] = (
    TemplateSyntax(),
    UnknownFilter(),
    UnknownTest(),
    UnknownName(),
    UnknownParameter(),
    UnknownField(),
    OutOfScope(),
    SecretInMessage(),
    NoBraces(),
    NeedlessBraces(),
    StrayBraces(),
    UnknownEntityField(),
    NotEvaluated(),
    UnlikeTypes(),
    ChangingCall(),
)
