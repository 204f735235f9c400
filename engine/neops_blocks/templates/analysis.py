"""What a template uses and what is wrong with it, without evaluating it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from jinja2 import TemplateSyntaxError, nodes
from jinja2.lexer import TokenStream
from jinja2.parser import Parser

from neops_blocks.diagnostics import closest
from neops_blocks.templates.catalogue import filter_names
from neops_blocks.templates.environment import GLOBALS, environment
from neops_blocks.templates.lexing import Lexed, PlacedToken, has_template, lex

KEYWORDS = frozenset(
    {"and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "True", "False", "None"}
)
GUARDS = frozenset({"default", "d"})
DEFINED = frozenset({"defined", "undefined"})
LOADING = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)


@dataclass(frozen=True, slots=True)
class NameUse:
    """A name and what is read of it: `steps.show.parsed` is ("steps", "show", "parsed").

    `start` and `end` are places in the text; `guarded` is true where a default or a test for `defined` follows.
    """

    path: tuple[str, ...]
    start: int
    end: int
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a template from compiling."""

    kind: Literal["syntax", "filter", "test"]
    message: str
    start: int
    end: int
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """The names of a template in the order of its text, and its problems."""

    names: tuple[NameUse, ...] = ()
    problems: tuple[Problem, ...] = ()


def analyse(text: str, *, bare: bool) -> Analysis:
    """What a template, or an expression without braces, uses; never raises."""
    if not bare and not has_template(text):
        return Analysis()
    if bare and text.strip().startswith("{{") and text.strip().endswith("}}"):
        return analyse(text, bare=False)
    lexed = lex(text, bare=bare)
    tree, problem = _parsed(text, lexed, bare=bare)
    if tree is None:
        return Analysis(problems=(problem,) if problem else ())
    seen = [token for token in lexed.tokens if token.token is not None]
    problems = [*_unknown(seen), *([problem] if problem else [])]
    local = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"} | {"loop", "caller", "varargs", "kwargs"}
    local |= {node.name for node in tree.find_all(nodes.Macro)} | set(GLOBALS)
    return Analysis(tuple(_names(seen, local)), tuple(sorted(problems, key=lambda problem: problem.start)))


def _parsed(text: str, lexed: Lexed, *, bare: bool) -> tuple[nodes.Node | None, Problem | None]:
    if lexed.error is not None:
        end = min(lexed.stopped_at + 1, len(text))
        return None, Problem("syntax", _sentence(lexed.error), min(lexed.stopped_at, max(end - 1, 0)), end)
    taken: list[PlacedToken] = []

    def feed() -> Iterator[object]:
        for placed in lexed.tokens:
            if placed.token is not None:
                taken.append(placed)
                yield placed.token

    parser = Parser(environment(), text, state="variable" if bare else None)
    parser.stream = TokenStream(feed(), None, None)  # type: ignore[arg-type]
    try:
        if bare:
            tree: nodes.Node = parser.parse_expression()
            if not parser.stream.eos:
                raise TemplateSyntaxError(f"unexpected {parser.stream.current.value!r}", 1)
        else:
            tree = parser.parse()
    except TemplateSyntaxError as error:
        return None, _syntax_problem(error, text, taken, at_end=parser.stream.eos)
    for node in tree.find_all(LOADING):
        del node
        return tree, Problem("syntax", "a template of a block cannot load other templates", 0, len(text))
    return tree, None


def _syntax_problem(error: TemplateSyntaxError, text: str, taken: Sequence[PlacedToken], *, at_end: bool) -> Problem:
    if at_end or not taken:
        end = len(text.rstrip())
        return Problem("syntax", _sentence(error), max(end - 1, 0), end)
    return Problem("syntax", _sentence(error), taken[-1].start, taken[-1].end)


def _sentence(error: TemplateSyntaxError) -> str:
    message = (error.message or "syntax error").rstrip(".")
    message = message.replace("expected token 'end of print statement'", "expected the expression to end")
    return message[:1].lower() + message[1:]


def _unknown(tokens: Sequence[PlacedToken]) -> Iterator[Problem]:
    table = environment()
    for index, token in enumerate(tokens):
        if token.type == "operator" and token.text == "|":
            name, start, end = _dotted(tokens, index + 1)
            if name and name not in table.filters:
                near = closest(name, filter_names(table.filters))
                yield Problem("filter", f"there is no filter {name!r}", start, end, (near,) if near else ())
        elif token.type == "name" and token.text == "is" and index + 1 < len(tokens):
            following = index + 2 if tokens[index + 1].text == "not" else index + 1
            name, start, end = _dotted(tokens, following)
            if name and name not in table.tests:
                near = closest(name, table.tests)
                yield Problem("test", f"there is no test {name!r}", start, end, (near,) if near else ())


def _dotted(tokens: Sequence[PlacedToken], index: int) -> tuple[str, int, int]:
    """The name at an index, with the parts that follow its dots."""
    if index >= len(tokens) or tokens[index].type != "name":
        return "", 0, 0
    parts, end = [tokens[index].text], index
    while end + 2 < len(tokens) and tokens[end + 1].text == "." and tokens[end + 2].type == "name":
        parts.append(tokens[end + 2].text)
        end += 2
    return ".".join(parts), tokens[index].start, tokens[end].end


def _names(tokens: Sequence[PlacedToken], local: set[str]) -> Iterator[NameUse]:
    for index, token in enumerate(tokens):
        if token.type == "name" and token.text not in KEYWORDS | local and _is_read(tokens, index):
            yield _chain(tokens, index)


def _is_read(tokens: Sequence[PlacedToken], index: int) -> bool:
    """Whether the name at an index is read: no attribute, filter, test, keyword argument or tag."""
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if before is not None:
        if before.type == "block_begin" or before.text in (".", "|"):
            return False
        if before.text == "is" or (before.text == "not" and index > 1 and tokens[index - 2].text == "is"):
            return False
        if before.type == "name" and before.text in ("filter", "endfilter", "block", "endblock", "endmacro"):
            return False
    return after is None or after.text != "="


def _chain(tokens: Sequence[PlacedToken], index: int) -> NameUse:
    path, end = [tokens[index].text], index
    while True:
        following = [token.text for token in tokens[end + 1 : end + 4]]
        if following[:1] == ["."] and len(following) > 1 and tokens[end + 2].type in ("name", "integer"):
            path.append(tokens[end + 2].text)
            end += 2
        elif following[:1] == ["["] and following[2:] == ["]"] and tokens[end + 2].type == "string":
            path.append(tokens[end + 2].text[1:-1])
            end += 3
        else:
            break
    called = len(path) > 1 and end + 1 < len(tokens) and tokens[end + 1].text == "("
    stop = tokens[end].end
    if called:
        path.pop()
        stop = tokens[end - 2].end
    return NameUse(tuple(path), tokens[index].start, stop, _guarded(tokens, end + 1))


def _guarded(tokens: Sequence[PlacedToken], index: int) -> bool:
    following = [token.text for token in tokens[index : index + 3]]
    if following[:1] == ["|"]:
        return len(following) > 1 and following[1] in GUARDS
    if following[:1] == ["is"]:
        return any(text in DEFINED for text in following[1:3])
    return False
