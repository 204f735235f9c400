"""The one Jinja environment of the linter and the runtime: immutable sandbox, strict, bounded."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jinja2 import nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from neops_blocks.templates import bounds
from neops_blocks.templates.catalogue import filters, tests
from neops_blocks.templates.methods import OF_MAPPING, check_text_method, may_call
from neops_blocks.templates.plain import joined, plain, text_of
from neops_blocks.templates.rewriting import OWN, Bounded
from neops_blocks.templates.undefined import Missing

if TYPE_CHECKING:
    from jinja2.runtime import Context

GLOBALS = ("range", "dict", "namespace")


class BlockEnvironment(ImmutableSandboxedEnvironment):
    """Keys win over methods, methods that only read may be called, sizes and time are bounded."""

    intercepted_binops = frozenset({"*", "**", "+", "%"})
    concat = staticmethod(joined)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`a.b`: the key b of a mapping, else the attribute."""
        if isinstance(obj, Mapping):
            if attribute in obj:
                return obj[attribute]
            if attribute not in OF_MAPPING:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`a[b]`, and the parts of `map(attribute='a.b')`."""
        if isinstance(argument, tuple):
            bounds.check_weight(argument)
        if isinstance(obj, Mapping) and isinstance(argument, str):
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether an attribute may be read: public ones, and of the methods those that change nothing."""
        if not super().is_safe_attribute(obj, attr, value):
            return False
        return not callable(value) or may_call(obj, attr)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Any:
        """What stands for an attribute that may not be read: the failure, raised when it is used."""
        message = f"{attribute[:80]!r} of a value of type {type(obj).__name__} is not open to templates"
        return self.undefined(message, name=attribute, obj=obj, exc=SecurityError)

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a value may be called: macros, loops, the three functions, methods that only read."""
        if isinstance(obj, (Macro, LoopContext, Missing)) or any(
            obj is self.globals[name] for name in GLOBALS
        ):
            return True
        owner = getattr(obj, "__self__", None)
        return hasattr(obj, "bounded_format") or may_call(owner, getattr(obj, "__name__", ""))

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """A call, once its result is known to be of a bearable size."""
        bounds.check_time()
        if not __self.is_safe_callable(__obj):
            raise SecurityError(f"a value of type {type(__obj).__name__} cannot be called")
        owner = getattr(__obj, "__self__", None)
        bounds.check_weight(*args, *kwargs.values())
        if isinstance(owner, str):
            check_text_method(owner, __obj.__name__, args, kwargs)
        return bounds.count_made(__context.call(__obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """An operation, once its result is known to be of a bearable size."""
        bounds.check_operation(operator, left, right)
        if operator == "%" and isinstance(left, str):
            right = tuple(plain(right)) if isinstance(right, tuple) else plain(right)
            text_of(right)
        return bounds.count_made(self.binop_table[operator](left, right))

    def wrap_str_format(self, value: Any) -> Any:
        """`text.format`, refusing widths that make huge texts."""
        formatted = super().wrap_str_format(value)
        if formatted is None:
            return None

        @functools.wraps(formatted)
        def call(*args: Any, **kwargs: Any) -> str:
            bounds.check_format(value.__self__)
            return str(formatted(*plain(args), **plain(kwargs)))

        call.bounded_format = True  # type: ignore[attr-defined]
        return call

    def handle_exception(self, source: str | None = None) -> Any:
        """Raise what was raised: the place of a failure is the place of the template."""
        raise

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        return super()._generate(Bounded().visit(source), *args, **kwargs)


@pass_context
def _finalize(_: Context, value: Any) -> str:
    return text_of(value)


@functools.cache
def environment() -> BlockEnvironment:
    """The environment; made once, it holds no state of an evaluation.

    Nothing is computed while compiling: no `optimized`, and a `finalize` that wants a context.
    """
    made = BlockEnvironment(
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        cache_size=0,
        optimized=False,
        finalize=_finalize,
    )
    made.globals = {name: made.globals[name] for name in GLOBALS}
    table: Any = filters()
    table.update(OWN)
    made.filters = table
    made.tests = dict[str, Any](tests())
    return made
