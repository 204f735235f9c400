"""From text to Jinja's syntax tree, and what is wrong with it: what compiles is what has no problem.

The line of a node is the index of its token, so that what is said of a node can be said at its exact place.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import TemplateSyntaxError, nodes
from jinja2.lexer import TokenStream
from jinja2.parser import Parser

from neops_blocks.diagnostics import closest
from neops_blocks.templates import wording
from neops_blocks.templates.environment import environment
from neops_blocks.templates.lexing import SHORT, UNSEEN, Token, stream, tokens_of
from neops_blocks.templates.problem import Problem, TemplateSyntaxProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Check = Callable[[Any, Sequence[Token]], Iterator[Problem]]

MAX_DEPTH = 60
MAX_BRACKETS = 25
MAX_TAGS = 15
_TOO_DEEP = "the expression is nested too deeply: set a part of it in a step of its own"
_FORBIDDEN: dict[type[nodes.Node], str] = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.ScopedEvalContextModifier: "autoescape",
}
_BY_NAME: dict[str, tuple[int, Literal["filter", "test"]]] = {
    "map": (0, "filter"),
    "select": (0, "test"),
    "reject": (0, "test"),
    "selectattr": (1, "test"),
    "rejectattr": (1, "test"),
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a template or, where the text is nothing else, of one expression; None: it has none."""

    tokens: Sequence[Token]
    tree: nodes.Node | None
    problems: tuple[Problem, ...]


def parse(text: str, *, bare: bool) -> Parsed:
    """The tree of a text; never raises. `bare`: an expression, with or without braces around it.

    Whoever asks for the same text again gets the same tree, so that nobody may change it.
    """
    return (_kept if len(text) <= SHORT else _last)(text, bare)


@functools.lru_cache(maxsize=4096)
def _kept(text: str, bare: bool) -> Parsed:
    return parse_anew(text, bare=bare)


@functools.lru_cache(maxsize=8)
def _last(text: str, bare: bool) -> Parsed:
    return parse_anew(text, bare=bare)


def parse_anew(text: str, *, bare: bool) -> Parsed:
    """The same, as a tree of one's own."""
    tokens: Sequence[Token] = ()
    try:
        tokens = tokens_of(text, bare=bare and not text.lstrip().startswith("{{"))
        inside = _inside(tokens)
        whole = bare or inside is not None
        _check_depth(tokens)
        tree = _tree(text, tokens if inside is None else inside, bare=bare, whole=whole)
        tree.set_environment(environment())
        problems = tuple(sorted(_problems(tree, tokens), key=lambda problem: problem.start))
        return Parsed(tokens, tree, problems)
    except TemplateSyntaxProblem as error:
        problem = Problem("syntax", error.message, error.start, error.end)
    except RecursionError:
        problem = Problem("syntax", _TOO_DEEP, 0, len(text))
    return Parsed(tokens, None, (problem,))


def _inside(tokens: Sequence[Token]) -> Sequence[Token] | None:
    """The tokens in the braces of a text that is exactly one `{{ }}`, outer white space aside."""
    first, last = 0, len(tokens) - 1
    while first < last and _is_space(tokens[first]):
        first += 1
    while first < last and _is_space(tokens[last]):
        last -= 1
    kinds = [token.kind for token in tokens[first : last + 1]]
    if kinds.count("variable_begin") != 1 or kinds[0] != "variable_begin" or kinds[-1] != "variable_end":
        return None
    return [*_blank(first + 1), *tokens[first + 1 : last]]


def _is_space(token: Token) -> bool:
    return token.kind == "data" and not token.raw.strip()


def _blank(count: int) -> list[Token]:
    """Tokens that the parser never sees, so that the index of the others stays."""
    return [Token(0, 0, "comment", "")] * count


def _check_depth(tokens: Sequence[Token]) -> None:
    depth = tags = 0
    for index, token in enumerate(tokens):
        if token.kind == "operator":
            depth += (token.raw in "([{") - (token.raw in ")]}")
        elif token.kind == "block_begin" and index + 1 < len(tokens):
            name = tokens[index + 1].raw
            tags += (name in {"for", "if", "macro", "call", "filter", "with"}) - name.startswith("end")
        if depth > MAX_BRACKETS or tags > MAX_TAGS:
            raise TemplateSyntaxProblem(_TOO_DEEP, token.start, token.end)


def _tree(text: str, tokens: Sequence[Token], *, bare: bool, whole: bool) -> nodes.Node:
    parser = Parser(environment(), "")
    seen = [index for index, token in enumerate(tokens) if token.kind not in UNSEEN]
    try:
        parser.stream = TokenStream(stream(tokens, literal=bare), None, None)
        if not whole:
            return parser.parse()
        tree: nodes.Node = parser.parse_expression() if bare else parser.parse_tuple()
        if not parser.stream.eos:
            parser.fail("chunk after expression")
    except TemplateSyntaxError as error:
        at_end = "end of template" in str(error.message).lower() or not seen
        shown = [tokens[index] for index in seen]
        index = seen.index(error.lineno) if error.lineno in seen else len(seen) - 1
        raise wording.unparsed(text, shown, index, str(error.message), at_end=at_end) from None
    return tree


def _problems(tree: nodes.Node, tokens: Sequence[Token]) -> Iterator[Problem]:
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            yield Problem("syntax", _TOO_DEEP, *_place(tokens, node.lineno))
            return
        if type(node) in _CHECKS:
            yield from _CHECKS[type(node)](node, tokens)
        waiting += [(child, depth + 1) for child in node.iter_child_nodes()]


def _place(tokens: Sequence[Token], index: int, until: int | None = None) -> tuple[int, int]:
    return tokens[index].start, tokens[index if until is None else until].end


def _filter(node: nodes.Filter, tokens: Sequence[Token]) -> Iterator[Problem]:
    yield from _unknown("filter", node.name, tokens, node.lineno)
    place, kind = _BY_NAME.get(node.name, (9, "filter"))
    if len(node.args) > place:
        given = node.args[place]
        if isinstance(given, nodes.Const) and isinstance(given.value, str):
            yield from _unknown(kind, given.value, tokens, given.lineno)
    yield from _arguments(node, tokens)


def _test(node: nodes.Test, tokens: Sequence[Token]) -> Iterator[Problem]:
    at = node.lineno + 1
    yield from _unknown("test", node.name, tokens, at + (tokens[at].raw == "not"))
    yield from _arguments(node, tokens)


def _unknown(
    kind: Literal["filter", "test"], name: str, tokens: Sequence[Token], at: int
) -> Iterator[Problem]:
    filters: Any = environment().filters
    known = name in (filters if kind == "filter" else environment().tests) and not name.startswith("_")
    if not known:
        near = closest(name, filters.names() if kind == "filter" else sorted(environment().tests))
        start, end = _place(tokens, at, at + 2 * name.count(".") if tokens[at].kind == "name" else at)
        if tokens[at].kind == "string":
            start, end = start + 1, end - 1
        yield Problem(kind, f"there is no {kind} {name[:80]!r}", start, end, (near,) if near else ())


def _arguments(node: nodes.Filter | nodes.Test | nodes.Call, tokens: Sequence[Token]) -> Iterator[Problem]:
    names: set[str] = set()
    for pair in node.kwargs:
        key = str(pair.key)
        if key in names or key.startswith("__"):
            wrong = "is given twice" if key in names else "is not a name of an argument"
            yield Problem("syntax", f"the argument {key!r} {wrong}", *_place(tokens, _key(tokens, pair)))
        names.add(key)


def _key(tokens: Sequence[Token], pair: nodes.Keyword | nodes.Pair) -> int:
    """Where the name of a keyword argument stands: before its value."""
    at: int = pair.lineno
    while at and not (tokens[at].raw == pair.key and tokens[at + 1].raw == "="):
        at -= 1
    return at


def _macro(node: nodes.Macro | nodes.CallBlock, tokens: Sequence[Token]) -> Iterator[Problem]:
    names: set[str] = set()
    for name in node.args:
        if name.name in names or name.name == "caller":
            wrong = "is there twice" if name.name in names else "is taken: call blocks give it"
            yield Problem("syntax", f"the argument {name.name!r} {wrong}", *_place(tokens, name.lineno))
        names.add(name.name)


def _loop(node: nodes.For, tokens: Sequence[Token]) -> Iterator[Problem]:
    for name in (
        node.target.find_all(nodes.Name) if not isinstance(node.target, nodes.Name) else [node.target]
    ):
        if name.name == "loop":
            yield Problem(
                "syntax", "'loop' is the loop itself, take another name", *_place(tokens, name.lineno)
            )


def _forbidden(node: nodes.Node, tokens: Sequence[Token]) -> Iterator[Problem]:
    tag = _FORBIDDEN[type(node)]
    yield Problem(
        "syntax", f"there is no tag {tag!r} in blocks: a template stands alone", *_place(tokens, node.lineno)
    )


_CHECKS: dict[type[nodes.Node], Check] = {
    nodes.Filter: _filter,
    nodes.Test: _test,
    nodes.Call: _arguments,
    nodes.Macro: _macro,
    nodes.CallBlock: _macro,
    nodes.For: _loop,
    **dict.fromkeys(_FORBIDDEN, _forbidden),
}
