"""What a template uses, and what is wrong with it, with places in its text."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Literal

from jinja2 import TemplateSyntaxError, nodes

from neops_blocks.diagnostics import closest
from neops_blocks.templates.filters import FILTERS, TESTS
from neops_blocks.templates.lexing import expression_inside, has_syntax, placed_tokens
from neops_blocks.templates.problem import TemplateSyntaxProblem
from neops_blocks.templates.sandbox import sandbox
from neops_blocks.templates.values import compile_expression, compile_text, compile_value

Token = tuple[str, str, int]
_WORDS = frozenset(
    ["and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "True", "False", "None"]
)


@dataclass(frozen=True, slots=True)
class NameUse:
    """A chain of names such as `steps.show.parsed`; `guarded`: it may be missing (`is defined`, `default`)."""

    path: tuple[str, ...]
    start: int
    end: int
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at start..end; suggestions are names that exist."""

    kind: Literal["syntax", "filter", "test"]
    message: str
    start: int
    end: int
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """The names of a template that come from its scope, and its problems."""

    names: tuple[NameUse, ...] = ()
    problems: tuple[Problem, ...] = ()


def analyse(text: str, *, bare: bool) -> Analysis:
    """Names and problems of a template, or of a bare expression; never raises."""
    if not bare and not has_syntax(text):
        return Analysis()
    wrapped = bare and expression_inside(text) is None
    source, shift = ("{{" + text + "}}", 2) if wrapped else (text, 0)
    try:
        tokens = [(kind, raw, at - shift) for kind, raw, at in placed_tokens(source)]
        tree = sandbox().parse(source)
    except (TemplateSyntaxError, RecursionError):
        return Analysis(problems=(_syntax(text, bare=bare),))
    problems = tuple(_unknown(tokens))
    if not problems:
        try:
            compile_expression(text) if bare else compile_value(text)
        except TemplateSyntaxProblem as error:
            problems = (Problem("syntax", error.message, error.start, error.end),)
        except Exception as error:
            problems = (Problem("syntax", f"does not compile: {type(error).__name__}", 0, len(text)),)
    return Analysis(tuple(_names(tokens, _free(tree))), problems)


def _syntax(text: str, *, bare: bool) -> Problem:
    try:
        compile_expression(text) if bare else compile_text(text)
    except TemplateSyntaxProblem as error:
        return Problem("syntax", error.message, error.start, error.end)
    except Exception as error:
        return Problem("syntax", f"does not compile: {type(error).__name__}", 0, len(text))
    return Problem("syntax", "the template is not valid", 0, len(text))


def _free(tree: nodes.Template) -> set[str]:
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
    own |= {macro.name for macro in tree.find_all(nodes.Macro)} | set(sandbox().globals)
    if tree.find(nodes.For) is not None:
        own.add("loop")
    return {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"} - own


def _raw(tokens: list[Token], index: int) -> str:
    return tokens[index][1] if 0 <= index < len(tokens) else ""


def _role(tokens: list[Token], index: int) -> str:
    before, earlier = _raw(tokens, index - 1), _raw(tokens, index - 2)
    if before == "|":
        return "filter"
    if before == "is" or (before == "not" and earlier == "is"):
        return "test"
    if before == "." or tokens[index][1] in _WORDS:
        return "none"
    if _raw(tokens, index + 1) == "=" and before in {"(", ","}:
        return "none"
    if tokens[index - 1][0] == "block_begin":
        return "none"
    return "name"


def _unknown(tokens: list[Token]) -> list[Problem]:
    problems = []
    for index, (kind, raw, at) in enumerate(tokens):
        role = _role(tokens, index) if kind == "name" else "none"
        known = FILTERS.known() if role == "filter" else sorted(TESTS)
        if role in {"filter", "test"} and raw not in known and raw not in _WORDS:
            near = closest(raw, known)
            which: Literal["filter", "test"] = "filter" if role == "filter" else "test"
            problems.append(
                Problem(which, f"there is no {which} {raw!r}", at, at + len(raw), (near,) if near else ())
            )
    return problems


def _names(tokens: list[Token], free: set[str]) -> list[NameUse]:
    return [
        _chain(tokens, index)
        for index, (kind, raw, _) in enumerate(tokens)
        if kind == "name" and raw in free and _role(tokens, index) == "name"
    ]


def _chain(tokens: list[Token], index: int) -> NameUse:
    start, path, ends = tokens[index][2], [tokens[index][1]], [tokens[index][2] + len(tokens[index][1])]
    index += 1
    while index < len(tokens):
        if _raw(tokens, index) == "." and tokens[index + 1][0] == "name":
            path.append(_raw(tokens, index + 1))
            ends.append(tokens[index + 1][2] + len(path[-1]))
            index += 2
        elif (
            _raw(tokens, index) == "[" and tokens[index + 1][0] == "string" and _raw(tokens, index + 2) == "]"
        ):
            path.append(str(ast.literal_eval(_raw(tokens, index + 1))))
            ends.append(tokens[index + 2][2] + 1)
            index += 3
        else:
            break
    if _raw(tokens, index) == "(" and len(path) > 1:
        path.pop()
        ends.pop()
    after = [_raw(tokens, index + more) for more in range(3)]
    guarded = after[0] == "|" and after[1] in {"default", "d"}
    guarded = guarded or (after[0] == "is" and bool({"defined", "undefined"} & set(after[1:])))
    return NameUse(tuple(path), start, ends[-1], guarded)
