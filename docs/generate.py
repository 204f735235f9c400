"""Writes the generated parts of the reference: `python docs/generate.py`; a test keeps them current.

A generated part stands between `<!-- generated: NAME -->` and `<!-- end -->`; the rest of a page is
written by hand.
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import re
import sys
import textwrap
import types
import typing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import annotated_types
import click
from pydantic_core import PydanticUndefined

from neops_blocks.cli.app import app
from neops_blocks.cli.setting_options import TEXTS
from neops_blocks.diagnostics import failures
from neops_blocks.drivers.platforms import PLATFORMS
from neops_blocks.inventory.fields import CONNECTION, ENTITY
from neops_blocks.lint.explanations import as_markdown, facts
from neops_blocks.lint.rules import RULES
from neops_blocks.model.block import BlockModel, FanOut, ResultModel
from neops_blocks.model.connection import ConnectionModel, Timeouts
from neops_blocks.model.step import LoopModel, RetryModel, StepModel
from neops_blocks.model.strict import Expression, Name, Seconds
from neops_blocks.parsers import ParseSpec
from neops_blocks.parsers.ntc_platforms import NTC_PLATFORMS
from neops_blocks.steps import KINDS
from neops_blocks.steps.assert_ import Condition
from neops_blocks.steps.command import PromptModel
from neops_blocks.templates import bounds as limits
from neops_blocks.templates import filters as families
from neops_blocks.templates.filters.netutils_names import LEFT_OUT
from neops_worker_sdk.worker.configuration import VARIABLES, default_of
from neops_worker_sdk.worker.metrics import METERS, PREFIX
from neops_worker_sdk.worker.settings import WorkerSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

DOCS = Path(__file__).parent
_MARKED = re.compile(r"(<!-- generated: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_WORDS = {"str": "text", "bool": "boolean", "int": "integer", "float": "number", "Any": "any value"}


def table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def keys(model: type[BaseModel], *, without: type[BaseModel] | None = None) -> str:
    """The keys of a model of the language: type, default, meaning."""
    texts = _attribute_texts(model)
    left_out = set(without.model_fields) if without else set()
    rows = [
        (f"`{field.alias or name}`", _type(field), _default(field), texts.get(name, ""))
        for name, field in model.model_fields.items()
        if name not in left_out
    ]
    return table(("key", "type", "default", "meaning"), rows)


def _attribute_texts(model: type[Any]) -> dict[str, str]:
    """The text that stands below each field in the source."""
    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, text in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
            assert isinstance(field.target, ast.Name)
            assert isinstance(text.value, ast.Constant)
            found[field.target.id] = str(text.value.value)
    return found


def _type(field: FieldInfo) -> str:
    return _words(field.annotation, tuple(field.metadata))


_SPECIAL: tuple[tuple[Any, str], ...] = (
    (Expression.__metadata__[0], "expression"),
    (ParseSpec.__metadata__[0], "[parser](parsers.md)"),
    (typing.get_args(Name)[1], "name"),
    (typing.get_args(Seconds)[1], "seconds"),
    (BlockModel.model_fields["version"].metadata[0], "three numbers"),
    (FanOut.model_fields["max_failures"].metadata[0], "integer or percentage"),
)
_BOUNDS = (
    (annotated_types.Ge, "ge", "≥"),
    (annotated_types.Gt, "gt", ">"),
    (annotated_types.Le, "le", "≤"),
)


def _words(annotation: Any, metadata: tuple[Any, ...] = ()) -> str:
    """A type as people call it; what pydantic keeps beside the type says more than the type."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _words(arguments[0], tuple(_flat(arguments[1:])))
    bounds = [
        f"{sign} {getattr(part, name):g}"
        for part in metadata
        for kind, name, sign in _BOUNDS
        if isinstance(part, kind)
    ]
    special = [word for marker, word in _SPECIAL if marker in metadata]
    return ", ".join([*(special or [_plain(annotation, origin, arguments)]), *bounds])


def _flat(metadata: tuple[Any, ...]) -> Iterator[Any]:
    for part in metadata:
        yield from getattr(part, "metadata", None) or [part]


def _plain(annotation: Any, origin: Any, arguments: tuple[Any, ...]) -> str:
    if origin is typing.Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_words(part) for part in arguments if part is not type(None))
    if origin is list:
        return f"list of {_words(arguments[0])}"
    if origin is dict:
        return f"mapping of {_words(arguments[0])} to {_words(arguments[1])}"
    name = getattr(annotation, "__name__", str(annotation))
    return _WORDS.get(name) or _MODELS.get(name, name)


_MODELS = {
    "ConnectionModel": "[connection](#connection)",
    "FanOut": "[fan_out](#fan_out)",
    "ResultModel": "[result](#result)",
    "StepModel": "[step](#steps)",
    "ParameterSchema": "[parameter](#parameters)",
    "ResultField": "[field](#fields-of-the-result)",
    "LoopModel": "[loop](#loop)",
    "RetryModel": "[retry](#retry)",
    "Timeouts": "[timeout](#timeout)",
    "PromptModel": "prompt",
    "Condition": "condition",
}


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if field.default is PydanticUndefined or field.default is None or field.default == "":
        return ""
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    return f"`{field.default:g}`" if isinstance(field.default, float) else f"`{field.default}`"


def error_codes() -> str:
    """Every code of a failure."""
    classes = [
        item
        for item in vars(failures).values()
        if isinstance(item, type) and issubclass(item, failures.Failure) and item is not failures.Failure
    ]
    return table(
        ("code", "meaning", "what to do"),
        [(f"`{item.code}`", _first_line(item), item.default_hint or "the message says") for item in classes],
    )


def _first_line(item: Any) -> str:
    return (inspect.getdoc(item) or "").partition("\n")[0]


def rules() -> str:
    """Every rule of the linter."""
    parts = [
        table(
            ("code", "name", "severity", "finds"),
            [
                (f"[{rule.code}](#{_anchor(rule)})", rule.name, str(rule.severity), rule.summary)
                for rule in RULES
            ],
        )
    ]
    parts += [f"## {rule.code} {rule.name}\n\n*{facts(rule)}*\n\n{as_markdown(rule)}" for rule in RULES]
    return "\n\n".join(parts)


def _anchor(rule: Any) -> str:
    return f"{rule.code} {rule.name}".lower().replace(" ", "-")


def filters() -> str:
    """Our filters, by family."""
    rows = [
        (f"`{name}`", _first_line(function), f"`{_signature(function)}`")
        for name, function in sorted(families.BUILTIN.items())
    ]
    return table(("filter", "gives", "arguments after the value"), rows)


def _signature(function: Callable[..., Any]) -> str:
    parameters = list(inspect.signature(function).parameters.values())[1:]
    bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters]
    return ", ".join(map(str, bare)) or "none"


def netutils_left_out() -> str:
    """The filters of netutils that blocks do not have."""
    rows = [(f"`{name}`", why) for name, why in sorted(LEFT_OUT.items()) if name not in families.BUILTIN]
    return table(("filter", "why"), rows)


def bounds() -> str:
    """How much an expression may do."""
    return table(
        ("bound", "value"),
        [
            ("length of a text", f"{limits.MAX_TEXT // 2**20} MiB"),
            ("items of a list", f"{limits.MAX_ITEMS:,}"),
            ("computing time of an evaluation", f"{limits.MAX_SECONDS:g} s"),
            ("time of a regular expression", f"{limits.REGEX_SECONDS:g} s"),
        ],
    )


def platforms() -> str:
    """The platforms and what the libraries call them."""
    return table(
        ("platform", "netmiko", "scrapli", "ntc-templates", "`enable`"),
        [
            (
                f"`{name}`",
                row.netmiko or "-",
                row.scrapli or "-",
                NTC_PLATFORMS[name] or "-",
                "yes" if row.privileged else "",
            )
            for name, row in sorted(PLATFORMS.items())
        ],
    )


def device_fields() -> str:
    """What a device of an inventory may have."""
    ours = [f"`{name}` ({kind.replace('_', ' ')})" for name, kind in CONNECTION.items()]
    entity = [f"`{name}`" for name in ENTITY if name not in ("username", "password", "platform", "ip")]
    return f"How it is reached: {', '.join(ours)}.\n\nFields of the device entity: {', '.join(entity)}."


def command_line() -> str:
    """The help of every command."""
    group = typing.cast("click.Group", app)
    parts = []
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        context = click.Context(command, info_name=f"neops-blocks {name}", **group.context_settings)
        context.terminal_width = 100
        text = command.get_help(context).rstrip()
        parts.append(f"## neops-blocks {name}\n\n```text\n{text}\n```")
    return "\n\n".join(parts)


def step_kinds() -> str:
    """The keys of each kind."""
    parts = []
    for name, kind in KINDS.items():
        fields = ", ".join(f"`{field}`" for field in sorted(kind.result_fields))
        scope = "on a device only" if kind.device_only else "on a device, or once for the block"
        said = f"{_first_line(kind)} Runs {scope}. Result: {fields}."
        parts.append(f"## {name}\n\n{said}\n\n{keys(kind, without=StepModel)}")
    return "\n\n".join(parts)


def settings() -> str:
    """Every setting of a worker."""
    texts = _attribute_texts(WorkerSettings)
    texts |= {
        name: f"A file that holds `{variable.holds}`."
        for name, variable in VARIABLES.items()
        if variable.holds
    }
    rows = [
        (
            f"`{variable.name}`",
            "" if variable.secret else f"`{name}`",
            f"`--{name.replace('_', '-')}`" if name in TEXTS else "",
            f"`{default}`" if (default := default_of(name)) else _MACHINE.get(name, ""),
            texts[name],
            variable.kind.expected,
        )
        for name, variable in VARIABLES.items()
    ]
    return table(("variable", "key in files", "option", "default", "meaning", "value"), rows)


_MACHINE = {
    "name": "the machine's name",
    "state_dir": "`$XDG_STATE_HOME/neops-worker`, else `~/.local/state/neops-worker`",
}


def metrics() -> str:
    """Every metric of a worker."""
    rows = [
        (
            f"`{PREFIX}{name}`",
            meter.kind.lower(),
            ", ".join(f"`{label}`" for label in meter.labels),
            meter.help,
        )
        for name, meter in METERS.items()
    ]
    return table(("metric", "kind", "labels", "counts"), rows)


_SUBJECTS = {
    "000": "Running a block",
    "001": "Threads, event loop, jobs",
    "002": "SDK: database updates, registry, testing",
    "003": "Reading and checking YAML",
    "004": "Expressions and parsers",
    "005": "Drivers",
    "006": "Command line and inventories",
    "007": "Libraries",
    "008": "SDK: the published surface, settings",
    "009": "Worker and engine",
}


def decisions() -> str:
    """The files of decisions, by subject."""
    lines: list[str] = []
    for file in sorted((DOCS / "decisions").glob("[0-9]*.md")):
        subject = _SUBJECTS.get(file.name[:3], "Other")
        if f"## {subject}" not in lines:
            lines += ["", f"## {subject}", ""]
        title = file.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
        number = file.name[:4]
        lines.append(f"* [{number}]({file.name}) {title.removeprefix(number).lstrip(': ')}")
    return "\n".join(lines).strip()


def sdk_names(room: str) -> str:
    """The public names of a room of the SDK."""
    module = importlib.import_module(f"neops_worker_sdk.{room}")
    return table(("name", "is"), [(f"`{name}`", _said_of(getattr(module, name))) for name in module.__all__])


def _said_of(item: Any) -> str:
    if inspect.isclass(item) or inspect.isroutine(item):
        return _first_line(item).replace("``", "`")
    return _CONSTANTS.get(type(item).__name__, "type")


_CONSTANTS = {"float": "seconds", "frozenset": "names of fields", "Registry": "the process-wide `Registry`"}
_ROOMS = ("concurrency", "function_block", "jobs", "registry", "testing", "workflow")

PARTS: dict[str, Callable[[], str]] = {
    "block": lambda: keys(BlockModel),
    "fan-out": lambda: keys(FanOut),
    "result": lambda: keys(ResultModel),
    "connection": lambda: keys(ConnectionModel),
    "timeout": lambda: keys(Timeouts),
    "step": lambda: keys(StepModel),
    "loop": lambda: keys(LoopModel),
    "retry": lambda: keys(RetryModel),
    "prompt": lambda: keys(PromptModel),
    "condition": lambda: keys(Condition),
    "step-kinds": step_kinds,
    "error-codes": error_codes,
    "rules": rules,
    "filters": filters,
    "bounds": bounds,
    "netutils-left-out": netutils_left_out,
    "platforms": platforms,
    "device-fields": device_fields,
    "command-line": command_line,
    "settings": settings,
    "metrics": metrics,
    "decisions": decisions,
    **{f"sdk-{room.replace('_', '-')}": functools.partial(sdk_names, room) for room in _ROOMS},
}


def current(text: str) -> str:
    """A page with its generated parts as they should be."""
    return _MARKED.sub(lambda found: f"{found[1]}{PARTS[found['name']]()}\n{found[3]}", text)


def pages() -> Iterator[Path]:
    """The pages with generated parts."""
    for page in sorted(DOCS.rglob("*.md")):
        if _MARKED.search(page.read_text(encoding="utf-8")):
            yield page


def main() -> int:
    """Write them; the exit code."""
    for page in pages():
        text = page.read_text(encoding="utf-8")
        page.write_text(current(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
